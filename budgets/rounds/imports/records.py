"""Every sheet but activity and policy as records, one row one record. Source: docs/budget-method.md, section 1."""

from datetime import date
from fractions import Fraction

from budgets.method.methods import Method, MethodKind, Share, Way, method_from
from budgets.method.workbook import (
    HUNDRED,
    Adjustment,
    AdjustmentKind,
    CostCentre,
    CostCentreShare,
    CurrencyWeight,
    FixedShare,
    Group,
    Mandate,
    Membership,
    MustDo,
    Population,
    PriorYear,
    Service,
)
from budgets.rounds.imports.rows import Row, SheetReader
from budgets.rounds.imports.values import code_from, date_from, decimal_from, yes_or_no
from core.money import pence_from

NOTHING = Fraction(0)
_DAYS_LONG_AGO = 600_000
_EQUALLY = Method((Share(Way(MethodKind.EQUAL)),))


def group_in(row: Row) -> Group:
    """A row of groups.csv."""
    return Group(
        code=_code(row, "code"),
        name=row.needed("name"),
        locality=row.text("locality"),
        lead=row.text("lead"),
        row=row.number,
    )


def membership_in(row: Row) -> Membership:
    """A row of practices.csv."""
    return Membership(
        practice=_code(row, "code"),
        name=row.needed("name"),
        group=_code(row, "group"),
        joined=_optional_date(row, "joined"),
        left=_optional_date(row, "left"),
        row=row.number,
    )


def service_in(row: Row) -> Service:
    """A row of services.csv."""
    return Service(
        code=_code(row, "code"),
        name=row.needed("name"),
        method=row.value("method", method_from, _EQUALLY),
        category=row.text("category"),
        currencies=row.optional("currency", _currencies, ()),
        hosted_share=row.optional("hosted_share", decimal_from, HUNDRED),
        uplift=_optional_decimal(row, "uplift"),
        risk_reserve=_optional_decimal(row, "risk_reserve"),
        in_scope=row.optional("in_scope", yes_or_no, True),
        row=row.number,
    )


def cost_centre_in(row: Row) -> CostCentre:
    """A row of cost_centres.csv."""
    return CostCentre(
        code=_code(row, "code"),
        service=_code(row, "service"),
        amount=row.value("amount", pence_from, 0),
        description=row.text("description"),
        subjective=row.text("subjective"),
        recurrent=row.optional("recurrent", yes_or_no, True),
        wte=_optional_decimal(row, "wte"),
        in_scope=row.optional("in_scope", yes_or_no, True),
        reason=row.text("reason"),
        row=row.number,
    )


def cost_centre_share_in(row: Row) -> CostCentreShare:
    """A row of cost_centre_map.csv."""
    return CostCentreShare(
        cost_centre=_code(row, "cost_centre"),
        group=_code(row, "group"),
        percent=row.value("percent", decimal_from, NOTHING),
        row=row.number,
    )


def currency_weight_in(row: Row) -> CurrencyWeight:
    """A row of currency_weights.csv; a blank service means all services."""
    return CurrencyWeight(
        currency=_code(row, "currency"),
        weight=row.value("weight", decimal_from, NOTHING),
        service=row.optional("service", code_from, ""),
        row=row.number,
    )


def fixed_share_in(row: Row) -> FixedShare:
    """A row of fixed_shares.csv."""
    return FixedShare(
        service=_code(row, "service"),
        group=_code(row, "group"),
        percent=row.value("percent", decimal_from, NOTHING),
        row=row.number,
    )


def adjustment_in(row: Row) -> Adjustment:
    """A row of adjustments.csv; blank `recurrent` means yes."""
    return Adjustment(
        service=_code(row, "service"),
        kind=row.one_of("kind", AdjustmentKind, AdjustmentKind.OTHER),
        amount=row.value("amount", pence_from, 0),
        recurrent=row.optional("recurrent", yes_or_no, True),
        description=row.text("description"),
        row=row.number,
    )


def must_do_in(row: Row) -> MustDo:
    """A row of must_dos.csv."""
    return MustDo(
        code=_code(row, "code"),
        name=row.needed("name"),
        amount=row.value("amount", pence_from, 0),
        method=row.value("method", method_from, _EQUALLY),
        mandate=row.one_of("mandate", Mandate, Mandate.PCT) if row.text("mandate") else None,
        row=row.number,
    )


def prior_year_in(row: Row) -> PriorYear:
    """A row of prior_year.csv."""
    return PriorYear(
        service=_code(row, "service"),
        group=_code(row, "group"),
        amount=row.value("amount", pence_from, 0),
        row=row.number,
    )


def populations_in(sheet: SheetReader) -> tuple[tuple[str, ...], tuple[Population, ...]]:
    """The named weightings of populations.csv and its rows."""
    header = sheet.table.header if sheet.table is not None else ()
    columns = tuple(column for column in header if column not in sheet.shape.needs)
    return columns, tuple(_population_in(row, columns) for row in sheet.rows())


def _population_in(row: Row, columns: tuple[str, ...]) -> Population:
    return Population(
        practice=_code(row, "practice"),
        on=row.value("date", date_from, _day_of_its_own(row)),
        registered=row.value("registered", decimal_from, NOTHING),
        weighted={column: row.value(column, decimal_from, NOTHING) for column in columns if row.text(column)},
        row=row.number,
    )


def _code(row: Row, column: str) -> str:
    """A code, or a stand-in that no other row has, so that two rows with faults do not seem to repeat each other."""
    return row.value(column, code_from, f"\0{row.number}")


def _day_of_its_own(row: Row) -> date:
    """A day long ago that stands in for one that cannot be read; another for every row."""
    return date.fromordinal(1 + row.number % _DAYS_LONG_AGO)


def _currencies(text: str) -> tuple[str, ...]:
    return tuple(code_from(part.strip()) for part in text.split(";"))


def _optional_date(row: Row, column: str) -> date | None:
    return row.optional(column, _day, None)


def _day(text: str) -> date | None:
    return date_from(text)


def _optional_decimal(row: Row, column: str) -> Fraction | None:
    return row.value(column, decimal_from, NOTHING) if row.text(column) else None
