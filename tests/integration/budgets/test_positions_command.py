"""`flask budgets positions ROUND`: every group with what it says, silence under its name."""

import json
from typing import Any

from click.testing import Result
from flask import Flask

from budgets.agreement.rules.items import SPLIT, TOTAL
from budgets.agreement.rules.stances import Stance
from core.parties.rules import PartyKind
from core.permissions import Role
from tests.builders_positions import PHYSIO, WOUND, Talks, dispute, say
from tests.builders_rounds import a_party, a_round, an_actor

KEYS = ["proposal", "group", "item", "position", "by", "on", "reason", "carried_over"]
MORE = ["claimed", "claimed_method", "words"]


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
    assert all(list(row) == [*KEYS, *MORE] for row in found)
    assert [(row["group"], row["item"], row["position"]) for row in found] == [
        ("DAC", "total", "withheld"),
        ("DAC", "split", "no_response"),
        ("DAC", "line:PHYSIO", "disputed"),
        ("WAT", "total", "no_response"),
        ("WAT", "split", "no_response"),
    ]
    disputed = dict(zip(KEYS, (1, "DAC", "line:PHYSIO", "disputed", "PbC lead of DacCom"), strict=False))
    disputed |= {"on": "2008-03-03", "reason": "wrong_method", "carried_over": False}
    assert {key: found[2][key] for key in KEYS} == disputed
    silence = dict.fromkeys(KEYS) | {"proposal": 1, "group": "DAC", "item": "split", "position": "no_response"}
    assert {key: found[1][key] for key in KEYS} == silence | {"carried_over": False}


def test_says_what_was_carried_over_to_the_newest_proposal(database: Flask) -> None:
    talks = Talks()
    say(talks.proposal_id, talks.lead, TOTAL, Stance.AGREED)
    dispute(talks.proposal_id, talks.lead, WOUND)
    talks.propose_again(PHYSIO="equal")
    found = [row for row in rows(database) if row["group"] == "DAC"]
    assert [(row["item"], row["position"], row["carried_over"]) for row in found] == [
        ("total", "agreed", True),
        ("split", "no_response", False),
        ("line:WOUND", "disputed", True),
    ]
    assert {row["proposal"] for row in rows(database, "--proposal", "1")} == {1}
    assert SPLIT not in {row["item"] for row in found}


def test_refuses_in_words_what_it_cannot_find(app: Flask) -> None:
    talks = Talks()
    unknown = run(app, "2009/10")
    assert unknown.exit_code != 0
    assert "There is no round 2009/10. Give a year such as 2008/09, or the number in its address." in unknown.output
    assert "There is no proposal 7 for 2008/09; the newest is 1." in run(app, "2008/09", "--proposal", "7").output
    other = an_actor(a_party(PartyKind.PCT, "OTH", "Other PCT", None), Role.COMMISSIONER, "Other commissioner")
    a_round(other)
    both = run(app, "2008/09")
    assert both.exit_code != 0
    assert "Several commissioners have a round 2008/09. Say whose with --commissioner: 5P3, OTH." in both.output
    assert "Nothing has been put to the groups for 2008/09 yet." in run(app, "2008/09", "--commissioner", "OTH").output
    assert len(rows(app, "--commissioner", talks.commissioner.organisation_code)) == 4


def test_a_round_is_named_by_its_year_or_its_number_and_printed_for_people_too(app: Flask) -> None:
    Talks()
    by_number = run(app, "1", "--format", "table")
    assert by_number.output == run(app, "2008/09", "--format", "table").output
    assert by_number.stdout.splitlines()[0].split()[:3] == ["Group", "Item", "Position"]
    assert "DAC" in by_number.stdout
    assert run(app, "1", "--format", "csv").stdout.startswith("proposal,group,item,position,by,on,reason,carried_over")
