"""More than two hundred damaged returns: each is told what is wrong with it and where, and nothing of it is taken."""

from dataclasses import asdict, replace

import pytest

from commissioning.activity.checking.columns import check
from commissioning.activity.exports.machine import checked_as_json, checked_as_text
from commissioning.activity.imports.files import read_return
from commissioning.activity.rules.checks.asked import Open
from core.spreadsheets.tables import Upload
from tests.damaged_returns.all import ALL
from tests.damaged_returns.kinds import Damaged
from tests.unit.commissioning.activity.asking import ASKED

DIAB = replace(ASKED, services={"DIAB": Open(name="Service DIAB")}, asked=frozenset({"DIAB"}))


@pytest.mark.parametrize("damaged", ALL, ids=lambda each: each.name)
def test_a_damaged_return_is_told_what_is_wrong_with_it_and_where(damaged: Damaged) -> None:
    read = read_return(Upload(damaged.file, damaged.content))
    result = check(read, DIAB)
    assert result.verdict in {"refused", "errors"}
    assert result.is_refused or result.owed == result.count - len(result.rows) > 0
    told = [(each.expected, each.row, each.column) for each in result.findings]
    assert any(
        damaged.says in expected and damaged.row in (None, row) and damaged.column in ("", column)
        for expected, row, column in told
    ), told
    everything = (
        f"{checked_as_json(read, result, DIAB)}{checked_as_text(read, result, DIAB)}{asdict(read)['file_name']}"
    )
    for secret in damaged.hides:
        assert secret not in everything
        assert not read.content


def test_there_are_more_than_two_hundred_and_no_two_are_the_same() -> None:
    assert len(ALL) > 200
    assert len({each.name for each in ALL}) == len({(each.file, each.content) for each in ALL}) == len(ALL)
