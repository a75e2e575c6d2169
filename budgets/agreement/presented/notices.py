"""Decision notices as tables: one provider's lines, all providers, and the money that is with none of them."""

from collections.abc import Callable, Sequence

from budgets.agreement.rules.notices import Notice, NoticeLine, Rest
from core.tables import Cell, Table, amount, columns, number, table, words


def lines_table(notice: Notice) -> Table:
    """Each line a provider provides, with every group's amount."""
    groups = notice.own_groups
    pooled = ["Pooled £"] if notice.is_pooled else []
    sums = [amount(sum(line.by_group.get(code, 0) for line in notice.lines)) for code in groups]
    sums += [amount(sum(line.pooled for line in notice.lines))] if notice.is_pooled else []
    return table(
        "lines",
        f"What {notice.provider} provides",
        columns("Line", *(f"{name} £" for name in groups.values()), *pooled, "Total £"),
        [_line_row(line, list(groups), is_pooled=notice.is_pooled) for line in notice.lines],
        [[words("All lines"), *sums, amount(notice.total)]],
    )


def providers_table(notices: Sequence[Notice], address_of: Callable[[str], str]) -> Table:
    """Every provider with what it has, each leading to its notice."""
    return table(
        "providers",
        "Providers",
        columns("Provider", "#Lines", "Total £"),
        [
            [
                words(notice.provider, href=address_of(notice.provider_code)),
                number(len(notice.lines)),
                amount(notice.total, href=address_of(notice.provider_code)),
            ]
            for notice in notices
        ],
        [[words("All providers"), words(""), amount(sum(notice.total for notice in notices))]],
    )


def rest_table(rest: Sequence[Rest]) -> Table:
    """The money that is with no provider, and why."""
    return table(
        "rest",
        "Not with any provider",
        columns("Line", "Why", "Amount £"),
        [[words(each.name), words(each.why), amount(each.amount)] for each in rest],
        [[words("All of it"), words(""), amount(sum(each.amount for each in rest))]],
    )


def _line_row(line: NoticeLine, groups: Sequence[str], *, is_pooled: bool) -> list[Cell]:
    cells = [amount(line.by_group.get(code)) for code in groups]
    cells += [amount(line.pooled or None)] if is_pooled else []
    return [words(line.name, note=line.code), *cells, amount(line.total)]
