"""The report of a whole calculation: every group beside the others, every line, the bridge, checks and warnings."""

from collections.abc import Sequence
from fractions import Fraction

from reportlab.platypus import Flowable

from budgets.method.result import Calculation, GroupFacts
from budgets.rounds.charts.groups import distance_by_group, gross_by_group
from budgets.rounds.documents.bridge import whole_bridge_part
from budgets.rounds.documents.closing import checks_part, warnings_part
from budgets.rounds.documents.heading import StatementHeading, period_of, running_heads, title_facts
from budgets.rounds.documents.lines import matrix
from budgets.rounds.documents.signed import SignedOff, adopted_part, signed_part
from budgets.rounds.documents.terms import (
    UNDEFINED,
    optional_money,
    optional_percent,
    people,
    provider_holds_reserve,
    terms_of,
)
from core.money import grouped
from core.pdf.page import LANDSCAPE_WIDTH, pdf_bytes
from core.pdf.pictures import column_beside, pictures_beside
from core.pdf.tables import figure_table, figures, words
from core.pdf.text import box, gap, lead, section, title_block
from core.wording import sterling


def calculation_report(
    calculation: Calculation, *, heading: StatementHeading, signed: SignedOff | None = None
) -> bytes:
    """The report as PDF, landscape; the same calculation, heading and signatures give the same bytes."""
    width = LANDSCAPE_WIDTH
    story: list[Flowable] = [
        *title_block(
            "Budgets of the practice based commissioning groups",
            heading.year,
            title_facts(heading),
            ("Content hash", heading.content_hash),
            width=width,
        ),
        lead(_in_one_sentence(calculation, heading)),
        *adopted_part(heading.adopted_without, width=width),
        _overview(calculation, width=width),
        gap(12),
        box("How to read this", terms_of(calculation), width=width),
        *section("How the groups compare", room=300),
        _charts(calculation, width=width),
        *section("People"),
        _people_table(calculation, width=width * 0.6),
        *section("Gross by line and group", room=270),
        *matrix(calculation, width=width),
        *section("From last year’s ledger to the budgets", room=270),
        *whole_bridge_part(calculation, width=width),
        *checks_part(calculation, width=width),
        *warnings_part(calculation),
        *(signed_part(signed, width=width) if signed else ()),
    ]
    return pdf_bytes(story, running_heads(heading, f"Budgets {heading.year}: all groups", is_landscape=True))


def _charts(calculation: Calculation, *, width: float) -> Flowable:
    half = column_beside(width)
    return pictures_beside(
        gross_by_group(calculation, width=half), distance_by_group(calculation, width=half), width=width
    )


def _in_one_sentence(calculation: Calculation, heading: StatementHeading) -> str:
    totals = calculation.totals
    parts = [f"{sterling(totals.gross)} is divided among {_count(calculation.groups)}"]
    if totals.pooled:
        parts.append(f"{sterling(totals.pooled)} is pooled for all groups")
    if totals.growth_reserve:
        parts.append(f"{sterling(totals.growth_reserve)} of growth money is held until committed")
    return f"Of {sterling(totals.total)} {period_of(heading.year)}, {'; '.join(parts)}."


def _count(groups: tuple[GroupFacts, ...]) -> str:
    return "one group" if len(groups) == 1 else f"{len(groups)} groups"


def _overview(calculation: Calculation, *, width: float) -> Flowable:
    reserve = "Of which reserve £" if provider_holds_reserve(calculation.totals) else "Reserve £"
    columns = [
        words("Group"),
        *figures("Gross £", reserve, "Net £", "Gross per head £", "Last year £", "Change £", "Change %"),
        *figures("Fair share £", "Distance %"),
    ]
    rows = [_overview_row(calculation, group) for group in calculation.groups]
    return figure_table(columns, [*rows, _overview_total(calculation)], width=width, totals=1)


def _overview_row(calculation: Calculation, group: GroupFacts) -> list[str]:
    own = calculation.totals.by_group[group.code]
    return [
        group.name,
        grouped(own.gross),
        grouped(own.reserve),
        grouped(own.net),
        optional_money(own.per_head),
        grouped(own.prior_year),
        grouped(own.change),
        optional_percent(own.change_percent),
        grouped(own.fair_share),
        optional_percent(own.distance_percent),
    ]


def _overview_total(calculation: Calculation) -> list[str]:
    totals, groups = calculation.totals, calculation.totals.by_group.values()
    registered = sum((group.registered for group in calculation.groups), Fraction(0))
    prior, change = sum(group.prior_year for group in groups), sum(group.change for group in groups)
    return [
        "All groups",
        grouped(totals.gross),
        grouped(totals.reserve),
        grouped(totals.net),
        optional_money(totals.gross / registered if registered else None),
        grouped(prior),
        grouped(change),
        optional_percent(Fraction(change * 100, prior) if prior else None),
        grouped(sum(group.fair_share for group in groups)),
        UNDEFINED,
    ]


def _people_table(calculation: Calculation, *, width: float) -> Flowable:
    columns = [words("Group"), *figures("Registered population", "Capitation population", "Capitation share %")]
    groups = calculation.groups
    shares = [group.capitation_share for group in groups]
    columns_of_people = [
        _people_and_sum([group.registered for group in groups]),
        _people_and_sum([group.weighted for group in groups]),
        [optional_percent(share) for share in (*shares, sum(shares, Fraction(0)))],
    ]
    names = [*(group.name for group in groups), "All groups"]
    rows = [list(row) for row in zip(names, *columns_of_people, strict=True)]
    return figure_table(columns, rows, width=width, totals=1)


def _people_and_sum(numbers: Sequence[Fraction]) -> list[str]:
    return people(*numbers, sum(numbers, Fraction(0)))
