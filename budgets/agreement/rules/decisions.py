"""Deciding over dissent: the commissioner may, with written reasons, once everybody had their time to answer."""

from collections.abc import Sequence
from datetime import date, timedelta

from budgets.agreement.rules.sign_off import Dissent
from core.errors import NotAllowed, Refusal
from core.identifiers import has_identifier
from core.wording import in_full, listed

FEWEST_CHARACTERS = 20
MOST_CHARACTERS = 4000


def check_reasons(reasons: str) -> None:
    """Refuse reasons that say too little or more than anybody reads, or that hold something about a patient."""
    check_no_identifier(reasons)
    written = reasons.strip()
    if len(written) < FEWEST_CHARACTERS:
        raise Refusal(
            f"Give your reasons in at least {FEWEST_CHARACTERS} characters: they stand beside the dissent for ever."
        )
    if len(written) > MOST_CHARACTERS:
        raise Refusal(f"Reasons have at most {MOST_CHARACTERS:,} characters; yours have {len(written):,}.")


def check_no_identifier(text: str) -> None:
    """Refuse a text with a number that passes the NHS number check. The number is not repeated."""
    if has_identifier(text):
        raise Refusal(
            "What you typed holds a number that could be a patient’s NHS number. Take it out: nothing about a patient "
            "is kept."
        )


def check_may_decide(dissent: Sequence[Dissent], *, reply_by: date, on: date) -> None:
    """Refuse to decide where there is nothing to decide over, or over silence while groups may still answer."""
    if not dissent:
        raise Refusal(
            "There is nothing to decide over: every group agreed, or did not challenge, the total and the split."
        )
    silent = list(dict.fromkeys(each.name for each in dissent if each.is_silent))
    if silent and on <= reply_by:
        have = "has" if len(silent) == 1 else "have"
        raise Refusal(
            f"{listed(silent)} {have} until {in_full(reply_by)} to answer. Silence can be decided over from "
            f"{in_full(reply_by + timedelta(days=1))}."
        )


def refuse_interest(*, group: str, interest_in: str) -> None:
    """Refuse a decision by somebody who declared an interest in a group that dissents, or in a practice of it."""
    raise NotAllowed(
        f"You declared an interest in {interest_in}, so you take no part in deciding over the dissent of {group}. "
        "Another person of the commissioner decides."
    )
