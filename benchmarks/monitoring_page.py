"""Activity and money against plan of many contracts, and of one: queries counted, and time against their templates.

Each contract plans two groups' podiatry over a year, of which a provider returned six months by practice. Limits: 25
queries, and no more with many contracts than with few; 12 times as long as its template from ready values, which for
the list means putting the plan of each contract together, month by month, and working out its money.
"""

import sys
import tempfile
from pathlib import Path

from flask_migrate import upgrade

from benchmarks.pages import application_in, queries_of, ratio_to_template, sign_in
from core import clock
from core.db import db
from tests.builders_rounds import AT
from tests.builders_watched import Watching

FEW, MANY = 5, 40
MONTHS = ("2008-04", "2008-05", "2008-06", "2008-07", "2008-08", "2008-09")
LIST, ONE, SERVICE = (
    "/contracts/activity?year=2008/09",
    "/contracts/1/activity?year=2008/09",
    "/contracts/1/activity/service",
)
TEMPLATES = {
    LIST: "contracts/monitoring/list_activity.html",
    ONE: "contracts/monitoring/show_activity.html",
    SERVICE: "contracts/monitoring/show_service.html",
}
MOST_TIMES = 12.0
MOST_QUERIES = 25


def main() -> int:
    """Measure, print, and fail when a figure is over its limit."""
    with tempfile.TemporaryDirectory(prefix="monitoring-page") as folder:
        app = application_in(Path(folder))
        with app.app_context():
            upgrade(directory="migrations")
            clock.run_from(AT)
            people = Watching()
            for month in MONTHS:
                people.returned(month, {"X1": 60, "X2": 50, "X3": 45, "X4": 9})
            readers = (people.commissioner, people.provider, people.lead)
            client = app.test_client()
            counted = []
            for begin, end in ((0, FEW), (FEW, MANY)):
                for number in range(begin, end):
                    people.contract(reference=f"WH/{number:03d}")
                counted.append([len(queries_of(client, reader, asked)) for reader in readers for asked in TEMPLATES])
            sign_in(people.commissioner)
            ratios = {asked: ratio_to_template(app, client, asked, name) for asked, name in TEMPLATES.items()}
            db.session.remove()
            db.engine.dispose()
    few, many = counted
    slowest = max(ratio for ratio, _, _ in ratios.values())
    said = "; ".join(f"{asked} {page * 1000:.1f} ms, {ratio:.2f} times" for asked, (ratio, page, _) in ratios.items())
    print(
        f"plan against actual of {MANY} contracts: {said} its template (at most {MOST_TIMES}); queries with {FEW} and "
        f"{MANY} contracts: {max(few)} and {max(many)} (at most {MOST_QUERIES}, and equal)"
    )
    return 0 if slowest <= MOST_TIMES and few == many and max(many) <= MOST_QUERIES else 1


if __name__ == "__main__":
    sys.exit(main())
