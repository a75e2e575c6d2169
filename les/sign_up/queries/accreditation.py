"""Looking up what schemes require, the evidence of practices, and whether an agreement is accredited on a day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from core.db import db
from core.parties.models import Party
from core.periods import holds_on
from core.permissions import Actor, Role
from les.schemes.models.schemes import Scheme
from les.sign_up.models.accreditation import Evidence, Requirement
from les.sign_up.models.agreements import LesAgreement
from les.sign_up.queries.agreements import agreements_between
from les.sign_up.rules.accreditation import Shown, Standing, is_met, runs_until, standing_on


@dataclass(frozen=True, slots=True, kw_only=True)
class HowAccredited:
    """How the practice of an agreement stands with a requirement on a day. `until`: the first day without."""

    agreement: LesAgreement
    requirement: Requirement
    standing: Standing
    until: date | None
    evidence: tuple[Evidence, ...]


def is_accredited(agreement: LesAgreement, on: date) -> bool:
    """Whether, for all that its scheme requires on a day, accepted evidence of the practice is in force on that day."""
    return accredited_among([agreement], on=on) == {agreement.id}


def accredited_among(agreements: Collection[LesAgreement], *, on: date) -> set[int]:
    """Which of these agreements are accredited on a day, by id. Two queries, however many they are."""
    requirements = _requirements_of({each.scheme_id for each in agreements})
    shown = _shown(evidence_of([each.practice_id for each in agreements]))
    return {
        each.id
        for each in agreements
        if all(
            is_met(shown.get((requirement.id, each.practice_id), []), on=on)
            for requirement in requirements.get(each.scheme_id, [])
            if holds_on(on, requirement.applies_from, requirement.ended_on)
        )
    }


def how_accredited(agreements: Collection[LesAgreement], *, on: date) -> list[HowAccredited]:
    """How each agreement stands with each requirement of its scheme that counts on a day."""
    requirements = _requirements_of({each.scheme_id for each in agreements})
    evidence = evidence_of([each.practice_id for each in agreements])
    shown = _shown(evidence)
    found = []
    for agreement in agreements:
        for each in requirements.get(agreement.scheme_id, []):
            if not holds_on(on, each.applies_from, each.ended_on):
                continue
            key = (each.id, agreement.practice_id)
            own = tuple(one for one in evidence if (one.requirement_id, one.practice_id) == key)
            values = shown.get(key, [])
            standing, until = standing_on(values, on=on), runs_until(values, on=on)
            found.append(
                HowAccredited(agreement=agreement, requirement=each, standing=standing, until=until, evidence=own)
            )
    return found


def list_standing(by: Actor, *, on: date, scheme_id: int | None = None) -> list[HowAccredited]:
    """How all practices signed up on a day stand, as far as that concerns the reader."""
    own = {by.organisation_id} if by.role is Role.PRACTICE_MANAGER else None
    agreements = agreements_between(
        first=on,
        end=date.fromordinal(on.toordinal() + 1),
        practice_ids=own,
        scheme_ids=None if scheme_id is None else {scheme_id},
        commissioner_ids=by.commissioner_ids,
    )
    return how_accredited(agreements, on=on)


def list_requirements(scheme_id: int) -> list[Requirement]:
    """What a scheme requires and required, by name."""
    rows = select(Requirement).where(Requirement.scheme_id == scheme_id).order_by(Requirement.name)
    return list(db.session.scalars(rows.options(joinedload(Requirement.scheme))))


def get_requirement(requirement_id: int) -> Requirement:
    """The requirement of that id; NoResultFound when there is none."""
    rows = select(Requirement).where(Requirement.id == requirement_id).options(joinedload(Requirement.scheme))
    return db.session.execute(rows.execution_options(populate_existing=True)).scalar_one()


def find_seen_requirement(requirement_id: int, by: Actor) -> Requirement | None:
    """The requirement of that id, if its scheme is of a commissioner whom the reader reaches."""
    rows = select(Requirement).join(Requirement.scheme).options(joinedload(Requirement.scheme))
    rows = rows.where(Requirement.id == requirement_id, Scheme.commissioner_id.in_(by.commissioner_ids))
    return db.session.scalars(rows.execution_options(populate_existing=True)).first()


def get_evidence(evidence_id: int) -> Evidence:
    """The evidence of that id, as the database has it now; NoResultFound when there is none."""
    rows = _evidence().where(Evidence.id == evidence_id).execution_options(populate_existing=True)
    return db.session.execute(rows).scalar_one()


def find_seen_evidence(evidence_id: int, by: Actor) -> Evidence | None:
    """The evidence of that id, if it concerns the reader: the practice’s own, all to those of the commissioner."""
    rows = _evidence().where(Evidence.id == evidence_id, Scheme.commissioner_id.in_(by.commissioner_ids))
    if by.role is Role.PRACTICE_MANAGER:
        rows = rows.where(Evidence.practice_id == by.organisation_id)
    return db.session.scalars(rows.execution_options(populate_existing=True)).first()


def evidence_of(practice_ids: Collection[int]) -> list[Evidence]:
    """All evidence of these practices, oldest first."""
    return list(db.session.scalars(_evidence().where(Evidence.practice_id.in_(practice_ids)).order_by(Evidence.id)))


def list_unchecked(commissioner_ids: Collection[int]) -> list[Evidence]:
    """The evidence that waits for a commissioner, oldest first."""
    rows = _evidence().where(Scheme.commissioner_id.in_(commissioner_ids), ~Evidence.check.has())
    return list(db.session.scalars(rows.order_by(Evidence.id)))


def _requirements_of(scheme_ids: Collection[int]) -> dict[int, list[Requirement]]:
    rows = select(Requirement).where(Requirement.scheme_id.in_(scheme_ids)).order_by(Requirement.name)
    found: dict[int, list[Requirement]] = {}
    for each in db.session.scalars(rows):
        found.setdefault(each.scheme_id, []).append(each)
    return found


def _shown(evidence: Iterable[Evidence]) -> dict[tuple[int, int], list[Shown]]:
    found: dict[tuple[int, int], list[Shown]] = {}
    for each in evidence:
        accepted = each.check.is_accepted if each.check else None
        value = Shown(valid_from=each.valid_from, expires_on=each.expires_on, is_accepted=accepted)
        found.setdefault((each.requirement_id, each.practice_id), []).append(value)
    return found


def _evidence() -> Select[Evidence]:
    return (
        select(Evidence)
        .join(Evidence.requirement)
        .join(Requirement.scheme)
        .join(Party, Party.id == Evidence.practice_id)
        .options(
            joinedload(Evidence.requirement).joinedload(Requirement.scheme),
            joinedload(Evidence.practice),
            joinedload(Evidence.check),
            joinedload(Evidence.given_by),
        )
    )
