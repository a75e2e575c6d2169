"""Whoever changes a value says in the history what it was: the words of the act hold what stood before."""

import re

import pytest

from core.audit_trail import words
from core.audit_trail.words import acts_with_words

CHANGES = re.compile(r"change|correct|describe|edit|move|place|rename|revise|set|write|fill|plan|decide_holder")
TELLS = re.compile(r"\{changes\}|\{old_|\{changed\}|\{summary\}")
TELLS_NO_BEFORE = {
    "activity.set_certifying": "one of two settings: it was the other one",
    "contracts.move_schedule_up": "the order alone; each move is an event",
    "contracts.plan_service": "the first plan; another is planned anew",
    "contracts.write_terms": "the first terms; others are written anew",
    "intentions.set_prices": "many prices at once, each a row of its own that stays",
    "meetings.correct_minutes": "versions of minutes are frozen and stay",
    "people.change_password": "a password is told to nobody",
    "performance.correct_result": "it stands beside the frozen result, which stays",
    "rounds.fill_activity": "a new set of inputs; the one before stays",
    "rounds.fill_inputs": "a new set of inputs; the one before stays",
    "sources.describe_filled": "a new set of inputs; the one before stays",
    "variations.plan_service": "what was not planned before",
    "variations.settle_dispute": "no value, though it begins like one",
}
"""Acts that sound like a change and tell no before, each with the reason; a new one fails the test."""


def _told(act: str) -> str:
    return f"{words._WORDS[act]} {words._WORDS.get(f'{act}/anew', '')}"


@pytest.mark.usefixtures("app")
def test_every_act_that_changes_a_value_tells_what_it_was() -> None:
    changing = [act for act in acts_with_words() if CHANGES.match(act.partition(".")[2])]
    assert len(changing) > 50
    silent = {act for act in changing if not TELLS.search(_told(act))}
    assert silent - set(TELLS_NO_BEFORE) == set(), "hand `old` to the event, and give the act words with `/anew`"
    assert set(TELLS_NO_BEFORE) <= silent, "these tell what was before: take them off"


@pytest.mark.usefixtures("app")
def test_words_for_a_change_belong_to_an_act() -> None:
    anew = {act.removesuffix("/anew") for act in words._WORDS if act.endswith("/anew")}
    assert len(anew) > 25
    assert anew <= set(acts_with_words())
    assert not [act for act in acts_with_words() if act.endswith("/anew")]
