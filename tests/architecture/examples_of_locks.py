"""A round that five groups and the commissioner signed off, and that a colleague asks to unlock."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from budgets.agreement.actions.positions import take_positions
from budgets.agreement.actions.proposals import issue_proposal
from budgets.agreement.actions.sign_off import open_sign_off, sign_budget
from budgets.agreement.actions.unlocking import ask_to_unlock
from budgets.agreement.models.proposals import Proposal
from budgets.agreement.queries.sign_off_state import content_hash_of, find_state
from budgets.agreement.rules.items import SPLIT, TOTAL
from budgets.agreement.rules.positions import Answer
from budgets.agreement.rules.stances import Stance
from budgets.rounds.actions.calculations import calculate_scenario
from budgets.rounds.actions.inputs import upload_inputs
from budgets.rounds.actions.rounds import open_round
from budgets.rounds.queries import get_round, list_scenarios
from core import clock
from core.db import db, transaction
from core.parties.models import Party
from core.people.models import Grant
from core.people.queries import find_actor
from core.permissions import Actor, Role
from tests.builders_rounds import a_policy
from tests.builders_sign_off import GROUPS, a_workbook_of_five

YEAR = "2009/10"
HREF = "/budgets/rounds"
_ANSWERS = (Answer(item=TOTAL, stance=Stance.AGREED), Answer(item=SPLIT, stance=Stance.NOT_CHALLENGED))


def example_of_a_lock(by: Actor, colleague: Actor) -> dict[str, object]:
    """The round of the next year, locked; the colleague asks to unlock it. The address values of that request."""
    leads = _leads()
    proposal = _proposed(by)
    for lead in leads:
        with transaction():
            take_positions(
                proposal_id=proposal.id,
                group_id=lead.organisation_id,
                answers=_ANSWERS,
                by=lead,
                at=clock.now(),
                on=clock.today(),
            )
    _sign(proposal, [by, *leads], by)
    with transaction():
        asked = ask_to_unlock(
            round_id=proposal.round_id,
            reason="An example of a reason to unlock.",
            by=colleague,
            at=clock.now(),
            on=clock.today(),
            href=HREF,
        )
    return {"round_id": proposal.round_id, "unlocking_id": asked.id}


def _leads() -> list[Actor]:
    rows = select(Grant).join(Party, Grant.organisation_id == Party.id)
    rows = rows.where(Grant.role == Role.PBC_LEAD, Party.code.in_(GROUPS)).order_by(Grant.id)
    found = [
        find_actor(person_id=each.person_id, on=clock.today(), grant_id=each.id) for each in db.session.scalars(rows)
    ]
    return [each for each in found if each is not None]


def _proposed(by: Actor) -> Proposal:
    on, at = clock.today(), clock.now()
    with transaction():
        found = open_round(commissioner_id=by.organisation_id, year=YEAR, by=by, at=at)
        upload_inputs(
            round_id=found.id,
            workbook=replace(a_workbook_of_five(), must_dos=()),
            policy=replace(a_policy(), year=YEAR),
            notices=(),
            file_name="budget.xlsx",
            file=b"an example",
            by=by,
            at=at,
        )
        stored, _ = calculate_scenario(scenario_id=list_scenarios(found.id)[0].id, by=by, at=at)
    with transaction():
        return issue_proposal(
            calculation_id=stored.id,
            note="An example",
            reply_by=on + timedelta(days=10),
            deadline=on + timedelta(days=20),
            shares_words=True,
            by=by,
            at=at,
            on=on,
            address_of=lambda proposal_id: f"/budgets/proposals/{proposal_id}",
        )


def _sign(proposal: Proposal, signers: list[Actor], by: Actor) -> None:
    on, at = clock.today(), clock.now()
    state = find_state(get_round(proposal.round_id), on=on)
    assert state is not None
    with transaction():
        opened = open_sign_off(
            round_id=proposal.round_id,
            proposal_id=proposal.id,
            seen_hash=content_hash_of(state.content),
            by=by,
            at=at,
            on=on,
            href=HREF,
        )
    for signer in signers:
        with transaction():
            sign_budget(sign_off_id=opened.id, by=signer, at=at, on=on, href=HREF, notice_href=HREF)
