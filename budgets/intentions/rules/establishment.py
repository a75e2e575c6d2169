"""What posts cost: whole-time equivalents × pay × on-costs × leave cover, exact, rounded once for each line of posts.

The cover is named: add-on, need × (1 + p); or take-off, need ÷ (1 − p), which is more for the same percentage.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from budgets.intentions.rules.kinds import LeaveWay
from core.errors import Refusal
from core.money import decimals, plain, rounded
from core.wording import sterling

_WTE = re.compile(r"\d{1,4}(?:\.\d{1,4})?", re.ASCII)
_PERCENT = re.compile(r"\d{1,3}(?:\.\d{1,4})?", re.ASCII)
_MOST_POSTS = 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How an offer is costed: on-costs and leave cover in per cent, and which way cover is reckoned."""

    on_costs: Decimal
    leave: Decimal
    way: LeaveWay


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A line of posts: what they are called, the pay of one whole-time equivalent a year (pence), how many posts, and
    of what whole-time equivalent each is.
    """

    title: str
    point: str
    pay: int
    wte: Decimal
    number: int = 1

    @property
    def need(self) -> Fraction:
        """The whole-time equivalents of the line: those that are needed, before leave is covered."""
        return Fraction(self.wte) * self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class CostedPost:
    """A line of posts with its exact parts (pence) and its cost, rounded once to the penny."""

    post: Post
    covered: Fraction
    pay: Fraction
    on_costs: Fraction
    leave: Fraction
    cost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CostedOffer:
    """An offer's lines of posts, whole-time equivalents (as needed, and with leave covered) and total in pence."""

    lines: tuple[CostedPost, ...]
    wte: Fraction
    covered: Fraction
    total: int


def wte_from(text: str) -> Decimal:
    """A whole-time equivalent as written, exact, above 0. ValueError says what was expected.

    >>> wte_from("1.6")
    Decimal('1.6')
    """
    if not _WTE.fullmatch(text.strip()) or not Decimal(text.strip()):
        raise ValueError("a whole-time equivalent above 0 such as 1.6, with at most 4 decimals")
    return Decimal(text.strip())


def percent_from(text: str) -> Decimal:
    """A percentage as written, exact, 0 or more. ValueError says what was expected.

    >>> percent_from("22.5%")
    Decimal('22.5')
    """
    written = text.strip().removesuffix("%").strip()
    if not _PERCENT.fullmatch(written):
        raise ValueError("a percentage of 0 or more such as 22.5, with at most 4 decimals")
    return Decimal(written)


def check_terms(terms: Terms) -> None:
    """Refuse percentages that cannot be: below 0, above 100 (cover) or 200 (on-costs), all of the time away."""
    if not 0 <= terms.on_costs <= 200:
        raise Refusal(f"On-costs are from 0% to 200% of pay, not {terms.on_costs:f}%.")
    if not 0 <= terms.leave <= 100:
        raise Refusal(f"Leave cover is from 0% to 100%, not {terms.leave:f}%.")
    if terms.way is LeaveWay.TAKE_OFF and terms.leave == 100:
        raise Refusal(
            "With 100% taken off nobody would ever be at work, and the need cannot be divided by 0. "
            "Enter a cover below 100%."
        )


def check_post(post: Post) -> None:
    """Refuse a line of posts without a name, without pay, or with posts below zero."""
    if not post.title.strip():
        raise Refusal("Every line of posts needs a name, such as Community matron.")
    if post.wte <= 0:
        raise Refusal(f"{post.title}: a post has a whole-time equivalent above 0, not {post.wte:f}.")
    if not 1 <= post.number <= _MOST_POSTS:
        raise Refusal(f"{post.title}: the number of posts is from 1 to {_MOST_POSTS:,}, not {post.number}.")
    if post.pay <= 0:
        raise Refusal(f"{post.title}: the pay of {post.point} must be above £0.00.")


def cover_of(terms: Terms) -> Fraction:
    """By what the need is multiplied so that leave is covered.

    >>> terms = Terms(on_costs=Decimal(0), leave=Decimal(20), way=LeaveWay.ADD_ON)
    >>> cover_of(terms)
    Fraction(6, 5)
    >>> cover_of(Terms(on_costs=Decimal(0), leave=Decimal(20), way=LeaveWay.TAKE_OFF))
    Fraction(5, 4)
    """
    check_terms(terms)
    share = Fraction(terms.leave) / 100
    return 1 + share if terms.way is LeaveWay.ADD_ON else 1 / (1 - share)


def cost_of_post(post: Post, terms: Terms) -> CostedPost:
    """A line of posts costed: need × pay × (1 + on-costs) × cover, rounded to the penny half away from zero.

    >>> terms = Terms(on_costs=Decimal(20), leave=Decimal(15), way=LeaveWay.ADD_ON)
    >>> cost_of_post(Post(title="Matron", point="7", pay=3_000_000, wte=Decimal("1.6")), terms).cost
    6624000
    """
    check_post(post)
    cover = cover_of(terms)
    pay = post.need * post.pay
    with_on_costs = pay * (1 + Fraction(terms.on_costs) / 100)
    exact = with_on_costs * cover
    return CostedPost(
        post=post,
        covered=post.need * cover,
        pay=pay,
        on_costs=with_on_costs - pay,
        leave=exact - with_on_costs,
        cost=rounded(exact),
    )


def cost_of_offer(posts: Sequence[Post], terms: Terms) -> CostedOffer:
    """All lines of posts costed; the total is the sum of their costs in whole pence."""
    check_terms(terms)
    lines = tuple(cost_of_post(post, terms) for post in posts)
    return CostedOffer(
        lines=lines,
        wte=sum((line.post.need for line in lines), Fraction(0)),
        covered=sum((line.covered for line in lines), Fraction(0)),
        total=sum(line.cost for line in lines),
    )


def cover_in_words(terms: Terms) -> str:
    """How leave is covered, in a sentence, with the factor.

    >>> cover_in_words(Terms(on_costs=Decimal(0), leave=Decimal(20), way=LeaveWay.TAKE_OFF))
    'take-off, need ÷ (1 − 20%) = need × 1.25'
    >>> cover_in_words(Terms(on_costs=Decimal(0), leave=Decimal("15"), way=LeaveWay.TAKE_OFF))
    'take-off, need ÷ (1 − 15%) = need × 1.1765 (rounded)'
    """
    cover, percent = cover_of(terms), f"{terms.leave.normalize():f}%"
    factor = plain(cover)
    factor += " (rounded)" if Fraction(factor) != cover else ""
    if terms.way is LeaveWay.ADD_ON:
        return f"add-on, need × (1 + {percent}) = need × {factor}"
    return f"take-off, need ÷ (1 − {percent}) = need × {factor}"


def sum_in_words(line: CostedPost, terms: Terms) -> str:
    """How the cost of a line of posts comes about, with its figures."""
    post = line.post
    need = f"{post.number} × {post.wte:f} WTE" if post.number > 1 else f"{post.wte:f} WTE"
    percent = f"{terms.leave.normalize():f}%"
    cover = f"× (1 + {percent})" if terms.way is LeaveWay.ADD_ON else f"÷ (1 − {percent})"
    return f"{need} × {sterling(post.pay)} × (1 + {terms.on_costs.normalize():f}%) {cover} = {sterling(line.cost)}"


def wte_text(exact: Fraction) -> str:
    """Whole-time equivalents as people read them: no more decimals than there are, two where there is no end.

    >>> wte_text(Fraction("1.60")), wte_text(Fraction(2)), wte_text(Fraction(32, 17))
    ('1.6', '2', '1.88')
    """
    text = plain(exact)
    return text if Fraction(text) == exact else decimals(exact, 2)
