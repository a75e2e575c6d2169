"""The documents of a signed-off round: made by a job after the lock, and kept as they were issued."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from budgets.agreement.actions.statements import ask_for_missing_documents
from budgets.agreement.commands.statements import issue
from budgets.agreement.queries.proposals import history_of_agreement
from budgets.agreement.queries.statements import get_document, list_documents, list_locks_without_documents
from budgets.agreement.rules.notices_kept import notice_from, rest_from
from budgets.agreement.rules.statements import DocumentKind
from budgets.rounds.rules import hash_of
from core.audit_trail.queries import head_hash
from core.db import db, transaction
from core.jobs.models import Job
from core.jobs.rules import Result
from core.permissions import Actor
from tests.builders_sign_off import LATER, LATER_AT, SigningOff

pytestmark = pytest.mark.usefixtures("database")


class Told:
    """A job's progress that only listens."""

    by: Actor | None = None

    def __init__(self) -> None:
        self.steps: list[tuple[str, int, int]] = []

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        self.steps.append((step, done, total))


def issued(sign_off_id: int) -> Result | None:
    return issue({"sign_off_id": sign_off_id}, Told())


def pages(file: bytes) -> list[str]:
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(BytesIO(file)).pages]


def test_issues_a_statement_for_each_group_the_report_and_a_notice_for_each_provider() -> None:
    people = SigningOff()
    sign_off_id = people.sign_all()
    told = Told()
    head = head_hash()
    result = issue({"sign_off_id": sign_off_id}, told)
    assert result == Result(words="9 documents for 2008/09 were issued.")
    documents = list_documents(sign_off_id)
    assert [(each.kind, each.code) for each in documents] == [
        *((DocumentKind.STATEMENT, code) for code in ("DAC", "HER", "RED", "STA", "WAT")),
        (DocumentKind.REPORT, ""),
        *((DocumentKind.DECISION_NOTICE, code) for code in ("CLIN", "ACU", "PROV")),
    ]
    assert len(told.steps) == 9
    state = people.state()
    assert state.lock is not None
    for document in documents:
        kept = get_document(document.id, round_id=people.round_id)
        assert kept.file_hash == hash_of(kept.file)
        whole = " ".join(pages(kept.file)).replace(" ", "")
        assert state.lock.sign_off.content_hash in whole
        assert head in whole
        assert "Signedoffon20March2008" in whole


def test_every_copy_bears_the_line_on_its_first_page() -> None:
    people = SigningOff()
    people.dissent()
    people.decide()
    sign_off_id = people.open().id
    for actor in (people.commissioner, *(people.leads[code] for code in ("WAT", "STA", "HER"))):
        people.sign(actor, sign_off_id)
    issued(sign_off_id)
    line = "Adopted without the agreement of DacCom (split disputed) and Red House (total withheld for now)."
    for document in list_documents(sign_off_id):
        file = get_document(document.id, round_id=people.round_id).file
        assert line in pages(file)[0], document.title
        if document.kind is DocumentKind.DECISION_NOTICE:
            assert len(pages(file)) == 1


def test_notices_and_rest_make_up_what_was_signed() -> None:
    people = SigningOff()
    sign_off_id = people.sign_all()
    issued(sign_off_id)
    documents = list_documents(sign_off_id)
    notices = [notice_from(each.content) for each in documents if each.kind is DocumentKind.DECISION_NOTICE]
    [report] = [each for each in documents if each.kind is DocumentKind.REPORT]
    rest = rest_from(report.content)
    whole = sum(notice.total for notice in notices) + sum(each.amount for each in rest)
    assert whole == people.state().content.money["total"]
    assert {notice.provider: [line.name for line in notice.lines] for notice in notices} == {
        "GP-led clinic": ["Podiatry"],
        "Local acute trust": ["Rehabilitation beds"],
        "Provider services": ["Physiotherapy", "Podiatry"],
    }
    assert [(each.name, each.why) for each in rest] == [
        ("Podiatry", "nobody provides it in Watford"),
        ("Community matrons", "must-do, for which no provider is recorded"),
        ("Growth not committed to must-dos", "growth money that no must-do claims yet"),
        ("Risk reserve held by the commissioner", "taken off the groups’ gross budgets"),
    ]


def test_work_begun_twice_issues_once() -> None:
    people = SigningOff()
    sign_off_id = people.sign_all()
    issued(sign_off_id)
    before = [(each.id, each.file_hash) for each in list_documents(sign_off_id)]
    assert issued(sign_off_id) == Result(words="The documents for 2008/09 were issued before.")
    assert [(each.id, each.file_hash) for each in list_documents(sign_off_id)] == before


def test_what_is_missing_is_asked_for_again_once() -> None:
    people = SigningOff()
    assert list_locks_without_documents() == []
    sign_off_id = people.sign_all()
    assert [each.sign_off_id for each in list_locks_without_documents()] == [sign_off_id]
    with transaction():
        assert ask_for_missing_documents(LATER, LATER_AT) == 1
    assert len(list(db.session.scalars(select(Job)))) == 1
    issued(sign_off_id)
    with transaction():
        assert ask_for_missing_documents(LATER, LATER_AT) == 0


def test_the_audit_says_that_the_system_issued_them() -> None:
    people = SigningOff()
    issued(people.sign_all())
    [line, *_] = history_of_agreement(people.round_id)
    assert (line.who, line.did) == ("The system", "issued 9 documents of proposal 1")
