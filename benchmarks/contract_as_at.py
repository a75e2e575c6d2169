"""A contract of 60 schedules and 40 signed variations as at a date, against loading the same rows and nothing more.

Loading: the same queries (the standing issue with its signers, its text, the variations with their organisations, their
texts), and `json.loads` of every text. As at a date: `base_of(contract).as_at(day)` for a day on which all variations
hold, which makes values of the texts and composes them. Limit: at most four times as long.
"""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from flask_migrate import upgrade

from benchmarks.pages import application_in
from contracts.agreements.models.contracts import Contract
from contracts.agreements.queries.contracts import content_of, find_issue, get_contract
from contracts.variations.queries.content import base_of
from contracts.variations.queries.variations import list_of_contract, texts_of
from core import clock
from core.db import db
from tests.builders_contracts import Contracting
from tests.builders_rounds import AT
from tests.builders_varied import a_long_contract

SCHEDULES, VARIATIONS = 60, 40
TIMES = 40
MOST_TIMES = 4.0
ON = date(2009, 3, 1)


def main() -> int:
    """Measure, print, and fail when the figure is over its limit."""
    with tempfile.TemporaryDirectory(prefix="contract-as-at") as folder:
        app = application_in(Path(folder))
        with app.app_context():
            upgrade(directory="migrations")
            clock.run_from(AT)
            contract_id = a_long_contract(Contracting(), schedules=SCHEDULES, variations=VARIATIONS)
            check(contract_id)
            loads, reads = [], []
            for _ in range(TIMES):
                loads.append(_time(contract_id, load))
                reads.append(_time(contract_id, read))
            db.session.remove()
            db.engine.dispose()
    loaded, composed = statistics.median(loads), statistics.median(reads)
    ratio = composed / loaded
    print(
        f"contract of {SCHEDULES} schedules and {VARIATIONS} variations as at a date: {composed * 1000:.1f} ms against "
        f"{loaded * 1000:.1f} ms for loading its rows: {ratio:.2f} times (at most {MOST_TIMES})"
    )
    return 0 if ratio <= MOST_TIMES else 1


def check(contract_id: int) -> None:
    """That what is measured is what is meant: so many schedules, and every variation in effect."""
    found = base_of(get_contract(contract_id)).as_at(ON)
    if (len(found.content.schedules), len(found.composition.numbers)) != (SCHEDULES, VARIATIONS):
        raise RuntimeError("the contract measured has not the size that was meant")


def load(contract: Contract) -> object:
    """The rows of the contract and its variations, each text as plain JSON."""
    issue = find_issue(contract.id)
    if issue is None:
        raise LookupError("the contract has no issue")
    texts = texts_of(list_of_contract(contract.id))
    return [json.loads(text) for text in (content_of(issue), *texts.values())]


def read(contract: Contract) -> object:
    """The contract as at a date."""
    return base_of(contract).as_at(ON)


def _time(contract_id: int, act: Callable[[Contract], object]) -> float:
    db.session.remove()
    contract = get_contract(contract_id)
    start = time.process_time()
    act(contract)
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
