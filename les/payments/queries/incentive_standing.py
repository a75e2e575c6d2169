"""Where a plan of the incentive stands: every practice with its list, what it freed up, and what each instalment is."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from commissioning.organisations.queries.populations import list_in_force
from commissioning.organisations.queries.practices import select_practices
from core.canonical import canonical_text, hash_of
from core.db import db
from core.money import as_pence
from core.parties.models import Party
from core.periods import FinancialYear
from les.claims.models.decisions import Adjustment
from les.payments.models.incentive import (
    SOURCE,
    FreedUp,
    IncentiveInstalment,
    IncentiveJudgement,
    IncentivePlan,
    IncentiveProposal,
    IncentiveShare,
)
from les.payments.queries.incentive import approved_lines, list_judgements, list_proposals, list_sheets
from les.payments.rules.incentive_workings import Fixed, Part, Working, workings
from les.schemes.rules.kinds import Verdict
from les.sign_up.queries.agreements import agreements_between

NOT_SIGNED_UP = "The practice is not signed up to the scheme in this year."
NO_LIST = "No whole list of the practice was counted on the list day."
_GONE = (Verdict.DECLINED, Verdict.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeStanding:
    """A practice in a plan. `why_not`: why nothing at all can be worked out for it; `freed`: what counts as freed up.

    `judged`: what was judged of each instalment; `shares`: what stands proposed of each, by the instalment’s id.
    """

    practice: Party
    group: Party | None
    list_size: int
    freed: FreedUp | None
    judged: Mapping[int, IncentiveJudgement]
    shares: Mapping[int, IncentiveShare]
    workings: Sequence[Working]
    why_not: str = ""

    @property
    def due(self) -> int:
        """What is due of all instalments, in pence."""
        return sum(each.due for each in self.workings)

    @property
    def kept(self) -> int:
        """What of it is kept for the group, in pence."""
        return sum(each.kept for each in self.workings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A plan as it stands: its practices, and the adjustment of each share by the share’s id."""

    plan: IncentivePlan
    practices: Sequence[PracticeStanding]
    proposals: Sequence[IncentiveProposal]
    adjustments: Mapping[int, Adjustment]

    def place_of(self, instalment: IncentiveInstalment) -> int:
        """Which of the workings of a practice is of that instalment."""
        return [each.id for each in self.plan.instalments].index(instalment.id)

    def to_propose(self, instalment: IncentiveInstalment) -> list[tuple[PracticeStanding, Working]]:
        """The practices that can be proposed that instalment now: something is due that does not stand proposed."""
        place = self.place_of(instalment)
        found = ((each, each.workings[place]) for each in self.practices if not each.why_not)
        return [(each, working) for each, working in found if working.due and not working.is_fixed]

    def waiting(self, instalment: IncentiveInstalment) -> list[tuple[PracticeStanding, str]]:
        """The practices for which that instalment cannot be worked out yet, each with the reason."""
        place = self.place_of(instalment)
        return [
            (each, each.why_not or each.workings[place].why_not)
            for each in self.practices
            if each.why_not or each.workings[place].why_not
        ]

    def undecided(self, proposal: IncentiveProposal) -> list[Adjustment]:
        """The adjustments of a proposal that nobody decided yet."""
        found = (self.adjustments.get(share.id) for share in proposal.shares)
        return [each for each in found if each is not None and each.decision is None]


def standing_of(plan: IncentivePlan) -> Standing:
    """Where a plan stands now; in as many queries whatever the number of practices."""
    proposals = list_proposals(plan.id)
    adjustments = _adjustments([share.id for each in proposals for share in each.shares])
    shares = _standing_shares(proposals, adjustments)
    freed = approved_lines(list_sheets(plan.id))
    judged = _Judged(list_judgements(plan.id))
    sizes = {each.practice_id: each.registered for each in list_in_force(plan.scheme.commissioner_id, on=plan.list_on)}
    members = _signed_up(plan)
    rows = db.session.execute(select_practices(plan.scheme.commissioner_id, on=plan.list_on, with_closed=True))
    practices = []
    for practice, group in rows:
        size = sizes.get(practice.id)
        whole = size is not None and size == size.to_integral_value()
        if size is None and practice.id not in members:
            continue
        why_not = NOT_SIGNED_UP if practice.id not in members else "" if whole else NO_LIST
        practices.append(
            _practice(
                plan,
                practice,
                group,
                list_size=int(size) if size is not None and whole else 0,
                freed=freed.get(practice.id),
                judged=judged.of(plan.instalments, practice, group),
                shares=shares.get(practice.id, {}),
                why_not=why_not,
            )
        )
    return Standing(plan=plan, practices=practices, proposals=proposals, adjustments=adjustments)


def mark_of(found: Iterable[tuple[PracticeStanding, Working]]) -> str:
    """The hash of what is about to be proposed: so that what was seen is what is proposed."""
    values = [
        [each.practice.code, working.entitled, working.used, working.kept, working.due] for each, working in found
    ]
    return hash_of(canonical_text(values))


def _practice(
    plan: IncentivePlan,
    practice: Party,
    group: Party | None,
    *,
    list_size: int,
    freed: FreedUp | None,
    judged: Mapping[int, IncentiveJudgement],
    shares: Mapping[int, IncentiveShare],
    why_not: str,
) -> PracticeStanding:
    parts = [
        Part(
            name=each.name,
            rate=each.rate,
            is_met=judged[each.id].is_met if each.id in judged else None,
            fixed=_fixed(shares.get(each.id)),
        )
        for each in plan.instalments
    ]
    found = workings(
        list_size=list_size,
        parts=parts,
        freed_up=freed.amount if freed else None,
        percent=plan.set_aside if group else 0,
    )
    return PracticeStanding(
        practice=practice,
        group=group,
        list_size=list_size,
        freed=freed,
        judged=judged,
        shares=shares,
        workings=found if not why_not or shares else [],
        why_not=why_not,
    )


def _fixed(share: IncentiveShare | None) -> Fixed | None:
    if share is None:
        return None
    amounts = (share.entitled, share.used, share.due, share.kept)
    entitled, used, due, kept = (as_pence(each) for each in amounts)
    return Fixed(entitled=entitled, used=used, due=due, kept=kept)


class _Judged:
    """What was judged, newest last: a practice’s own judgement stands before its group’s."""

    def __init__(self, judgements: Iterable[IncentiveJudgement]) -> None:
        self.newest = {(each.instalment_id, each.party_id): each for each in judgements}

    def of(
        self, instalments: Iterable[IncentiveInstalment], practice: Party, group: Party | None
    ) -> dict[int, IncentiveJudgement]:
        """What counts for a practice, by the instalment’s id."""
        found = {}
        for each in instalments:
            own = self.newest.get((each.id, practice.id))
            judged = own or (self.newest.get((each.id, group.id)) if group else None)
            if judged is not None:
                found[each.id] = judged
        return found


def _signed_up(plan: IncentivePlan) -> set[int]:
    year = FinancialYear.named(plan.year)
    end = year.last_day + timedelta(days=1)
    found = agreements_between(first=year.first_day, end=end, scheme_ids=[plan.scheme_id])
    return {each.practice_id for each in found}


def _adjustments(share_ids: Collection[int]) -> dict[int, Adjustment]:
    if not share_ids:
        return {}
    rows = select(Adjustment).where(Adjustment.source == SOURCE, Adjustment.source_id.in_(share_ids))
    rows = rows.options(joinedload(Adjustment.decision)).execution_options(populate_existing=True)
    return {each.source_id: each for each in db.session.scalars(rows) if each.source_id is not None}


def _standing_shares(
    proposals: Iterable[IncentiveProposal], adjustments: Mapping[int, Adjustment]
) -> dict[int, dict[int, IncentiveShare]]:
    """The shares that wait or were approved, by practice and instalment: what was declined or withdrawn is free."""
    found: dict[int, dict[int, IncentiveShare]] = {}
    for proposal in proposals:
        for share in proposal.shares:
            adjustment = adjustments.get(share.id)
            if adjustment is None or adjustment.decision is None or adjustment.decision.verdict not in _GONE:
                found.setdefault(share.practice_id, {})[proposal.instalment_id] = share
    return found
