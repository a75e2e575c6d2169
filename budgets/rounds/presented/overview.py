"""The overview of a calculation: the whole in a few figures, a row for each group, and the proofs that it adds up."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from budgets.method.result import Calculation, Check, GroupTotals
from budgets.rounds.presented.links import NO_LINKS, Links
from core.tables import Cell, Table, amount, columns, difference, per_head, percent, table, words
from core.wording import sterling, upper_first


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """A figure set large: what it is, how much, and a word on it."""

    label: str
    value: str
    note: str
    href: str = ""


def key_figures(calculation: Calculation, links: Links = NO_LINKS) -> list[KeyFigure]:
    """The sum that was divided, of what, and what was not divided."""
    totals = calculation.totals
    return [
        KeyFigure(
            label="divided among the groups (gross)",
            value=sterling(totals.gross),
            note=f"of {sterling(totals.total)} in {len(calculation.lines)} lines",
            href=links.matrix("gross"),
        ),
        KeyFigure(
            label="net of risk reserve",
            value=sterling(totals.net),
            note=_reserve_note(calculation),
            href=links.matrix("net"),
        ),
        KeyFigure(
            label="pooled",
            value=sterling(totals.pooled),
            note="kept for all groups, for its risk" if totals.pooled else "no line is pooled",
            href=links.matrix("gross") if totals.pooled else "",
        ),
        KeyFigure(
            label="of growth held",
            value=sterling(totals.growth_reserve),
            note="not committed to must-dos, kept by the commissioner" if totals.growth_reserve else "none is left",
            href=next((links.line(line.code) for line in calculation.lines if line.unsplit), ""),
        ),
    ]


def not_divided(calculation: Calculation) -> str:
    """What is not divided, in a sentence."""
    totals = calculation.totals
    if not totals.pooled and not totals.growth_reserve:
        return "Everything is divided: nothing is pooled and no growth is held."
    return (
        f"{sterling(totals.pooled)} pooled, {sterling(totals.growth_reserve)} of growth held: "
        "the commissioner keeps both for all groups."
    )


def groups_table(calculation: Calculation, links: Links) -> Table:
    """A row for each group: last year, gross, change, reserve, net, per head, fair share and distance from it."""
    money = ("Last year £", "Gross £", "Change £", "Change %", "Reserve £", "Net £", "Per head £", "Fair share £")
    return table(
        name="groups",
        caption="Budgets by group",
        head=columns("Group", *money, "Distance from fair share %"),
        rows=[
            [
                words(group.name, href=links.group(group.code)),
                *_figures(calculation.totals.by_group[group.code], links, group.code),
            ]
            for group in calculation.groups
        ],
        foot=[[words("All groups"), *_figures(_all_groups(calculation), links)]],
    )


def checks_table(checks: Sequence[Check]) -> Table:
    """Each proof with its figures, passed or failed in words."""
    return table(
        name="checks",
        caption="Checks",
        head=columns("What must hold", "Result", "Figures (amounts in £)"),
        rows=[
            [
                words(upper_first(check.name)),
                words("Passed" if check.passed else "Failed", look="app-passed" if check.passed else "app-failed"),
                words(check.detail),
            ]
            for check in checks
        ],
    )


def checks_in_words(checks: Sequence[Check]) -> str:
    """How many checks passed, in a sentence.

    >>> checks_in_words([Check(name="a", passed=True, detail=""), Check(name="b", passed=False, detail="")])
    '1 of 2 checks failed: b.'
    """
    failed = [check.name for check in checks if not check.passed]
    if failed:
        return f"{len(failed)} of {len(checks)} checks failed: {'; '.join(failed)}."
    return f"All {len(checks)} checks passed."


def _reserve_note(calculation: Calculation) -> str:
    totals = calculation.totals
    if not totals.reserve:
        return "no risk reserve is set"
    if totals.net == totals.gross:
        return f"of which {sterling(totals.reserve)} of risk reserve, held by the provider"
    return f"{sterling(totals.reserve)} is held by the commissioner"


def _figures(totals: GroupTotals, links: Links, code: str = "") -> list[Cell]:
    """The figures of a group, or of all: each leads to where it is made up."""
    statement, bridge = links.group(code) if code else "", links.bridge(code)
    return [
        amount(totals.prior_year, href=links.last_year),
        amount(totals.gross, href=statement or links.matrix("gross")),
        difference(totals.change, href=links.last_year),
        percent(totals.change_percent, is_signed=True, href=links.last_year),
        amount(totals.reserve, href=links.matrix("reserve")),
        amount(totals.net, href=bridge),
        per_head(totals.per_head, href=links.people),
        amount(totals.fair_share, href=links.matrix("fair-share")),
        percent(totals.distance_percent, is_signed=True, href=links.matrix("fair-share")),
    ]


def _all_groups(calculation: Calculation) -> GroupTotals:
    """The figures of a group, over all groups together."""
    groups = calculation.totals.by_group.values()
    gross, prior, fair = (
        sum(getattr(group, name) for group in groups) for name in ("gross", "prior_year", "fair_share")
    )
    registered = sum((group.registered for group in calculation.groups), Fraction(0))
    return GroupTotals(
        gross=gross,
        reserve=calculation.totals.reserve,
        net=calculation.totals.net,
        per_head=gross / registered if registered else None,
        prior_year=prior,
        change=gross - prior,
        change_percent=Fraction(100 * (gross - prior), prior) if prior else None,
        fair_share=fair,
        distance_percent=Fraction(100 * (gross - fair), fair) if fair else None,
    )
