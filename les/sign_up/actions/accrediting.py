"""Accreditation: what a scheme requires, evidence that a practice gives, what the commissioner finds of it."""

from datetime import date, datetime

from core import audit
from core.attachments.actions import attach
from core.attachments.checking import CheckedFile
from core.db import db
from core.errors import Refusal
from core.four_eyes import check_other_person
from core.permissions import Actor, Permission, check_may
from core.wording import in_full
from les.schemes.actions.recording import held, words_to_keep
from les.sign_up.actions.recording import record
from les.sign_up.models.accreditation import EVIDENCE, Evidence, EvidenceCheck, Requirement
from les.sign_up.queries.accreditation import get_evidence, get_requirement, list_requirements
from les.sign_up.rules.accreditation import check_evidence

REQUIREMENT = "les_requirement"
MOST_OF_LINE = 120
MOST_MONTHS = 120


def add_requirement(
    *, scheme_id: int, name: str, for_whom: str, renewed_months: int, applies_from: date, by: Actor
) -> Requirement:
    """Say what a scheme requires: its name, for whom (a role), after how many months anew (0: never), from when on."""
    scheme = held(scheme_id, by, Permission.OFFER_SCHEMES)
    kept = words_to_keep(name, what="The name", most=MOST_OF_LINE)
    whom = words_to_keep(for_whom, what="For whom it is", most=MOST_OF_LINE)
    if not 0 <= renewed_months <= MOST_MONTHS:
        raise Refusal(f"It is renewed every 1 to {MOST_MONTHS} months; 0 stands for never.")
    if any(each.name.casefold() == kept.casefold() for each in list_requirements(scheme_id)):
        raise Refusal(f"The scheme requires “{kept}” already. Call this one something else.")
    requirement = Requirement(
        scheme_id=scheme_id, name=kept, for_whom=whom, renewed_months=renewed_months, applies_from=applies_from
    )
    db.session.add(requirement)
    db.session.flush()
    new: audit.Values = {"name": kept, "for_whom": whom, "applies_from": in_full(applies_from)}
    record(scheme, "add_requirement", by, subject=REQUIREMENT, subject_id=requirement.id, new=new)
    return requirement


def end_requirement(*, requirement_id: int, ended_on: date, by: Actor) -> Requirement:
    """Say from when on a scheme does not require something any more."""
    requirement = get_requirement(requirement_id)
    scheme = held(requirement.scheme_id, by, Permission.OFFER_SCHEMES)
    requirement = get_requirement(requirement_id)
    if requirement.ended_on is not None:
        raise Refusal(f"It is not required from {in_full(requirement.ended_on)} on already.")
    if ended_on < requirement.applies_from:
        raise Refusal(f"It applies from {in_full(requirement.applies_from)}. Let it end on that day or after.")
    requirement.ended_on = ended_on
    db.session.flush()
    new: audit.Values = {"name": requirement.name, "ended_on": in_full(ended_on)}
    record(scheme, "end_requirement", by, subject=REQUIREMENT, subject_id=requirement.id, new=new)
    return requirement


def give_evidence(
    *,
    requirement_id: int,
    holder: str,
    valid_from: date,
    expires_on: date | None,
    title: str,
    file: CheckedFile,
    by: Actor,
    on: date,
    at: datetime,
) -> Evidence:
    """Give evidence for one’s own practice, with a document. It counts once the commissioner accepted it."""
    requirement = get_requirement(requirement_id)
    scheme = requirement.scheme
    check_may(by, Permission.BIND_PRACTICE, commissioner_id=scheme.commissioner_id)
    if requirement.ended_on is not None and requirement.ended_on <= on:
        raise Refusal("The scheme does not require this any more.")
    kept = words_to_keep(holder, what="Whose it is", most=MOST_OF_LINE)
    check_evidence(valid_from=valid_from, expires_on=expires_on, months=requirement.renewed_months, on=on)
    evidence = Evidence(
        requirement_id=requirement_id,
        practice_id=by.organisation_id,
        holder=kept,
        valid_from=valid_from,
        expires_on=expires_on,
        given_by_id=by.person_id,
        given_at=at,
    )
    db.session.add(evidence)
    db.session.flush()
    trust, subject_id = scheme.commissioner_id, evidence.id
    attach(subject=EVIDENCE, subject_id=subject_id, title=title, file=file, by=by, at=at, commissioner_id=trust)
    new: audit.Values = {"name": requirement.name, "holder": kept, "valid_from": in_full(valid_from)}
    record(scheme, "give_evidence", by, subject=EVIDENCE, subject_id=evidence.id, new=new)
    return evidence


def check_evidence_given(*, evidence_id: int, is_accepted: bool, words: str, by: Actor, at: datetime) -> EvidenceCheck:
    """Accept evidence, or return it with the reason, once. Nobody with an interest in the practice does."""
    evidence = get_evidence(evidence_id)
    scheme = held(evidence.requirement.scheme_id, by, Permission.OFFER_SCHEMES)
    evidence = get_evidence(evidence_id)
    if evidence.check is not None:
        raise Refusal(f"{evidence.check.name} looked at this already.")
    check_other_person(by, evidence.given_by_id, did="gave this evidence")
    if evidence.practice_id in by.interests:
        raise Refusal(f"You declared an interest in {evidence.practice.name}. Ask somebody without one.")
    kept = words_to_keep(words, what="The reason", is_needed=not is_accepted)
    check = EvidenceCheck(
        evidence_id=evidence_id,
        is_accepted=is_accepted,
        words=kept,
        checked_by_id=by.person_id,
        name=by.name,
        checked_at=at,
    )
    db.session.add(check)
    db.session.flush()
    new: audit.Values = {
        "name": evidence.requirement.name,
        "practice": evidence.practice.name,
        "found": "accepted it" if is_accepted else f"returned it: {kept}",
    }
    record(scheme, "check_evidence", by, subject=EVIDENCE, subject_id=evidence.id, new=new)
    return check
