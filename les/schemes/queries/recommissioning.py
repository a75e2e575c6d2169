"""Looking up re-commissioning: exercises, the cases of schemes, and what of them is decided or waits."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from commissioning.organisations.models import Locality
from core.db import db
from core.parties.models import Party
from core.permissions import Actor
from les.schemes.models.opinions import OpinionRequest
from les.schemes.models.recommissioning import CaseDecision, CaseProposal, Exercise, SchemeCase
from les.schemes.models.schemes import Scheme, SchemeVersion
from les.schemes.queries.ending import ended_on_of
from les.schemes.queries.schemes import list_schemes, shown_version
from les.schemes.rules.kinds import State, Verdict
from les.schemes.rules.recommissioning import Outcome


def list_exercises(commissioner_ids: Collection[int]) -> list[Exercise]:
    """The exercises of commissioners, newest first."""
    rows = select(Exercise).where(Exercise.commissioner_id.in_(commissioner_ids))
    return list(db.session.scalars(rows.options(joinedload(Exercise.commissioner)).order_by(Exercise.id.desc())))


def newest_exercise(commissioner_id: int) -> Exercise | None:
    """The newest exercise of a commissioner."""
    return next(iter(list_exercises([commissioner_id])), None)


def find_seen_exercise(exercise_id: int, by: Actor) -> Exercise | None:
    """The exercise of that id, if it concerns the reader."""
    found = (each for each in list_exercises(by.commissioner_ids) if each.id == exercise_id)
    return next(found, None)


def get_exercise(exercise_id: int) -> Exercise:
    """The exercise of that id; NoResultFound when there is none."""
    return db.session.execute(select(Exercise).where(Exercise.id == exercise_id)).scalar_one()


def next_exercise_number(commissioner_id: int) -> int:
    """The number of the next exercise of a commissioner, which the caller holds."""
    newest = db.session.scalar(select(func.max(Exercise.number)).where(Exercise.commissioner_id == commissioner_id))
    return (newest or 0) + 1


def list_cases(exercise_id: int) -> list[SchemeCase]:
    """The schemes of an exercise with all that was asked, said, proposed and decided, by number of the scheme."""
    rows = _cases().where(SchemeCase.exercise_id == exercise_id)
    rows = rows.join(SchemeCase.scheme).order_by(Scheme.number).execution_options(populate_existing=True)
    return list(db.session.scalars(rows))


def find_seen_case(case_id: int, by: Actor) -> SchemeCase | None:
    """The case of that id, if it concerns the reader."""
    rows = _cases().where(SchemeCase.id == case_id).execution_options(populate_existing=True)
    found = db.session.scalars(rows).first()
    return found if found is not None and by.reaches(found.exercise.commissioner_id) else None


def get_case(case_id: int) -> SchemeCase:
    """The case of that id as the database has it now; NoResultFound when there is none."""
    rows = _cases().where(SchemeCase.id == case_id).execution_options(populate_existing=True)
    return db.session.execute(rows).scalar_one()


def scheme_id_of_case(case_id: int) -> int:
    """The scheme of a case, read alone so that it can be held before the case is looked at."""
    return db.session.execute(select(SchemeCase.scheme_id).where(SchemeCase.id == case_id)).scalar_one()


def find_newest_case(scheme_id: int) -> SchemeCase | None:
    """The case of a scheme in the newest exercise it stands in."""
    rows = _cases().where(SchemeCase.scheme_id == scheme_id).order_by(SchemeCase.id.desc()).limit(1)
    return db.session.scalars(rows.execution_options(populate_existing=True)).first()


def find_proposal(proposal_id: int) -> CaseProposal | None:
    """The proposal of that id."""
    return db.session.scalars(select(CaseProposal).where(CaseProposal.id == proposal_id)).first()


def schemes_to_cover(by: Actor, commissioner_id: int) -> list[Scheme]:
    """The approved schemes of a commissioner without an end: those that are to be re-commissioned."""
    found = [
        each
        for each in list_schemes(by)
        if each.commissioner_id == commissioner_id and shown_version(each).state is State.APPROVED
    ]
    ended = ended_on_of([each.id for each in found])
    return [each for each in found if each.id not in ended]


def standing(case: SchemeCase) -> CaseProposal | None:
    """What is decided for a scheme now: the newest proposal that was agreed to. Pure reading of what is loaded."""
    agreed = [each for each in case.proposals if each.decision and each.decision.verdict is Verdict.APPROVED]
    return agreed[-1] if agreed else None


def waiting(case: SchemeCase) -> CaseProposal | None:
    """The proposal that waits for a second person; at most one does. Pure reading of what is loaded."""
    return next((each for each in case.proposals if each.decision is None), None)


def standing_outcome(case: SchemeCase | None) -> Outcome | None:
    """The outcome that is decided for a scheme; None while none is."""
    held = standing(case) if case else None
    return held.outcome if held else None


def decision_of(proposal: CaseProposal) -> CaseDecision:
    """The decision over a proposal that has one."""
    if proposal.decision is None:
        raise ValueError("this proposal is not decided")
    return proposal.decision


def next_version_after(proposal: CaseProposal) -> SchemeVersion | None:
    """The version that followed the one a proposal is about, drafted or approved. Pure reading of what is loaded."""
    newest = proposal.case.scheme.versions[0]
    return newest if newest.number > proposal.version.number else None


def groups_concerned(scheme: Scheme, groups: Sequence[tuple[Party, Locality | None]]) -> list[Party]:
    """The groups whose patients a scheme is for: those of its locality, or all. `groups`: of its commissioner."""
    return [
        group
        for group, place in groups
        if scheme.locality_id is None or (place is not None and place.id == scheme.locality_id)
    ]


def requests_of_group(group_id: int, *, since: date) -> list[OpinionRequest]:
    """What a group was asked in exercises that began on a day or later, oldest first."""
    rows = select(OpinionRequest).join(SchemeCase, SchemeCase.id == OpinionRequest.case_id).join(SchemeCase.exercise)
    rows = rows.where(OpinionRequest.group_id == group_id, Exercise.began_on >= since)
    return list(db.session.scalars(rows.options(selectinload(OpinionRequest.opinions)).order_by(OpinionRequest.id)))


def _cases() -> Select[SchemeCase]:
    scheme, proposals = joinedload(SchemeCase.scheme), selectinload(SchemeCase.proposals)
    requests = selectinload(SchemeCase.requests)
    return select(SchemeCase).options(
        joinedload(SchemeCase.exercise).joinedload(Exercise.commissioner),
        joinedload(SchemeCase.added_by),
        scheme.joinedload(Scheme.service),
        scheme.joinedload(Scheme.locality),
        scheme.joinedload(Scheme.commissioner),
        scheme.selectinload(Scheme.versions).joinedload(SchemeVersion.approved),
        proposals.joinedload(CaseProposal.decision),
        proposals.joinedload(CaseProposal.version),
        proposals.joinedload(CaseProposal.provider),
        proposals.joinedload(CaseProposal.proposed_by),
        requests.joinedload(OpinionRequest.group),
        requests.selectinload(OpinionRequest.opinions),
    )
