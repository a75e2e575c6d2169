"""Looking up runs, what each practice gets in them, and their lines, for those whom each concerns."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import repeat

from sqlalchemy import BigInteger, Select, func, select, type_coerce
from sqlalchemy.orm import joinedload, undefer

from core.db import db
from core.parties.models import Party
from core.periods import FinancialYear
from core.permissions import Actor, Role
from les.claims.models.dues import Due
from les.claims.queries.independence import works_at
from les.payments.models.runs import (
    FileDownload,
    Item,
    Payment,
    PaymentOutcome,
    Report,
    Run,
    RunDecision,
    RunFile,
)
from les.payments.rules.kinds import Result, RunVerdict
from les.payments.rules.layouts import FileLine
from les.payments.rules.references import line_references, run_number
from les.schemes.models.schemes import Scheme
from les.schemes.rules.quarters import Quarter

_AT_ONCE = 500
SEE_ALL = (Role.COMMISSIONER, Role.FINANCE, Role.AUDITOR)


def sees_all(by: Actor) -> bool:
    """Whether the reader sees payments to all practices of the commissioners the grant reaches."""
    return by.role in SEE_ALL


def get_run(run_id: int) -> Run:
    """The run of that id, as the database has it now; NoResultFound when there is none."""
    return db.session.execute(_runs().where(Run.id == run_id).execution_options(populate_existing=True)).scalar_one()


def hold_commissioner(commissioner_id: int) -> Party:
    """The commissioner, held until the act is over: acts on its payments follow each other."""
    return db.session.execute(select(Party).where(Party.id == commissioner_id).with_for_update()).scalar_one()


def find_seen_run(run_id: int, by: Actor) -> Run | None:
    """The run of that id, if it is one of the reader’s commissioners and the reader sees all of it."""
    if not sees_all(by):
        return None
    rows = _runs().where(Run.id == run_id, Run.commissioner_id.in_(by.commissioner_ids))
    return db.session.scalars(rows.execution_options(populate_existing=True)).first()


def find_run_of_key(key: str) -> Run | None:
    """The run that was made for a key."""
    return db.session.scalars(_runs().where(Run.key == key)).first()


def select_runs(commissioner_ids: Collection[int]) -> Select[Run]:
    """The runs of commissioners, newest first."""
    return _runs().where(Run.commissioner_id.in_(commissioner_ids)).order_by(Run.id.desc())


def list_waiting_runs(commissioner_ids: Collection[int]) -> list[Run]:
    """The runs that wait for release, oldest first."""
    rows = _runs().where(Run.commissioner_id.in_(commissioner_ids), ~Run.decision.has())
    return list(db.session.scalars(rows.order_by(Run.id)))


def file_content(run_id: int) -> str:
    """The file of a run as it was frozen."""
    rows = select(RunFile).where(RunFile.run_id == run_id).options(undefer(RunFile.content))
    return db.session.execute(rows).scalar_one().content


def select_payments(run_id: int) -> Select[Payment]:
    """What each practice gets in a run, those carried to the next one last, by code."""
    rows = select(Payment).join(Payment.practice).options(joinedload(Payment.practice))
    return rows.where(Payment.run_id == run_id).order_by(Payment.is_carried, Party.code)


def list_payments(run_id: int) -> list[Payment]:
    """The same but those that are carried, as a list."""
    return list(db.session.scalars(select_payments(run_id).where(Payment.is_carried.is_(False))))


def find_payment(run_id: int, practice_id: int) -> Payment | None:
    """What a practice gets in a run."""
    return db.session.scalars(select_payments(run_id).where(Payment.practice_id == practice_id)).first()


def select_payments_to(practice_id: int) -> Select[Payment]:
    """What a practice got or will get in runs that were released, newest first."""
    return (
        select(Payment)
        .join(Payment.run)
        .join(Run.decision)
        .options(joinedload(Payment.practice), joinedload(Payment.run).joinedload(Run.decision))
        .where(Payment.practice_id == practice_id, RunDecision.verdict == RunVerdict.RELEASED)
        .order_by(Payment.run_id.desc())
    )


def list_items(run_id: int, practice_ids: Collection[int] | None = None) -> list[Item]:
    """The lines of a run in order, with what they are for and what became of them; None: of all practices."""
    rows = (
        select(Item)
        .where(Item.run_id == run_id)
        .options(
            joinedload(Item.due).joinedload(Due.scheme),
            joinedload(Item.due).joinedload(Due.adjustment),
            joinedload(Item.practice),
            joinedload(Item.set_aside),
            joinedload(Item.outcome).joinedload(PaymentOutcome.report),
        )
        .order_by(Item.place)
        .execution_options(populate_existing=True)
    )
    if practice_ids is not None:
        rows = rows.where(Item.practice_id.in_(practice_ids))
    return list(db.session.scalars(rows))


def file_lines(run: Run) -> Iterator[FileLine]:
    """The lines of a run as the file takes them, read in blocks; what wholly stays on an account is not in it."""
    of_run = select(Payment.practice_id).where(Payment.run_id == run.id)
    practices = {
        each.id: (each.code, each.name)
        for each in db.session.execute(select(Party.id, Party.code, Party.name).where(Party.id.in_(of_run)))
    }
    schemes = {
        each.id: (each.reference, each.name)
        for each in db.session.scalars(select(Scheme).where(Scheme.commissioner_id == run.commissioner_id))
    }
    rows = (
        select(
            Item.place,
            Item.practice_id,
            Due.scheme_id,
            Due.year,
            Due.quarter,
            Due.what,
            type_coerce(Item.paid, BigInteger),
        )
        .join(Due, Due.id == Item.due_id)
        .where(Item.run_id == run.id, Item.paid != Decimal(0))
        .order_by(Item.place)
    )
    for block in db.session.connection().execute(rows).partitions(_AT_ONCE):
        places, practice_ids, scheme_ids, years, quarters, whats, pence = zip(*block, strict=True)
        codes, names = zip(*map(practices.__getitem__, practice_ids), strict=True)
        numbers, titles = zip(*map(schemes.__getitem__, scheme_ids), strict=True)
        references, number, day = line_references(run.id, places), repeat(run_number(run.id)), repeat(run.pays_on)
        columns = (references, number, codes, names, numbers, titles, years, quarters, whats, pence, day)
        yield from map(FileLine._make, zip(*columns, strict=False))


def results_of(run_ids: Collection[int], *, practice_id: int | None = None) -> dict[int, dict[Result | None, int]]:
    """How many lines of runs have which result; None: nothing is known of them yet. `practice_id`: its lines alone."""
    rows = (
        select(Item.run_id, PaymentOutcome.result, func.count())
        .outerjoin(PaymentOutcome, PaymentOutcome.item_id == Item.id)
        .where(Item.run_id.in_(run_ids))
        .group_by(Item.run_id, PaymentOutcome.result)
    )
    if practice_id is not None:
        rows = rows.where(Item.practice_id == practice_id)
    found: dict[int, dict[Result | None, int]] = {}
    for run_id, result, count in db.session.execute(rows):
        found.setdefault(run_id, {})[result] = count
    return found


def results_of_practices(run_id: int, practice_ids: Collection[int]) -> dict[int, dict[Result | None, int]]:
    """The same by practice, for practices of one run."""
    rows = (
        select(Item.practice_id, PaymentOutcome.result, func.count())
        .outerjoin(PaymentOutcome, PaymentOutcome.item_id == Item.id)
        .where(Item.run_id == run_id, Item.practice_id.in_(practice_ids))
        .group_by(Item.practice_id, PaymentOutcome.result)
    )
    found: dict[int, dict[Result | None, int]] = {}
    for practice_id, result, count in db.session.execute(rows):
        found.setdefault(practice_id, {})[result] = count
    return found


def list_reports(run_id: int) -> list[tuple[Report, int]]:
    """What finance said of a run, newest first, each with the number of lines it was said of."""
    rows = (
        select(Report, func.count(PaymentOutcome.item_id))
        .outerjoin(PaymentOutcome, PaymentOutcome.report_id == Report.id)
        .options(joinedload(Report.recorded_by))
        .where(Report.run_id == run_id)
        .group_by(Report.id)
        .order_by(Report.id.desc())
    )
    return [(report, count) for report, count in db.session.execute(rows).unique()]


def list_downloads(run_id: int) -> list[FileDownload]:
    """Who took files of a run away, last first."""
    rows = select(FileDownload).where(FileDownload.run_id == run_id).order_by(FileDownload.id.desc())
    return list(db.session.scalars(rows))


def interests_paid(run_id: int, party_ids: Collection[int]) -> list[str]:
    """The names of those among these organisations that are paid in a run."""
    rows = select(Party.name).join(Payment, Payment.practice_id == Party.id)
    rows = rows.where(Payment.run_id == run_id, Payment.practice_id.in_(party_ids)).order_by(Party.code)
    return list(db.session.scalars(rows))


def places_of_work_paid(run_id: int, by: Actor) -> list[str]:
    """The names of the practices paid in a run at which somebody works, or worked in a quarter it pays them for."""
    rows = select(Item.practice_id, Due.year, Due.quarter).join(Due, Due.id == Item.due_id)
    since: dict[int, date] = {}
    for practice_id, year, quarter in db.session.execute(rows.where(Item.run_id == run_id).distinct()):
        first_day = Quarter(FinancialYear.named(year), quarter).first_day
        since[practice_id] = min(first_day, since.get(practice_id, first_day))
    names = select(Party.name).where(Party.id.in_(works_at(since, by))).order_by(Party.code)
    return list(db.session.scalars(names))


def practice_ids_of(run_id: int, *, result: Result | None = None, report_id: int | None = None) -> Sequence[int]:
    """The practices paid in a run; only those of lines with a result, or of one report, when given."""
    rows = select(Item.practice_id).distinct().where(Item.run_id == run_id)
    if result is not None or report_id is not None:
        rows = rows.join(PaymentOutcome, PaymentOutcome.item_id == Item.id)
    if result is not None:
        rows = rows.where(PaymentOutcome.result == result)
    if report_id is not None:
        rows = rows.where(PaymentOutcome.report_id == report_id)
    return list(db.session.scalars(rows.order_by(Item.practice_id)))


def practices_of_places(run_id: int, places: Collection[int]) -> dict[int, str]:
    """The name of the practice of each of these lines of a run, by place."""
    rows = select(Item.place, Party.name).join(Party, Party.id == Item.practice_id)
    rows = rows.where(Item.run_id == run_id, Item.place.in_(places))
    return {row[0]: row[1] for row in db.session.execute(rows)}


def last_pay_day(commissioner_id: int) -> date | None:
    """The day of the newest run of a commissioner."""
    return db.session.scalar(select(func.max(Run.pays_on)).where(Run.commissioner_id == commissioner_id))


def _runs() -> Select[Run]:
    return select(Run).options(
        joinedload(Run.file),
        joinedload(Run.layout),
        joinedload(Run.made_by),
        joinedload(Run.commissioner),
        joinedload(Run.decision).joinedload(RunDecision.decided_by),
    )
