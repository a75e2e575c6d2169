"""Prices as tables: what holds on a day, everything that was proposed, and the worked example."""

from collections.abc import Callable, Sequence
from datetime import date

from core.money import as_pence
from core.tables import Table, amount, columns, number, table, words
from core.wording import in_full
from les.schemes.models.prices import SchemePrice
from les.schemes.rules.amounts import sum_of
from les.schemes.rules.kinds import VERDICT_NAMES
from les.schemes.rules.pricing import price_on
from les.schemes.rules.terms import Line, SchemeTerms, Whose
from les.schemes.rules.writing_terms import count_cap

Link = Callable[[SchemePrice], str]


def no_link(price: SchemePrice) -> str:
    """Lead nowhere."""
    del price
    return ""


def terms_table(terms: SchemeTerms, *, on: date, practice: str = "") -> Table:
    """What is paid for: unit, number, and the price that holds on a day or begins first after it.

    `practice`: the code of one whose own prices stand instead.
    """
    rows = []
    for element in terms.elements:
        price = price_on(terms, element=element.code, practice=practice, on=on)
        later = min(
            (
                each
                for each in terms.prices
                if each.element == element.code and not each.practice and each.valid_from > on
            ),
            key=lambda each: each.valid_from,
            default=None,
        )
        shown = price or later
        cap = count_cap(terms, element.code, Whose.PRACTICE)
        rows.append(
            [
                words(element.name, note=element.condition),
                words(element.unit),
                number(element.planned or cap, note=_number_note(element.planned, cap)),
                amount(shown.pence if shown else None, note="" if shown else "no price yet"),
                words(in_full(shown.valid_from) if shown else ""),
            ]
        )
    head = columns("What is paid for", "Unit", "#Number a year", "Price £", "Holds from")
    return table("terms", "What is paid for", head, rows)


def history_table(prices: Sequence[SchemePrice], link: Link = no_link, *, caption: str = "Price history") -> Table:
    """Prices as they were proposed, the newest day first, with who proposed it and what became of it."""
    ordered = sorted(prices, key=lambda each: (each.valid_from, each.id), reverse=True)
    rows = [
        [
            words(each.element_name, note=f"for {each.practice.name}" if each.practice else ""),
            amount(as_pence(each.amount)),
            words(in_full(each.valid_from)),
            words(each.source, note=f"proposed by {each.proposed_by.name}"),
            words(_state_of(each), href="" if each.decision else link(each), note=_decided_by(each)),
        ]
        for each in ordered
    ]
    head = columns("What is paid for", "Price £", "Holds from", "Where it comes from", "State")
    return table("prices", caption, head, rows)


def lines_table(lines: Sequence[Line], *, caption: str, with_sum: bool = True) -> Table:
    """Lines of what is due, with their sum and the sentence how each came about.

    `with_sum`: not where lines stand for each other, as those of levels of provider do.
    """
    rows = [
        [
            words(line.name),
            number(line.allowed, note=f"of {line.claimed} claimed" if line.allowed != line.claimed else ""),
            amount(line.price),
            amount(line.amount),
            words(line.how),
        ]
        for line in lines
    ]
    foot = [[words("Due"), words(""), words(""), amount(sum_of(lines)), words("")]]
    head = columns("What is paid for", "#Number", "Price £", "Due £", "How it comes about")
    return table("example", caption, head, rows, foot if with_sum else ())


def _number_note(planned: int, cap: int | None) -> str:
    return "planned" if planned else "at most" if cap else ""


def _state_of(price: SchemePrice) -> str:
    return VERDICT_NAMES[price.decision.verdict] if price.decision else "Waits for a second person"


def _decided_by(price: SchemePrice) -> str:
    if price.decision is None:
        return ""
    reason = f": {price.decision.reason}" if price.decision.reason else ""
    return f"by {price.decision.decided_by.name}{reason}"
