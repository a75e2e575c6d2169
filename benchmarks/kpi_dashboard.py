"""The dashboard of 200 KPIs over 36 months through the test client: queries, and time against its template alone.

Half the KPIs are of a contract, all have 36 results of which 30 are frozen, every tenth is made of frozen activity
(which costs three queries more, so that the dearest case is measured). Limits: 12 queries, and no more with 200 KPIs
than with 10.
"""

import sys
import tempfile
from pathlib import Path

from flask_migrate import upgrade

from benchmarks.pages import application_in, queries_of, ratio_to_template, sign_in
from commissioning.activity.rules.months import month_after
from core import clock
from core.db import db
from tests.builders_contracts import Contracting, a_contract
from tests.builders_performance import a_draft_kpi, frozen, given, returned, used
from tests.builders_rounds import AT

FEW, MANY, MONTHS, FROZEN, AT_ONCE = 10, 200, 36, 30, 100
FIRST = "2005-03"
TEMPLATE = "contracts/performance/list_kpis.html"
MOST_QUERIES = 12
PAGE = "/contracts/kpis?months=36"


def main() -> int:
    """Measure, print, and fail when a figure is over its limit."""
    with tempfile.TemporaryDirectory(prefix="kpi-dashboard") as folder:
        app = application_in(Path(folder))
        with app.app_context():
            upgrade(directory="migrations")
            clock.run_from(AT)
            people = Contracting()
            contract_id = a_contract(people)
            client = app.test_client()
            readers = (people.commissioner, people.provider, people.lead)
            _add(people, contract_id, range(FEW))
            few = [len(queries_of(client, reader, PAGE)) for reader in readers]
            _add(people, contract_id, range(FEW, MANY))
            many = [len(queries_of(client, reader, PAGE)) for reader in readers]
            sign_in(people.commissioner)
            ratio, page, template = ratio_to_template(app, client, PAGE, TEMPLATE)
            db.session.remove()
            db.engine.dispose()
    within = max(few) == max(many) <= MOST_QUERIES
    print(
        f"dashboard of {MANY} KPIs x {MONTHS} months: queries for {FEW} and {MANY} KPIs: {max(few)} and {max(many)} "
        f"(at most {MOST_QUERIES}, and equal); {page * 1000:.0f} ms against {template * 1000:.0f} ms of its template "
        f"alone: {ratio:.2f} times"
    )
    return 0 if within else 1


def _add(people: Contracting, contract_id: int, numbers: range) -> None:
    kpis = {number: _kpi(people, contract_id, number) for number in numbers}
    months = [month_after(FIRST, count) for count in range(MONTHS)]
    for first in range(numbers.start, numbers.stop, AT_ONCE):
        batch = {number: kpi_id for number, kpi_id in kpis.items() if first <= number < first + AT_ONCE}
        results = [
            given(kpi_id, month, None if _derived(number) else 80 + number % 20, 100)
            for number, kpi_id in batch.items()
            for month in months
        ]
        returned(people.provider, *results)
        frozen(people, *((kpi_id, month) for kpi_id in batch.values() for month in months[:FROZEN]))


def _derived(number: int) -> bool:
    return number % 10 == 0


def _kpi(people: Contracting, contract_id: int, number: int) -> int:
    more = {"numerator_from": ("contact",), "services": ("PHYSIO",)} if _derived(number) else {}
    tied = contract_id if number % 2 == 0 else None
    return used(a_draft_kpi(people, f"K{number:03d}", tied, **more), people, FIRST)


if __name__ == "__main__":
    sys.exit(main())
