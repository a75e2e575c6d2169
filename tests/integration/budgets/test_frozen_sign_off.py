"""What was decided, signed, locked, issued and unlocked is frozen: the database refuses to change it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from budgets.agreement.commands.statements import issue
from budgets.agreement.rules.unlocking import AnswerKind
from core.db import bookkeeping
from tests.builders_sign_off import SigningOff
from tests.integration.budgets.test_statements_issued import Told

ACTS = {
    "agreement_decision": ("UPDATE agreement_decision SET reasons = 'others'", "DELETE FROM agreement_decision"),
    "agreement_sign_off": ("UPDATE agreement_sign_off SET content = '{}'", "DELETE FROM agreement_sign_off"),
    "agreement_lock": ("UPDATE agreement_lock SET locked_at = NULL", "DELETE FROM agreement_lock"),
    "agreement_issued_document": (
        "UPDATE agreement_issued_document SET title = 'another'",
        "DELETE FROM agreement_issued_document",
    ),
    "agreement_unlocking": ("UPDATE agreement_unlocking SET reason = 'another'", "DELETE FROM agreement_unlocking"),
    "agreement_unlocking_answer": (
        "UPDATE agreement_unlocking_answer SET words = 'others'",
        "DELETE FROM agreement_unlocking_answer",
    ),
}


@pytest.mark.usefixtures("database")
def test_the_database_refuses_to_change_or_delete_what_is_frozen() -> None:
    people = SigningOff()
    people.dissent()
    people.decide()
    sign_off_id = people.open().id
    for actor in (people.commissioner, *(people.leads[code] for code in ("WAT", "STA", "HER"))):
        people.sign(actor, sign_off_id)
    issue({"sign_off_id": sign_off_id}, Told())
    people.answer(people.ask(people.finance).id, people.commissioner, AnswerKind.CONFIRMED)
    for table, statements in ACTS.items():
        for statement in statements:
            with pytest.raises(DBAPIError, match=f"what {table} holds is frozen"), bookkeeping() as session:
                session.execute(text(statement))
