"""A funding application: where it stands, what can be done now, what is asked, the grounds, opinions, the decision."""

from dataclasses import dataclass

from core import clock
from core.markdown import as_html
from core.money import as_pence
from core.permissions import Actor, Permission, Role
from core.signatures.queries import list_signatures
from core.tables import Table
from core.web import current_actor, page, requires, restricted
from core.wording import in_full, sterling
from les.schemes.actions.funding.deciding import reason_against
from les.schemes.models.funding import FUNDING, FundingApplication, FundingAsk
from les.schemes.models.schemes import SchemeVersion
from les.schemes.presented.funding import opinions_table, standing_table, steps_of
from les.schemes.queries.contents import content_of
from les.schemes.queries.funding import history_of_application, is_handed_on
from les.schemes.queries.funding_text import evidence_of
from les.schemes.queries.schemes import find_approved_version, sees_drafts
from les.schemes.queries.standing import standing_of, tie_to
from les.schemes.rules.funding import BEFORE_DECISION, DECIDED, FUNDING_MEANINGS, FundingState, fit_in_words
from les.schemes.views.funding.blueprint import crumbs_to_applications, reached_application, views


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What an opinion or a decision rests on: the specification, and the money of the scheme, on one page."""

    version: SchemeVersion
    facts: list[tuple[str, str]]
    sections: list[tuple[str, str]]
    money: Table | None
    fits: str


@views.get("/<int:application_id>")
@requires(Permission.SEE_SCHEMES)
@restricted
def show_application(application_id: int) -> tuple[str, int]:
    """Show an application: state and steps, what can be done now, what is asked, grounds, opinions, decision."""
    application, actor, on = reached_application(application_id), current_actor(), clock.today()
    asks = seen_asks(application, actor)
    handed_on = is_handed_on(application)
    is_practice = actor.role is Role.PRACTICE_MANAGER
    shows_words = not is_practice or application.state in DECIDED
    return page(
        "les/schemes/funding/show_application.html",
        application=application,
        crumbs=crumbs_to_applications(),
        meaning=FUNDING_MEANINGS[application.state],
        steps=steps_of(application, on=on, is_handed_on=handed_on),
        can=_can(application, actor),
        waits=_waits(application, actor),
        facts=_facts(application),
        grounds=grounds_of(application, actor),
        asks=asks,
        opinions=opinions_table(asks, on=on, with_words=shows_words, with_money=not is_practice) if asks else None,
        decision=_decision(application),
        evidence=evidence_of(application),
        signatures=list_signatures(FUNDING, application.id),
        lines=history_of_application(application) if sees_drafts(actor) else [],
        sees_history=sees_drafts(actor),
    )


def grounds_of(application: FundingApplication, actor: Actor) -> Grounds | None:
    """The grounds of an application; a practice reads the specification, and not where the money stands."""
    version = application.scheme_version or find_approved_version(application.scheme_id)
    if version is None:
        return None
    content, sees_money = content_of(version), actor.role is not Role.PRACTICE_MANAGER
    standing = standing_of(application) if sees_money else None
    return Grounds(
        version=version,
        facts=[
            ("Enhanced service", content.called),
            ("Outcome measure", content.control.outcome),
            ("Clinical lead", content.clinical_lead),
        ],
        sections=[
            (
                f"{place} {each.heading}",
                as_html(each.text, first_level=4, name=f"section-{place}", caption=f"Section {place}, table"),
            )
            for place, each in enumerate(content.sections, start=1)
        ],
        money=standing_table(standing, pence=application.pence) if standing else None,
        fits=fit_in_words(standing, application.pence) if standing and application.state in BEFORE_DECISION else "",
    )


def seen_asks(application: FundingApplication, actor: Actor) -> list[FundingAsk]:
    """The groups asked as the reader sees them: a group sees what it was asked itself, and said."""
    if actor.role in (Role.PBC_LEAD, Role.PBC_MEMBER):
        return [ask for ask in application.asks if ask.group_id == actor.organisation_id]
    return application.asks


def _facts(application: FundingApplication) -> list[tuple[str, str]]:
    place = f", {application.locality.name}" if application.locality else ""
    found = [
        ("Practice", f"{application.practice.name} ({application.practice.code}){place}"),
        ("Asks for", sterling(application.pence)),
        ("Needed on", in_full(application.wanted_on)),
    ]
    if application.sent_by is not None:
        found.append(("Signed by", application.sent_by.name))
    return found


def _decision(application: FundingApplication) -> list[tuple[str, str]]:
    """What was decided, as facts; nothing while it is not."""
    decision = application.decision
    if decision is None:
        return []
    found = [
        ("Outcome", application.state_name),
        ("Amount", f"{sterling(as_pence(decision.amount))} of {sterling(application.pence)}"),
        ("Reason", decision.reason),
        ("Decided by", f"{decision.name}, {decision.role}, on {in_full(decision.decided_on)}"),
    ]
    return [*found, ("Exception to the budget", decision.exception)] if decision.exception else found


def _can(application: FundingApplication, actor: Actor) -> dict[str, bool]:
    """What the reader can do with an application now."""
    applies, state = actor.may(Permission.APPLY_FOR_FUNDING), application.state
    tie = tie_to(application.practice, actor, on=clock.today())
    own = [ask for ask in seen_asks(application, actor) if ask.newest is not None]
    return {
        "change": applies and state is FundingState.DRAFT,
        "attach": applies and state in BEFORE_DECISION,
        "withdraw": applies and state in BEFORE_DECISION,
        "ask": actor.may(Permission.MAINTAIN_SCHEMES) and state in (FundingState.SENT, FundingState.ASKED) and not tie,
        "advise": actor.may(Permission.ADVISE_ON_SCHEMES) and state is FundingState.ASKED and not tie,
        "advised": bool(own),
        "decide": actor.may(Permission.APPROVE_SCHEMES) and not reason_against(application, actor, on=clock.today()),
    }


def _waits(application: FundingApplication, actor: Actor) -> str:
    """Why the reader, who could otherwise, may not advise or decide now; blank where there is nothing to say."""
    if application.state not in (FundingState.SENT, FundingState.ASKED):
        return ""
    if actor.may(Permission.APPROVE_SCHEMES):
        return reason_against(application, actor, on=clock.today())
    if actor.may(Permission.ADVISE_ON_SCHEMES):
        tie = tie_to(application.practice, actor, on=clock.today())
        return f"{tie} Another lead of your group gives its opinion." if tie else ""
    return ""
