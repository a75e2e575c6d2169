"""The report of what is incomplete, for a commissioner on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from budgets.agreement.models.proposals import Proposal
from budgets.agreement.queries.proposals import list_current_proposals
from budgets.method.result import LineKind
from budgets.rounds.queries import calculation_of
from contracts.specifications.models import Specification, SpecificationVersion
from contracts.specifications.queries.contents import content_of
from contracts.specifications.rules.completeness import (
    Funded,
    Standing,
    Uncovered,
    past_review,
    uncovered_lines,
    with_empty_sections,
)
from contracts.specifications.rules.states import State
from core.db import db

_COUNTED = (State.DRAFT, State.IN_REVIEW, State.AGREED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is incomplete. `proposal`: the newest that was put to the groups; None before any was. Money in pence."""

    proposal: Proposal | None
    uncovered: Sequence[Uncovered]
    past_review: Sequence[Standing]
    with_empty: Sequence[Standing]

    @property
    def amount(self) -> int:
        """The money of the lines without an agreed specification, in pence."""
        return sum(each.line.amount for each in self.uncovered)


def completeness_of(commissioner_id: int, *, on: date) -> Report:
    """What is incomplete: by the calculation of the newest proposal, signed off or not."""
    proposals = list_current_proposals([commissioner_id])
    proposal = proposals[0] if proposals else None
    versions = _standing(commissioner_id)
    return Report(
        proposal=proposal,
        uncovered=uncovered_lines(_funded(proposal), versions, on=on) if proposal else (),
        past_review=past_review(versions, on=on),
        with_empty=with_empty_sections(versions),
    )


def _funded(proposal: Proposal) -> list[Funded]:
    calculation = calculation_of(proposal.calculation)
    lines = (line for line in calculation.lines if line.kind is LineKind.SERVICE)
    return [Funded(code=line.code, name=line.name, amount=line.total) for line in lines]


def _standing(commissioner_id: int) -> list[Standing]:
    specification = contains_eager(SpecificationVersion.specification)
    rows = (
        select(SpecificationVersion)
        .join(SpecificationVersion.specification)
        .where(Specification.commissioner_id == commissioner_id, SpecificationVersion.state.in_(_COUNTED))
        .options(
            specification.joinedload(Specification.service),
            specification.joinedload(Specification.provider),
            specification.joinedload(Specification.commissioner),
            joinedload(SpecificationVersion.agreed),
            joinedload(SpecificationVersion.commissioner_person),
            joinedload(SpecificationVersion.provider_person),
            selectinload(SpecificationVersion.sections),
            selectinload(SpecificationVersion.covered),
        )
        .order_by(Specification.number, SpecificationVersion.number)
    )
    return [_as_standing(version) for version in db.session.scalars(rows)]


def _as_standing(version: SpecificationVersion) -> Standing:
    content = content_of(version)
    return Standing(
        version_id=version.id,
        called=content.called,
        service_code=version.specification.service.code,
        provider=version.specification.provider.name,
        state=version.state,
        review_on=version.review_on,
        expires_on=version.expires_on,
        empty=tuple(f"{each.number} {each.heading}" for each in content.empty_sections),
    )
