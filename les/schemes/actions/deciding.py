"""Proposing what becomes of a scheme in a re-commissioning, and deciding over it as a second person."""

from datetime import date, datetime

from sqlalchemy.exc import NoResultFound

from commissioning.organisations.queries.localities import list_groups
from core.db import db
from core.errors import OutOfDate, Refusal
from core.four_eyes import is_one_with
from core.money import as_decimal
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.parties.queries import get_party
from core.parties.rules import PartyKind
from core.permissions import ROLE_NAMES, Actor, Permission
from les.schemes.actions.prices import elements_of
from les.schemes.actions.recommissioning import check_is_newest, record_exercise
from les.schemes.actions.recording import held, words_to_keep
from les.schemes.models.recommissioning import CaseDecision, CaseProposal, SchemeCase
from les.schemes.models.schemes import Scheme, SchemeVersion
from les.schemes.queries.consistency import prices_compared
from les.schemes.queries.contents import terms_of
from les.schemes.queries.ending import ended_on
from les.schemes.queries.interests import interest_in_scheme
from les.schemes.queries.opinions import mark_of, may_still_answer, standings
from les.schemes.queries.recommissioning import (
    get_case,
    groups_concerned,
    scheme_id_of_case,
    standing_outcome,
    waiting,
)
from les.schemes.queries.schemes import find_approved_version
from les.schemes.rules.comparing_prices import facts_in_words, of_scheme
from les.schemes.rules.ending import check_not_ended
from les.schemes.rules.kinds import VERDICT_NAMES, Verdict
from les.schemes.rules.opinions import Standing, without_opinion
from les.schemes.rules.pricing import needed_price
from les.schemes.rules.recommissioning import (
    OUTCOME_NAMES,
    Alternative,
    Cost,
    Made,
    check_compared,
    check_cost,
    check_may_propose,
    check_reason_for_verdict,
    reason_against_deciding,
)

MOST_OF_CASE = 2000


def propose_outcome(*, case_id: int, made: Made, by: Actor, on: date, at: datetime, href: str) -> CaseProposal:
    """Propose what becomes of a scheme, with need, evidence, cost against the hospital, and both checks.

    It counts once a second person agreed. The price here is the one that holds on the day; what the same service costs
    by locality is kept with it.
    """
    scheme = held(scheme_id_of_case(case_id), by, Permission.MAINTAIN_SCHEMES)
    case, version = get_case(case_id), find_approved_version(scheme.id)
    check_is_newest(case.exercise)
    check_not_ended(ended_on(scheme.id))
    if version is None:
        raise Refusal("Only a scheme with an approved version is re-commissioned.")
    before, open_one = standing_outcome(case), waiting(case)
    number = open_one.number if open_one else None
    check_may_propose(waiting=number, standing=before, outcome=made.outcome, reason=made.reason)
    check_compared(made)
    _refuse_interest(scheme, by, on, made.alternative.provider_id if made.alternative else None)
    proposal = _proposal(case, version, made, by=by, on=on, at=at)
    db.session.add(proposal)
    db.session.flush()
    new = {"scheme": scheme.called, "outcome": OUTCOME_NAMES[made.outcome].lower(), "reason": proposal.reason}
    record_exercise(case.exercise, "propose_outcome", by, new, case)
    people = people_at([scheme.commissioner_id], on=on, permission=Permission.APPROVE_SCHEMES)
    notify(
        key=f"schemes.propose_outcome/{proposal.id}",
        person_ids=[each for each in people if each != by.person_id],
        subject=f"Re-commissioning: decide over {scheme.called}",
        words=f"{by.name} proposes: {OUTCOME_NAMES[made.outcome].lower()}. A second person decides.",
        href=href,
        at=at,
    )
    return proposal


def decide_outcome(
    *, case_id: int, proposal_id: int, verdict: Verdict, reason: str, seen: str, by: Actor, on: date, at: datetime
) -> CaseProposal:
    """Agree to or decline a proposal as a second person, or withdraw one’s own. What was decided before is superseded.

    `seen`: what of proposals and opinions the person had in front of them. A reason is needed but for agreeing with
    all opinions in.
    """
    permission = Permission.MAINTAIN_SCHEMES if verdict is Verdict.WITHDRAWN else Permission.APPROVE_SCHEMES
    scheme = held(scheme_id_of_case(case_id), by, permission)
    case = get_case(case_id)
    proposal = next((each for each in case.proposals if each.id == proposal_id), None)
    if proposal is None:
        raise Refusal("There is no such proposal in this re-commissioning.")
    opinions = opinions_on(case, on)
    _check_may_decide(proposal, verdict, opinions, by, on)
    if verdict is not Verdict.WITHDRAWN and seen != mark_of(case):
        raise OutOfDate("An opinion or a proposal came in since you opened this page. Read it, then decide.")
    if verdict is Verdict.APPROVED:
        check_is_newest(case.exercise)
        check_not_ended(ended_on(scheme.id))
    kept = words_to_keep(reason, what="The reason", is_needed=False)
    check_reason_for_verdict(verdict=verdict, reason=kept, without=without_opinion(opinions))
    decision = CaseDecision(
        proposal=proposal,
        verdict=verdict,
        reason=kept,
        proposed_by_id=proposal.proposed_by_id,
        decided_by_id=by.person_id,
        name=by.name,
        role=ROLE_NAMES[by.role],
        decided_at=at,
    )
    db.session.add(decision)
    db.session.flush()
    new = {"outcome": proposal.outcome_name.lower(), "verdict": VERDICT_NAMES[verdict].lower(), "reason": kept}
    record_exercise(case.exercise, "decide_outcome", by, {"scheme": scheme.called, **new}, case)
    return proposal


def why_not(proposal: CaseProposal, opinions: list[Standing], by: Actor, *, on: date) -> str:
    """Why somebody may not agree to or decline a proposal now; blank where they may."""
    answering = may_still_answer(opinions)
    return reason_against_deciding(
        decided=proposal.decision.verdict if proposal.decision else None,
        is_own=is_one_with(by, proposal.proposed_by_id),
        interest=interest_in_scheme(proposal.case.scheme, by, on=on, provider_id=proposal.provider_id),
        may_answer=[each.group for each in answering],
        last_day=max((each.by_on for each in answering if each.by_on), default=None),
    )


def opinions_on(case: SchemeCase, on: date) -> list[Standing]:
    """Where the opinions of the groups concerned with a scheme stand on a day."""
    groups = groups_concerned(case.scheme, list_groups(case.exercise.commissioner_id, on=on))
    return standings(case, groups, on=on)


def _check_may_decide(proposal: CaseProposal, verdict: Verdict, opinions: list[Standing], by: Actor, on: date) -> None:
    if verdict is not Verdict.WITHDRAWN:
        if reason := why_not(proposal, opinions, by, on=on):
            raise Refusal(reason)
        return
    if proposal.decision is not None:
        raise Refusal(f"This is decided already: {VERDICT_NAMES[proposal.decision.verdict].lower()}.")
    if proposal.proposed_by_id != by.person_id:
        raise Refusal("Only the one who made this proposal withdraws it. Decline it instead.")


def _refuse_interest(scheme: Scheme, by: Actor, on: date, provider_id: int | None) -> None:
    if interest := interest_in_scheme(scheme, by, on=on, provider_id=provider_id):
        raise Refusal(f"You declared an interest in {interest}, whom this concerns. Let somebody without one propose.")


def _proposal(
    case: SchemeCase, version: SchemeVersion, made: Made, *, by: Actor, on: date, at: datetime
) -> CaseProposal:
    compared = of_scheme(prices_compared(by, on=on), case.scheme_id)
    proposal = CaseProposal(
        case_id=case.id,
        number=len(case.proposals) + 1,
        version_id=version.id,
        outcome=made.outcome,
        reason=words_to_keep(made.reason, what="Why it is decided anew", is_needed=False, most=MOST_OF_CASE),
        need=words_to_keep(made.need, what="The need", most=MOST_OF_CASE),
        evidence=words_to_keep(made.evidence, what="The evidence", most=MOST_OF_CASE),
        equality=words_to_keep(made.equality, what="The equality check", most=MOST_OF_CASE),
        consistency=words_to_keep(made.consistency, what="The consistency check", most=MOST_OF_CASE),
        price_facts=facts_in_words(compared),
        no_alternative=words_to_keep(
            made.no_alternative, what="Why it cannot be compared", is_needed=False, most=MOST_OF_CASE
        ),
        element_name="",
        unit="",
        tariff_source="",
        proposed_by_id=by.person_id,
        proposed_at=at,
    )
    if made.alternative is not None:
        _compare(proposal, case.scheme, version, made.alternative, on)
    return proposal


def _compare(
    proposal: CaseProposal, scheme: Scheme, version: SchemeVersion, alternative: Alternative, on: date
) -> None:
    """Put price here and tariff there into a proposal; refuses what is not paid for, not priced, or no hospital."""
    element, terms = elements_of(scheme).get(alternative.element), terms_of(version)
    if element is None or terms is None or element not in terms.elements:
        raise Refusal("Choose one of the things that the scheme pays for. They stand in its terms of payment.")
    price = needed_price(terms, element, practice="", on=on)
    cost = Cost(price=price.pence, tariff=alternative.tariff, count=alternative.count)
    check_cost(cost, source=alternative.source, tariff_on=alternative.tariff_on)
    proposal.element_name, proposal.unit = element.name, element.unit
    proposal.price, proposal.tariff = as_decimal(cost.price), as_decimal(cost.tariff)
    proposal.expected, proposal.tariff_on = cost.count, alternative.tariff_on
    proposal.tariff_source = words_to_keep(alternative.source, what="Where the tariff stands")
    proposal.provider_id = _provider_id(scheme, alternative.provider_id)


def _provider_id(scheme: Scheme, provider_id: int | None) -> int | None:
    if provider_id is None:
        return None
    try:
        provider = get_party(provider_id)
    except NoResultFound:
        raise Refusal("There is no such hospital. Choose one from the list.") from None
    if provider.kind is not PartyKind.PROVIDER or provider.commissioner_id != scheme.commissioner_id:
        raise Refusal("There is no such hospital. Choose one from the list.")
    return provider.id
