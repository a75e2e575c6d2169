"""What is expected, waived and checked, as tables for pages and files alike."""

from collections.abc import Callable, Sequence

from commissioning.activity.actions.expecting import what_is_waived
from commissioning.activity.models.expectations import Expectation, Waiver
from commissioning.activity.rules.checks.catalogue import Rule
from commissioning.activity.rules.checks.findings import IMPORTANCE_NAMES, SEVERITY_NAMES
from commissioning.activity.rules.currencies import ADDING_NAMES, Currency
from commissioning.activity.rules.due import said_of
from commissioning.activity.rules.months import Period
from core.components import day
from core.tables import Cell, Table, columns, percent, table, words
from core.wording import upper_first


def months_in_words(first_month: str, last_month: str | None) -> str:
    """From which month to which, in words.

    >>> months_in_words("2008-04", None), months_in_words("2008-04", "2008-06")
    ('April 2008 on', 'April 2008 to June 2008')
    """
    first = str(Period(first_month))
    if last_month is None:
        return f"{first} on"
    return first if first_month == last_month else f"{first} to {Period(last_month)}"


def nowhere(found: object) -> str:
    """No page: files hold no links."""
    del found
    return ""


def expected_table(
    rows: Sequence[Expectation], *, caption: str, address_of: Callable[[Expectation], str] = nowhere
) -> Table:
    """What is expected, one return of a provider a row, with where it was agreed."""
    head = columns("Return", "Provider", "Services", "How often", "Months", "Flex and freeze day", "Agreed in")
    return table("expected", caption, head, [_expected(row, address_of) for row in rows])


def _expected(row: Expectation, address_of: Callable[[Expectation], str]) -> list[Cell]:
    return [
        words(row.name, href=address_of(row), about=f"of {row.provider.name}"),
        words(row.provider.name, note=row.provider.code),
        words(", ".join(sorted(each.service.name for each in row.services))),
        words(said_of(row.expected)),
        words(months_in_words(row.first_month, row.last_month)),
        words(f"{row.flex_day} and {row.freeze_day} working days after"),
        words(row.source),
    ]


def waivers_table(rows: Sequence[Waiver], *, caption: str) -> Table:
    """What was waived, the latest first: what, for which months, until when, by whom and why."""
    head = columns("What", "Return", "Months", "Until", "Why", "By whom")
    cells = [
        [
            words(upper_first(what_is_waived(row.rule))),
            words(row.expectation.name, note=row.expectation.provider.name),
            words(months_in_words(row.first_month, row.last_month)),
            words(day(row.until_on), look="app-day"),
            words(row.reason),
            words(row.waived_by.name),
        ]
        for row in rows
    ]
    return table("waivers", caption, head, cells)


def rules_table(rules: Sequence[Rule], *, caption: str, address_of: Callable[[Rule], str] = nowhere) -> Table:
    """The rules of checking as they are set: what each does, its importance, services, dates and limit."""
    head = columns("Rule", "What it does", "Importance", "Services", "Holds", "Only warns for months before", "Limit %")
    cells = [
        [
            words(rule.title, href=address_of(rule)),
            words(SEVERITY_NAMES[rule.severity]),
            words(IMPORTANCE_NAMES[rule.importance]),
            words(", ".join(sorted(rule.services)) or "All"),
            words(_dates(rule)),
            words(day(rule.warns_until), look="app-day"),
            percent(rule.limit),
        ]
        for rule in rules
    ]
    return table("rules", caption, head, cells)


def _dates(rule: Rule) -> str:
    if rule.starts_on is None and rule.ends_on is None:
        return "Always"
    first = f"From {day(rule.starts_on)}" if rule.starts_on else "From the beginning"
    return f"{first} until before {day(rule.ends_on)}" if rule.ends_on else f"{first} on"


def currencies_table(currencies: Sequence[Currency], own: Sequence[Currency], *, caption: str) -> Table:
    """What may be counted: name, code, unit, how it adds up, whether by practice, whose it is."""
    mine = {each.code for each in own}
    cells = [
        [
            words(each.label),
            words(each.code),
            words(each.unit),
            words(ADDING_NAMES[each.adding]),
            words("Yes" if each.is_whole else "No"),
            words("Practice by practice" if each.by_practice else "Whole service"),
            words("The trust’s own" if each.code in mine else "Everybody’s"),
        ]
        for each in currencies
    ]
    head = columns("Currency", "Code", "Unit", "What it counts", "Whole numbers", "Given for", "Whose")
    return table("currencies", caption, head, cells)
