"""Who may open which page of the sign-off, before anything was put to the groups, while it is open, and once signed."""

from collections.abc import Iterator

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select

from budgets.agreement.commands.statements import issue
from budgets.agreement.models.sign_off import Decision
from budgets.agreement.queries.statements import list_documents
from budgets.agreement.rules.items import SPLIT
from budgets.agreement.rules.stances import Stance
from core.db import bookkeeping, db
from core.parties.rules import PartyKind
from core.people.models import Grant
from core.permissions import Actor, Role
from core.signatures.models import Signature
from tests.builders_rounds import Field, a_party, a_round, an_actor
from tests.builders_sign_off import LATER_AT, REASONS, SigningOff
from tests.counting import statements
from tests.integration.budgets.test_statements_issued import Told
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

pytestmark = pytest.mark.usefixtures("app")
ROUND = "/budgets/rounds/1"


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(LATER_AT):
        yield


def status(person: Person, actor: Actor, path: str) -> int:
    """What somebody gets who asks for a page."""
    code: int = sign_in_as(person, actor).client.get(f"{ROUND}{path}").status_code
    return code


def opened(people: SigningOff) -> int:
    people.dissent()
    people.decide()
    return people.open().id


def signed(people: SigningOff) -> int:
    sign_off_id = opened(people)
    for actor in (people.commissioner, *(people.leads[code] for code in ("WAT", "STA", "HER"))):
        people.sign(actor, sign_off_id)
    issue({"sign_off_id": sign_off_id}, Told())
    return sign_off_id


def test_nothing_is_there_before_anything_was_put_to_the_groups(person: Person) -> None:
    people = Field()
    a_round(people.commissioner)
    sign_in_as(person, people.commissioner).visit(f"{ROUND}/sign-off")
    assert "Nothing was put to the groups yet." in person.words
    assert status(person, people.commissioner, "/sign-off/open") == 404
    assert status(person, people.commissioner, "/sign-off/decide") == 404
    assert status(person, people.lead, "/sign-off") == 404
    assert status(person, people.commissioner, "/decision-notice") == 200


def test_who_reads_what_while_it_is_open(person: Person) -> None:
    people = SigningOff()
    sign_off_id = opened(people)
    practice = an_actor(people.ids["DAC"], Role.PRACTICE_MANAGER, "Practice manager")
    everybody = {
        "commissioner": people.commissioner,
        "finance": people.finance,
        "auditor": people.auditor,
        "lead": people.lead,
        "member": people.member,
        "provider": people.managers["ACU"],
        "idle": people.idle,
        "practice": practice,
        "stranger": people.stranger,
        "elsewhere": people.lead_elsewhere,
    }

    def who(path: str) -> dict[str, int]:
        return {name: status(person, actor, path) for name, actor in everybody.items()}

    outside = {"idle": 404, "practice": 403, "stranger": 404, "elsewhere": 404}
    inside = dict.fromkeys(("commissioner", "finance", "auditor", "lead", "member", "provider"), 200)
    assert who("/sign-off") == inside | outside
    assert who(f"/sign-off/{sign_off_id}") == inside | outside | {"provider": 403, "idle": 403}
    assert who(f"/sign-off/{sign_off_id}/signed.json") == inside | outside | {"provider": 403, "idle": 403}
    nobody = dict.fromkeys(everybody, 403)
    assert who("/sign-off/open") == nobody | {"commissioner": 200, "stranger": 404}
    assert who("/sign-off/decide") == nobody | {"commissioner": 200, "stranger": 404}
    signing = {"commissioner": 200, "lead": 200, "stranger": 404, "elsewhere": 404}
    assert who(f"/sign-off/{sign_off_id}/sign") == nobody | signing
    assert who("/sign-off/unlock") == nobody | {"commissioner": 200, "finance": 200, "stranger": 404}
    assert who("/decision-notice") == inside | outside | {"lead": 404, "member": 404}


def test_who_reads_which_document(person: Person) -> None:
    people = SigningOff()
    sign_off_id = signed(people)
    documents = {f"{each.kind} {each.code}".strip(): each.id for each in list_documents(sign_off_id)}

    def read_by(actor: Actor) -> set[str]:
        found = {name: status(person, actor, f"/sign-off/documents/{number}.pdf") for name, number in documents.items()}
        assert set(found.values()) <= {200, 404, 403}
        return {name for name, code in found.items() if code == 200}

    for actor in (people.commissioner, people.finance, people.auditor):
        assert read_by(actor) == set(documents)
    assert read_by(people.lead) == read_by(people.member) == {"statement DAC", "report"}
    assert read_by(people.leads["RED"]) == {"statement RED", "report"}
    assert read_by(people.managers["ACU"]) == {"decision_notice ACU"}
    for actor in (people.idle, people.stranger, people.lead_elsewhere):
        assert read_by(actor) == set()


def test_a_document_is_given_byte_for_byte(person: Person) -> None:
    people = SigningOff()
    sign_off_id = signed(people)
    [document] = [each for each in list_documents(sign_off_id) if each.code == "WAT"]
    sign_in_as(person, people.leads["WAT"])
    answer = person.client.get(f"{ROUND}/sign-off/documents/{document.id}.pdf")
    assert answer.data.startswith(b"%PDF")
    assert "budget-statement-2008-09-watcom.pdf" in answer.headers["Content-Disposition"]
    assert answer.data == person.client.get(f"{ROUND}/sign-off/documents/{document.id}.pdf").data


def test_a_provider_reads_its_own_notice_and_no_other(person: Person) -> None:
    people = SigningOff()
    signed(people)
    assert status(person, people.managers["ACU"], "/decision-notice?provider=PROV") == 404
    assert status(person, people.managers["ACU"], "/decision-notice?provider=ACU") == 200
    assert status(person, people.commissioner, "/decision-notice?provider=NONE") == 404
    assert status(person, people.lead, "/decision-notice") == 404


def test_the_lines_of_a_notice_download_as_they_are_shown(person: Person) -> None:
    people = SigningOff()
    assert status(person, people.managers["PROV"], "/decision-notice.csv") == 404
    signed(people)
    sign_in_as(person, people.managers["PROV"])
    rows = person.client.get(f"{ROUND}/decision-notice.csv").text.lstrip("\ufeff").splitlines()
    assert rows[0].startswith("Line,")
    assert rows[0].endswith("DacCom £,WatCom £,StAHCom £,Hertsmere £,Red House £,Total £")
    assert [row.split(",")[0] for row in rows[1:]] == ["Physiotherapy", "Podiatry", "All lines"]
    assert person.client.get(f"{ROUND}/decision-notice.xlsx").data.startswith(b"PK")
    assert status(person, people.managers["ACU"], "/decision-notice.xlsx?provider=PROV") == 404
    assert status(person, people.lead, "/decision-notice.csv") == 404


def test_what_is_opened_is_what_was_read(person: Person) -> None:
    people = SigningOff()
    people.dissent()
    people.decide()
    sign_in_as(person, people.commissioner).visit(f"{ROUND}/sign-off/open")
    people.decide(reasons=f"{REASONS} And more.")
    person.send(button="Open proposal 1 for signature", status=422)
    assert "What would be signed changed while you were reading it. Read it again, then open it." in person.words
    assert f"{REASONS} And more." in person.words
    person.send(button="Open proposal 1 for signature")
    assert "0 of 4 have signed." in person.words


def test_a_sign_off_is_not_opened_while_a_newer_proposal_exists(person: Person) -> None:
    people = SigningOff()
    people.consent()
    sign_in_as(person, people.commissioner).visit(f"{ROUND}/sign-off/open")
    people.propose(PHYSIO="equal")
    person.send(button="Open proposal 1 for signature", status=422)
    assert "Proposal 2 was put to the groups on 3 March 2008. Only the newest proposal is signed off" in person.words


def test_what_belongs_to_another_round_is_not_found(person: Person) -> None:
    people = SigningOff()
    sign_off_id = signed(people)
    asked = people.ask(people.finance).id
    [first, *_] = list_documents(sign_off_id)
    a_round(people.commissioner, "2009/10")
    sign_in_as(person, people.commissioner)
    for path in (
        f"/sign-off/{sign_off_id}",
        f"/sign-off/{sign_off_id}/sign",
        f"/sign-off/{sign_off_id}/signed.json",
        f"/sign-off/unlockings/{asked}/answer",
        f"/sign-off/documents/{first.id}.pdf",
    ):
        assert person.client.get(f"/budgets/rounds/2{path}").status_code == 404, path
        assert person.client.get(f"/budgets/rounds/1{path}").status_code == 200, path
        assert person.client.get(f"/budgets/rounds/99{path}").status_code == 404, path


def _fields(person: Person) -> dict[str, str]:
    return {
        str(field.get("name")): str(field.get("value", ""))
        for field in person.page.iter()
        if field.get("type") == "hidden" and field.get("name")
    }


def test_a_double_click_signs_once_and_decides_once(person: Person) -> None:
    people = SigningOff()
    people.dissent()
    path = f"{ROUND}/sign-off/decide"
    sign_in_as(person, people.commissioner).visit(path)
    typed = {**_fields(person), "reasons": REASONS}
    sent = [person.client.post(path, data=typed) for _ in range(2)]
    assert [answer.location for answer in sent] == [f"{ROUND}/sign-off"] * 2
    assert count(Decision) == 1
    path = f"{ROUND}/sign-off/{people.open().id}/sign"
    person.visit(path)
    typed = _fields(person)
    sent = [person.client.post(path, data=typed) for _ in range(2)]
    assert [answer.location for answer in sent] == [f"{ROUND}/sign-off"] * 2
    assert count(Signature) == 1


def count(table: type[Decision] | type[Signature]) -> int:
    """How many rows a table has now."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_decision_over_what_changed_meanwhile_keeps_what_was_typed(person: Person) -> None:
    people = SigningOff()
    people.dissent()
    sign_in_as(person, people.commissioner).visit(f"{ROUND}/sign-off/decide")
    people.say("HER", SPLIT, Stance.DISPUTED)
    person.send({"reasons": REASONS}, "Decide over the dissent", 422)
    assert (
        "What the groups say changed while you were writing. Now, on proposal 1: DacCom disputes the split, "
        in person.words
    )
    assert REASONS in person.words
    person.send(button="Decide over the dissent")
    assert "Ready to be opened" in person.words


def test_words_that_a_proposal_keeps_from_the_others_stay_with_their_group(person: Person) -> None:
    people = SigningOff(shares_words=False)
    opened(people)
    for actor, reads in (
        (people.commissioner, True),
        (people.auditor, True),
        (people.lead, True),
        (people.leads["WAT"], False),
        (people.managers["ACU"], False),
    ):
        sign_in_as(person, actor).visit(f"{ROUND}/sign-off")
        assert ("Our own figures differ." in person.words) == reads, actor.name
        assert "Disputed: wrong activity" in person.words


def test_nobody_signs_for_two_organisations(person: Person) -> None:
    people = SigningOff()
    sign_off_id = opened(people)
    people.sign(people.commissioner, sign_off_id)
    with bookkeeping() as session:
        grant = Grant(
            person_id=people.commissioner.person_id,
            role=Role.PBC_LEAD,
            organisation_id=people.ids["WAT"],
            starts_on=LATER_AT.date(),
        )
        session.add(grant)
        session.flush()
        grant_id = grant.id
    sign_in_as(person, people.commissioner)
    with person.client.session_transaction() as session_of:
        session_of["grant_id"] = grant_id
    person.visit(f"{ROUND}/sign-off/{sign_off_id}/sign").send(button="Sign for WatCom", status=422)
    assert "You signed for West Hertfordshire PCT already. Another person signs for WatCom" in person.words


def test_a_provider_without_a_line_is_told_so(person: Person) -> None:
    people = SigningOff()
    signed(people)
    party = a_party(PartyKind.PROVIDER, "NEW", "New provider", people.pct)
    manager = an_actor(party, Role.PROVIDER_MANAGER, "Manager of a new provider")
    assert status(person, manager, "/decision-notice") == 404


def test_the_page_makes_no_more_queries_with_more_to_show(person: Person) -> None:
    people = SigningOff()
    opened(people)

    def queries() -> int:
        with statements() as made:
            person.visit(f"{ROUND}/sign-off")
        return len(made)

    sign_in_as(person, people.commissioner).visit(f"{ROUND}/sign-off")
    few = queries()
    for hour, stance in enumerate((Stance.DISPUTED, Stance.AGREED, Stance.WITHHELD)):
        people.say("HER", SPLIT, stance)
        people.decide(reasons=f"{REASONS} {hour}")
        people.open()
    assert queries() == few


def test_home_tells_each_what_they_have_to_do(person: Person, client: FlaskClient) -> None:
    del client
    people = SigningOff()
    sign_off_id = opened(people)

    def home(actor: Actor) -> str:
        return sign_in_as(person, actor).visit("/").words

    assert "Sign the 2008/09 budgets" in home(people.leads["WAT"])
    assert "Sign the 2008/09 budgets" not in home(people.leads["RED"])
    assert "Sign the 2008/09 budgets" not in home(people.finance)
    people.sign(people.commissioner, sign_off_id)
    words = home(people.second)
    assert "The 2008/09 sign-off waits for 3 signatures" in words
    assert "Of WatCom, StAHCom and Hertsmere." in words
