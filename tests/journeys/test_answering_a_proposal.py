"""Two leads answer a proposal, the commissioner works through the disputes, the provider and the auditor read along."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import func, select

from budgets.agreement.models.positions import Outcome, Position
from budgets.agreement.rules.items import SPLIT, TOTAL
from budgets.agreement.rules.stances import Stance
from core.db import db
from tests.builders_positions import PHYSIO, WOUND, Talks, dispute, say
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

ASKED = "/budgets/proposals/1/positions"
BOARD = "/budgets/rounds/1/board"
RECORD = "Record the position of DacCom"


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(datetime(2008, 3, 5, 9, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def talks(person: Person) -> Talks:
    """A proposal that both groups are asked about; the lead of DacCom sits at the browser."""
    found = Talks()
    sign_in_as(person, found.lead)
    return found


def count(table: type[Position] | type[Outcome]) -> int:
    """How many rows a table has now."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_lead_agrees_the_total_and_disputes_the_split_in_one_page(person: Person, talks: Talks) -> None:
    del talks
    person.visit("/budgets/proposals/1").follow("Take your position")
    assert person.heading.endswith("What you are asked")
    for said in ("£160,000.00", "£89,800.00", "Not asked", "The groups reply by 17 March 2008, in 8 working days."):
        assert said in person.words
    person.follow("Answer on the total and the split")
    person.send(
        {
            "total_stance": "not_challenged",
            "split_stance": "disputed",
            "split_reason": "wrong_method",
            "split_words": "By what is done, not by heads.",
            "split_claimed": "95,000",
        },
        RECORD,
    )
    assert person.path == ASKED
    assert "The position of DacCom on the total and the split is recorded." in person.words
    assert "Not challenged PbC lead of DacCom, 5 March 2008 at 09:00" in person.words
    person.follow("The split")
    for said in ("Wrong method", "claimed £95,000.00", "By what is done, not by heads."):
        assert said in person.words
    assert count(Position) == 2


def test_what_is_missing_is_said_and_nothing_typed_is_lost(person: Person, talks: Talks) -> None:
    del talks
    take = f"{ASKED}/line:PHYSIO/take"
    person.visit(take).send({"stance": "disputed", "words": "We counted more."}, RECORD, 422)
    assert "Choose the reason why you dispute “Physiotherapy”." in person.words
    person.send({"reason": "wrong_activity", "claimed": "a lot"}, RECORD, 422)
    assert "Amount you should get must be an amount in pounds with at most two decimals" in person.words
    assert "We counted more." in person.words
    person.send({"claimed": "1.00", "method": "activity"}, RECORD, 422)
    assert "Claim an amount or a method, not both" in person.words
    person.send({"claimed": "", "method": "blend", "blend": "activity:60+capitation:30"}, RECORD, 422)
    assert "The method you claim cannot be used. Expected was the percentages of a blend" in person.words
    person.send({"method": "activity"}, RECORD)
    assert person.heading.endswith("Physiotherapy")
    assert "claimed £50,000.00 (by activity)" in person.words
    assert (
        "By contacts DacCom would get £25,000.00 (−£35,000.00), by referrals £75,000.00 (+£15,000.00)" in person.words
    )


def test_pressing_twice_records_once(person: Person, talks: Talks) -> None:
    del talks
    person.visit(f"{ASKED}/line:PHYSIO/take")
    first, address = person.page, person.address
    person.send({"stance": "agreed"}, RECORD)
    person.page, person.address = first, address
    person.send({"stance": "agreed"}, RECORD)
    assert person.heading.endswith("Physiotherapy")
    assert count(Position) == 1


def test_the_second_lead_is_told_what_the_first_said_and_may_say_it_nevertheless(person: Person, talks: Talks) -> None:
    person.visit(f"{ASKED}/take")
    say(talks.proposal_id, talks.second_lead, TOTAL, Stance.AGREED)
    typed = {"total_stance": "withheld", "total_words": "We were told, not asked."}
    person.send(typed, RECORD, 422)
    assert "Deputy lead of DacCom answered “agreed” to the total on" in person.words
    assert "We were told, not asked." in person.words
    person.send({}, RECORD)
    assert "Withheld for now" in person.words
    person.follow("The total")
    assert person.words.index("Withheld for now") < person.words.index("Agreed")


def test_a_lead_reads_other_groups_but_answers_for_none(person: Person, talks: Talks) -> None:
    dispute(talks.proposal_id, talks.lead_of_watcom, PHYSIO)
    person.visit(ASKED).follow("WatCom")
    assert person.heading.endswith("Positions of WatCom")
    assert "Answer on the total and the split" not in person.words
    person.follow("Physiotherapy")
    assert "Our activity says something else." in person.words
    assert "Change your position" not in person.words
    person.visit(f"{ASKED}/take?group=WAT", 404)


def test_a_setting_hides_the_words_from_other_groups_and_the_provider_never_the_position(person: Person) -> None:
    talks = Talks(shares_words=False)
    position = dispute(talks.proposal_id, talks.lead, PHYSIO)
    for actor, reads in (
        (talks.member, True),
        (talks.commissioner, True),
        (talks.auditor, True),
        (talks.lead_of_watcom, False),
        (talks.provider, False),
    ):
        sign_in_as(person, actor)
        for path in (f"{ASKED}/line:PHYSIO?group=DAC", f"/budgets/disputes/{position}"):
            person.visit(path)
            assert "Wrong method" in person.words, (actor.name, path)
            assert ("Our activity says something else." in person.words) is reads, (actor.name, path)
            assert ("The words are for the commissioner and DacCom." in person.words) is not reads, (actor.name, path)


def test_the_commissioner_works_through_the_disputes_on_the_board(person: Person, talks: Talks) -> None:
    say(talks.proposal_id, talks.lead, TOTAL, Stance.AGREED)
    disputed = dispute(talks.proposal_id, talks.lead, PHYSIO, claimed="65000.00")
    dispute(talks.proposal_id, talks.lead_of_watcom, SPLIT)
    sign_in_as(person, talks.commissioner)
    person.visit("/")
    assert "£128,200.00 Money in dispute for 2008/09 Difference claimed £5,000.00." in person.words
    person.follow("Decide over 2 disputes for 2008/09")
    for said in (
        "£128,200.00",
        "under disputed lines",
        "£5,000.00",
        "difference claimed",
        "No group has opened it yet.",
    ):
        assert said in person.words, said
    groups = person.table("What each group says")
    assert groups[1][0].startswith("DacCom ±")  # what chance alone does to a budget of this size
    assert groups[1][1:4] == ["Not opened", "Agreed PbC lead of DacCom, 3 March 2008", "Not asked"]
    assert [row[0] for row in person.table("Disputes to work through")[1:]] == [
        "The split", "Physiotherapy By capitation",
    ]  # fmt: skip
    person.follow("Physiotherapy")
    assert person.path == f"/budgets/disputes/{disputed}"
    offered = person.table("What would change under each method")[1]
    assert offered[:3] == ["As offered By capitation", "60,000.00", "0.00"]
    person.send({"words": "Which months are missing?"}, "Add comment")
    assert "Which months are missing?" in person.words
    person.follow("Decide over this dispute")
    person.send({"outcome": "rejected", "words": " "}, "Record the decision", 422)
    assert "Say why: everybody who follows the round reads it." in person.words
    person.send({"words": "Two months of contacts are missing."}, "Record the decision")
    assert "The dispute of DacCom is rejected." in person.words
    assert "Two months of contacts are missing." in person.words
    person.visit(f"{BOARD}?state=decided")
    assert [row[0] for row in person.table("Disputes to work through")[1:]] == ["Physiotherapy By capitation"]
    assert (count(Outcome), count(Position)) == (1, 3)


def test_the_group_withdraws_its_dispute(person: Person, talks: Talks) -> None:
    disputed = dispute(talks.proposal_id, talks.lead, WOUND)
    person.visit(f"/budgets/disputes/{disputed}").follow("Withdraw the dispute")
    person.send({"words": ""}, "Withdraw the dispute", 422)
    assert "Say in a few words why you withdraw it." in person.words
    person.send({"words": "Explained at the leads’ meeting."}, "Withdraw the dispute")
    assert "DacCom does not challenge “Wound care” any more." in person.words
    assert "Withdrawn by PbC lead of DacCom" in person.words
    assert "Nobody disputes anything." in person.visit(BOARD).words


def test_an_upheld_dispute_leads_to_the_proposal_that_took_it_up(person: Person, talks: Talks) -> None:
    disputed = dispute(talks.proposal_id, talks.lead, PHYSIO)
    sign_in_as(person, talks.commissioner)
    later = talks.calculate(PHYSIO="activity")
    person.visit(f"/budgets/disputes/{disputed}/decide")
    person.send({"outcome": "upheld", "words": "By activity now.", "calculation": str(later)}, "Record the decision")
    assert "in calculation 2. Not taken up in a proposal yet." in person.words
    talks.propose(later, days_later=1)
    person.visit(f"/budgets/disputes/{disputed}")
    assert "Taken up in proposal 2." in person.words
    assert "Decide over this dispute" not in person.words
    person.follow("proposal 2")
    assert person.path == "/budgets/proposals/2"
    assert "Upheld PCT commissioner, 5 March 2008; taken up in proposal 2" in (
        person.visit(f"{BOARD}?proposal=1").words
    )
    person.follow("Board of proposal 2")
    assert "Nobody disputes anything." in person.words


def test_the_provider_reads_the_board_and_the_disputes_and_comments(person: Person, talks: Talks) -> None:
    dispute(talks.proposal_id, talks.lead, PHYSIO, method="activity")
    sign_in_as(person, talks.provider)
    person.visit(BOARD).follow("Physiotherapy")
    assert "What would change under each method" in person.words
    assert "How this line was worked out" not in person.words
    person.send({"words": "The contacts of June came in late."}, "Add comment")
    assert "The contacts of June came in late." in person.words
    person.visit(f"{ASKED}?group=DAC")
    assert [row[0] for row in person.table("Positions of DacCom")[1:]] == [
        "Named pots", "Must-do money", "Growth money left", "Risk reserve", "Adults", "Physiotherapy By capitation",
    ]  # fmt: skip


def test_silence_shows_as_no_response_after_the_reply_by_date(person: Person, talks: Talks) -> None:
    assert "No response" not in person.visit(BOARD).words
    with time_machine.travel(datetime(2008, 3, 18, 9, 0, tzinfo=UTC)):
        sign_in_as(person, talks.lead)
        assert person.visit(BOARD).table("What each group says")[2][2:4] == ["No response", "No response"]
        assert "1 working day ago, 17 March 2008" in person.words


def test_the_list_is_filtered_sorted_and_downloaded_as_it_is_shown(person: Person, talks: Talks) -> None:
    dispute(talks.proposal_id, talks.lead, WOUND)
    say(talks.proposal_id, talks.lead, PHYSIO, Stance.AGREED)
    person.visit(ASKED).send({"show": "disputed"}, "Filter")
    assert [row[0] for row in person.table("Positions of DacCom")[1:]] == ["Adults", "Wound care In equal shares"]
    rows = list(csv.reader(io.StringIO(person.client.get(f"{ASKED}.csv?show=disputed").text)))
    assert [row[0] for row in rows[1:]] == ["Adults"]
    person.visit(f"{ASKED}?show=answered&sort=amount")
    assert [row[0] for row in person.table("Positions of DacCom")[1:]] == [
        "Physiotherapy By capitation", "Wound care In equal shares",
    ]  # fmt: skip
    person.visit(f"{ASKED}?text=nothing+like+it")
    assert "None of the" in person.words
    assert person.client.get(f"{ASKED}.xlsx").status_code == 200


def test_a_member_sees_who_answers_and_an_old_proposal_takes_no_answer(person: Person, talks: Talks) -> None:
    sign_in_as(person, talks.member)
    person.visit(ASKED)
    assert "Your PbC lead answers for DacCom." in person.words
    person.visit(f"{ASKED}/take", 403)
    talks.propose_again(PHYSIO="activity")
    sign_in_as(person, talks.lead)
    person.visit(f"{ASKED}/line:WOUND/take").send({"stance": "agreed"}, RECORD, 422)
    assert "takes the place of proposal 1" in person.words
    assert "Nothing can be answered on proposal 1 any more." in person.visit(ASKED).words
