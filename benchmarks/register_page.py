"""The register of 5,000 contracts through the test client, against the same page of 100, and against its template.

Each contract has its groups, those who sign and their signatures; those of the budgets' year lines of money. Limits: 15
queries, and no more with 5,000 contracts than with 100, for the commissioner, a provider and a group, also when it is
filtered and sorted; 1.5 times as long as with 100 contracts; 5 times as long as its template from ready values.
"""

import sys
import tempfile
from pathlib import Path

from flask_migrate import upgrade

from benchmarks.pages import application_in, queries_of, ratio_to_template, sign_in
from core import clock
from core.db import db
from tests.builders_agreement import a_proposal
from tests.builders_contracts import Contracting
from tests.builders_register import Register
from tests.builders_rounds import AT

FEW, MANY = 100, 5_000
TEMPLATE = "contracts/agreements/list_contracts.html"
MOST_TIMES = 5.0
MOST_GROWTH = 1.5
MOST_QUERIES = 15
PAGE = "/contracts"
ASKED = (PAGE, f"{PAGE}?sort=-value&page=9", f"{PAGE}?text=service+4&state=in_force&year=2008%2F09&group=DAC")


def main() -> int:
    """Measure, print, and fail when a figure is over its limit."""
    with tempfile.TemporaryDirectory(prefix="register-page") as folder:
        app = application_in(Path(folder))
        with app.app_context():
            upgrade(directory="migrations")
            clock.run_from(AT)
            people = Contracting()
            register = Register(people, a_proposal(people.commissioner).calculation_id)
            readers = (people.commissioner, people.provider, people.lead)
            client = app.test_client()
            register.add(FEW)
            few = [len(queries_of(client, reader, asked)) for reader in readers for asked in ASKED]
            sign_in(people.commissioner)
            small = ratio_to_template(app, client, PAGE, TEMPLATE)[1]
            register.add(MANY - FEW)
            many = [len(queries_of(client, reader, asked)) for reader in readers for asked in ASKED]
            sign_in(people.commissioner)
            ratios = {asked: ratio_to_template(app, client, asked, TEMPLATE) for asked in ASKED}
            db.session.remove()
            db.engine.dispose()
    slowest, page, template = max(ratios.values())
    growth = ratios[PAGE][1] / small
    within = slowest <= MOST_TIMES and growth <= MOST_GROWTH and max(few) == max(many) <= MOST_QUERIES
    print(
        f"register of {MANY:,} contracts: {growth:.2f} times as long as of {FEW} (at most {MOST_GROWTH}); the slowest "
        f"of {len(ASKED)} searches {page * 1000:.1f} ms against {template * 1000:.1f} ms of its template alone: "
        f"{slowest:.2f} times (at most {MOST_TIMES}); queries for {FEW} and {MANY:,} contracts: {max(few)} and "
        f"{max(many)} (at most {MOST_QUERIES}, and equal)"
    )
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
