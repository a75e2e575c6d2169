"""What the pages and copies of a calculation say once it was signed off: told to the room of rounds by `app.py`."""

from flask import url_for

from budgets.agreement.documents.sign_off import day_of
from budgets.agreement.queries.sign_off import list_locks_of_calculation
from budgets.agreement.queries.unlocking import find_lifting
from budgets.agreement.rules.sign_off_content import content_from
from budgets.rounds.models import StoredCalculation
from budgets.rounds.views.standing import Standing
from core.clock import day_in_words
from core.wording import in_full


def standing_of_calculation(stored: StoredCalculation) -> Standing | None:
    """That a calculation was signed off, without whose agreement, and whether the round was unlocked since."""
    locks = list_locks_of_calculation(stored.id)
    if not locks:
        return None
    newest = locks[0]
    lifting = find_lifting(newest.sign_off_id)
    text = f"Signed off on {in_full(day_of(newest))}"
    if lifting is not None and lifting.answer is not None:
        text = f"{text}; superseded by unlocking on {day_in_words(lifting.answer.answered_at)}"
    return Standing(
        text=text,
        look="nhsuk-tag--grey" if lifting else "nhsuk-tag--green",
        adopted_without=content_from(newest.sign_off.content).adopted_without,
        href=url_for("sign_off.show_sign_off", round_id=stored.round_id),
    )
