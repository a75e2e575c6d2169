"""The registers with 5,000 contracts and 20,000 variations through the test client: of variations, and of contracts.

The register of variations is held against the same page with 400 variations of 100 contracts, and against its template.
Limits, for the commissioner, a provider and a group, also filtered and sorted: 15 queries, and no more with many than
with few; 1.5 times as long as with few; 5 times as long as its template from ready values. The register of contracts,
which counts open variations, keeps to 15 queries as well.
"""

import sys
import tempfile
from pathlib import Path

from flask.testing import FlaskClient
from flask_migrate import upgrade

from benchmarks.pages import application_in, queries_of, ratio_to_template, sign_in
from core import clock
from core.db import db
from tests.builders_agreement import a_proposal
from tests.builders_contracts import Contracting
from tests.builders_register import Register
from tests.builders_rounds import AT
from tests.builders_varied import add_variations

FEW, MANY = (100, 400), (5_000, 20_000)
TEMPLATE = "contracts/variations/list_variations.html"
MOST_TIMES = 5.0
MOST_GROWTH = 1.5
MOST_QUERIES = 15
PAGE = "/contracts/variations"
ASKED = (PAGE, f"{PAGE}?sort=due&page=9", f"{PAGE}?text=service+4&state=in_effect&kind=service&year=2008%2F09")
CONTRACTS = ("/contracts", "/contracts?sort=-value&page=9", "/contracts?text=service+4&state=in_force&group=DAC")


def main() -> int:
    """Measure, print, and fail when a figure is over its limit."""
    small, few, _ = measured(*FEW)
    ratios, many, contracts = measured(*MANY)
    slowest, page, template = max(ratios.values())
    growth = ratios[PAGE][1] / small[PAGE][1]
    within = slowest <= MOST_TIMES and growth <= MOST_GROWTH and few == many <= MOST_QUERIES >= contracts
    print(
        f"register of {MANY[1]:,} variations: {growth:.2f} times as long as of {FEW[1]} (at most {MOST_GROWTH}); the "
        f"slowest of {len(ASKED)} searches {page * 1000:.1f} ms against {template * 1000:.1f} ms of its template "
        f"alone: {slowest:.2f} times (at most {MOST_TIMES}); queries for {FEW[1]} and {MANY[1]:,} variations: {few} "
        f"and {many} (at most {MOST_QUERIES}, and equal); of the register of {MANY[0]:,} contracts: {contracts} (at "
        f"most {MOST_QUERIES})"
    )
    return 0 if within else 1


def measured(contracts: int, variations: int) -> tuple[dict[str, tuple[float, float, float]], int, int]:
    """The ratios by search, most queries of the register of variations, and most of the register of contracts."""
    with tempfile.TemporaryDirectory(prefix="variations-page") as folder:
        app = application_in(Path(folder))
        with app.app_context():
            upgrade(directory="migrations")
            clock.run_from(AT)
            people = Contracting()
            register = Register(people, a_proposal(people.commissioner).calculation_id)
            register.add(contracts)
            add_variations(register, variations)
            client = app.test_client()
            counts = [_most(client, people, asked) for asked in (ASKED, CONTRACTS)]
            sign_in(people.commissioner)
            ratios = {asked: ratio_to_template(app, client, asked, TEMPLATE) for asked in ASKED}
            db.session.remove()
            db.engine.dispose()
    return ratios, counts[0], counts[1]


def _most(client: FlaskClient, people: Contracting, searches: tuple[str, ...]) -> int:
    readers = (people.commissioner, people.provider, people.lead)
    return max(len(queries_of(client, reader, asked)) for reader in readers for asked in searches)


if __name__ == "__main__":
    sys.exit(main())
