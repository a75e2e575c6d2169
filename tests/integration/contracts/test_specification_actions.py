"""What people do with specifications: start, write, review, accept, begin the next, withdraw."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from contracts.specifications.actions import commenting, withdrawing, writing
from contracts.specifications.actions.starting import begin_next_version
from contracts.specifications.models import SpecificationVersion
from contracts.specifications.queries.agreed import (
    find_agreed_version,
    find_once_agreed_version,
    list_agreed_versions,
)
from contracts.specifications.queries.contents import acceptances_of, content_of, hash_of_version, problems_in_version
from contracts.specifications.queries.versions import get_version, history_of_version
from contracts.specifications.rules.states import State
from core.db import db, transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from core.notifications.models import Message
from core.parties.actions import rename_party
from core.permissions import Actor
from tests.at_once import at_once
from tests.builders import AT, DAY
from tests.builders_attachments import NHS_NUMBER
from tests.builders_specifications import HREF, Parties, section_of


@pytest.fixture
def parties(database: Flask) -> Parties:
    """Two sides and a service."""
    del database
    return Parties()


def _told(version_id: int) -> list[str]:
    return [line.did for line in history_of_version(get_version(version_id))]


def _withdraw(version_id: int, by: Actor, reason: str = "It is over.") -> None:
    with transaction():
        withdrawing.withdraw_version(version_id=version_id, reason=reason, by=by, on=DAY, at=AT, href=HREF)


def _next(version_id: int, by: Actor) -> int:
    with transaction():
        return begin_next_version(version_id=version_id, by=by, at=AT).id


def test_starts_a_draft_with_the_sections_of_the_template(parties: Parties) -> None:
    version = get_version(parties.start())
    assert (version.called, version.state) == ("SPEC-001 Community nursing, version 1", State.DRAFT)
    assert [section.called for section in version.sections][:2] == ["1 Service", "2 Purpose"]
    assert version.drafter.name == "Provider services"
    [told] = _told(version.id)
    assert told == (
        "started SPEC-001 Community nursing, version 1 for Service NURS by Provider services, "
        "from the template Short local form, 2008, version 1"
    )
    second = get_version(parties.start(parties.commissioner, title=""))
    assert second.called == "SPEC-002 Service NURS, version 1"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"service_id": 9999}, "There is no such service. Choose one from the list."),
        ({"template_code": "other"}, "There is no such template. Choose one from the list."),
        ({"title": "n" * 121}, "The title has at most 120 characters."),
    ],
)
def test_refuses_to_start_from_what_is_not_there(parties: Parties, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(Refusal) as refused:
        parties.start(parties.commissioner, **changes)
    assert str(refused.value) == told


def test_only_the_two_sides_start_write_and_accept(parties: Parties) -> None:
    for stranger in (parties.rival, parties.neighbour, parties.lead, parties.finance, parties.auditor):
        with pytest.raises(NotAllowed):
            parties.start(stranger)
    version_id = parties.in_review()
    for stranger in (parties.rival, parties.neighbour, parties.lead, parties.finance, parties.auditor):
        with pytest.raises(NotAllowed):
            parties.write(version_id, "purpose", "Ours.", stranger)
        with pytest.raises(NotAllowed):
            parties.accept(version_id, stranger)
        with pytest.raises(NotAllowed):
            _withdraw(version_id, stranger)


def test_the_other_side_does_not_change_a_draft(parties: Parties) -> None:
    version_id = parties.start()
    with pytest.raises(Refusal) as refused:
        parties.write(version_id, "purpose", "To help.", parties.commissioner)
    assert str(refused.value) == (
        "Provider services is still drafting this version. You can change it once it is put into review."
    )


def test_writes_a_section_and_says_what_changed(parties: Parties) -> None:
    version_id = parties.start()
    parties.write(version_id, "purpose", "To help.\r\n\r\nAt home.\n")
    section = next(each for each in get_version(version_id).sections if each.key == "purpose")
    assert section.text == "To help.\n\nAt home."
    assert _told(version_id)[0] == "wrote 2 Purpose: 2 paragraphs added"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<script>alert(1)</script>", "Line 1 holds HTML. Write it in words, or as Markdown."),
        ("[here](javascript:alert(1))", "Line 1 holds a script. Take it out."),
        ("", "Nothing was changed: this is what the section says already."),
    ],
)
def test_refuses_script_and_what_is_no_change(parties: Parties, text: str, told: str) -> None:
    version_id = parties.start()
    with pytest.raises(Refusal) as refused:
        parties.write(version_id, "purpose", text)
    assert told in str(refused.value)


def test_refuses_a_patients_number_and_never_repeats_it(parties: Parties) -> None:
    version_id = parties.start()
    with pytest.raises(Refusal) as refused:
        parties.write(version_id, "purpose", f"About {NHS_NUMBER}")
    assert NHS_NUMBER not in str(refused.value)


def test_an_empty_form_of_the_template_counts_as_empty(parties: Parties) -> None:
    version_id = parties.start()
    starter = next(each.starter for each in get_version(version_id).sections if each.key == "staffing")
    with pytest.raises(Refusal, match=r"^Nothing was changed"):
        parties.write(version_id, "staffing", starter)
    assert "Section 6, Staffing, is empty." in problems_in_version(get_version(version_id))


def test_changes_the_header_and_says_what(parties: Parties) -> None:
    version_id = parties.start()
    with transaction():
        writing.change_header(version_id=version_id, header=parties.header(), by=parties.provider, on=DAY)
    version = get_version(version_id)
    assert version.header == parties.header()
    told = _told(version_id)[0]
    assert told.startswith("changed the header: commissioner lead from not said yet to ")
    names = ("provider lead", "period", "review by", "expires on", "localities covered")
    assert [f"; {name} from not said yet to " in told for name in names] == [True] * 5
    only = replace(parties.header(), localities=frozenset(sorted(parties.localities)[:1]))
    with transaction():
        writing.change_header(version_id=version_id, header=only, by=parties.provider, on=DAY)
    assert content_of(get_version(version_id)).localities == ("Dacorum",)


def test_a_lead_belongs_to_the_side_they_lead(parties: Parties) -> None:
    version_id = parties.start()
    header = parties.header(provider_lead_id=parties.rival.person_id)
    with pytest.raises(Refusal) as refused, transaction():
        writing.change_header(version_id=version_id, header=header, by=parties.provider, on=DAY)
    assert str(refused.value) == "The lead must be somebody who drafts specifications for Provider services."


def test_nothing_incomplete_is_put_into_review(parties: Parties) -> None:
    version_id = parties.start()
    with pytest.raises(Refusal) as refused:
        parties.submit(version_id, parties.provider)
    assert str(refused.value).startswith("It is not complete yet. Name the commissioner’s lead. ")
    assert "Section 8, Standards, is empty." in str(refused.value)
    assert "Cost" not in str(refused.value)


def test_putting_into_review_tells_the_other_side(parties: Parties) -> None:
    version_id = parties.in_review()
    subjects = [(each.person_id, each.subject) for each in db.session.scalars(select(Message))]
    assert subjects == [(parties.commissioner.person_id, "SPEC-001 Community nursing, version 1 is in review")]
    assert _told(version_id)[0] == "put it into review"


def test_both_sides_agree_the_same_text(parties: Parties) -> None:
    version_id = parties.in_review()
    parties.accept(version_id, parties.commissioner)
    assert get_version(version_id).state is State.IN_REVIEW
    parties.accept(version_id, parties.provider)
    version = get_version(version_id)
    assert version.state is State.AGREED
    assert version.agreed is not None
    assert {each.content_hash for each in acceptances_of(version)} == {version.agreed.content_hash}
    assert [each.capacity_name for each in acceptances_of(version)] == ["For the commissioner", "For the provider"]
    assert "accepted it for Provider services, with which both sides agreed it" in _told(version_id)


def test_a_side_accepts_once(parties: Parties) -> None:
    version_id = parties.in_review()
    parties.accept(version_id, parties.provider)
    with pytest.raises(Refusal, match=r"^Provider services has signed this already"):
        parties.accept(version_id, parties.provider)


def test_a_change_voids_an_acceptance_even_when_it_is_changed_back(parties: Parties) -> None:
    version_id = parties.in_review()
    before = next(each.text for each in get_version(version_id).sections if each.key == "purpose")
    parties.accept(version_id, parties.provider)
    parties.write(version_id, "purpose", "Something else.", parties.commissioner)
    parties.write(version_id, "purpose", before, parties.commissioner)
    assert acceptances_of(get_version(version_id)) == []
    parties.accept(version_id, parties.commissioner)
    assert get_version(version_id).state is State.IN_REVIEW


def test_refuses_to_accept_a_text_that_changed_since_it_was_opened(parties: Parties) -> None:
    version_id = parties.in_review()
    seen = hash_of_version(get_version(version_id))
    parties.write(version_id, "purpose", "Something else.", parties.commissioner)
    with pytest.raises(OutOfDate, match=r"^The text changed after you opened this page"):
        parties.accept(version_id, parties.provider, seen)


def test_nobody_with_an_interest_in_the_provider_accepts_for_the_commissioner(parties: Parties) -> None:
    version_id = parties.in_review()
    interested = replace(parties.commissioner, interests=frozenset({parties.provider_id}))
    with pytest.raises(Refusal) as refused:
        parties.accept(version_id, interested)
    assert str(refused.value) == (
        "You have declared an interest in Provider services, so a colleague without one has to accept."
    )


def test_an_agreed_text_is_frozen(parties: Parties) -> None:
    version_id = parties.agreed()
    with pytest.raises(Refusal, match=r"^This version is agreed, and its text is frozen"):
        parties.write(version_id, "purpose", "Something else.")
    for statement in ("UPDATE specifications_agreed SET content = ''", "DELETE FROM specifications_agreed"):
        with pytest.raises(DatabaseError, match="frozen"), transaction():
            db.session.execute(db.text(statement))


def test_the_agreed_text_stays_when_names_change_around_it(parties: Parties) -> None:
    version_id = parties.agreed()
    agreed = find_agreed_version(version_id, commissioner_id=parties.trust.id)
    assert agreed is not None
    with transaction():
        rename_party(party_id=parties.provider_id, name="Community provider", by=parties.trust.administrator)
    assert get_version(version_id).specification.provider.name == "Community provider"
    assert content_of(get_version(version_id)) == agreed.content
    assert hash_of_version(get_version(version_id)) == agreed.content_hash
    assert find_agreed_version(version_id, commissioner_id=parties.neighbour.organisation_id) is None


def test_the_next_version_supersedes_the_one_before(parties: Parties) -> None:
    first = parties.agreed()
    second = _next(first, parties.commissioner)
    assert get_version(second).header == parties.header()
    assert get_version(first).state is State.AGREED
    with pytest.raises(Refusal, match=r"^Version 2 is open already"):
        _next(first, parties.provider)
    parties.write(second, "purpose", "To help more.", parties.commissioner)
    parties.submit(second, parties.commissioner)
    parties.accept(second, parties.provider)
    parties.accept(second, parties.commissioner)
    assert (get_version(first).state, get_version(second).state) == (State.SUPERSEDED, State.AGREED)
    found = list_agreed_versions(parties.trust.id, provider_id=parties.provider_id)
    assert [(each.called, each.version_id) for each in found] == [("SPEC-001 Community nursing, version 2", second)]
    assert find_agreed_version(first, commissioner_id=parties.trust.id) is None
    once = find_once_agreed_version(first, commissioner_id=parties.trust.id)
    assert once is not None
    assert once.content.sections[1].text == "What purpose means."


def test_withdrawing_shows_every_reason_of_higher_rooms(parties: Parties, monkeypatch: pytest.MonkeyPatch) -> None:
    version_id = parties.agreed()
    reasons = [lambda _: ["Contract 1 names it."], lambda _: [], lambda _: ["Contract 2 names it."]]
    monkeypatch.setattr(withdrawing, "reasons_against_withdrawing_specification", reasons)
    with pytest.raises(Refusal) as refused:
        _withdraw(version_id, parties.commissioner)
    assert str(refused.value) == "Contract 1 names it. Contract 2 names it."
    assert get_version(version_id).state is State.AGREED


def test_the_commissioner_withdraws_what_was_agreed_and_it_stays_readable(parties: Parties) -> None:
    version_id = parties.agreed()
    with pytest.raises(Refusal) as refused:
        _withdraw(version_id, parties.provider)
    assert str(refused.value) == "An agreed version is withdrawn by the commissioner."
    _withdraw(version_id, parties.commissioner)
    assert get_version(version_id).state is State.WITHDRAWN
    assert content_of(get_version(version_id)).sections[1].text == "What purpose means."
    assert _told(version_id)[0] == "withdrew it: It is over."
    with pytest.raises(Refusal, match=r"^This version is withdrawn already"):
        _withdraw(version_id, parties.commissioner)


def test_comments_are_made_by_those_it_concerns_and_resolved_by_the_sides(parties: Parties) -> None:
    version_id = parties.in_review()
    section_id = section_of(version_id, "purpose")
    at: dict[str, Any] = {"version_id": version_id, "section_id": section_id, "at": AT}
    for by in (parties.lead, parties.finance, parties.commissioner):
        with transaction():
            commenting.comment_on_section(words="What of weekends?", by=by, **at)
    for stranger in (parties.rival, parties.neighbour, parties.auditor):
        with pytest.raises(NotAllowed), transaction():
            commenting.comment_on_section(words="Mine.", by=stranger, **at)
    with pytest.raises(NotAllowed), transaction():
        commenting.resolve_comments(by=parties.lead, **at)
    with transaction():
        assert commenting.resolve_comments(by=parties.provider, **at).state_name == "Resolved"
    with transaction():
        assert commenting.reopen_comments(by=parties.commissioner, **at).state_name == "Open"


def test_a_group_does_not_see_or_comment_on_a_draft(parties: Parties) -> None:
    version_id = parties.start()
    with pytest.raises(NotAllowed), transaction():
        commenting.comment_on_section(
            version_id=version_id, section_id=section_of(version_id, "purpose"), words="Ours?", by=parties.lead, at=AT
        )


def test_no_comment_on_what_is_agreed(parties: Parties) -> None:
    version_id = parties.agreed()
    with pytest.raises(Refusal, match=r"^This version is agreed\. Comments are made while"), transaction():
        commenting.comment_on_section(
            version_id=version_id, section_id=section_of(version_id, "purpose"), words="Late.", by=parties.lead, at=AT
        )


def test_two_begin_the_next_version_at_once_and_one_is_told(parties: Parties, database: Flask) -> None:
    first = parties.agreed()
    came = at_once(
        database,
        lambda: begin_next_version(version_id=first, by=parties.provider, at=AT),
        lambda: begin_next_version(version_id=first, by=parties.commissioner, at=AT),
    )
    assert came == ["Version 2 is open already. Change that one, or withdraw it first.", "done"]
    count = select(func.count()).select_from(SpecificationVersion)
    assert db.session.scalar(count) == 2


def test_both_sides_accept_at_once_and_it_is_agreed(parties: Parties, database: Flask) -> None:
    version_id = parties.in_review()
    seen = hash_of_version(get_version(version_id))
    came = at_once(
        database,
        *(partial(parties.accept_inside, version_id, by, seen) for by in (parties.provider, parties.commissioner)),
    )
    assert came == ["done", "done"]
    assert get_version(version_id).state is State.AGREED
