"""What is expected of providers: the list with where it was agreed, one return, expecting, ending and waiving."""

from datetime import timedelta

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from commissioning.activity.actions import expecting as actions
from commissioning.activity.forms.expecting import EndForm, ExpectForm, WaiveForm
from commissioning.activity.models.expectations import Expectation
from commissioning.activity.presented.expecting import expected_table, months_in_words, waivers_table
from commissioning.activity.queries.expectations import RETURN, find_provider_setting, list_expectations, list_waivers
from commissioning.activity.rules.checks.catalogue import RULES
from commissioning.activity.rules.due import said_of
from commissioning.activity.rules.months import month_after, month_of
from commissioning.activity.views.blueprint import expectation_in_view, sees_figures, views
from commissioning.catalogue.queries import services_by_code
from commissioning.organisations.queries.lines import parties_by_code
from core import clock
from core.one_use import submit
from core.parties.rules import PartyKind
from core.permissions import Permission
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.web import current_actor, page, requires

_CRUMB = "What is expected"
_A_YEAR = timedelta(days=365)


@views.get("/expected")
@requires(Permission.SEE_ACTIVITY)
def list_expected() -> tuple[str, int]:
    """List what is expected by provider and return, what is waived, and who certifies."""
    rows, may_expect = _rows(), current_actor().may(Permission.EXPECT_ACTIVITY)
    waivers = list_waivers([each.id for each in rows])
    providers = {each.provider_id: each.provider for each in rows}
    settings = {provider_id: find_provider_setting(provider_id) for provider_id in providers}
    return page(
        "commissioning/activity/list_expected.html",
        expected=expected_table(rows, caption=_caption(len(rows)), address_of=_address_of),
        waivers=waivers_table(waivers, caption=f"{len(waivers):,} waiver{'' if len(waivers) == 1 else 's'}"),
        certifying=[
            (provider, setting is not None and setting.needs_certifier)
            for provider_id, setting in settings.items()
            for provider in [providers[provider_id]]
        ],
        may_expect=may_expect,
        may_set=current_actor().may(Permission.SUBMIT_ACTIVITY),
    )


@views.get("/expected/<string:kind>")
@requires(Permission.SEE_ACTIVITY)
def download_expected(kind: str) -> Response:
    """Give what is expected as CSV or XLSX, as it is shown."""
    if kind not in ("csv", "xlsx"):
        abort(404)
    shown = expected_table(_rows(), caption="")
    content = table_as_csv(shown) if kind == "csv" else tables_as_xlsx([shown])
    return send(content, kind, current_actor().organisation_name, "expected-returns")


@views.get("/expected/<int:expectation_id>")
@requires(Permission.SEE_ACTIVITY)
def show_expectation(expectation_id: int) -> tuple[str, int]:
    """Show one return that is expected: services, days, where agreed, waivers, history."""
    found = expectation_in_view(expectation_id)
    waivers = list_waivers([found.id])
    return page(
        "commissioning/activity/show_expectation.html",
        expectation=found,
        how=said_of(found.expected),
        months=months_in_words(found.first_month, found.last_month),
        waivers=waivers_table(waivers, caption=f"{len(waivers):,} waiver{'' if len(waivers) == 1 else 's'}"),
        may_change=_may_change(found),
        sees_figures=sees_figures(found),
        crumbs=[(_CRUMB, url_for("activity.list_expected"))],
    )


@views.route("/expected/add", methods=["GET", "POST"])
@requires(Permission.EXPECT_ACTIVITY)
def expect_return() -> Response | tuple[str, int]:
    """Say which return a provider owes, for which services of the catalogue, how often and by when."""
    trust, on = current_actor().organisation_id, clock.today()
    providers = parties_by_code(trust, PartyKind.PROVIDER)
    services = services_by_code(trust)
    form = ExpectForm(
        providers=[
            (each.id, each.name) for each in providers.values() if each.closed_on is None or on < each.closed_on
        ],
        services=[(code, f"{each.name}, {code}") for code, each in services.items() if each.closed_on is None],
        first_month=month_of(on),
    )

    def act() -> str:
        made = actions.expect_return(
            provider_id=int(str(form.provider.data)),
            expected=form.expected(),
            services=tuple(form.services.data or ()),
            source=str(form.source.data),
            by=current_actor(),
            at=clock.now(),
        )
        flash(f"{made.name} is expected of {made.provider.name}.")
        return _address_of(made)

    return submit(form, act) or page(
        "commissioning/activity/expect_return.html", form, crumbs=[(_CRUMB, url_for("activity.list_expected"))]
    )


@views.route("/expected/<int:expectation_id>/end", methods=["GET", "POST"])
@requires(Permission.EXPECT_ACTIVITY)
def end_expectation(expectation_id: int) -> Response | tuple[str, int]:
    """Let a return end with a month. What was submitted for it stays."""
    found = _changing(expectation_id)
    form = EndForm()

    def act() -> str:
        ended = actions.end_expectation(
            expectation_id=found.id,
            last_month=str(form.last_month.data).strip(),
            reason=str(form.reason.data),
            by=current_actor(),
        )
        flash(f"{ended.name} ends with {ended.period(str(ended.last_month))}.")
        return _address_of(ended)

    return submit(form, act) or page(
        "commissioning/activity/end_expectation.html", form, expectation=found, crumbs=_crumbs_to(found)
    )


@views.route("/expected/<int:expectation_id>/waive", methods=["GET", "POST"])
@requires(Permission.EXPECT_ACTIVITY)
def waive(expectation_id: int) -> Response | tuple[str, int]:
    """Waive the return, or a rule that only asks, for some months and until a day, with the reason."""
    found, on = _changing(expectation_id), clock.today()
    form = WaiveForm(
        waivable=_waivable(), month=max(month_after(month_of(on), -1), found.first_month), until_on=on + _A_YEAR
    )

    def act() -> str:
        actions.waive(
            expectation_id=found.id,
            rule=str(form.rule.data),
            first_month=str(form.first_month.data).strip(),
            last_month=str(form.last_month.data).strip(),
            reason=str(form.reason.data),
            until_on=form.until_on.data,
            by=current_actor(),
            at=clock.now(),
            on=on,
        )
        flash("The waiver is recorded. It stays in the list with your name and the reason.")
        return _address_of(found)

    return submit(form, act) or page(
        "commissioning/activity/waive.html", form, expectation=found, crumbs=_crumbs_to(found)
    )


def _rows() -> list[Expectation]:
    """What is expected that concerns the reader: of a provider its own, of others all of the trusts they reach."""
    actor = current_actor()
    if actor.may(Permission.SUBMIT_ACTIVITY):
        return list_expectations(provider_id=actor.organisation_id)
    return [each for trust in sorted(actor.commissioner_ids) for each in list_expectations(commissioner_id=trust)]


def _waivable() -> list[tuple[str, str]]:
    """The return itself, and the rules that only ask."""
    rules = [(rule.id, f"The rule “{rule.title}”") for rule in RULES if rule.may_be_set]
    return [(RETURN, "The return itself"), *rules]


def _changing(expectation_id: int) -> Expectation:
    """The expectation of the address, for its commissioner's people; not found for anybody else."""
    found = expectation_in_view(expectation_id)
    if not _may_change(found):
        abort(404)
    return found


def _may_change(found: Expectation) -> bool:
    actor = current_actor()
    return actor.may(Permission.EXPECT_ACTIVITY) and actor.organisation_id == found.commissioner_id


def _address_of(found: Expectation) -> str:
    return url_for("activity.show_expectation", expectation_id=found.id)


def _crumbs_to(found: Expectation) -> list[tuple[str, str]]:
    return [(_CRUMB, url_for("activity.list_expected")), (found.name, _address_of(found))]


def _caption(count: int) -> str:
    return f"{count:,} return{' is' if count == 1 else 's are'} expected"
