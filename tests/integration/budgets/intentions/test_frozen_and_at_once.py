"""What was said is frozen in the database itself, and two people at once do not undo each other."""

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from budgets.intentions.actions.answers import answer_intention
from budgets.intentions.actions.pay_scales import decide_setting
from budgets.intentions.actions.prices import set_prices
from budgets.intentions.actions.statements import state_intention
from budgets.intentions.models.answers import Answer
from budgets.intentions.models.intentions import Intention
from budgets.intentions.rules import Priced
from budgets.intentions.rules.answers import Reply
from budgets.intentions.rules.establishment import percent_from
from budgets.intentions.rules.kinds import AnswerKind, SettingKey
from core.db import bookkeeping, db, transaction
from core.permissions import Actor
from tests.at_once import at_once
from tests.builders_intentions import SAME, a_pay_scale, an_investment, answered, opened, said_of
from tests.builders_rounds import AT, DAY

FROZEN = {
    "intentions_intention": ("UPDATE intentions_intention SET amount = amount + 1", "DELETE FROM intentions_intention"),
    "intentions_answer": (
        "UPDATE intentions_answer SET consequence = 'something else'",
        "DELETE FROM intentions_answer",
    ),
    "intentions_pay_scale": (
        "UPDATE intentions_pay_scale SET source = 'something else'",
        "DELETE FROM intentions_pay_scale",
    ),
    "intentions_pay_point": ("UPDATE intentions_pay_point SET amount = amount + 1", "DELETE FROM intentions_pay_point"),
    "intentions_setting": ("UPDATE intentions_setting SET percent = '1'", "DELETE FROM intentions_setting"),
    "intentions_price": ("UPDATE intentions_price SET price = price + 1", "DELETE FROM intentions_price"),
}


@pytest.mark.usefixtures("database")
def test_the_database_refuses_to_change_or_delete_what_was_said() -> None:
    field = opened()
    answered(field, said_of(field, an_investment()))
    a_pay_scale(field.commissioner)
    with transaction():
        decide_setting(
            commissioner_id=field.pct,
            key=SettingKey.ON_COSTS,
            percent=percent_from("22"),
            source="A decision",
            from_on=DAY,
            by=field.commissioner,
            at=AT,
        )
    prices = [Priced(code="PHYSIO", name="", cost=1, price=1)]
    with transaction():
        set_prices(round_id=field.round_id, party_id=field.prov, prices=prices, seen_id=0, by=field.provider, at=AT)
    for table, statements in FROZEN.items():
        for statement in statements:
            with pytest.raises(DBAPIError, match=f"what {table} holds is frozen"), bookkeeping() as session:
                session.execute(text(statement))


def test_of_two_leads_who_speak_at_once_the_second_is_told(database: Flask) -> None:
    field = opened()

    def say(by: Actor) -> object:
        return state_intention(
            round_id=field.round_id,
            party_id=field.daccom,
            line_code="PHYSIO",
            said=SAME,
            in_sight=field.in_sight(),
            by=by,
            at=AT,
        )

    came = at_once(database, lambda: say(field.lead), lambda: say(field.colleague))
    assert came[1] == "done"
    assert "said for Physiotherapy on 3 March 2008 at 10:12, while you were working on it: the same." in came[0]
    assert db.session.scalar(select(func.count()).select_from(Intention)) == 1


def test_of_two_managers_who_answer_at_once_the_second_is_told(database: Flask) -> None:
    field = opened()
    said_id = said_of(field, an_investment()).id

    def answer(by: Actor) -> object:
        reply = Reply(kind=AnswerKind.CAN_DO)
        return answer_intention(intention_id=said_id, reply=reply, seen_id=0, by=by, at=AT)

    came = at_once(database, lambda: answer(field.provider), lambda: answer(field.second_manager))
    assert came[1] == "done"
    assert "answered on 3 March 2008 at 10:12, while you were working on it: can do." in came[0]
    assert db.session.scalar(select(func.count()).select_from(Answer)) == 1
