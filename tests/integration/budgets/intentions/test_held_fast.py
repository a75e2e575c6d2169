"""Once a round is signed off, nobody says, answers, offers or prices anything more; what was said stays readable."""

import pytest

from budgets.intentions.actions.prices import set_prices
from budgets.intentions.models.intentions import Intention
from budgets.intentions.models.offers import Offer
from budgets.intentions.rules.grossing_up import Priced
from budgets.rounds.actions import rounds
from core.db import transaction
from core.errors import Refusal
from tests.builders_intentions import (
    Willing,
    a_disinvestment,
    a_pay_scale,
    an_investment,
    an_offer,
    answered,
    asked_for,
    opened,
    said_of,
)
from tests.builders_rounds import AT
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

SIGNED_OFF = "The round for 2008/09 was signed off on 28 March 2008. Unlock it first."


def held_fast(monkeypatch: pytest.MonkeyPatch) -> tuple[Willing, Intention, Offer]:
    """Something said and offered, and the round signed off since."""
    field = opened()
    said = said_of(field, an_investment())
    offer = an_offer(field, field.provider, a_pay_scale(field.commissioner))
    monkeypatch.setattr(rounds, "reasons_against_changing_round", [lambda _: [SIGNED_OFF]])
    return field, said, offer


def _price(field: Willing) -> None:
    with transaction():
        set_prices(
            round_id=field.round_id,
            party_id=field.prov,
            prices=[Priced(code="PHYSIO", name="Physiotherapy", cost=100, price=100)],
            seen_id=0,
            by=field.provider,
            at=AT,
        )


@pytest.mark.usefixtures("database")
def test_every_act_is_refused_in_the_words_of_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    field, said, offer = held_fast(monkeypatch)
    acts = (
        lambda: said_of(field, a_disinvestment(), newest_id=said.id),
        lambda: asked_for(field),
        lambda: answered(field, said),
        lambda: an_offer(field, field.provider, offer.scale, name="Another"),
        lambda: _price(field),
    )
    for act in acts:
        with pytest.raises(Refusal) as refused:
            act()
        assert str(refused.value) == f"Nothing was changed. {SIGNED_OFF}"


def test_pages_stay_readable_and_offer_nothing_that_would_be_refused(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    field, said, offer = held_fast(monkeypatch)
    base = f"/budgets/rounds/{field.round_id}"
    sign_in_as(person, field.lead)
    assert "£5,000.00" in person.visit(f"{base}/intentions/{said.id}").words
    assert "Change" not in person.words
    assert "willing to spend" not in person.visit("/").words
    sign_in_as(person, field.provider)
    assert "Answer" not in person.visit(f"{base}/intentions/{said.id}").words.split()
    assert "Withdraw" not in person.visit(f"{base}/offers/{offer.id}").words
    assert "Matrons" in person.visit(f"{base}/offers").words
    assert "Answer 1 intention" not in person.visit("/").words
