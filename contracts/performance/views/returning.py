"""Pages on which a provider sees what is due, types results in, sends them as a file, and corrects frozen ones."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask import Response as File
from flask import abort, flash, request, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from commissioning.activity.rules.asking import Way
from commissioning.activity.rules.months import Period
from contracts.performance.actions import returning as acts
from contracts.performance.actions.checking import Given, Sent, problems_in
from contracts.performance.actions.returning import return_results
from contracts.performance.forms.judging import CorrectionForm, ResultsForm, UploadForm
from contracts.performance.imports.results import COLUMNS, read_results
from contracts.performance.imports.series import in_a_sentence
from contracts.performance.models.kpis import Kpi
from contracts.performance.queries.due import Due, list_due
from contracts.performance.queries.kpis import list_of_provider
from contracts.performance.queries.results import get_result, standing_results
from contracts.performance.rules.figures import count_from, written
from contracts.performance.views.blueprint import address_of, crumbs, crumbs_to, kpi_in_view, views
from core import clock
from core.canonical import canonical_text
from core.errors import Refusal
from core.identifiers import has_identifier
from core.one_use import submit
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.tables import Upload
from core.spreadsheets.writing import Sheet, write_csv
from core.web import current_actor, page, requires

_MOST_SAID = 10
_USUAL_MONTHS = 6
_HELD = (
    "This held a number that passes the NHS number check. It is taken out: nothing about a patient may be kept here."
)
_MONTHS = ("12", "24", "36")


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One cell to type in: its name, what it is of, and what stands in it."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """One KPI and period: what is due, its cells (None where none is asked for), and what is wrong with it."""

    due: Due
    numerator: Box | None
    denominator: Box | None
    error: str
    is_late: bool


@views.route("/results", methods=["GET", "POST"])
@requires(Permission.SUBMIT_RESULTS)
def enter_results() -> Response | tuple[str, int]:
    """Show what is due, and take results typed in. What was typed stays until it is taken."""
    actor, on = current_actor(), clock.today()
    due = list_due(actor.organisation_id, on=on, months=_months())
    form = ResultsForm()
    typed = _typed(due)
    held = _without_identifiers(typed)
    errors = _errors(due, typed, held) if request.method == "POST" else {}

    def act() -> str:
        if errors:
            raise Refusal("Nothing was taken. Correct what stands beside the results, then send them again.")
        given = [each for one in due if (each := _given(one, typed)) is not None]
        content = canonical_text([[g.kpi_id, g.period, str(g.numerator), str(g.denominator)] for g in given])
        sent = Sent(way=Way.TYPED, file_name="", content=content.encode(), words=str(form.words.data or ""))
        made = return_results(
            provider_id=actor.organisation_id, given=given, sent=sent, by=actor, at=clock.now(), on=on
        )
        flash(f"Return {made.number} is taken.")
        return url_for("performance.enter_results")

    if answer := submit(form, act):
        return answer
    return page(
        "contracts/performance/enter_results.html",
        form,
        rows=[_row(each, typed, errors, is_late=each.is_late(on=on)) for each in due],
        open_count=sum(each.is_open for each in due),
        months=_months(),
        crumbs=crumbs(),
    )


def _months() -> int:
    asked = request.args.get("months", "")
    return int(asked) if asked in _MONTHS else _USUAL_MONTHS


def _name(due: Due, part: str) -> str:
    return f"{part}|{due.kpi.id}|{due.period.first_month}"


def _typed(due: Sequence[Due]) -> dict[str, str]:
    """What stands in the cells: what was typed, or the result that stands."""
    found: dict[str, str] = {}
    for each in due:
        stands = each.standing.observed if each.standing else None
        for part in ("numerator", "denominator"):
            name, figure = _name(each, part), getattr(stands, part) if stands else None
            kept = "" if figure is None else written(figure)
            text = request.form.get(name, kept).strip() if request.method == "POST" and not each.is_frozen else kept
            found[name] = text
    return found


def _without_identifiers(typed: dict[str, str]) -> set[str]:
    """The names of the cells that held an identifier, which is taken out of them."""
    held = {name for name, text in typed.items() if has_identifier(text)}
    typed.update(dict.fromkeys(held, ""))
    return held


def _given(due: Due, typed: Mapping[str, str]) -> Given | None:
    """What was typed of one KPI and period; None of what is frozen."""
    if due.is_frozen:
        return None
    numerator, denominator = (count_from(typed[_name(due, part)]) for part in ("numerator", "denominator"))
    return Given(kpi_id=due.kpi.id, period=due.period.first_month, numerator=numerator, denominator=denominator)


def _errors(due: Sequence[Due], typed: Mapping[str, str], held: Collection[str]) -> dict[tuple[int, str], str]:
    """What is wrong with what was typed, by KPI and period."""
    kpis = {each.kpi.id: each.kpi for each in due}
    errors: dict[tuple[int, str], str] = {}
    for each in due:
        key = (each.kpi.id, each.period.first_month)
        if any(_name(each, part) in held for part in ("numerator", "denominator")):
            errors[key] = _HELD
            continue
        try:
            given = _given(each, typed)
        except ValueError as fault:
            errors[key] = f"Expected is {fault}."
            continue
        if given is not None and (wrong := problems_in([given], kpis, {}, on=clock.today())):
            errors[key] = wrong[0].split(": ", 1)[-1]
    return errors


def _row(due: Due, typed: Mapping[str, str], errors: Mapping[tuple[int, str], str], *, is_late: bool) -> GridRow:
    definition = due.version.definition
    wants_denominator = definition.has_denominator and not definition.denominator_from
    return GridRow(
        due=due,
        numerator=None if definition.numerator_from else _box(due, "numerator", typed),
        denominator=_box(due, "denominator", typed) if wants_denominator else None,
        error=errors.get((due.kpi.id, due.period.first_month), ""),
        is_late=is_late,
    )


def _box(due: Due, part: str, typed: Mapping[str, str]) -> Box:
    name = _name(due, part)
    return Box(name=name, label=f"{part.capitalize()} of {due.kpi.code}, {due.period}", value=typed[name])


@views.route("/results/upload", methods=["GET", "POST"])
@requires(Permission.SUBMIT_RESULTS)
def upload_results() -> Response | tuple[str, int]:
    """Take results as a CSV or XLSX file, all of it or none."""
    actor, form = current_actor(), UploadForm()

    def act() -> str:
        upload = _upload(form)
        ids = {kpi.code: kpi.id for kpi in list_of_provider(actor.organisation_id)}
        rows, problems = read_results(upload, ids)
        if problems:
            raise Refusal(" ".join(in_a_sentence(each) for each in problems[:_MOST_SAID]))
        given = [Given(kpi_id=k, period=p, numerator=n, denominator=d) for k, p, n, d in rows]
        made = return_results(
            provider_id=actor.organisation_id,
            given=given,
            sent=Sent(way=Way.FILE, file_name=upload.name, content=upload.content, words=str(form.words.data or "")),
            by=actor,
            at=clock.now(),
            on=clock.today(),
        )
        flash(f"Return {made.number} is taken.")
        return url_for("performance.enter_results")

    if answer := submit(form, act):
        return answer
    return page("contracts/performance/upload_results.html", form, crumbs=crumbs())


def _upload(form: UploadForm) -> Upload:
    sent = form.file.data
    if not isinstance(sent, FileStorage) or not sent.filename:
        raise Refusal("Choose a file.")
    content = sent.stream.read()
    sent.stream.seek(0)
    return Upload(name=sent.filename, content=content)


@views.get("/results/template.csv")
@requires(Permission.SUBMIT_RESULTS)
def download_results_template() -> File:
    """Give a file to fill in: what is due, with what stands."""
    due = list_due(current_actor().organisation_id, on=clock.today(), months=_months())
    rows = [[each.kpi.code, each.period.first_month, *_standing_cells(each)] for each in due if not each.is_frozen]
    return send(write_csv(Sheet(name="results", header=list(COLUMNS), rows=rows)), "csv", "kpi-results")


def _standing_cells(due: Due) -> list[Fraction | None]:
    stands = due.standing.observed if due.standing else None
    return [stands.numerator, stands.denominator] if stands else [None, None]


@views.route("/<int:kpi_id>/results/<int:result_id>/correct", methods=["GET", "POST"])
@requires(Permission.SUBMIT_RESULTS)
def correct_result(kpi_id: int, result_id: int) -> Response | tuple[str, int]:
    """Record what a frozen result should have been, beside it."""
    kpi = _own(kpi_id)
    try:
        result = get_result(kpi.id, result_id)
    except NoResultFound:
        abort(404)
    form = CorrectionForm()

    def act() -> str:
        acts.correct_result(
            kpi_id=kpi_id,
            result_id=result_id,
            numerator=_figure(form.numerator.data, "The numerator"),
            denominator=_figure(form.denominator.data, "The denominator"),
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash("The correction stands beside the result.")
        return address_of(kpi_id)

    if answer := submit(form, act):
        return answer
    stands = standing_results([kpi.id], result.period, result.period)[kpi.id][result.period]
    return page(
        "contracts/performance/correct_result.html",
        form,
        kpi=kpi,
        period=Period(result.period, result.definition.definition.length),
        numerator=written(stands.observed.numerator),
        denominator=written(stands.observed.denominator),
        crumbs=crumbs_to(kpi),
    )


def _figure(text: str | None, what: str) -> Fraction | None:
    try:
        return count_from(text or "")
    except ValueError as fault:
        raise Refusal(f"{what} must be {fault}.") from fault


def _own(kpi_id: int) -> Kpi:
    kpi = kpi_in_view(kpi_id)
    if current_actor().organisation_id != kpi.provider_id:
        abort(404)
    return kpi
