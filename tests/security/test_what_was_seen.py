"""Every file that leaves and every restricted document that is read is noted: who, what, when, with which filter.

Every address of the demo year is read once, by a person who is let in.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.audit_trail import queries
from core.audit_trail.models import AuditEvent, FileTaken
from core.audit_trail.queries import Line
from core.db import db
from core.web import is_restricted
from tests.security.attacked import Address, Attacked, attacked
from tests.security.figures import note

FILTER = "page=1&text=asked"
DRAWN = "image/svg+xml"
PAGE = "text/html"
SAME_FOR_ALL = {
    "/.well-known/security.txt": "for everybody; holds nothing of anybody",
    "/api/v1/openapi.json": "a description for machines, for everybody; holds nothing of anybody",
    "/health": "two words for a watcher",
    "/people/session": "how long the session of a page left open still holds; asked by the page, kept by nobody",
    "/ready": "two words for a watcher",
    "/robots.txt": "for everybody; holds nothing of anybody",
}
OPEN_BESIDE_DOCUMENTS = {
    "/budgets/calculations/<int:calculation_id>": "figures of one organisation, shown to others once put to them",
    "/les/claims/<int:claim_id>": "what one practice typed, seen by itself and who pays it",
    "/les/incentive/<int:plan_id>": "a plan, the same for all practices",
    "/les/schemes/versions/<int:version_id>": "what all practices are offered alike; negotiated with nobody",
    "/les/schemes/recommissioning/<int:exercise_id>": "a list; opinions and proposals stand on pages of their own",
    "/les/sign-up/agreements/<int:agreement_id>": "signed words, the same for all practices of an offer",
    "/les/accounts/<int:group_id>": "an account that its group and the trust see alike",
    "/les/verification/plans/<int:plan_id>": "a sample; what was found stands on the page of each visit",
    "/les/schemes/<int:scheme_id>": "the register of what is commissioned; each version has a page of its own",
    "/les/payments/runs/<int:run_id>/practices/<int:practice_id>": "what one practice is paid, for itself and who pays",
    "/budgets/rounds/inputs/<int:inputs_id>": "a workbook of one organisation, which no other sees",
    "/budgets/rounds/<int:round_id>/sign-off/<int:sign_off_id>": "what was agreed and signed by all",
    "/budgets/calculations/<int:calculation_id>/groups/<string:group_code>": "as the page of the calculation it is of",
    "/activity/returns/<int:expectation_id>/<string:month>/submissions/<int:number>": "counts, not a text",
    "/contracts/reviews": "days of meetings",
    "/meetings/<int:meeting_id>": "what those who were there said, for those who were there",
}
NO_STORY_OF_ITS_OWN = {
    "account_entry": "the account lists each entry with who proposed and decided it",
    "audit event": "the page of the event says who proposed and confirmed its redaction",
    "audit trail": "the checks of the trail itself, in the list of events",
    "claim_rules": "the page of rules lists each with who proposed and decided it",
    "claims_window": "a line of the list of windows",
    "contract-issue": "the page of the issue lists its signatures; the contract tells when it was issued",
    "group_invoice": "the account lists each invoice with who put it forward and decided it",
    "les_agreement": "the page of the agreement lists its signatures and its end; what the trust decides among itself "
    "is not the practice’s to read",
    "les_cover": "a line of the page of cover",
    "les_evidence": "its page says who gave it and who checked it",
    "les_offer": "the page of the offer says who sent it; the agreements tell the answers",
    "les_requirement": "a line of the list of requirements",
    "meeting-item": "a part of its meeting; its notes are in the minutes",
    "minutes": "the meeting tells when they were issued, its page who approved them",
    "payment_layout": "the page of settings lists each with who proposed and decided it",
    "payment_run": "the page of the run says who made and who released it",
    "performance_freeze": "a line of the list of what is frozen",
    "performance_return": "a line of the list of returns",
    "scheme_case": "on the page of its exercise, for those who decide",
    "sign-off": "its page lists certificate, signatures and unlocking; its round tells the rest",
    "set_aside": "a line of the list of what is set aside, with who proposed and decided it",
}
"""Kinds of record whose own page shows no history. Whoever reads the trail finds the story of each one there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An address that was read: what came, what was noted of it, and of which records the page told the story."""

    address: Address
    status: int
    kind: str
    is_attachment: bool
    is_restricted: bool
    noted: tuple[FileTaken, ...]
    stories: frozenset[tuple[str, int]]

    @property
    def is_file(self) -> bool:
        """Whether it is no page, no drawing within a page, and not the same for everybody."""
        is_drawn = self.kind == DRAWN and not self.is_attachment
        return self.status == 200 and self.address.rule not in SAME_FOR_ALL and self.kind != PAGE and not is_drawn


@pytest.fixture(scope="module")
def demo(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    return attacked(sqlite_template, tmp_path_factory.mktemp("seen"))


@pytest.fixture(scope="module")
def seen(demo: Attacked) -> list[Seen]:
    """Every address, read once."""
    with pytest.MonkeyPatch.context() as patch:
        told: set[tuple[str, int]] = set()
        line_of = queries.line_of

        def watched(event: AuditEvent) -> Line:
            told.add((event.subject, event.subject_id))
            return line_of(event)

        patch.setattr(queries, "line_of", watched)
        return list(_read(demo, told))


def _read(demo: Attacked, told: set[tuple[str, int]]) -> Iterator[Seen]:
    readable = [each for each in demo.addresses if each.method == "GET" and each.who]
    browsers = {who: demo.browser(who) for who in {each.who for each in readable}}
    endpoints = {rule.rule: rule.endpoint for rule in demo.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    newest = 0
    for each in readable:
        told.clear()
        joint = "&" if "?" in each.path else "?"
        answer = browsers[each.who].get(f"{each.path}{joint}{FILTER}", buffered=True)
        with demo.app.app_context():
            rows = tuple(db.session.scalars(select(FileTaken).where(FileTaken.id > newest).order_by(FileTaken.id)))
            db.session.expunge_all()
        newest = rows[-1].id if rows else newest
        yield Seen(
            address=each,
            status=answer.status_code,
            kind=answer.mimetype or "",
            is_attachment=answer.headers.get("Content-Disposition", "").startswith("attachment"),
            is_restricted=is_restricted(demo.app.view_functions[endpoints[each.rule]]),
            noted=rows,
            stories=frozenset(told),
        )


def test_every_file_leaves_one_entry_with_name_and_filter(seen: list[Seen]) -> None:
    files = [each for each in seen if each.is_file]
    assert len(files) > 100
    unnoted = [each.address.rule for each in files if len(each.noted) != 1]
    assert not unnoted, f"these give files that nobody notes, or notes twice: {unnoted}"
    without = [
        each.address.rule for each in files if FILTER not in each.noted[0].address or not each.noted[0].file_name
    ]
    assert not without, f"these are noted without the name or the filter: {without}"
    nobody = [each.address.rule for each in files if not each.noted[0].name or not each.noted[0].person_id]
    assert not nobody
    note("files that leave, each noted", len(files))


def test_what_is_the_same_for_everybody_is_counted(seen: list[Seen]) -> None:
    kinds = {each.address.rule: each.kind for each in seen if each.status == 200}
    assert {rule for rule in SAME_FOR_ALL if kinds.get(rule) == PAGE} == set()


def test_every_restricted_document_that_is_read_leaves_one_entry(seen: list[Seen]) -> None:
    read = [each for each in seen if each.is_restricted and each.status == 200]
    assert len(read) >= 14
    unnoted = [each.address.rule for each in read if [row.file_name for row in each.noted] != [""]]
    assert not unnoted
    note("restricted pages, each noted", len(read))
    others = [
        each.address.rule for each in seen if each.kind == PAGE and not each.is_restricted and not each.is_attachment
    ]
    noted = [each.address.rule for each in seen if each.address.rule in others and each.noted]
    assert not noted, f"pages that are noted and are not marked as restricted: {noted}"


def test_every_page_with_a_document_beside_it_is_restricted_or_counted(seen: list[Seen]) -> None:
    pages = {each.address.rule: each for each in seen if each.kind == PAGE and each.status == 200}
    beside: Mapping[str, set[str]] = defaultdict(set)
    for each in seen:
        parent = each.address.rule.rpartition("/")[0]
        if each.is_file and each.kind != "text/csv" and "spreadsheet" not in each.kind and parent in pages:
            beside[parent].add(each.address.rule)
    numbered = {page for page in beside if page.endswith(">")}
    assert len(numbered) >= 8
    unmarked = {page for page in numbered if not pages[page].is_restricted}
    assert unmarked <= set(OPEN_BESIDE_DOCUMENTS), "mark the page as `restricted`, or say why it is open"


def test_every_kind_of_record_tells_its_story_on_a_page_of_its_own(demo: Attacked, seen: list[Seen]) -> None:
    with demo.app.app_context():
        kinds = set(db.session.scalars(select(AuditEvent.subject).distinct()))
    pages = [each for each in seen if each.kind == PAGE and not each.address.rule.startswith("/audit-trail")]
    told = {kind for each in pages for kind, _ in each.stories}
    untold = kinds - told
    assert untold <= set(NO_STORY_OF_ITS_OWN), f"show their history on their page: {sorted(untold)}"
    assert len(told) >= 25
    note("kinds of record with a story on their page", len(told))


def test_the_count_of_what_was_noted_is_the_log(demo: Attacked, seen: list[Seen]) -> None:
    with demo.app.app_context():
        rows = db.session.scalar(select(func.count()).select_from(FileTaken))
    assert rows is not None
    assert rows >= sum(len(each.noted) for each in seen)


def test_whoever_reads_the_trail_finds_the_story_of_a_record_of_every_kind(demo: Attacked) -> None:
    with demo.app.app_context():
        rows = select(AuditEvent.subject, func.min(AuditEvent.subject_id)).group_by(AuditEvent.subject)
        records = list(db.session.execute(rows))
    assert len(records) > 40
    browser = demo.browser("administrator")
    for subject, number in records:
        answer = browser.get(f"/audit-trail/records/{subject}/{number}")
        assert answer.status_code == 200, subject
        assert "in the audit trail about this record" in answer.text
