"""What schemes come to against their budgets, as tables: by scheme, by quarter, by practice, and each sum approved."""

from collections.abc import Callable, Mapping, Sequence

from core.clock import in_london
from core.money import as_pence
from core.tables import Cell, Heading, Table, amount, columns, table, words
from core.wording import in_full, sterling
from les.claims.models.dues import Due
from les.claims.queries.paying import Paid
from les.payments.queries.spend import SpendLine, position_of
from les.payments.queries.spend_facts import Fact
from les.payments.rules.forecast import Forecast, in_words
from les.payments.rules.spending import Position, Standing, added, left_of_all, standing_in_words
from les.schemes.models.budgets import SchemeBudget
from les.schemes.models.schemes import Scheme

PRESSING = (Standing.OVERSPENT, Standing.OVER_COMMITTED, Standing.WILL_EXCEED)
_SUMS = ("Committed £", "Claimed £", "Not decided £", "Approved £", "Paid £", "Of it set aside £", "Not paid yet £")
Link = Callable[[Scheme, str], str]


def no_link(scheme: Scheme, part: str) -> str:
    """Lead nowhere, as in a file."""
    del scheme, part
    return ""


def spend_table(lines: Sequence[SpendLine], *, year: str, link: Link = no_link) -> Table:
    """Every scheme with its budget, what it comes to, what is left and the forecast, and all of them together."""
    head = columns("Scheme", "For", "Budget £", *_SUMS, "Left £", "Forecast £", "State")
    rows = [
        [
            words(each.scheme.called, href=link(each.scheme, ""), note=each.scheme.kind_name),
            words(each.where),
            _budget(each),
            *_sums(each.position, each.scheme, link),
            amount(each.position.left),
            amount(each.position.forecast, href=link(each.scheme, "forecast")),
            _state(each.position),
        ]
        for each in lines
    ]
    positions = [each.position for each in lines]
    total = added(positions)
    foot = [
        words("All"),
        words(""),
        amount(total.budget),
        *_sums(total),
        amount(left_of_all(positions)),
        amount(total.forecast),
        words(""),
    ]
    return table("spend", f"Spend by scheme, {year}", head, rows, [foot] if rows else ())


def own_spend_table(lines: Sequence[SpendLine], *, year: str, link: Link = no_link) -> Table:
    """What one practice claimed, what was approved and paid of it, by scheme."""
    head = columns("Scheme", *_SUMS)
    rows = [
        [
            words(each.scheme.called, href=link(each.scheme, ""), note=each.scheme.kind_name),
            *_sums(each.position, each.scheme, link),
        ]
        for each in lines
    ]
    foot = [words("All"), *_sums(added(each.position for each in lines))]
    return table("spend", f"Your practice’s enhanced services, {year}", head, rows, [foot] if rows else ())


def forecast_table(forecast: Forecast, *, where: str, name: str = "forecast") -> Table:
    """How a forecast is made up: each quarter with what it rests on, and what stands beside the quarters."""
    head = columns("Part", "Known £", "Expected besides £", "Together £", "What it rests on")
    rows = [
        [
            words(f"Claims of quarter {each.quarter}"),
            amount(each.known),
            amount(each.expected),
            amount(each.total),
            words(in_words(each)),
        ]
        for each in forecast.quarters
    ]
    rows.append(
        [
            words("Sums that are no claims"),
            amount(forecast.beside),
            amount(0),
            amount(forecast.beside),
            words("Corrections, instalments, funding and sums taken back, approved or proposed. Not expected again."),
        ]
    )
    if forecast.planned or forecast.planned_cut:
        cut = f" The caps of the scheme leave {sterling(forecast.planned_cut)} less." if forecast.planned_cut else ""
        rest = f"Instalments of the incentive not proposed yet, as its plan has them now.{cut}"
        rows.append(
            [
                words("The incentive"),
                amount(0),
                amount(forecast.planned),
                amount(forecast.planned),
                words(rest),
            ]
        )
    foot = [words("The year"), amount(forecast.known), amount(forecast.expected), amount(forecast.total), words("")]
    return table(name, f"Forecast of the year: {where}", head, rows, [foot])


def by_practice_table(
    facts: Sequence[Fact], practices: Mapping[int, tuple[str, str]], link: Callable[[int], str] = lambda _: ""
) -> Table:
    """What each practice committed, claimed and was paid of a scheme. `practices`: code and name by id."""
    found: dict[int, list[Fact]] = {}
    for each in facts:
        found.setdefault(each.practice_id, []).append(each)
    rows = []
    for practice_id in sorted(found, key=lambda each: practices[each]):
        code, name = practices[practice_id]
        rows.append([words(name, note=code, href=link(practice_id)), *_sums(position_of(found[practice_id]))])
    foot = [words("All"), *_sums(position_of(facts))]
    return table("practices", "By practice", columns("Practice", *_SUMS), rows, [foot] if rows else ())


def by_quarter_table(facts: Sequence[Fact]) -> Table:
    """The same by quarter."""
    rows = [
        [words(f"Quarter {number}"), *_sums(position_of(each for each in facts if each.quarter == number))]
        for number in (1, 2, 3, 4)
    ]
    return table(
        "quarters", "By quarter", columns("Quarter", *_SUMS), rows, [[words("All"), *_sums(position_of(facts))]]
    )


def dues_table(
    dues: Sequence[Due],
    paid: Mapping[int, Paid],
    *,
    with_practice: bool,
    link: Callable[[Due], str] = lambda _: "",
) -> Table:
    """Each sum that was approved: of which claim or adjustment, for what, and how far its payment is."""
    head: list[Heading] = columns("From", *(["Practice"] if with_practice else []), "Quarter", "What it is for")
    head += columns("Approved on", "Due from", "Approved £", "Payment")
    rows = []
    for each in dues:
        number = each.adjustment.number if each.adjustment else f"EC-{each.claim_id:06d}"
        payment = paid.get(each.id)
        told = f"{payment.state}{f', {in_full(payment.on)}' if payment.on else ''}" if payment else "In no run yet"
        rows.append(
            [
                words(number, href=link(each)),
                *([words(each.practice.name, note=each.practice.code)] if with_practice else []),
                words(f"{each.year} Q{each.quarter}"),
                words(each.what),
                words(in_full(in_london(each.approved_at).date())),
                words(in_full(each.due_on)),
                amount(as_pence(each.amount)),
                words(told, note=payment.reference if payment else ""),
            ]
        )
    return table("dues", "Every sum approved", head, rows)


def budget_in_words(budget: SchemeBudget) -> str:
    """Where a budget comes from, and its least."""
    source = budget.source or f"Line {budget.line_name} ({budget.line_code}) of the signed-off round"
    least = f"; at least {sterling(as_pence(budget.floor))}" if budget.floor is not None else ""
    return f"{source}{least}"


def _budget(line: SpendLine) -> Cell:
    if line.budget is None:
        return Cell(text="none", number=True, look="app-nothing")
    return amount(as_pence(line.budget.amount), note=budget_in_words(line.budget))


def _sums(position: Position, scheme: Scheme | None = None, link: Link = no_link) -> list[Cell]:
    figures = {
        "quarters": (position.committed, position.claimed, position.undecided),
        "dues": (position.approved, position.spent, position.set_aside, position.waiting),
    }
    return [
        amount(pence, href=link(scheme, part) if scheme and pence else "")
        for part, found in figures.items()
        for pence in found
    ]


def _state(position: Position) -> Cell:
    pressing = position.standing in PRESSING
    return words(standing_in_words(position), look="app-loss" if pressing else "")
