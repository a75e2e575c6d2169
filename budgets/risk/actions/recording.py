"""What all acts of risk do: note the event, copy who acts, and look over what they wrote."""

from budgets.risk.rules.holding import check_words
from budgets.rounds.models import Round
from core import audit
from core.db import db
from core.errors import Refusal
from core.identifiers import has_identifier
from core.permissions import ROLE_NAMES, Actor


def record(found: Round, act: str, *, by: Actor, new: audit.Values, old: audit.Values | None = None) -> None:
    """Note an act in the audit trail: all acts of risk in a round are one history."""
    audit.record(
        db.session(),
        by=by,
        act=f"risk.{act}",
        subject="risk",
        subject_id=found.id,
        old=old,
        new=new,
        commissioner_id=found.commissioner_id,
    )


def copied(by: Actor) -> dict[str, str]:
    """Name, role and organisation of one who acts, as they stay on the row whatever becomes of the person."""
    return {"name": by.name, "role": ROLE_NAMES[by.role], "organisation": by.organisation_name}


def words_to_keep(words: str, *, what: str, is_needed: bool = True) -> str:
    """What somebody wrote, as it is kept. Refuses what is missing, too long, or holds an NHS number."""
    if words.strip() or is_needed:
        check_words(words, what=what)
    if has_identifier(words):
        raise Refusal(
            f"{what} holds a number that passes the NHS number check. "
            "Take it out: nothing about a patient may be kept here."
        )
    return words.strip()
