"""Five groups, the provider and the commissioner: from positions to signed statements, and what happens on the way."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask

from budgets.agreement.rules.items import SPLIT, TOTAL
from budgets.agreement.rules.stances import Stance
from core.jobs.commands.stopping import Stop
from core.jobs.commands.worker import work_until
from core.permissions import Actor
from tests.builders_sign_off import REASONS, SigningOff
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

MORNING = datetime(2008, 3, 20, 9, 30, tzinfo=UTC)
LINE = "Adopted without the agreement of DacCom (split disputed) and Red House (total withheld for now)"


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(MORNING):
        yield


@pytest.fixture
def people(app: Flask) -> SigningOff:
    """Five groups to whom proposal 1 was put; DacCom disputes the split, Red House withholds the total."""
    del app
    found = SigningOff()
    found.dissent()
    return found


def work() -> None:
    """The worker does what waits."""
    work_until(Stop(), once=True)


def go(person: Person, actor: Actor, path: str = "/budgets/rounds/1/sign-off", status: int = 200) -> Person:
    """Somebody opens a page."""
    return sign_in_as(person, actor).visit(path, status)


def test_from_positions_to_signed_statements(person: Person, people: SigningOff) -> None:
    go(person, people.commissioner, "/").follow("Settle the 2008/09 dissent")
    assert "Not ready" in person.words
    assert "DacCom disputes the split." in person.words
    assert "Next: West Hertfordshire PCT settles the dissent, or decides over it with written reasons." in person.words
    person.follow("Decide over the dissent").send({"reasons": "Because."}, "Decide over the dissent", 422)
    assert "Give your reasons in at least 20 characters" in person.words
    person.send({"reasons": REASONS}, "Decide over the dissent")
    assert "Ready to be opened" in person.words
    assert REASONS in person.words
    assert f"To be {LINE[0].lower()}{LINE[1:]}." in person.words
    person.follow("Open the sign-off").send(button="Open proposal 1 for signature")
    assert "0 of 4 have signed." in person.words

    go(person, people.leads["RED"])
    assert "Read and sign" not in person.words
    go(person, people.leads["WAT"], "/").follow("Sign the 2008/09 budgets")
    assert "This is exactly what you sign." in person.words
    assert f"{LINE}." in person.words
    assert "For WatCom I assent to the budgets for 2008/09" in person.words
    person.send(button="Sign for WatCom")
    assert "You signed for WatCom." in person.words
    assert person.table("Signatures")[2][:5] == [
        "WatCom", "As assenting", "PbC lead of WatCom", "PbC lead", "20 March 2008",
    ]  # fmt: skip
    for actor in (people.commissioner, people.leads["STA"], people.leads["HER"]):
        go(person, actor).follow(f"Read and sign for {actor.organisation_name}")
        person.send(button=f"Sign for {actor.organisation_name}")
    assert "The round for 2008/09 is signed off and locked." in person.words
    assert "Signed off and locked" in person.words
    assert "are being made. Look again in a minute." in person.words
    go(person, people.managers["PROV"], "/budgets/rounds/1/decision-notice")
    assert "the decision notices are being made" in person.words

    work()
    go(person, people.leads["HER"]).follow("Download your budget statement (PDF)")
    assert [row[0] for row in go(person, people.leads["HER"]).table("Documents issued")[1:]] == [
        "Budget statement 2008/09: Hertsmere",
        "Report of all groups 2008/09",
    ]
    go(person, people.commissioner).follow("Decision notices to providers")
    assert [row[0] for row in person.table("Providers")[1:]] == [
        "GP-led clinic", "Local acute trust", "Provider services", "All providers",
    ]  # fmt: skip
    person.follow("Provider services")
    assert person.table("What Provider services provides")[1][0].startswith("Physiotherapy")
    go(person, people.managers["ACU"]).follow("Read your decision notice")
    assert person.heading.endswith("Decision notice: Local acute trust")
    assert f"{LINE}." in person.words
    assert "From 1 April 2008 Local acute trust provides 1 line: £306,900.00 in all." in person.words
    person.follow("Download the notice (PDF)")


def test_everybody_reads_without_whose_agreement_it_was_adopted(person: Person, people: SigningOff) -> None:
    people.decide()
    sign_off_id = people.open().id
    for actor in (people.commissioner, *(people.leads[code] for code in ("WAT", "STA", "HER"))):
        people.sign(actor, sign_off_id)
    work()
    of_commissioner = (
        "/budgets/rounds/1/sign-off",
        "/budgets/rounds/1/decision-notice",
        "/budgets/rounds/1/decision-notice?provider=PROV",
        f"/budgets/rounds/1/sign-off/{sign_off_id}",
        "/budgets/proposals/1",
        "/budgets/rounds/1/board",
        "/budgets/calculations/1",
        "/budgets/calculations/1/groups/WAT",
    )
    for path in of_commissioner:
        assert f"{LINE}." in go(person, people.commissioner, path).words, path
    for path in ("/budgets/rounds/1/sign-off", "/budgets/proposals/1", "/budgets/calculations/1/groups/DAC"):
        assert f"{LINE}." in go(person, people.lead, path).words, path
    for path in ("/budgets/rounds/1/sign-off", "/budgets/rounds/1/decision-notice", "/budgets/proposals/1"):
        assert f"{LINE}." in go(person, people.managers["CLIN"], path).words, path


def test_a_change_of_mind_voids_what_is_open_and_the_page_says_why(person: Person, people: SigningOff) -> None:
    people.decide()
    sign_off_id = people.open().id
    people.sign(people.leads["WAT"], sign_off_id)
    go(person, people.leads["HER"], f"/budgets/rounds/1/sign-off/{sign_off_id}/sign")
    people.withhold("STA")
    why = "StAHCom changed its position on the split on 20 March 2008: not challenged before, now withheld for now."
    person.send(button="Sign for Hertsmere", status=422)
    assert f"This sign-off is void and cannot be signed. {why} It has to be opened anew." in person.words
    go(person, people.commissioner)
    assert "Not ready" in person.words
    assert "The decision of 20 March 2008 was taken before this was said: decide again, or settle it." in person.words
    assert f"Void Opened on 20 March 2008 at 09:30 by PCT commissioner, 1 signature. {why}" in person.words
    person.follow("See what it said (sign-off 1)")
    assert "Void" in person.words
    assert person.table("Signatures")[1][1] == "WatCom"
    go(person, people.leads["HER"], f"/budgets/rounds/1/sign-off/{sign_off_id}/sign")
    assert "This sign-off is void" in person.words
    assert "Sign for Hertsmere" not in person.words


def test_two_people_unlock_and_what_was_signed_stays_readable(person: Person, people: SigningOff) -> None:
    people.say("DAC", SPLIT, Stance.AGREED)
    people.say("RED", TOTAL, Stance.AGREED)
    sign_off_id = people.open().id
    for actor in (people.commissioner, *people.leads.values()):
        people.sign(actor, sign_off_id)
    work()
    go(person, people.finance).follow("Ask to unlock the round").send({"reason": "It is wrong."}, status=422)
    reason = "The uplift was worked out before the final operating framework."
    person.send({"reason": reason}, "Ask to unlock the round")
    assert (
        "Next: PCT finance asks to unlock the round. A second person of West Hertfordshire PCT answers." in person.words
    )
    person.follow("Take your request to unlock back")
    assert "another person of West Hertfordshire PCT has to confirm it" in person.words
    go(person, people.commissioner, "/").follow("Unlock the 2008/09 round, or decline")
    person.follow("Confirm or decline the unlocking").send({}, "Answer", 422)
    assert "Choose your answer." in person.words
    person.send({"kind": "confirmed"}, "Answer")
    assert "Unlocked" in person.words
    assert "Superseded" in person.words
    go(person, people.leads["HER"])
    [_, row, _] = person.table("Documents that were superseded")
    superseded = f"Signed off on 20 March 2008, superseded by unlocking on 20 March 2008: {reason}"
    assert row[0] == f"Budget statement 2008/09: Hertsmere {superseded}"
    person.follow("Budget statement 2008/09: Hertsmere")
    go(person, people.leads["HER"], f"/budgets/rounds/1/sign-off/{sign_off_id}")
    assert f"Superseded Opened on 20 March 2008 at 09:30 by PCT commissioner. {superseded}" in person.words
    go(person, people.managers["PROV"], "/budgets/rounds/1/decision-notice")
    assert superseded in person.words
    go(person, people.lead, "/budgets/calculations/1")
    assert "Signed off on 20 March 2008; superseded by unlocking on 20 March 2008" in person.words


def test_what_is_signed_is_the_hash_of_the_text_anyone_can_download(person: Person, people: SigningOff) -> None:
    people.decide()
    opened = people.open()
    sign_in_as(person, people.leads["WAT"])
    answer = person.client.get(f"/budgets/rounds/1/sign-off/{opened.id}/signed.json")
    assert answer.text == opened.content
    go(person, people.leads["WAT"], f"/budgets/rounds/1/sign-off/{opened.id}")
    assert opened.content_hash in person.words


def test_no_page_of_a_locked_round_offers_what_would_be_refused(person: Person, people: SigningOff) -> None:
    position = people.say("DAC", SPLIT, Stance.DISPUTED, words="We count our own contacts.").id
    offered = {
        (people.commissioner, "/budgets/rounds/1"): "Upload another workbook",
        (people.commissioner, "/budgets/rounds/scenarios/1"): "Change the policy",
        (people.commissioner, "/budgets/rounds/scenarios/1/policy"): "Save the policy",
        (people.commissioner, "/budgets/rounds/1/inputs/upload"): "Everything in it is checked first",
        (people.commissioner, "/budgets/calculations/1/propose"): "What you say to the groups",
        (people.commissioner, "/budgets/proposals/1"): "Withdraw proposal 1",
        (people.commissioner, f"/budgets/disputes/{position}"): "Decide over this dispute",
        (people.commissioner, f"/budgets/disputes/{position}/decide"): "Record the decision",
        (people.commissioner, "/budgets/rounds/1/must-dos"): "Propose a must-do",
        (people.leads["DAC"], "/budgets/proposals/1"): "See or change your position",
        (people.leads["DAC"], "/budgets/proposals/1/positions"): "Answer on the total and the split",
        (people.leads["DAC"], "/budgets/proposals/1/positions/take"): "Record the position of DacCom",
        (people.leads["DAC"], f"/budgets/disputes/{position}"): "Withdraw the dispute",
        (people.leads["WAT"], "/budgets/rounds/1/intentions"): "Say what you will spend",
    }
    for (actor, path), words in offered.items():
        assert words in go(person, actor, path).words, f"{path} while it is open"
    people.decide()
    sign_off_id = people.open().id
    for actor in (people.commissioner, *(people.leads[code] for code in ("WAT", "STA", "HER"))):
        people.sign(actor, sign_off_id)
    for (actor, path), words in offered.items():
        said = go(person, actor, path).words
        assert words not in said, f"{path} while it is locked"
        assert "was signed off on 20 March 2008 and is locked. Two people can unlock it." in said, path


def test_every_file_of_a_calculation_says_without_whose_agreement_it_was_adopted(
    person: Person, people: SigningOff
) -> None:
    people.decide()
    sign_off_id = people.open().id
    for actor in (people.commissioner, *(people.leads[code] for code in ("WAT", "STA", "HER"))):
        people.sign(actor, sign_off_id)
    line = "adopted-without-the-agreement-of-daccom-split-disputed-and-red-house-total-withheld-for-now"
    for path in ("matrix.csv", "matrix.xlsx", "calculation.json", "calculation.xlsx", "calculation.zip"):
        given = go(person, people.commissioner).client.get(f"/budgets/calculations/1/{path}")
        name = given.headers["Content-Disposition"]
        assert f"-{line}.{path.rsplit('.', 1)[1]}" in name, path
