"""What happened under notices, in order of time, and what falls due next: one list for a notice, a table for all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from contracts.notices.models.ledger import LedgerEntry
from contracts.notices.models.notices import Closure, Meeting, Notice, Response
from contracts.notices.models.outcomes import NoticeOutcome, PlanMilestone
from contracts.notices.queries.records import Record
from contracts.notices.rules.kinds import SIDE_NAMES
from contracts.notices.rules.milestones import PROGRESS_NAMES
from contracts.notices.rules.outcomes import PLANS
from contracts.notices.rules.standing import Task
from contracts.notices.rules.timeline import Lane, Point, Sign, Timeline, held_by_day
from core.clock import in_london
from core.components import day
from core.tables import Table, columns, table, words
from core.wording import in_full, sterling, upper_first


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happened under a notice: when it was recorded, by whom, what, and the words that go with it.

    `on`: its own day, where it is not that of the record.
    """

    at: datetime
    who: str
    what: str
    sign: Sign
    words: str = ""
    is_late: bool = False
    report_id: int | None = None
    on: date | None = None

    @property
    def day(self) -> date:
        """The day of it in London: that of what happened where it is another than that of its record."""
        return self.on or in_london(self.at).date()


def happenings_of(notice: Notice, record: Record) -> list[Happening]:
    """All that happened under a notice, oldest first; of the ledger what was approved."""
    text = notice.text
    found = [Happening(at=text.issued_at, who=text.name, what=f"{notice.kind_name} issued", sign=Sign.ISSUED)]
    found += [_response(each) for each in record.responses]
    found += [_meeting(each) for each in record.meetings]
    for outcome in record.outcomes:
        found += _outcome(outcome)
    for entry in record.entries:
        found += _entry(entry)
    found += [_closure(each) for each in record.closures]
    return sorted(found, key=lambda each: each.at)


def timeline_of(
    happened: Sequence[tuple[Notice, Sequence[Happening]]],
    due: Mapping[int, Sequence[Task]],
    entries: Iterable[LedgerEntry],
    *,
    on: date,
) -> Timeline:
    """The notices of a contract along time. `due`: what is to be done under each, by its id; `entries`: approved."""
    lanes = [_lane(notice, said, due[notice.id], on) for notice, said in happened]
    decided = [
        (in_london(each.decision.decided_at).date(), each.kind, each.value.pence)
        for each in entries
        if each.decision is not None
    ]
    return Timeline(on=on, lanes=lanes, held=held_by_day(decided))


def _lane(notice: Notice, happened: Sequence[Happening], due: Sequence[Task], on: date) -> Lane:
    points = [Point(on=each.day, sign=each.sign) for each in happened if each.sign is not Sign.MONEY]
    points += [Point(on=each.due_on, sign=Sign.DUE) for each in due if each.due_on is not None]
    return Lane(
        number=notice.number,
        title=notice.title,
        begins_on=notice.issued_on,
        ends_on=happened[-1].day if notice.is_over else None,
        is_overdue=notice.is_overdue(on),
        points=points,
    )


def timeline_table(happened: Sequence[tuple[Notice, Happening]], due: Sequence[tuple[Notice, Task]], on: date) -> Table:
    """What happened under the notices of a contract and what falls due, by day."""
    rows = [
        (
            each.day,
            [
                words(day(each.day), look="app-day"),
                words(notice.named, look="app-day"),
                words(each.what, look="app-sentence"),
                words(each.who),
            ],
        )
        for notice, each in happened
    ]
    for notice, task in due:
        if task.due_on is not None:
            said = "overdue" if task.is_overdue(on) else "to come"
            cells = [words(day(task.due_on), look="app-day", note=said), words(notice.named, look="app-day")]
            rows.append((task.due_on, [*cells, words(f"Due: {task.what}"), words(SIDE_NAMES[task.side])]))
    ordered = [cells for _, cells in sorted(rows, key=lambda row: row[0])]
    return table("timeline", "What happened and what falls due", columns("Day", "Notice", "What", "Who"), ordered)


def _response(row: Response) -> Happening:
    what = "Answered late" if row.is_late else "Answered"
    return Happening(at=row.given_at, who=row.name, what=what, sign=Sign.TALKED, words=row.words, is_late=row.is_late)


def _meeting(row: Meeting) -> Happening:
    what = f"Meeting of {in_full(row.held_on)} recorded"
    said = f"{row.words} Attended: {row.attended}"
    return Happening(at=row.recorded_at, who=row.name, what=what, sign=Sign.TALKED, words=said, on=row.held_on)


def _closure(row: Closure) -> Happening:
    return Happening(at=row.closed_at, who=row.name, what="Closed", sign=Sign.SETTLED, words=row.words)


def _outcome(row: NoticeOutcome) -> Iterator[Happening]:
    what = f"{row.outcome_name} proposed" if row.outcome in PLANS else row.outcome_name
    until = f" It ends by {in_full(row.review_due_on)}." if row.review_due_on else ""
    yield Happening(at=row.recorded_at, who=row.name, what=what, sign=Sign.SETTLED, words=f"{row.words}{until}")
    if (answer := row.answer) is not None:
        said = "agreed" if answer.is_agreed else "declined"
        what = f"{row.outcome_name} {said}"
        yield Happening(at=answer.answered_at, who=answer.name, what=what, sign=Sign.SETTLED, words=answer.words)
    for milestone in row.milestones:
        yield from _milestone(milestone)


def _milestone(row: PlanMilestone) -> Iterator[Happening]:
    for step in row.steps:
        what = f"Milestone {row.number}: {PROGRESS_NAMES[step.progress].lower()}"
        yield Happening(at=step.recorded_at, who=step.name, what=what, sign=Sign.DONE, words=step.words)
    for report in row.reports:
        yield Happening(
            at=report.issued_at,
            who=report.name,
            what=f"Milestone {row.number} missed: exception report stage {report.stage}",
            sign=Sign.MISSED,
            words=f"{report.words} To be put right by {in_full(report.due_on)}.",
            is_late=True,
            report_id=report.id,
        )


def _entry(row: LedgerEntry) -> Iterator[Happening]:
    if row.decision is not None:
        what = f"{upper_first(row.kind_name.lower())}: {sterling(row.value.pence)}"
        who = f"{row.name} and {row.decision.name}"
        yield Happening(at=row.decision.decided_at, who=who, what=what, sign=Sign.MONEY, words=row.reason)
