"""Offers built from posts: the list of them, and one with how its cost comes about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from budgets.intentions.presented.wording import posts_cell
from budgets.intentions.rules.establishment import (
    CostedOffer,
    CostedPost,
    Terms,
    sum_in_words,
)
from budgets.intentions.rules.kinds import LeaveWay
from core.tables import Cell, Table, amount, columns, exact_pounds, number, table, words

_COVERED = {LeaveWay.ADD_ON: "added on", LeaveWay.TAKE_OFF: "taken off"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferListed:
    """An offer as a list shows it."""

    id: int
    name: str
    organisation: str
    line: str
    scale: str
    costed: CostedOffer
    terms: Terms
    is_withdrawn: bool


def offers_table(offers: Sequence[OfferListed], href: Callable[[int], str] = lambda _: "") -> Table:
    """The offers of a round."""
    rows = [
        [
            words(each.name, href=href(each.id), note="Withdrawn" if each.is_withdrawn else ""),
            words(each.organisation),
            words(each.line or "Something new"),
            posts_cell(each.costed.wte),
            words(
                f"{percent_in_words(each.terms.leave)} {'add-on' if each.terms.way is LeaveWay.ADD_ON else 'take-off'}"
            ),
            amount(each.costed.total),
        ]
        for each in offers
    ]
    head = columns("Offer", "Made by", "For", "#WTE", "Leave cover", "Cost £")
    return table("offers", "Offers built from posts, £ a year", head, rows)


def posts_table(costed: CostedOffer, terms: Terms) -> Table:
    """The posts of an offer with every part of their cost; each line is rounded once, the total adds up the lines."""
    head = (
        "Post",
        "Pay point",
        "Pay a year £",
        "#Posts",
        "#WTE each",
        "#WTE needed",
        "#WTE with cover",
        "Pay £",
        "On-costs £",
        "Leave cover £",
        "Cost £",
    )
    blanks = [words("")] * 4
    parts = [
        exact_pounds(sum(each, Fraction(0)))
        for each in zip(*((line.pay, line.on_costs, line.leave) for line in costed.lines), strict=True)
    ]
    sums = [posts_cell(costed.wte), posts_cell(costed.covered), *parts, amount(costed.total)]
    return table(
        "posts",
        f"Posts and what they cost, £ a year, with leave cover {_COVERED[terms.way]}",
        columns(*head),
        [_post_row(line, terms) for line in costed.lines],
        [[words("Total"), *blanks, *sums]],
    )


def percent_in_words(percent: Decimal) -> str:
    """A percentage without needless noughts.

    >>> percent_in_words(Decimal("15.0")), percent_in_words(Decimal("100"))
    ('15%', '100%')
    """
    return f"{percent.normalize():f}%"


def _post_row(line: CostedPost, terms: Terms) -> list[Cell]:
    post = line.post
    return [
        words(post.title, note=sum_in_words(line, terms)),
        words(post.point),
        amount(post.pay),
        number(post.number),
        posts_cell(Fraction(post.wte)),
        posts_cell(post.need),
        posts_cell(line.covered),
        exact_pounds(line.pay),
        exact_pounds(line.on_costs),
        exact_pounds(line.leave),
        amount(line.cost),
    ]
