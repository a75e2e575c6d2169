"""The notices of the demo year: one closed, and one about a KPI, whose plan runs late.

All words and figures are illustrative.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from contracts.agreements.models.contracts import Contract
from contracts.notices.actions.answering import answer_notice, record_meeting
from contracts.notices.actions.issuing import Written, issue_notice
from contracts.notices.actions.milestones import close_notice, judge_milestone, report_exception, report_milestone
from contracts.notices.actions.outcomes import answer_plan, propose_plan
from contracts.notices.actions.withholding import Wanted, decide_entry, propose_entry
from contracts.notices.models.notices import Notice
from contracts.notices.queries.notices import list_outcomes
from contracts.notices.rules.kinds import Kind
from contracts.notices.rules.ledger import Decision, EntryKind
from contracts.notices.rules.outcomes import Outcome, Planned
from core.permissions import Actor

LETTERS = Written(
    kind=Kind.VARIATION_FROM_CONTRACT,
    title="Letters to practices come late",
    clause="Schedule “Quality requirements”, third standard",
    about="In September a third of the letters came later than five working days.",
    asked="Say why, and from when the letters will come in time.",
)
MISSED = Written(
    kind=Kind.PERFORMANCE,
    title="One podiatry appointment in thirteen is not attended",
    clause="Schedule “Quality requirements”, second standard",
    about="From October to December 77 in 1,000 appointments were not attended; the contract asks for at most 60.",
    asked="Say what stands in the way, and propose a plan by which the standard is met.",
    about_kind="kpi",
)
LETTER_PLAN = (
    Planned(what="Letters typed on the day of the visit", owner="Head of administration", due_on=date(2007, 11, 16)),
)
ATTENDANCE_PLAN = (
    Planned(what="Clinics on two evenings a week", owner="Podiatry manager", due_on=date(2008, 2, 15)),
    Planned(what="Telephone numbers checked with every practice", owner="Podiatry manager", due_on=date(2008, 2, 29)),
    Planned(what="At most 6 in 100 not attended", owner="Head of community services", due_on=date(2008, 4, 30)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Who acts for the commissioner, who approves, who acts for the provider; `hour` moves the clock of the demo."""

    commissioner: Actor
    finance: Actor
    provider: Actor
    hour: Callable[[int, int, int, int], datetime]


def seed_closed_demo_notice(contract: Contract, sides: Sides) -> None:
    """The first notice: answered, planned, done, closed."""
    notice = _issued(contract, LETTERS, sides.hour(2007, 10, 15, 10), sides)
    _answered(notice, "The secretary was ill. Letters wait for signatures.", sides, (2007, 10, 24, 11))
    _planned(notice, LETTER_PLAN, "Every letter within five working days.", sides, (2007, 10, 26, 10))
    at = sides.hour(2007, 11, 15, 15)
    (milestone,) = list_outcomes(notice.id)[-1].milestones
    report_milestone(
        notice_id=notice.id,
        milestone_id=milestone.id,
        words="Since 5 November all letters are typed on the day of the visit.",
        by=sides.provider,
        at=at,
        on=at.date(),
        href=_href(notice),
    )
    at = sides.hour(2007, 12, 10, 9)
    judge_milestone(
        notice_id=notice.id,
        milestone_id=milestone.id,
        accepts=True,
        words="The practices confirm it.",
        by=sides.commissioner,
        at=at,
        on=at.date(),
        href=_href(notice),
    )
    close_notice(
        notice_id=notice.id,
        words="Letters have come in time for a month.",
        by=sides.commissioner,
        at=at,
        on=at.date(),
        href=_href(notice),
    )


def seed_late_demo_notice(contract: Contract, kpi_id: int, sides: Sides) -> None:
    """The second, about a KPI: the first milestone is done, the second missed, and money is withheld for it."""
    notice = _issued(contract, replace(MISSED, about_id=kpi_id), sides.hour(2008, 1, 14, 10), sides)
    _answered(
        notice, "Many numbers on our list are old, so reminder calls reach half of the people.", sides, (2008, 1, 30, 9)
    )
    at = sides.hour(2008, 1, 31, 14)
    record_meeting(
        notice_id=notice.id,
        held_on=at.date(),
        attended="PCT commissioner, podiatry manager, head of community services",
        words="Evening clinics are possible from February. The provider proposes a plan.",
        by=sides.commissioner,
        at=at,
        on=at.date(),
        href=_href(notice),
    )
    _planned(notice, ATTENDANCE_PLAN, "At most six in a hundred appointments not attended.", sides, (2008, 2, 4, 10))
    first, second, _ = list_outcomes(notice.id)[-1].milestones
    _done(notice, first.id, sides)
    _missed(notice, second.id, sides)


def _done(notice: Notice, milestone_id: int, sides: Sides) -> None:
    at = sides.hour(2008, 2, 14, 12)
    report_milestone(
        notice_id=notice.id,
        milestone_id=milestone_id,
        words="The evening clinics run since 12 February.",
        by=sides.provider,
        at=at,
        on=at.date(),
        href=_href(notice),
    )
    at = sides.hour(2008, 2, 18, 12)
    judge_milestone(
        notice_id=notice.id,
        milestone_id=milestone_id,
        accepts=True,
        words="",
        by=sides.commissioner,
        at=at,
        on=at.date(),
        href=_href(notice),
    )


def _missed(notice: Notice, milestone_id: int, sides: Sides) -> None:
    at = sides.hour(2008, 3, 3, 9)
    report_exception(
        notice_id=notice.id,
        milestone_id=milestone_id,
        words="Three practices say that nobody has checked the numbers with them.",
        due_on=None,
        by=sides.commissioner,
        at=at,
        on=at.date(),
        href=_href(notice),
    )
    _withheld(notice, milestone_id, sides)


def _withheld(notice: Notice, milestone_id: int, sides: Sides) -> None:
    at = sides.hour(2008, 3, 4, 10)
    wanted = Wanted(
        kind=EntryKind.WITHHELD,
        pence=1_500_00,
        reason="The telephone numbers were not checked by the end of February.",
        month="2008-03",
        milestone_id=milestone_id,
    )
    entry = propose_entry(
        notice_id=notice.id, wanted=wanted, by=sides.commissioner, at=at, on=at.date(), href=_href(notice)
    )
    at = sides.hour(2008, 3, 5, 10)
    decide_entry(
        notice_id=notice.id,
        number=entry.number,
        decision=Decision.APPROVED,
        words="",
        by=sides.finance,
        at=at,
        on=at.date(),
        href=_href(notice),
    )


def _issued(contract: Contract, wanted: Written, at: datetime, sides: Sides) -> Notice:
    return issue_notice(
        contract_id=contract.id,
        wanted=wanted,
        by=sides.commissioner,
        at=at,
        on=at.date(),
        href_of=f"/contracts/{contract.id}/notices/{{}}".format,
    )


def _answered(notice: Notice, words: str, sides: Sides, when: tuple[int, int, int, int]) -> None:
    at = sides.hour(*when)
    answer_notice(notice_id=notice.id, words=words, by=sides.provider, at=at, on=at.date(), href=_href(notice))


def _planned(
    notice: Notice, milestones: tuple[Planned, ...], words: str, sides: Sides, when: tuple[int, int, int, int]
) -> None:
    """The provider proposes the plan; the commissioner agrees two hours later."""
    at = sides.hour(*when)
    plan = propose_plan(
        notice_id=notice.id,
        outcome=Outcome.REMEDIAL_PLAN,
        words=words,
        milestones=milestones,
        by=sides.provider,
        at=at,
        on=at.date(),
        href=_href(notice),
    )
    at = sides.hour(*when[:3], when[3] + 2)
    answer_plan(
        notice_id=notice.id,
        number=plan.number,
        agrees=True,
        words="",
        by=sides.commissioner,
        at=at,
        on=at.date(),
        href=_href(notice),
    )


def _href(notice: Notice) -> str:
    return f"/contracts/{notice.contract_id}/notices/{notice.number}"
