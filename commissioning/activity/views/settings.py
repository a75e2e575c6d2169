"""What is counted and checked: currencies, a trust's own among them; rules of checking; who certifies."""

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from commissioning.activity.actions import settings as actions
from commissioning.activity.forms.expecting import CertifyingForm, CurrencyForm, RuleForm
from commissioning.activity.presented.expecting import currencies_table, rules_table
from commissioning.activity.queries.expectations import (
    currencies_of,
    find_provider_setting,
    find_rule_setting,
    list_own_currencies,
    rules_of,
)
from commissioning.activity.queries.settings_history import list_rule_history
from commissioning.activity.views.blueprint import views
from commissioning.catalogue.queries import services_by_code
from commissioning.organisations.views.blueprint import commissioner_in_view
from core.one_use import Editing, submit
from core.permissions import Permission
from core.web import current_actor, page, requires


@views.get("/rules")
@requires(Permission.SEE_ACTIVITY)
def list_rules() -> tuple[str, int]:
    """List the rules by which returns are checked, as the trust set them, and who set what when."""
    trust = commissioner_in_view()
    may_set = _may_set(trust.id)
    rules = list(rules_of(trust.id).values())
    asking = [rule for rule in rules if rule.may_be_set]
    always = [rule for rule in rules if not rule.may_be_set]
    return page(
        "commissioning/activity/list_rules.html",
        asking=rules_table(
            asking,
            caption=f"{len(asking)} rules that ask",
            address_of=lambda rule: url_for("activity.set_rule", rule=rule.id) if may_set else "",
        ),
        always=always,
        may_set=may_set,
        crumbs=_above(),
        lines=list_rule_history(trust.id),
    )


@views.route("/rules/<string:rule>", methods=["GET", "POST"])
@requires(Permission.EXPECT_ACTIVITY)
def set_rule(rule: str) -> Response | tuple[str, int]:
    """Set a rule that only asks: importance, services, dates, limit, and until when it only warns."""
    trust_id = current_actor().organisation_id
    standing = rules_of(trust_id).get(rule)
    if standing is None or not standing.may_be_set:
        abort(404)
    services = services_by_code(trust_id)
    form = RuleForm(standing, services=[(code, f"{each.name}, {code}") for code, each in services.items()])

    def act() -> str:
        actions.set_rule(commissioner_id=trust_id, rule=form.rule(standing), by=current_actor())
        flash(f"“{standing.title}” is set. Returns sent from now on are checked by it.")
        return url_for("activity.list_rules")

    held = find_rule_setting(trust_id, rule)
    editing = None if held is None else Editing(record=held, subject="activity_rule")
    return submit(form, act, editing=editing) or page(
        "commissioning/activity/set_rule.html",
        form,
        rule=standing,
        crumbs=[*_above(), ("Rules of checking", url_for("activity.list_rules"))],
    )


@views.get("/currencies")
@requires(Permission.SEE_ACTIVITY)
def list_currencies() -> tuple[str, int]:
    """List what returns of the trust may count."""
    trust = commissioner_in_view()
    known = list(currencies_of(trust.id).values())
    return page(
        "commissioning/activity/list_currencies.html",
        currencies=currencies_table(known, list_own_currencies(trust.id), caption=f"{len(known)} currencies"),
        may_add=_may_set(trust.id),
        crumbs=_above(),
    )


@views.route("/currencies/add", methods=["GET", "POST"])
@requires(Permission.EXPECT_ACTIVITY)
def add_currency() -> Response | tuple[str, int]:
    """Add a currency of the trust's own."""
    form = CurrencyForm()

    def act() -> str:
        own = actions.add_currency(
            commissioner_id=current_actor().organisation_id, currency=form.currency(), by=current_actor()
        )
        flash(f"{own.label} can be returned from now on.")
        return url_for("activity.list_currencies")

    return submit(form, act) or page(
        "commissioning/activity/add_currency.html",
        form,
        crumbs=[*_above(), ("Currencies", url_for("activity.list_currencies"))],
    )


@views.route("/certifying", methods=["GET", "POST"])
@requires(Permission.SUBMIT_ACTIVITY)
def set_certifying() -> Response | tuple[str, int]:
    """Let a provider say whether a second person certifies each of its returns before it counts."""
    provider_id = current_actor().organisation_id
    held = find_provider_setting(provider_id)
    form = CertifyingForm(needs_certifier=held is not None and held.needs_certifier)

    def act() -> str:
        needs = form.needs.data == "yes"
        actions.set_certifying(provider_id=provider_id, needs_certifier=needs, by=current_actor())
        flash("A second person certifies from now on." if needs else "Who prepares a return also certifies it.")
        return url_for("activity.list_expected")

    editing = None if held is None else Editing(record=held, subject="activity_provider")
    return submit(form, act, editing=editing) or page(
        "commissioning/activity/set_certifying.html",
        form,
        crumbs=_above(),
    )


def _may_set(trust_id: int) -> bool:
    actor = current_actor()
    return actor.may(Permission.EXPECT_ACTIVITY) and actor.organisation_id == trust_id


def _above() -> list[tuple[str, str]]:
    """The way to what is expected, from which these settings are reached."""
    return [("Activity", url_for("activity.list_returns")), ("What is expected", url_for("activity.list_expected"))]
