"""What people do with schemes: add, write, put forward, approve, begin the next version."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import DatabaseError

from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from core.notifications.models import Message
from core.permissions import Actor
from les.schemes.actions import approving, making, writing
from les.schemes.models.schemes import ApprovedScheme, Scheme, SchemeVersion
from les.schemes.queries.contents import content_of, hash_of_version, problems_in_version
from les.schemes.queries.schemes import find_approved_version, get_scheme, get_version, history_of
from les.schemes.rules.documents import ESSENTIAL, Control
from les.schemes.rules.kinds import SchemeKind, State, Verdict
from les.schemes.rules.terms import Form
from les.schemes.rules.writing_terms import terms_written
from tests.at_once import at_once
from tests.builders import AT, DAY
from tests.builders_attachments import NHS_NUMBER
from tests.builders_schemes import CONTROL, Schemes


@pytest.fixture
def schemes(app: Flask) -> Schemes:
    """A trust with its people and a service."""
    del app
    return Schemes()


@pytest.fixture
def everywhere(database: Flask) -> Schemes:
    """The same on each engine in turn."""
    del database
    return Schemes()


def _told(scheme_id: int) -> list[str]:
    return [line.did for line in history_of(get_scheme(scheme_id))]


def _give_back(version_id: int, by: Actor, reason: str = "The aims say nothing of need.") -> None:
    with transaction():
        approving.return_version(version_id=version_id, reason=reason, by=by)


def _next(version_id: int, by: Actor) -> int:
    with transaction():
        return making.begin_next_version(version_id=version_id, by=by, at=AT).id


def _refused(act: Any, *details: Any, **named: Any) -> str:
    """The sentence with which an act that opens its transaction itself is refused."""
    with pytest.raises(Refusal) as refused:
        act(*details, **named)
    return str(refused.value)


def _refused_act(act: Any, **named: Any) -> str:
    """The sentence with which an action is refused."""
    with pytest.raises(Refusal) as refused, transaction():
        act(**named)
    return str(refused.value)


def test_a_scheme_is_added_with_a_draft_of_seven_sections(everywhere: Schemes) -> None:
    scheme_id = everywhere.add(locality_id=everywhere.trust.localities["Dacorum"])
    version = everywhere.open_version(scheme_id)
    assert (version.called, version.state, version.scheme.where) == (
        "LES-001 Minor surgery, version 1",
        State.DRAFT,
        "Dacorum",
    )
    assert [section.called for section in version.sections] == [
        "1 Aims",
        "2 Service",
        "3 Training and accreditation",
        "4 Data reported for payment",
        "5 Finance",
        "6 Monitoring",
        "7 Termination",
    ]
    assert _told(scheme_id) == ["added LES-001 Minor surgery, for Dacorum, under the service Service MINOR"]


def test_refuses_a_second_scheme_of_the_name(schemes: Schemes) -> None:
    schemes.add()
    assert _refused(schemes.add, name="minor SURGERY") == (
        "There is a scheme called “minor SURGERY” already. Call this one something else."
    )


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"name": " "}, "The name of the scheme is missing. Write it in a sentence."),
    ({"clinical_lead": NHS_NUMBER}, "The role of the clinical lead holds a number that passes the NHS number check."),
    ({"service_id": 999}, "There is no such service or locality. Choose one from the list."),
    ({"locality_id": 999}, "There is no such service or locality. Choose one from the list."),
)


def test_refuses_a_scheme_that_cannot_be(schemes: Schemes) -> None:
    for changes, sentence in WRONG:
        assert _refused(schemes.add, **changes).startswith(sentence)


def test_only_a_commissioner_of_the_trust_adds_and_writes(schemes: Schemes) -> None:
    for actor in (schemes.finance, schemes.auditor, schemes.lead, schemes.manager, schemes.provider, schemes.neighbour):
        with pytest.raises(NotAllowed):
            schemes.add(by=actor)
    version_id = schemes.open_version(schemes.add()).id
    for actor in (schemes.finance, schemes.neighbour):
        with pytest.raises(NotAllowed), transaction():
            writing.change_control(version_id=version_id, control=CONTROL, by=actor)


def test_what_a_scheme_is_can_be_changed(schemes: Schemes) -> None:
    scheme_id = schemes.add(kind=SchemeKind.DES)
    place = schemes.trust.localities["Hertsmere"]
    changed = schemes.particulars(name="Minor surgery in practices", locality_id=place)
    with transaction():
        making.change_scheme(scheme_id=scheme_id, particulars=changed, by=schemes.commissioner, on=DAY)
    scheme = get_scheme(scheme_id)
    assert (scheme.called, scheme.where) == ("LES-001 Minor surgery in practices", "Hertsmere")
    assert _told(scheme_id)[0] == (
        "changed what it is: name from Minor surgery to Minor surgery in practices; where from Whole area to Hertsmere"
    )


def test_a_version_says_what_it_lacks(schemes: Schemes) -> None:
    scheme_id = schemes.add(clinical_lead="")
    version = schemes.open_version(scheme_id)
    problems = problems_in_version(version)
    assert problems[:3] == [
        "Name the author, as a role.",
        "Say who ratified it.",
        "Say by which measure the outcome is judged.",
    ]
    assert "Name the clinical lead of the scheme, as a role." in problems
    assert "Write the terms of payment." in problems
    assert problems[-1] == "Section 7, Termination, is empty."
    assert _refused(schemes.submit, version.id).startswith("It is not complete. Name the author, as a role.")


def test_a_version_needs_a_price_from_its_first_day(schemes: Schemes) -> None:
    scheme_id = schemes.add()
    version_id = schemes.write(scheme_id)
    missing = "Propose a price of Joint injection from the day from which the version holds, or before."
    assert problems_in_version(get_version(version_id)) == [missing]
    schemes.price(scheme_id, valid_from=date(2008, 4, 2))
    assert problems_in_version(get_version(version_id)) == [missing]
    declined = schemes.price(scheme_id)
    schemes.decide(declined, Verdict.DECLINED)
    assert problems_in_version(get_version(version_id)) == [missing]
    schemes.price(scheme_id)
    assert problems_in_version(get_version(version_id)) == []


def test_a_second_person_approves_and_freezes_it(everywhere: Schemes) -> None:
    scheme_id = everywhere.approved()
    version = find_approved_version(scheme_id)
    assert version is not None
    assert version.approved is not None
    assert (version.approved.issued_on, version.approved.name, version.approved.role) == (DAY, "Finance", "PCT finance")
    content = content_of(version)
    assert (content.essential, content.control, hash_of_version(version)) == (
        ESSENTIAL,
        CONTROL,
        version.approved.content_hash,
    )
    assert _told(scheme_id)[:2] == [
        "approved version 1; prices approved with it: 1",
        "put version 1 forward for approval",
    ]
    with pytest.raises(DatabaseError, match="frozen"), transaction():
        db.session.execute(update(ApprovedScheme).values(name="Another"))


def test_those_who_may_approve_are_told(schemes: Schemes) -> None:
    scheme_id = schemes.add()
    version_id = schemes.write(scheme_id)
    schemes.price(scheme_id)
    schemes.submit(version_id)
    told = db.session.execute(select(Message.subject, Message.person_id)).all()
    assert {person_id for subject, person_id in told if subject.endswith("waits for approval")} == {
        schemes.second.person_id,
        schemes.finance.person_id,
    }
    assert [person_id for subject, person_id in told if subject.endswith("can be commented on")] == [
        schemes.lead.person_id
    ]


def test_nobody_approves_what_they_drafted_priced_or_did_not_read(schemes: Schemes) -> None:
    scheme_id = schemes.add(by=schemes.second)
    version_id = schemes.write(scheme_id)
    assert _refused(schemes.approve, version_id) == "A version is approved while it waits for approval."
    schemes.price(scheme_id)
    schemes.submit(version_id)
    own = "You drafted this version or put it forward. Ask a second person to approve it."
    assert _refused(schemes.approve, version_id, by=schemes.second) == own
    assert _refused(schemes.approve, version_id, by=schemes.commissioner) == own
    approve = partial(approving.approve_version, version_id=version_id, on=DAY, at=AT)
    assert _refused_act(approve, seen_hash="0" * 64, by=schemes.finance) == (
        "The text was changed since you opened this page. Read it again, then approve it."
    )
    for actor in (schemes.lead, schemes.manager, schemes.auditor, schemes.neighbour):
        with pytest.raises(NotAllowed):
            schemes.approve(version_id, by=actor)


def test_the_one_who_priced_it_does_not_approve_it(schemes: Schemes) -> None:
    scheme_id = schemes.add()
    version_id = schemes.write(scheme_id)
    schemes.price(scheme_id, by=schemes.second)
    schemes.submit(version_id)
    assert _refused(schemes.approve, version_id, by=schemes.second) == (
        "You proposed a price of Joint injection. Ask a person who did not to approve this version."
    )


def test_a_version_that_waits_is_given_back_and_changed(everywhere: Schemes) -> None:
    scheme_id = everywhere.add()
    version_id = everywhere.write(scheme_id)
    everywhere.price(scheme_id)
    everywhere.submit(version_id)
    change = partial(writing.change_control, version_id=version_id, by=everywhere.commissioner)
    assert _refused_act(change, control=replace(CONTROL, author="Another")) == (
        "This version waits for approval. Take it back into draft before you change it."
    )
    assert _refused(_give_back, version_id, everywhere.finance, " ") == "The reason is missing. Write it in a sentence."
    _give_back(version_id, everywhere.finance)
    assert _told(scheme_id)[0] == "gave version 1 back into draft: The aims say nothing of need."
    with transaction():
        change(control=replace(CONTROL, author="Another"))
    assert get_version(version_id).author == "Another"
    assert (
        _refused(_give_back, version_id, everywhere.finance) == "Only a version that waits for approval is given back."
    )


def test_what_is_approved_is_not_written_any_more(schemes: Schemes) -> None:
    version = find_approved_version(schemes.approved())
    assert version is not None
    frozen = "This version was approved and is frozen. Begin the next version to change it."
    by = schemes.commissioner
    terms = terms_written(form=Form.BLOCK, written="Block")
    section_id = version.sections[0].id
    assert _refused_act(writing.write_terms, version_id=version.id, terms=terms, by=by) == frozen
    assert (
        _refused_act(writing.write_section, version_id=version.id, section_id=section_id, text="New", by=by) == frozen
    )
    assert _refused(schemes.submit, version.id) == "Only a draft is put forward for approval."


def test_the_next_version_supersedes_the_one_before(everywhere: Schemes) -> None:
    scheme_id = everywhere.approved()
    first = find_approved_version(scheme_id)
    assert first is not None
    second_id = _next(first.id, everywhere.commissioner)
    second = get_version(second_id)
    assert (second.number, second.terms, second.sections[0].text) == (2, first.terms, first.sections[0].text)
    assert _refused(_next, first.id, everywhere.commissioner) == "Version 2 is open already. Finish it first."
    with transaction():
        writing.change_control(version_id=second_id, control=CONTROL, by=everywhere.commissioner)
    everywhere.submit(second_id)
    current = find_approved_version(scheme_id)
    assert current is not None
    assert current.number == 1
    everywhere.approve(second_id)
    assert [get_version(each).state for each in (first.id, second_id)] == [State.SUPERSEDED, State.APPROVED]
    assert (
        _refused(_next, first.id, everywhere.commissioner) == "The next version begins from the one that is approved."
    )


def test_a_patient_is_refused_in_the_text(schemes: Schemes) -> None:
    version = schemes.open_version(schemes.add())
    write = partial(writing.write_section, version_id=version.id, by=schemes.commissioner)
    said = _refused_act(write, section_id=version.sections[0].id, text=f"Seen: {NHS_NUMBER}")
    assert "NHS number check" in said
    assert NHS_NUMBER not in said
    assert _refused_act(write, section_id=999, text="New") == "There is no such section in this version."
    control = Control(outcome=NHS_NUMBER)
    change = partial(writing.change_control, version_id=version.id, by=schemes.commissioner)
    assert NHS_NUMBER not in _refused_act(change, control=control)


def test_nothing_changed_is_said(schemes: Schemes) -> None:
    version_id = schemes.write(schemes.add())
    by = schemes.commissioner
    terms = terms_written(form=Form.PER_ITEM, written="Joint injection; injection")
    assert _refused_act(writing.change_control, version_id=version_id, control=CONTROL, by=by).startswith("Nothing was")
    assert _refused_act(writing.write_terms, version_id=version_id, terms=terms, by=by).startswith("Nothing was")


def test_two_approvals_at_once_make_one(everywhere: Schemes, database: Flask) -> None:
    scheme_id = everywhere.add()
    version_id = everywhere.write(scheme_id)
    everywhere.price(scheme_id)
    everywhere.submit(version_id)
    seen = hash_of_version(get_version(version_id))
    acts = (
        partial(approving.approve_version, version_id=version_id, seen_hash=seen, by=by, on=DAY, at=AT)
        for by in (everywhere.second, everywhere.finance)
    )
    assert at_once(database, *acts) == ["A version is approved while it waits for approval.", "done"]
    assert db.session.scalar(select(func.count()).select_from(ApprovedScheme)) == 1


def test_one_trust_does_not_count_on_with_the_numbers_of_another(schemes: Schemes) -> None:
    schemes.add()
    schemes.add(name="Stop smoking", service_id=schemes.services["STOP"])
    numbers = list(db.session.scalars(select(Scheme.number).order_by(Scheme.id)))
    assert numbers == [1, 2]
    assert db.session.scalar(select(func.count()).select_from(SchemeVersion)) == 2
