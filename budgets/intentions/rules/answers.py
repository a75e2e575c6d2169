"""What a provider answers to an intention: what each kind needs, and what is refused."""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from budgets.intentions.rules.kinds import AnswerKind, IntentionKind
from budgets.intentions.rules.texts import check_words
from core.errors import Refusal

_POSTS = re.compile(r"\d{1,4}(?:\.\d{1,4})?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer: `from_on` where it can be done later, `consequence` of what cannot, `posts` to recruit or lose."""

    kind: AnswerKind
    from_on: date | None = None
    consequence: str = ""
    posts: Decimal | None = None


def posts_from(text: str) -> Decimal:
    """Whole-time equivalents as written, exact, 0 or more. ValueError says what was expected.

    >>> posts_from("1.60"), posts_from("2")
    (Decimal('1.60'), Decimal('2'))
    """
    if not _POSTS.fullmatch(text.strip()):
        raise ValueError("a number of whole-time equivalents such as 1.6, with at most 4 decimals")
    return Decimal(text.strip())


def check_reply(reply: Reply, *, said: IntentionKind, on: date) -> Reply:
    """An answer as it is kept; `said` is what it answers to."""
    found = replace(reply, consequence=check_words(reply.consequence, "The consequence"))
    if found.kind is AnswerKind.CAN_DO_FROM:
        if found.from_on is None:
            raise Refusal("Say from which day you can do it.")
        if found.from_on <= on:
            raise Refusal("“Can do from” needs a day later than today; if it can be done at once, answer “Can do”.")
    elif found.from_on is not None:
        raise Refusal("A day goes with “Can do from” only: leave it blank, or choose that answer.")
    if found.kind is AnswerKind.CANNOT and not found.consequence:
        raise Refusal(
            "Say what follows from it: posts, notice, transfer of staff (TUPE), or what could be done instead."
        )
    if found.posts is not None and said is IntentionKind.SAME:
        raise Refusal("Where a group spends the same there is nobody to recruit or to lose: leave the posts blank.")
    return found
