"""A commissioner puts a calculation to the groups; a lead, a member, the provider and the auditor read it."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import func, select

from budgets.agreement.models.proposals import Opening, Proposal
from budgets.agreement.rules.items import SPLIT, TOTAL
from core.db import bookkeeping, db
from core.parties.models import Party
from core.parties.rules import PartyKind
from core.permissions import Role
from tests.builders_agreement import Agreeing, a_proposal, a_withdrawal, an_answer, another_calculation
from tests.builders_rounds import a_calculation, a_party, a_workbook, an_actor, with_two_services
from tests.counting import asked_by
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

PROPOSE = "/budgets/calculations/1/propose"
BUTTON = "Put calculation 1 to the groups"
ASKED = "Proposal 1 for 2008/09: say what you think of the total and the split"


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(datetime(2008, 3, 4, 9, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def people(person: Person) -> Agreeing:
    """West Hertfordshire with both groups and a provider; its commissioner sits at the browser."""
    found = Agreeing()
    sign_in_as(person, found.commissioner)
    return found


def count(table: type[Proposal] | type[Opening]) -> int:
    """How many rows a table has now."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_commissioner_puts_a_calculation_to_the_groups(person: Person, people: Agreeing) -> None:
    a_calculation(people.finance)
    person.visit("/budgets/rounds/1").follow(BUTTON)
    for said in (
        "It becomes proposal 1",
        "DacCom (DAC) is asked",
        "WatCom (WAT) is asked",
        "Provider services (PROV) is told",
        "4 people get a message.",
    ):
        assert said in person.words
    assert "Idle provider" not in person.words
    person.send({"note": "Please say what you think."}, BUTTON)
    assert (person.path, person.heading[-10:]) == ("/budgets/proposals/1", "Proposal 1")
    assert "Calculation 1 is with the groups as proposal 1." in person.words
    assert "The groups reply by 18 March 2008, in 10 working days." in person.words  # ten after Tuesday 4 March
    assert "31 March 2008" in person.words
    assert "Put to the groups" in person.visit("/budgets/calculations/1").words


def test_nothing_typed_is_lost_when_a_proposal_is_refused(person: Person, people: Agreeing) -> None:
    a_calculation(people.finance)
    person.visit(PROPOSE).send({"note": " ", "reply_by-day": "1", "reply_by-month": "4"}, BUTTON, 422)
    assert "Say in a few words what you propose and what you ask of the groups." in person.words
    person.send({"note": "Please answer."}, BUTTON, 422)
    assert "The groups would reply by 1 April 2008, after the deadline of 31 March 2008." in person.words
    person.send({"reply_by-day": "31", "reply_by-month": "2"}, BUTTON, 422)
    assert "Reply by must be a real date, such as 1 4 2008" in person.words
    person.send({"reply_by-day": "", "reply_by-month": "", "reply_by-year": ""}, BUTTON, 422)
    assert "Enter reply by" in person.words
    person.send({"reply_by-day": "14", "reply_by-month": "3", "reply_by-year": "2008"}, BUTTON)
    assert "Please answer." in person.words
    assert count(Proposal) == 1


def test_a_missing_group_is_said_before_and_refused_when_sent(person: Person, people: Agreeing) -> None:
    a_calculation(people.finance)
    with bookkeeping() as session:
        session.get_one(Party, people.watcom).closed_on = datetime(2008, 3, 1, tzinfo=UTC).date()
    person.visit(PROPOSE)
    assert "WatCom (WAT): this calculation shares money with what is no PbC group" in person.words
    person.send({"note": "Please answer."}, BUTTON, 422)
    assert "WatCom (WAT) is no PbC group of West Hertfordshire PCT on 4 March 2008" in person.words


def test_a_double_click_issues_one_proposal(person: Person, people: Agreeing) -> None:
    a_calculation(people.finance)
    person.visit(PROPOSE)
    form = {field.get("name"): field.get("value") for field in person.page.iter() if field.get("type") == "hidden"}
    form |= {"note": "Please answer.", "shares_words": "y"}
    form |= {
        f"{name}-{part}": value
        for name in ("reply_by", "deadline")
        for part, value in (("day", "31"), ("month", "3"), ("year", "2008"))
    }
    sent = [person.client.post(PROPOSE, data=form) for _ in range(2)]
    assert [answer.location for answer in sent] == ["/budgets/proposals/1"] * 2
    assert count(Proposal) == 1


def test_a_lead_is_asked_at_home_opens_the_proposal_and_has_received_it(person: Person, people: Agreeing) -> None:
    a_proposal(people.commissioner)
    sign_in_as(person, people.lead).visit("/")
    assert "by 17 March 2008" in person.words
    assert "£61,380.00" in person.words
    person.follow(ASKED)
    assert "Please say what you think of the total and of its split." in person.words
    assert person.table("Where each group stands")[1:] == [
        ["DacCom", "61,380.00", "3 March 2008", "4 March 2008 PbC lead of DacCom", "Not asked", "Not asked", "Not yet"],
        ["WatCom", "40,920.00", "3 March 2008", "Not opened yet", "Not asked", "Not asked", "Not yet"],
    ]
    assert "your gross budget" in person.words
    sign_in_as(person, people.commissioner).visit("/budgets/proposals/1")
    assert person.table("Where each group stands")[1][3] == "4 March 2008 PbC lead of DacCom"


def test_only_the_first_opening_of_each_person_of_a_group_is_noted(person: Person, people: Agreeing) -> None:
    a_proposal(people.commissioner)
    for actor in (people.commissioner, people.auditor, people.provider):
        sign_in_as(person, actor).visit("/budgets/proposals/1")
    assert count(Opening) == 0
    for actor in (people.lead, people.lead, people.member):
        sign_in_as(person, actor).visit("/budgets/proposals/1").visit("/budgets/proposals/1")
    assert count(Opening) == 2


def test_the_list_of_proposals_is_no_opening(person: Person, people: Agreeing) -> None:
    a_proposal(people.commissioner)
    sign_in_as(person, people.lead).visit("/budgets/rounds").follow("2008/09")
    assert (person.path, person.heading[-9:]) == ("/budgets/rounds/1/proposals", "Proposals")
    assert count(Opening) == 0
    person.follow("Open proposal 1")
    assert count(Opening) == 1


def test_what_needs_a_group_is_gone_once_it_answered_both(person: Person, people: Agreeing) -> None:
    proposal = a_proposal(people.commissioner)
    assert ASKED in sign_in_as(person, people.lead).visit("/").words
    an_answer(people.lead, proposal, TOTAL)
    assert f"{ASKED.replace('the total and the split', 'the split')} In 9" in person.visit("/").words
    sign_in_as(person, people.member).visit("/")
    assert "Your PbC lead answers for DacCom." in person.words
    an_answer(people.lead, proposal, SPLIT)
    assert "say what you think" not in sign_in_as(person, people.lead).visit("/").words
    sign_in_as(person, people.commissioner).visit("/")
    assert "1 of 2" in person.words
    assert "Groups yet to answer for 2008/09" in person.words


def test_the_next_proposal_shows_what_changed_and_why(person: Person, people: Agreeing) -> None:
    first = a_proposal(people.commissioner)
    an_answer(people.lead, first, TOTAL)
    newer = another_calculation(people.finance, method="equal", workbook=a_workbook(amount=200_000_00))
    person.visit(f"/budgets/calculations/{newer.id}/propose")
    assert "of what was said to proposal 1: 0 positions carried over, 1 asked again" in person.words
    a_proposal(people.commissioner, newer)
    sign_in_as(person, people.lead).visit("/budgets/proposals/2")
    assert "What was done differently: inputs 2 instead of inputs 1 and the method of 1 line." in person.words
    assert person.table("What changed since proposal 1, by group")[1:] == [
        ["DacCom", "61,380.00", "102,300.00", "+40,920.00", "+66.7", "+61,380.00", "−20,460.00"],
        ["WatCom", "40,920.00", "102,300.00", "+61,380.00", "+150.0", "+40,920.00", "+20,460.00"],
        ["The total", "102,300.00", "204,600.00", "+102,300.00", "+100.0", "+102,300.00", "0.00"],
    ]
    person.follow("See each of the 2 changes by line and group, and why")
    why = "Inputs: set 2 instead of set 1. Method: by capitation before, in equal shares now."
    watcom = ["Physiotherapy", "WatCom", "40,920.00", "102,300.00", "+61,380.00", "+40,920.00", "+20,460.00", why]
    assert [row[1] for row in person.table("What changed since proposal 1, by line")[1:]] == ["WatCom", "DacCom", ""]
    assert person.table("What changed since proposal 1, by line")[1] == watcom
    person.send({"group": "WAT"}, "Filter")
    assert person.table("What changed since proposal 1, by line")[1:-1] == [watcom]
    person.send({"group": "not-divided"}, "Filter")
    assert "Nothing changed there." in person.words


def test_what_changed_downloads_as_it_is_shown(person: Person, people: Agreeing) -> None:
    a_proposal(people.commissioner)
    a_proposal(people.commissioner, another_calculation(people.finance, method="equal"))
    sign_in_as(person, people.member)
    answer = person.client.get("/budgets/proposals/2/changes.csv?group=DAC")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows == [
        ["Line", "Group", "Before £", "After £", "Difference £", "Method £", "Why"],
        [
            "Physiotherapy", "DacCom", "61380.00", "51150.00", "-10230.00", "-10230.00",
            "Method: by capitation before, in equal shares now.",
        ],
        ["Total of these changes", "", "61380.00", "51150.00", "-10230.00", "-10230.00", ""],
    ]  # fmt: skip
    assert answer.headers["content-disposition"].endswith("west-hertfordshire-pct-2008-09-proposal-2-changes.csv")
    assert person.client.get("/budgets/proposals/2/changes.xlsx").data.startswith(b"PK")
    for path in ("changes", "changes.csv", "changes.xlsx"):
        person.visit(f"/budgets/proposals/1/{path}", 404)


def test_a_withdrawn_proposal_stays_readable_and_can_be_put_again(person: Person, people: Agreeing) -> None:
    a_proposal(people.commissioner)
    person.visit("/budgets/proposals/1").follow("Withdraw proposal 1")
    person.send({"reason": ""}, "Withdraw proposal 1", 422)
    assert "Say why the proposal is withdrawn. Every group reads it." in person.words
    person.send({"reason": "The ledger was out of date."}, "Withdraw proposal 1")
    assert "Withdrawn by PCT commissioner on 4 March 2008 at 09:00: The ledger was out of date." in person.words
    assert "say what you think" not in sign_in_as(person, people.lead).visit("/").words
    person.visit("/budgets/rounds/1")
    assert "Proposal 1 was withdrawn on 4 March 2008" in person.words
    person.follow("Proposal 1")
    assert "Withdraw proposal" not in person.words
    sign_in_as(person, people.commissioner).visit("/budgets/proposals/1/withdraw")
    assert "Proposal 1 was already withdrawn by PCT commissioner" in person.words
    person.visit("/budgets/proposals/1").follow("Put calculation 1 to the groups again")
    person.send({"note": "As before, with the ledger checked."}, BUTTON)
    assert person.path == "/budgets/proposals/2"
    person.visit("/budgets/proposals/2/changes")
    assert "No amount differs from proposal 1." in person.words


def test_a_proposal_that_another_followed_leads_to_it(person: Person, people: Agreeing) -> None:
    a_proposal(people.commissioner)
    a_proposal(people.commissioner, another_calculation(people.finance, method="equal"))
    sign_in_as(person, people.lead).visit("/budgets/proposals/1")
    assert "Followed by proposal 2" in person.words
    person.follow("Go to proposal 2")
    assert person.path == "/budgets/proposals/2"
    assert [row[:2] for row in person.visit("/budgets/rounds/1/proposals").table("Proposals")[1:]] == [
        ["Proposal 2", "With the groups"],
        ["Proposal 1", "Followed by proposal 2"],
    ]


def test_a_provider_that_provides_something_reads_proposals_and_no_calculation(
    person: Person, people: Agreeing
) -> None:
    a_proposal(people.commissioner)
    sign_in_as(person, people.provider).visit("/")
    assert "Proposal 1 for 2008/09 is with the groups" in person.words
    person.visit("/budgets/rounds").follow("2008/09").follow("Proposal 1")
    assert "61,380.00" in person.words
    assert not [a for a in person.page.iter() if "/calculations/" in (a.get("href") or "")]
    person.visit("/budgets/calculations/1", 403)


def test_who_is_not_concerned_finds_nothing(person: Person, people: Agreeing) -> None:
    a_proposal(people.commissioner)
    a_proposal(people.commissioner, another_calculation(people.finance, method="equal"))
    paths = ("rounds/1/proposals", "proposals/2", "proposals/2/changes", "proposals/2/changes.csv", "rounds/1")
    for actor in (people.stranger, people.lead_elsewhere, people.idle_provider):
        sign_in_as(person, actor)
        for path in paths:
            person.visit(f"/budgets/{path}", 404)
        assert "2008/09" not in person.visit("/budgets/rounds").words
        assert "roposal" not in person.visit("/").words
    sign_in_as(person, people.practice_manager)
    for path in paths:
        person.visit(f"/budgets/{path}", 403)
    sign_in_as(person, people.commissioner).visit("/budgets/proposals/99", 404)


def test_only_the_commissioner_has_the_pages_that_bind(person: Person, people: Agreeing) -> None:
    a_proposal(people.commissioner)
    for actor in (people.finance, people.auditor, people.lead, people.provider):
        sign_in_as(person, actor)
        for path in (PROPOSE, "/budgets/proposals/1/withdraw"):
            person.visit(path, 403)
        assert "Withdraw" not in person.visit("/budgets/proposals/1").words


def test_a_group_that_is_not_in_the_calculation_reads_it_and_is_asked_nothing(person: Person, people: Agreeing) -> None:
    new = a_party(PartyKind.PBC_GROUP, "NEW", "New group", people.pct)
    lead = an_actor(new, Role.PBC_LEAD, "PbC lead of a new group")
    a_proposal(people.commissioner)
    assert ASKED not in sign_in_as(person, lead).visit("/").words
    person.visit("/budgets/proposals/1")
    assert "your gross budget" not in person.words
    assert count(Opening) == 0


def test_a_round_without_proposals_says_so(person: Person, people: Agreeing) -> None:
    a_calculation(people.finance)
    person.visit("/budgets/rounds/1").follow("Proposals")
    assert "Nothing has been put to the groups yet. Choose a calculation" in person.words
    sign_in_as(person, people.auditor).visit("/budgets/rounds/1/proposals")
    assert "As soon as the commissioner puts a calculation to the groups, it stands here." in person.words
    sign_in_as(person, people.lead).visit("/budgets/rounds/1/proposals", 404)


def test_pages_make_no_more_queries_with_more_proposals(person: Person, people: Agreeing) -> None:
    """Not the list of a round, nor the last proposal; the first opening of each is not among those counted."""

    a_proposal(people.commissioner)
    a_proposal(people.commissioner, another_calculation(people.finance, method="equal"))
    sign_in_as(person, people.lead)
    few = [asked_by(person, path) for path in ("/budgets/rounds/1/proposals", "/budgets/proposals/2")]
    for method in ("activity", "fixed", "direct:DAC"):
        a_proposal(people.commissioner, another_calculation(people.finance, method=method))
    a_proposal(people.commissioner, another_calculation(people.finance, workbook=with_two_services(a_workbook())))
    many = [asked_by(person, path) for path in ("/budgets/rounds/1/proposals", "/budgets/proposals/6")]
    assert [now - then for then, now in zip(few, many, strict=True)] == [0, 0]


def test_the_withdrawn_proposal_is_told_from_the_one_it_came_after(person: Person, people: Agreeing) -> None:
    a_withdrawal(people.commissioner, a_proposal(people.commissioner))
    person.visit("/budgets/rounds/1/proposals")
    assert person.table("Proposals")[1][1] == "Withdrawn"
