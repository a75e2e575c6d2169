"""Pages on which the commissioner defines KPIs: new ones, from the library, their versions, and retiring them."""

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from commissioning.catalogue.queries import services_by_code
from contracts.agreements.queries.register import Asked, list_register
from contracts.performance.actions import defining as acts
from contracts.performance.forms.defining import DefinitionForm, NewKpiForm, RetireForm, UseForm
from contracts.performance.presented.kpi import facts_of, target_words
from contracts.performance.queries.library import find_example, list_examples
from contracts.performance.views.blueprint import address_of, crumbs, crumbs_to, editing, own_kpi, views
from core import clock
from core.one_use import press, submit
from core.parties.queries import list_parties
from core.parties.rules import PartyKind
from core.permissions import Permission
from core.tables import columns, table, words
from core.web import binding, current_actor, page, requires

_GROUPS = (
    ("What it is", ("name", "why", "source", "owner", "requirement", "consequence")),
    (
        "What is counted",
        (
            "kind",
            "unit",
            "per",
            "unit_words",
            "numerator",
            "denominator",
            "frequency",
            "due_days",
            "minimum_denominator",
        ),
    ),
    (
        "What is wanted",
        ("direction", "target", "target_high", "amber", "trajectory", "phasing", "baseline_until"),
    ),
    ("From activity, if not by return", ("numerator_from", "denominator_from", "services")),
)


@views.get("/library")
@requires(Permission.DEFINE_KPIS)
def list_library() -> tuple[str, int]:
    """Show the library: examples from which a KPI can be made."""
    rows = [
        [
            words(each.definition.name, href=url_for("performance.make_kpi", example=each.key), note=each.group),
            words(each.definition.numerator),
            words(each.definition.denominator or "–"),
            words(target_words(each.definition)),
        ]
        for each in list_examples()
    ]
    head = columns("Take from the library", "Numerator", "Denominator", "Target, as an example")
    return page(
        "contracts/performance/list_library.html",
        library=table("library", f"{len(rows)} editable examples", head, rows),
        crumbs=crumbs(),
    )


@views.route("/make", methods=["GET", "POST"])
@requires(Permission.DEFINE_KPIS)
def make_kpi() -> Response | tuple[str, int]:
    """Make a KPI as a draft, from nothing or from an example of the library."""
    actor, example = current_actor(), find_example(request.args.get("example", ""))
    trust = actor.organisation_id
    services = services_by_code(trust)
    form = NewKpiForm(
        providers=[(p.id, p.name) for p in list_parties(kind=PartyKind.PROVIDER, commissioner_id=trust)],
        contracts=[(c.id, f"{c.reference} {c.title}") for c in list_register(Asked(), by=actor, on=clock.today())],
        of_services=[(each.id, each.name) for each in services.values()],
        services=[(code, each.name) for code, each in services.items()],
        standing=example.definition if example else None,
    )

    def act() -> str:
        kpi = acts.make_kpi(
            commissioner_id=trust,
            code=str(form.code.data or ""),
            tie=acts.Tie(
                provider_id=form.provider.data,
                contract_id=form.contract.data or None,
                service_id=form.service.data or None,
            ),
            definition=form.wanted(),
            by=actor,
            at=clock.now(),
        )
        flash(f"{kpi.code} is made as a draft. Put it in use when it is agreed.")
        return address_of(kpi.id)

    if answer := submit(form, act):
        return answer
    return page(
        "contracts/performance/make_kpi.html", form, tied=form.tied(), groups=_GROUPS, example=example, crumbs=crumbs()
    )


@views.route("/<int:kpi_id>/definition", methods=["GET", "POST"])
@requires(Permission.DEFINE_KPIS)
def write_definition(kpi_id: int) -> Response | tuple[str, int]:
    """Write the draft of a KPI’s next definition."""
    kpi = own_kpi(kpi_id)
    services = [(code, each.name) for code, each in services_by_code(kpi.commissioner_id).items()]
    form = DefinitionForm(services=services, standing=kpi.draft.definition if kpi.draft else kpi.definition)

    def act() -> str:
        acts.write_definition(kpi_id=kpi_id, definition=form.wanted(), by=current_actor(), at=clock.now())
        flash(f"The draft of {kpi.code} is saved. What is in use stays as it is until the draft is put in use.")
        return address_of(kpi_id)

    if answer := submit(form, act, editing=editing(kpi)):
        return answer
    return page(
        "contracts/performance/write_definition.html", form, kpi=kpi, groups=_GROUPS, tied=(), crumbs=crumbs_to(kpi)
    )


@views.route("/<int:kpi_id>/use", methods=["GET", "POST"])
@requires(Permission.DEFINE_KPIS)
@binding
def put_in_use(kpi_id: int) -> Response | tuple[str, int]:
    """Put the draft of a definition in use from a month on."""
    kpi, form = own_kpi(kpi_id), UseForm()

    def act() -> str:
        made = acts.put_in_use(
            kpi_id=kpi_id,
            from_month=str(form.from_month.data or "").strip(),
            reason=str(form.reason.data or ""),
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"Version {made.number} of {kpi.code} is in use. It is never changed; a new version can follow it.")
        return address_of(kpi_id)

    if answer := submit(form, act, editing=editing(kpi)):
        return answer
    facts = facts_of(kpi, kpi.draft.definition) if kpi.draft else []
    return page("contracts/performance/put_in_use.html", form, kpi=kpi, facts=facts, crumbs=crumbs_to(kpi))


@views.post("/<int:kpi_id>/draft/discard")
@requires(Permission.DEFINE_KPIS)
def discard_draft(kpi_id: int) -> Response:
    """Give up the draft of a next definition."""
    kpi = own_kpi(kpi_id)

    def act() -> str:
        acts.discard_draft(kpi_id=kpi_id, by=current_actor())
        flash(f"The draft of {kpi.code} is discarded.")
        return address_of(kpi_id)

    return press(act, address_of(kpi_id))


@views.route("/<int:kpi_id>/retire", methods=["GET", "POST"])
@requires(Permission.DEFINE_KPIS)
def retire_kpi(kpi_id: int) -> Response | tuple[str, int]:
    """Ask for a KPI no more from a month on."""
    kpi, form = own_kpi(kpi_id), RetireForm()

    def act() -> str:
        month = str(form.month.data or "").strip()
        acts.retire_kpi(kpi_id=kpi_id, month=month, reason=str(form.reason.data or ""), by=current_actor())
        flash(f"{kpi.code} is retired. Its results stay.")
        return address_of(kpi_id)

    if answer := submit(form, act, editing=editing(kpi)):
        return answer
    return page("contracts/performance/retire_kpi.html", form, kpi=kpi, crumbs=crumbs_to(kpi))
