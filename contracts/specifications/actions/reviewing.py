"""Putting a draft into review, and accepting it: with the second side’s acceptance the version is agreed and frozen."""

from datetime import date, datetime

from contracts.specifications.actions.recording import held, is_commissioner, record, tell_other_side
from contracts.specifications.models import VERSION, AgreedText, SpecificationVersion
from contracts.specifications.queries.contents import (
    acceptances_of,
    content_of,
    missing_acceptances,
    problems_in_version,
)
from contracts.specifications.queries.versions import find_agreed_of
from contracts.specifications.rules.content import canonical, hash_of
from contracts.specifications.rules.states import State, check_may_be_accepted, check_may_be_submitted
from core.db import db
from core.four_eyes import check_other_person
from core.permissions import Actor
from core.signatures.actions import sign
from core.signatures.rules import Capacity


def submit_for_review(*, version_id: int, by: Actor, on: date, at: datetime, href: str) -> SpecificationVersion:
    """Put a draft into review, once nothing is missing; the other side is told and may change it from now on."""
    version = held(version_id, by)
    check_may_be_submitted(
        state=version.state,
        is_own=version.drafter_id == by.organisation_id,
        drafter=version.drafter.name,
        problems=problems_in_version(version),
    )
    version.state = State.IN_REVIEW
    db.session.flush()
    record(version, "submit_for_review", by)
    tell_other_side(
        version,
        "submit_for_review",
        f"{version.called} is in review",
        f"{by.organisation_name} asks you to read, comment and accept it.",
        by=by,
        on=on,
        at=at,
        href=href,
    )
    return version


def accept_version(
    *, version_id: int, seen_hash: str, by: Actor, on: date, at: datetime, href: str
) -> SpecificationVersion:
    """Accept the exact text that the person had in front of them (`seen_hash`), for their side.

    It is signed. The second side’s acceptance of the same text agrees the version: its text is frozen with its hash,
    and the version agreed before is superseded. A change after an acceptance voids it.
    """
    version = held(version_id, by)
    content = content_of(version)
    content_hash = hash_of(content)
    for_commissioner = is_commissioner(version.specification, by)
    provider = version.specification.provider
    check_may_be_accepted(
        state=version.state,
        seen_hash=seen_hash,
        content_hash=content_hash,
        problems=problems_in_version(version),
        interest=provider.name if for_commissioner and provider.id in by.interests else "",
    )
    others = [each.person_id for each in acceptances_of(version) if each.organisation_id != by.organisation_id]
    check_other_person(by, *others, did="accepted this text for the other side")
    sign(
        subject=VERSION,
        subject_id=version.id,
        content_hash=content_hash,
        statement=sentence_to_accept(version),
        capacity=Capacity.FOR_COMMISSIONER if for_commissioner else Capacity.FOR_PROVIDER,
        by=by,
        on=on,
        at=at,
        commissioner_id=version.specification.commissioner_id,
    )
    is_agreed = not missing_acceptances(version, acceptances_of(version))
    if is_agreed:
        _agree(version, canonical(content), content_hash, at)
    act = "accept_and_agree" if is_agreed else "accept_version"
    record(version, act, by, new={"organisation": by.organisation_name, "content_hash": content_hash})
    _tell(version, is_agreed=is_agreed, by=by, on=on, at=at, href=href)
    return version


def sentence_to_accept(version: SpecificationVersion) -> str:
    """The sentence that each side signs."""
    specification = version.specification
    return (
        f"We accept {version.called}, as the specification of {specification.service.name} "
        f"by {specification.provider.name} for {specification.commissioner.name}."
    )


def _agree(version: SpecificationVersion, content: str, content_hash: str, at: datetime) -> None:
    earlier = find_agreed_of(version.specification_id)
    if earlier is not None:
        earlier.state = State.SUPERSEDED
        db.session.flush()
    version.state = State.AGREED
    db.session.add(AgreedText(version_id=version.id, content=content, content_hash=content_hash, agreed_at=at))
    db.session.flush()
    db.session.expire(version, ["agreed"])


def _tell(version: SpecificationVersion, *, is_agreed: bool, by: Actor, on: date, at: datetime, href: str) -> None:
    words = (
        "Both sides accepted the same text. It is frozen."
        if is_agreed
        else f"{by.organisation_name} accepted the text as it is. It is agreed once you accept it too."
    )
    subject = f"{version.called} is agreed" if is_agreed else f"{version.called} waits for you"
    tell_other_side(version, "accept_version", subject, words, by=by, on=on, at=at, href=href)
