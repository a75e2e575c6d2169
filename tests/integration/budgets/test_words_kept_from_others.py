"""Words that a proposal keeps from the provider and the other groups: nobody else reads them, then or later."""

from datetime import timedelta

import pytest

from budgets.agreement.actions.disputes import withdraw_dispute
from budgets.agreement.rules.items import TOTAL
from budgets.agreement.rules.stances import Stance
from core.db import transaction
from core.errors import Refusal
from core.permissions import Role
from tests.builders_positions import PHYSIO, Talks, dispute, say
from tests.builders_rounds import AT, DAY, an_actor
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

SECRET = "Our partners will leave over this."


@pytest.mark.usefixtures("database")
def test_refuses_to_share_words_in_a_round_where_they_were_kept_from_others() -> None:
    talks = Talks(shares_words=False)
    say(talks.proposal_id, talks.lead, TOTAL, Stance.WITHHELD, words=SECRET)
    later = talks.calculate(PHYSIO="activity")
    with pytest.raises(Refusal) as refused:
        talks.propose(later, shares_words=True, days_later=1)
    assert str(refused.value) == (
        "Proposal 1 told the groups that the provider and the other groups do not read their words. What was said to "
        "it is carried over, so this proposal keeps words from them too."
    )


@pytest.mark.parametrize("who", ["provider", "lead_of_watcom", "member_of_watcom"])
def test_neither_provider_nor_another_group_reads_words_that_are_kept_from_them(person: Person, who: str) -> None:
    talks = Talks(shares_words=False)
    actor = an_actor(talks.watcom, Role.PBC_MEMBER, "PbC member of WatCom") if who == "member_of_watcom" else None
    say(talks.proposal_id, talks.lead, TOTAL, Stance.WITHHELD, words=SECRET)
    position_id = dispute(talks.proposal_id, talks.lead, PHYSIO, claimed="70000.00")
    with transaction():
        withdraw_dispute(position_id=position_id, words=SECRET, by=talks.lead, at=AT + timedelta(days=1), on=DAY)
    sign_in_as(person, actor or getattr(talks, who))
    group = "?group=DAC"
    pages = [
        f"/budgets/rounds/{talks.round_id}/board",
        f"/budgets/rounds/{talks.round_id}/sign-off",
        f"/budgets/proposals/{talks.proposal_id}",
        f"/budgets/proposals/{talks.proposal_id}/positions{group}",
        f"/budgets/proposals/{talks.proposal_id}/positions/total{group}",
        f"/budgets/disputes/{position_id}",
    ]
    for page in pages:
        assert SECRET not in person.visit(page).words, page
    assert "Withheld for now" in person.visit(pages[4]).words


def test_the_group_itself_and_the_commissioner_read_them(person: Person) -> None:
    talks = Talks(shares_words=False)
    position_id = dispute(talks.proposal_id, talks.lead, PHYSIO, claimed="70000.00")
    with transaction():
        withdraw_dispute(position_id=position_id, words=SECRET, by=talks.lead, at=AT + timedelta(days=1), on=DAY)
    for actor in (talks.member, talks.commissioner, talks.finance):
        assert SECRET in sign_in_as(person, actor).visit(f"/budgets/disputes/{position_id}").words
