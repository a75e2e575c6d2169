"""The demo's intentions go through the acts people use, and leave something to do."""

from datetime import date
from pathlib import Path

from budgets.intentions.queries.overview import overview_of
from budgets.intentions.queries.prices import list_prices, priced_of
from budgets.intentions.rules import gross_up
from budgets.intentions.rules.kinds import AnswerKind, IntentionKind
from budgets.intentions.rules.sums import sums_of
from budgets.rounds.queries import calculation_of, find_newest_calculation
from core.db import db
from core.people.queries import find_actor_by_email
from core.permissions import Actor
from tests.conftest import copied_year

DAY = date(2008, 3, 3)


def actor(name: str) -> Actor:
    found = find_actor_by_email(f"{name}@demo.example", on=DAY, account="demo")
    assert found is not None
    return found


def test_the_demo_says_answers_costs_and_grosses_up(told_year: Path, tmp_path: Path) -> None:
    with copied_year(told_year, tmp_path).app_context():
        commissioner, provider = actor("commissioner"), actor("provider-manager-prov")
        kept = find_newest_calculation(commissioner.organisation_id)
        assert kept is not None
        seen = overview_of(kept.round, kept, calculation_of(kept), on=DAY)
        assert seen.left_unsaid() == {"DAC": 27, "WAT": 25, "STA": 25, "HER": 0, "RED": 27}
        kinds = [said.kind for said in seen.said if said.kind is not IntentionKind.SAME]
        assert kinds == [IntentionKind.INVEST] * 2 + [IntentionKind.DISINVEST] * 2 + [IntentionKind.NEW_SERVICE]
        answers = {answer.kind for each in seen.answers.values() for answer in each}
        assert answers == set(AnswerKind)
        assert [said.name for said in seen.due_from(provider.organisation_id)] == [
            "Diabetes specialist nurse for Dacorum"
        ]
        assert sums_of(seen.said, seen.answers).net == 176_691_69
        done = gross_up([priced_of(row) for row in list_prices(kept.round_id)])
        assert (done.shortfall, done.after) == (53_258_76, done.cost)
        db.session.remove()
        db.engine.dispose()
