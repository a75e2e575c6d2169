"""`flask budgets positions ROUND`: every group with what it says, silence under its name, no words."""

import json
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from budgets.agreement.rules.items import SPLIT, TOTAL
from budgets.agreement.rules.stances import Stance
from core.parties.rules import PartyKind
from core.permissions import Role
from tests.builders_positions import PHYSIO, WOUND, Talks, dispute, say
from tests.builders_rounds import a_party, a_round, an_actor

KEYS = ["proposal", "group", "item", "position", "by", "on", "reason", "carried_over"]


def run(app: Flask, *arguments: str) -> Result:
    result: Result = app.test_cli_runner().invoke(args=["budgets", "positions", *arguments])
    return result


def rows(app: Flask, *arguments: str) -> list[dict[str, Any]]:
    result = run(app, "2008/09", "--format", "json", *arguments)
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def test_lists_what_every_group_says_and_calls_silence_by_its_name(database: Flask) -> None:
    talks = Talks()
    say(talks.proposal_id, talks.lead, TOTAL, Stance.WITHHELD, words="Our partners have yet to meet.")
    dispute(talks.proposal_id, talks.lead, PHYSIO)
    found = rows(database)
    assert all(list(row) == KEYS for row in found)
    assert [(row["group"], row["item"], row["position"]) for row in found] == [
        ("DAC", "total", "withheld"),
        ("DAC", "split", "no_response"),
        ("DAC", "line:PHYSIO", "disputed"),
        ("WAT", "total", "no_response"),
        ("WAT", "split", "no_response"),
    ]
    disputed = {
        "proposal": 1,
        "group": "DAC",
        "item": "line:PHYSIO",
        "position": "disputed",
        "by": "PbC lead of DacCom",
    }
    assert found[2] == disputed | {"on": "2008-03-03", "reason": "wrong_method", "carried_over": False}
    assert found[1] == dict.fromkeys(KEYS) | {
        "proposal": 1,
        "group": "DAC",
        "item": "split",
        "position": "no_response",
        "carried_over": False,
    }
    assert "partners" not in run(database, "2008/09").output


def test_says_what_was_carried_over_to_the_newest_proposal(database: Flask) -> None:
    talks = Talks()
    say(talks.proposal_id, talks.lead, TOTAL, Stance.AGREED)
    dispute(talks.proposal_id, talks.lead, WOUND)
    talks.propose_again(PHYSIO="equal")
    found = [row for row in rows(database, "--proposal", "2") if row["group"] == "DAC"]
    assert [(row["item"], row["position"], row["carried_over"]) for row in found] == [
        ("total", "agreed", True),
        ("split", "no_response", False),
        ("line:WOUND", "disputed", True),
    ]
    assert {row["proposal"] for row in rows(database)} == {1, 2}
    assert SPLIT not in {row["item"] for row in found}


def test_refuses_in_words_what_it_cannot_find(app: Flask) -> None:
    talks = Talks()
    unknown = run(app, "2009/10")
    assert (unknown.exit_code, unknown.stderr) == (
        2,
        "There is no round for 2009/10. Name it by its year, such as 2008/09.\n",
    )
    assert run(app, "2008/09", "--proposal", "7").stderr == "The round for 2008/09 has no proposal 7.\n"
    other = an_actor(a_party(PartyKind.PCT, "OTH", "Other PCT", None), Role.COMMISSIONER, "Other commissioner")
    a_round(other)
    both = run(app, "2008/09")
    assert both.exit_code == 2
    assert both.stderr.startswith("Several primary care trusts have a round for 2008/09: ")
    assert both.stderr.endswith(" Add --commissioner CODE.\n")
    assert json.loads(run(app, "2008/09", "--commissioner", "OTH", "--format", "json").stdout) == []
    assert (
        len(
            json.loads(
                run(app, "2008/09", "--commissioner", talks.commissioner.organisation_code, "--format", "json").stdout
            )
        )
        == 4
    )


def test_prints_a_table_for_people(app: Flask) -> None:
    Talks()
    lines = run(app, "2008/09").stdout.splitlines()
    assert lines[0].split() == KEYS
    assert lines[1].split() == ["1", "DAC", "total", "no_response", "no"]


@pytest.mark.parametrize("wrong", ["2008", "", "1"])
def test_a_round_is_named_by_its_year(app: Flask, wrong: str) -> None:
    Talks()
    assert run(app, wrong).exit_code == 2
