"""A payment run of 8,000 practices × 20 schemes, against `INSERT … SELECT` of the same 160,000 rows plus their sums.

The run holds the commissioner, takes what is due and in no other run, sums it by practice, writes the file for the
finance system and freezes it with its hash, in one transaction. The rival copies ready rows into a table of the same
columns and keys and sums them by practice. On SQLite, in time of the processor: on a machine that others use
as well, the clock on the wall says little. Limit: 15 times.
"""

import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import text

from benchmarks.pages import application_in
from core.db import db, transaction
from les.payments.actions.making import make_run
from les.payments.exports.finance_file import finance_file
from les.payments.queries.runs import get_run
from tests.builders import AT, DAY
from tests.builders_payments import PAYS_ON, Payments

PRACTICES = 8_000
SCHEMES = 20
MOST_TIMES = 15.0
RUNS = 3
_PRACTICES = """INSERT INTO parties_party (kind, code, name, commissioner_id, opened_on, version)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :practices)
SELECT 'practice', 'P' || i, 'Practice ' || i, :commissioner, '2006-10-01', 1 FROM n"""
_SCHEMES = """INSERT INTO schemes_scheme
(commissioner_id, number, kind, name, locality_id, service_id, clinical_lead, version)
WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < :schemes)
SELECT commissioner_id, i, kind, 'Scheme ' || i, locality_id, service_id, clinical_lead, 1
FROM n, schemes_scheme WHERE number = 1"""
_ADJUSTMENTS = """INSERT INTO claims_adjustment
(scheme_id, practice_id, year, quarter, kind, amount, what, proposed_by_id, proposed_at)
SELECT s.id, p.id, '2008/09', 1, 'instalment', 1000 + (p.id * 7 + s.id * 13) % 90000, 'Instalment of the quarter',
:by, '2008-04-01 09:00:00' FROM schemes_scheme s, parties_party p WHERE p.code LIKE 'P%' AND p.kind = 'practice'"""
_DUES = """INSERT INTO claims_due
(commissioner_id, scheme_id, practice_id, adjustment_id, year, quarter, amount, what, due_on, approved_at)
SELECT :commissioner, scheme_id, practice_id, id, year, quarter, amount, what, :due_on, '2008-04-01 09:00:00'
FROM claims_adjustment"""
_RIVAL_SUM = """CREATE TABLE rival_sum
(run_id, practice_id, lines, amount, kept, paid, PRIMARY KEY (run_id, practice_id))"""
_ROWS = "INSERT INTO rival SELECT * FROM payments_item WHERE run_id = :run"
_SUMS = """INSERT INTO rival_sum SELECT run_id, practice_id, count(*), sum(amount), sum(kept), sum(paid)
FROM rival GROUP BY run_id, practice_id"""


def main() -> int:
    """Measure, print, and fail over the limit."""
    with tempfile.TemporaryDirectory(prefix="payment-run-") as folder:
        ours, theirs = _measured(Path(folder))
    ratio = ours / theirs
    print(
        f"payment run of {PRACTICES * SCHEMES:,} lines: {ours:.2f} s, against {theirs:.2f} s of INSERT … SELECT of the "
        f"same rows and their sums: {ratio:.1f} times (at most {MOST_TIMES})"
    )
    return 0 if ratio <= MOST_TIMES else 1


def _measured(folder: Path) -> tuple[float, float]:
    """The shortest of several runs of each, turn and turn about."""
    ours, theirs = [], []
    for number in range(RUNS):
        place = folder / str(number)
        place.mkdir()
        with application_in(place).app_context():
            upgrade(directory="migrations")
            run_id, seconds = _our_seconds(_what_is_due())
            ours.append(seconds)
            theirs.append(_their_seconds(run_id))
            db.session.remove()
            db.engine.dispose()
    return min(ours), min(theirs)


def _what_is_due() -> Payments:
    payments = Payments()
    with db.engine.begin() as connection:
        told = {
            "practices": PRACTICES,
            "schemes": SCHEMES,
            "commissioner": payments.trust.id,
            "by": payments.finance.person_id,
            "due_on": date(2008, 5, 1).isoformat(),
        }
        for statement in (_PRACTICES, _SCHEMES, _ADJUSTMENTS, _DUES):
            connection.execute(text(statement), {each: told[each] for each in told if f":{each}" in statement})
        connection.execute(text("ANALYZE"))
    return payments


def _our_seconds(payments: Payments) -> tuple[int, float]:
    begun = time.process_time()
    with transaction():
        run_id = make_run(
            commissioner_id=payments.trust.id,
            pays_on=PAYS_ON,
            key="measured",
            write=finance_file,
            by=payments.finance,
            on=DAY,
            at=AT,
        ).id
    seconds = time.process_time() - begun
    if get_run(run_id).file.lines != PRACTICES * SCHEMES:
        raise AssertionError(f"{get_run(run_id).file.lines} lines were taken")
    db.session.rollback()
    return run_id, seconds


def _their_seconds(run_id: int) -> float:
    with db.engine.begin() as connection:
        made = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'payments_item'")).scalar_one()
        connection.execute(text(made.replace("payments_item", "rival")))
        for kept in connection.execute(
            text("SELECT sql FROM sqlite_master WHERE tbl_name = 'payments_item' AND type = 'index' AND sql NOT NULL")
        ).scalars():
            connection.execute(text(kept.replace("payments_item", "rival")))
        connection.execute(text(_RIVAL_SUM))
    begun = time.process_time()
    with db.engine.begin() as connection:
        connection.execute(text(_ROWS), {"run": run_id})
        connection.execute(text(_SUMS))
    return time.process_time() - begun


if __name__ == "__main__":
    sys.exit(main())
