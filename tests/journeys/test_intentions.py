"""Groups say what they are willing to spend, the provider answers, posts are costed, a loss leader is grossed up."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from budgets.intentions.models.answers import Answer
from budgets.intentions.models.intentions import Intention
from budgets.intentions.models.offers import Offer
from core.db import db
from tests.builders_intentions import (
    SAME,
    Willing,
    a_disinvestment,
    a_pay_scale,
    an_investment,
    an_offer,
    answered,
    opened,
    said_of,
)
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

HOME = "/budgets/rounds/1/intentions"


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(datetime(2008, 3, 4, 9, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def field(app: Flask) -> Willing:
    del app
    return opened()


def count(table: type[Intention] | type[Answer] | type[Offer]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_lead_says_line_by_line_what_the_group_will_spend(field: Willing, person: Person) -> None:
    sign_in_as(person, field.lead).visit("/")
    person.follow("Say what you are willing to spend in 2008/09 (0 of 2 lines)")
    assert person.heading.endswith("What you are willing to spend")
    assert "0 of 2 lines said" in person.words
    assert [row[2] for row in person.table("What DacCom is willing to spend")[2:-1]] == ["Not said yet", "Not said yet"]

    person.follow("Physiotherapy").follow("Say what you are willing to spend")
    assert "Calculation 1 gives DacCom £61,380.00 of £102,300.00" in person.words
    person.send({"kind": "disinvest", "amount": "61,380.01", "notice_months": "6", "reason": "x"}, status=422)
    assert "You cannot disinvest £61,380.01, which is more: at most £61,380.00." in person.words
    person.send({"amount": "1,380", "reason": "Practices do it themselves.", "effect": "40 places fewer."})
    assert "Recorded for Physiotherapy: disinvest £1,380.00 with 6 months’ notice." in person.words
    row = person.table("What DacCom is willing to spend")[2]
    assert row[1:5] == ["61,380.00", "Disinvest 6 months’ notice", "−1,380.00", "60,000.00"]
    assert row[5:] == ["Not answered yet", "Change what you say of Physiotherapy"]

    person.follow("Say “the same” on many lines")
    assert [row[0] for row in person.table("1 line not said yet")[1:]] == ["Wound care", "Total of these lines"]
    person.send(button="Say “the same” on the lines ticked", status=422)
    assert "Tick at least one line on which you are willing to spend the same." in person.words
    person.send({"line": "WOUND"}, button="Say “the same” on the lines ticked")
    assert "Recorded: you spend the same on 1 line." in person.words
    assert "All said" in person.words
    person.visit("/")
    assert "Say what you are willing to spend" not in person.words


def test_all_lines_can_be_ticked_at_once(field: Willing, person: Person) -> None:
    sign_in_as(person, field.lead).visit(f"{HOME}/same").follow("Tick all 2 lines")
    person.send({"line": ["PHYSIO", "WOUND"]}, button="Say “the same” on the lines ticked")
    assert "Recorded: you spend the same on 2 lines." in person.words
    person.visit(f"{HOME}/same")
    assert "Nothing is left: your group has spoken to every line." in person.words


def test_a_lead_changes_and_takes_back_what_was_said(field: Willing, person: Person) -> None:
    said_of(field, an_investment())
    sign_in_as(person, field.lead).visit(f"{HOME}/lines/PHYSIO/state")
    person.send({"kind": "same", "amount": "", "reason": "", "effect": ""})
    assert person.table("What DacCom is willing to spend")[2][2] == "Same"
    person.visit(f"{HOME}/2").follow("Take it back")
    assert person.heading.endswith("Take back what was said of Physiotherapy")
    person.send({"reason": "We want to talk first."})
    assert "What your group said of Physiotherapy is taken back." in person.words
    assert person.table("What DacCom is willing to spend")[2][2] == "Not said yet"
    person.visit(f"{HOME}/1")
    assert "Taken back" in person.words
    person.follow("See what was said last").follow("What all groups say of Physiotherapy")
    assert [row[1].split(" against")[0] for row in person.table("Everything that was said")[1:]] == [
        "Taken back", "The same", "Invest £5,000.00",
    ]  # fmt: skip


def test_a_lead_asks_for_a_new_service_and_changes_it(field: Willing, person: Person) -> None:
    sign_in_as(person, field.lead).visit(HOME).follow("Ask for a new service")
    person.send({"name": "Wound care", "description": "x", "amount": "1", "reason": "x"}, status=422)
    assert "There is a line called “Wound care” already" in person.words
    person.send({"name": "Diabetes nurse", "description": "Sees patients in practices.", "amount": "42,000"})
    assert "Recorded: your group asks for Diabetes nurse." in person.words
    assert person.table("New services you are willing to pay for")[1][1] == "+42,000.00"
    person.follow("Diabetes nurse").follow("Change what you say")
    assert person.heading.endswith("Change what you ask of Diabetes nurse")
    person.send({"amount": "40,000"})
    assert person.table("New services you are willing to pay for")[1][1] == "+40,000.00"


def test_a_provider_answers_the_changes_that_concern_it(field: Willing, person: Person) -> None:
    said_of(field, an_investment())
    said_of(field, a_disinvestment(), line="WOUND", by=field.lead_of_watcom)
    said_of(field, SAME, line="WOUND")
    sign_in_as(person, field.provider).visit("/").follow("Answer 1 intention for 2008/09")
    assert "1 answer due" in person.words
    assert person.table("Your lines in 2008/09")[1][:5] == [
        "Physiotherapy", "102,300.00", "+5,000.00", "0.00", "+5,000.00",
    ]  # fmt: skip
    person.follow("Answer the first one")
    assert person.heading.endswith("Answer DacCom: invest in Physiotherapy")
    assert "£102,300.00 in calculation 1" in person.words
    person.send({"kind": "cannot", "posts": "1,6"}, status=422)
    assert "must be a number of whole-time equivalents such as 1.6" in person.words
    person.send({"kind": "can_do_from", "posts": "1.6"}, status=422)
    assert "Say from which day you can do it." in person.words
    person.send({"from_on-day": "1", "from_on-month": "7", "from_on-year": "2008", "consequence": "Hard to recruit."})
    assert "Your answer to DacCom on Physiotherapy is recorded." in person.words
    assert "Nothing due" in person.words
    assert person.table("What you answered")[1][6:8] == ["Can do from 1 July 2008 Hard to recruit.", "1.6"]
    person.visit("/")
    assert "Answer" not in person.words
    assert "£5,000.00 Net change of your lines for 2008/09 £5,000.00 more, £0.00 less, as said so far." in person.words

    sign_in_as(person, field.lead).visit(HOME)
    assert person.table("What DacCom is willing to spend")[2][5] == (
        "Can do from 1 July 2008 Provider services. Hard to recruit. 1.6 WTE"
    )


def test_an_answer_to_what_was_said_anew_is_refused_and_leads_to_the_new(field: Willing, person: Person) -> None:
    first = said_of(field, an_investment())
    sign_in_as(person, field.provider).visit(f"{HOME}/1/answer")
    said_of(field, a_disinvestment(), newest_id=first.id)
    person.send({"kind": "can_do"}, status=422)
    assert "DacCom spoke to Physiotherapy again on 3 March 2008 at 10:12: disinvest £4,000.00" in person.words
    person.visit(f"{HOME}/1/answer")
    assert "Said anew since" in person.words
    person.follow("See what was said last").follow("Answer").send({"kind": "can_do"})
    assert count(Answer) == 1


def test_a_double_click_says_and_answers_once(field: Willing, person: Person) -> None:
    sign_in_as(person, field.lead).visit(f"{HOME}/lines/PHYSIO/state")
    form, path, address = person.page, person.path, person.address
    typed = {"kind": "invest", "amount": "5", "reason": "More visits."}
    person.send(typed)
    person.page, person.path, person.address = form, path, address
    person.send(typed)
    assert count(Intention) == 1


def test_the_second_of_two_leads_is_told_and_may_save_again(field: Willing, person: Person, app: Flask) -> None:
    sign_in_as(person, field.lead).visit(f"{HOME}/lines/PHYSIO/state")
    colleague = sign_in_as(Person(app.test_client()), field.colleague)
    colleague.visit(f"{HOME}/lines/PHYSIO/state").send({"kind": "same"})
    person.send({"kind": "invest", "amount": "500", "reason": "More evening visits."}, status=422)
    assert "Second PbC lead of DacCom said for Physiotherapy on 4 March 2008 at 09:00" in person.words
    person.send(button="Say it")
    assert "Recorded for Physiotherapy: invest £500.00." in person.words


def test_a_patient_s_number_is_taken_out_and_never_shown(field: Willing, person: Person) -> None:
    sign_in_as(person, field.lead).visit(f"{HOME}/lines/PHYSIO/state")
    person.send({"kind": "invest", "amount": "5", "reason": "For 943 476 5919 at home."}, status=422)
    assert "Reason held a number that passes the NHS number check. It is taken out" in person.words
    assert "943 476" not in person.client.get("/audit-trail/").text
    assert "943 476 5919" not in "".join(person.page.itertext())
    assert count(Intention) == 0


def test_a_provider_builds_an_offer_and_a_lead_invests_its_cost(field: Willing, person: Person) -> None:
    sign_in_as(person, field.commissioner).visit("/budgets/pay-scales").follow("Import a pay scale")
    values = {"name": "Bands", "from_on-day": "1", "from_on-month": "4", "from_on-year": "2008", "source": "A circular"}
    bad = (io.BytesIO(b"code,name,amount\n7,Band 7,many\n7,Band 7,0\n"), "pay.csv")
    person.send({**values, "file": bad}, status=422)
    assert [row[1:4] for row in person.table("3 problems in the file")[1:]] == [
        ["2", "amount", "many"], ["3", "amount", "0.00"], ["3", "code", "7"],
    ]  # fmt: skip
    good = (io.BytesIO(b"code,name,amount\n7,Band 7,34417.00\n"), "pay.csv")
    person.send({**values, "file": good})
    assert "Bands is imported with 1 point." in person.words

    sign_in_as(person, field.provider).visit("/budgets/rounds/1/offers").follow("Build an offer from posts")
    assert "Leave cover, community services: 15% (Minutes of the meeting" in person.words
    person.send({"name": "Matrons", "title-1": "Matron", "wte-1": "0", "on_costs": "20"}, status=422)
    assert "Choose a pay point" in person.words
    assert "WTE must be a whole-time equivalent above 0 such as 1.6" in person.words
    person.send({"point-1": "1", "wte-1": "1.6"})
    assert "The offer Matrons costs £75,992.74 a year." in person.words
    assert "add-on, need × (1 + 15%) = need × 1.15" in person.words
    person.follow("Change").send({"leave": "100", "way": "take_off"}, status=422)
    assert "With 100% taken off nobody would ever be at work" in person.words
    person.send({"leave": "15"})
    assert "The offer Matrons costs £77,741.93 a year now." in person.words

    sign_in_as(person, field.lead).visit(f"{HOME}/lines/PHYSIO/state")
    person.send({"kind": "invest", "offer_id": "1", "reason": "The matrons we need."})
    assert "Recorded for Physiotherapy: invest £77,741.93." in person.words
    person.follow("Invest")
    assert "The offer “Matrons”" in person.words
    sign_in_as(person, field.provider).visit("/budgets/rounds/1/offers/1").send(button="Withdraw it")
    assert "The offer Matrons is withdrawn." in person.words
    sign_in_as(person, field.lead).visit(f"{HOME}/lines/PHYSIO/state").send({"effect": "80 people cared for."})
    assert "Recorded for Physiotherapy: invest £77,741.93." in person.words


def test_what_a_provider_pays_is_nothing_for_another_provider(field: Willing, person: Person) -> None:
    an_offer(field, field.provider, a_pay_scale(field.commissioner))
    sign_in_as(person, field.lead).visit(f"{HOME}/lines/PHYSIO/state")
    person.send({"kind": "invest", "offer_id": "1", "reason": "The matrons we need."})
    assert "See the posts" in person.visit(f"{HOME}/1").words
    offers = "/budgets/rounds/1/offers"
    for reader, sees in ((field.lead, True), (field.commissioner, True), (field.acute_manager, False)):
        sign_in_as(person, reader)
        assert ("Matrons" in person.visit(offers).words) is sees
        assert ("what other providers pay their people is not shown to you" in person.words) is not sees
        assert ("See the posts" in person.visit(f"{HOME}/1").words) is sees
        for files in ("offers.csv", "offers.xlsx"):
            assert person.client.get(f"{offers}/{files}").status_code == 200
        assert ("Matrons" in person.client.get(f"{offers}/offers.csv").text) is sees
        for address in ("1", "1/posts.csv", "1/posts.xlsx"):
            assert person.client.get(f"{offers}/{address}").status_code == (200 if sees else 404)


def test_two_managers_change_one_offer_and_the_second_is_told(field: Willing, person: Person, app: Flask) -> None:
    an_offer(field, field.provider, a_pay_scale(field.commissioner))
    address = "/budgets/rounds/1/offers/1/change"
    sign_in_as(person, field.provider).visit(address)
    colleague = sign_in_as(Person(app.test_client()), field.second_manager)
    colleague.visit(address).send({"leave": "20"})
    person.send({"words": "With cover."}, status=422)
    assert "Second provider manager changed the offer Matrons" in person.words
    assert person.send({"words": "With cover."}).status == 200


def test_a_trust_decides_its_percentages(field: Willing, person: Person) -> None:
    sign_in_as(person, field.finance).visit("/budgets/pay-scales").follow("Decide a percentage")
    person.send({"key": "on_costs", "percent": "22.5", "source": "Decision of the board"})
    assert person.table("Leave cover and on-costs that hold today")[3][:4] == [
        "On-costs (employer’s national insurance and pension)", "22.5%", "4 March 2008", "PCT finance",
    ]  # fmt: skip


def test_a_provider_marks_a_loss_leader_and_everybody_sees_prices_before_and_after(
    field: Willing, person: Person
) -> None:
    sign_in_as(person, field.provider).visit("/budgets/rounds/1/grossing-up")
    assert "You have not given your costs and prices yet." in person.words
    person.follow("Costs, prices and loss leaders")
    person.send({"price-1": "25,575.00", "loss_leader-1": "y"}, status=422)
    assert "Wound care is marked as a loss leader, but its price of £25,575.00 is not below" in person.words
    person.send({"price-1": "", "loss_leader-1": "y"}, status=422)
    assert "Enter the price of Wound care, or leave both blank" in person.words
    person.send({"price-1": "20,000", "loss_leader-1": "y"})
    sign_in_as(person, field.lead).visit("/budgets/rounds/1/grossing-up")
    assert person.table("Prices of Provider services before and after")[1:] == [
        [
            "Wound care Loss leader: £5,575.00 below cost",
            "25,575.00",
            "20,000.00",
            "0.00",
            "0.00",
            "20,000.00",
            "−5,575.00",
        ],
        ["Physiotherapy", "102,300.00", "102,300.00", "+5,575.00", "+5.45", "107,875.00", "+5,575.00"],
        ["Total", "127,875.00", "122,300.00", "+5,575.00", "+4.56", "127,875.00", "0.00"],
    ]
    sign_in_as(person, field.acute_manager).visit("/budgets/rounds/1/grossing-up")
    assert "You have not given your costs and prices yet." in person.words
    assert person.visit("/budgets/rounds/1/grossing-up.csv", 404).status == 404


def test_a_commissioner_sees_all_groups_and_what_came_of_it(field: Willing, person: Person) -> None:
    answered(field, said_of(field, an_investment()))
    said_of(field, a_disinvestment(), line="WOUND", by=field.lead_of_watcom)
    sign_in_as(person, field.commissioner).visit("/")
    assert "Net change the groups want for 2008/09" in person.words
    person.visit(HOME)
    assert person.table("What the groups are willing to change")[2:4] == [
        ["Physiotherapy", "+5,000.00", "Not said yet", "+5,000.00", "1 of 1 answered"],
        ["Wound care", "Not said yet", "−4,000.00", "−4,000.00", "0 of 1 answered"],
    ]
    assert person.table("What the providers answer")[-1] == ["Total", "5,000.00", "0.00", "4,000.00"]
    person.follow("Not answered yet")
    assert [row[0] for row in person.table("What the groups are willing to change")[2:-3]] == ["Wound care"]
    person.send({"text": "nothing like it"}, button="Filter")
    assert "No line fits." in person.words
