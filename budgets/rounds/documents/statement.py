"""A group's statement: what its budget is, how every line of it came about, and where to sign."""

from collections.abc import Mapping

from reportlab.platypus import Flowable

from budgets.method.result import Calculation, GroupFacts, GroupTotals
from budgets.rounds.documents.bridge import group_bridge_part
from budgets.rounds.documents.closing import ending_part, warnings_part
from budgets.rounds.documents.heading import StatementHeading, period_of, running_heads, title_facts
from budgets.rounds.documents.lines import central_lines, group_lines
from budgets.rounds.documents.practices import practices_annex
from budgets.rounds.documents.signed import SignedOff, adopted_part
from budgets.rounds.documents.terms import (
    UNDEFINED,
    change_in_words,
    people,
    provider_holds_reserve,
    terms_of,
)
from core.money import decimals, rounded
from core.pdf.page import PORTRAIT_WIDTH, pdf_bytes
from core.pdf.text import box, gap, lead, paragraph, section, summary_list, title_block
from core.wording import percentage, sterling


def group_statement(
    calculation: Calculation,
    group_code: str,
    *,
    heading: StatementHeading,
    practice_names: Mapping[str, str] | None = None,
    signed: SignedOff | None = None,
) -> bytes:
    """The statement as PDF; the same calculation, heading and signatures give the same bytes.

    `practice_names` gives the names of practice codes for the annex; `signed`: how it was signed off, instead of
    where to mark positions and sign. Raises KeyError for a group that is not there.
    """
    group = {group.code: group for group in calculation.groups}[group_code]
    width = PORTRAIT_WIDTH
    story: list[Flowable] = [
        *_first_page(calculation, group, heading),
        *section("Your budget line by line", room=400),
        *group_lines(calculation, group_code, width=width),
        *section("Held centrally on behalf of all groups"),
        paragraph("This money is not in your budget. It is shown so that you can see where all of it went."),
        *central_lines(calculation, width=width),
        *section("From last year’s ledger to your budget", room=270),
        *group_bridge_part(calculation, group_code, width=width),
        *section("Annex: your practices", room=260),
        *practices_annex(calculation, group_code, practice_names or {}, width=width),
        *warnings_part(calculation),
        *ending_part([heading.commissioner, group.name], heading, signed, width=width),
    ]
    return pdf_bytes(story, running_heads(heading, f"Budget statement {heading.year}: {group.name}"))


def _first_page(calculation: Calculation, group: GroupFacts, heading: StatementHeading) -> list[Flowable]:
    facts = title_facts(heading, [("PbC group", f"{group.name} ({group.code})")])
    hash_fact = ("Content hash", heading.content_hash)
    own = calculation.totals.by_group[group.code]
    return [
        *title_block("Budget statement", f"{group.name}, {heading.year}", facts, hash_fact, width=PORTRAIT_WIDTH),
        lead(_in_one_sentence(calculation, group, heading)),
        *adopted_part(heading.adopted_without, width=PORTRAIT_WIDTH),
        summary_list(_summary(calculation, group, own), width=PORTRAIT_WIDTH),
        gap(12),
        box("How to read this", terms_of(calculation), width=PORTRAIT_WIDTH),
    ]


def _in_one_sentence(calculation: Calculation, group: GroupFacts, heading: StatementHeading) -> str:
    own = calculation.totals.by_group[group.code]
    if provider_holds_reserve(calculation.totals):
        how = f", of which {sterling(own.reserve)} is a risk reserve held by the provider"
    elif own.reserve:
        how = f" net of a risk reserve of {sterling(own.reserve)}"
    else:
        how = ""
    return (
        f"{group.name} has an indicative budget of {sterling(own.net)}{how}, {period_of(heading.year)}. "
        f"{heading.commissioner} remains accountable for the money."
    )


def _summary(calculation: Calculation, group: GroupFacts, own: GroupTotals) -> list[tuple[str, str, str]]:
    reserve = (
        "of which held by the provider" if provider_holds_reserve(calculation.totals) else "held by the commissioner"
    )
    return [
        ("Gross budget", sterling(own.gross), "your share of every line that is split"),
        ("Risk reserve", sterling(own.reserve), reserve),
        ("Net budget", sterling(own.net), "what the group commissions with"),
        ("Gross per head", _per_head(own), "of registered population"),
        ("Last year", sterling(own.prior_year), "agreed for the year before"),
        ("Change", sterling(own.change), change_in_words(own.change, own.change_percent)),
        ("Fair share", sterling(own.fair_share), "every line split by capitation alone"),
        ("Distance from fair share", _distance(own), _distance_in_words(own)),
        ("Registered population", people(group.registered)[0], "on the capitation date"),
        ("Capitation population", people(group.weighted)[0], f"{percentage(group.capitation_share, 2)} of all groups"),
    ]


def _per_head(own: GroupTotals) -> str:
    return UNDEFINED if own.per_head is None else sterling(rounded(own.per_head))


def _distance(own: GroupTotals) -> str:
    return UNDEFINED if own.distance_percent is None else f"{decimals(own.distance_percent, 2)}%"


def _distance_in_words(own: GroupTotals) -> str:
    if own.distance_percent is None:
        return "no fair share to compare with"
    away = own.gross - own.fair_share
    if away == 0:
        return "exactly at the fair share"
    return f"{sterling(abs(away))} {'above' if away > 0 else 'below'}"
