"""What may be wrong with groups, practices and populations. Source: docs/budget-method.md, sections 1 and 7."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from budgets.method.findings import negative, repeated, unfit_codes, unknown
from budgets.method.methods import Method, MethodKind, Share
from budgets.method.policy import Policy
from budgets.method.unread import POLICY, Unread
from budgets.method.workbook import Membership, Population, Workbook
from core.periods import holds_on, overlap
from core.problems import Problem

_MEMBERSHIP = ("code", "group", "joined", "left")
GROUPS, PRACTICES, POPULATIONS = "groups.csv", "practices.csv", "populations.csv"


def problems_of_people(workbook: Workbook, policy: Policy | None, unread: Unread) -> Iterator[Problem]:
    """All of them; those that hang on the capitation date only where there is a policy."""
    groups = unread.known({group.code for group in workbook.groups}, "groups")
    practices = unread.known({row.practice for row in workbook.practices}, "practices")
    yield from unfit_codes(GROUPS, "code", workbook.groups, lambda group: group.code)
    yield from repeated(GROUPS, "code", workbook.groups, lambda group: group.code, "group")
    yield from unfit_codes(PRACTICES, "code", workbook.practices, lambda row: row.practice)
    yield from unknown(PRACTICES, "group", workbook.practices, lambda row: row.group, known=groups, where=GROUPS)
    if not unread.touches("practices", *_MEMBERSHIP):
        yield from _periods(workbook)
    yield from unknown(
        POPULATIONS, "practice", workbook.populations, lambda row: row.practice, known=practices, where=PRACTICES
    )
    key_of = "practice and date"
    yield from repeated(
        POPULATIONS, "practice", workbook.populations, lambda row: (row.practice, row.on.isoformat()), key_of
    )
    yield from _negative_populations(workbook)
    if policy is not None and not unread.touches(POLICY, "capitation.date"):
        yield from _on_the_capitation_date(workbook, policy, unread)


def _periods(workbook: Workbook) -> Iterator[Problem]:
    """`joined` before `left`, and no practice in two groups, or twice in one, on the same day."""
    rows_of: dict[str, list[Membership]] = defaultdict(list)
    for row in workbook.practices:
        if row.joined is not None and row.left is not None and row.joined >= row.left:
            expected = f"a day after joined, {row.joined.isoformat()}"
            yield Problem(file=PRACTICES, row=row.row, column="left", value=row.left.isoformat(), expected=expected)
            continue
        for other in rows_of[row.practice]:
            if overlap((row.joined, row.left), (other.joined, other.left)):
                expected = f"a practice in one group at a time; in row {other.row} it is in {other.group}"
                yield Problem(file=PRACTICES, row=row.row, column="code", value=row.practice, expected=expected)
        rows_of[row.practice].append(row)


def _negative_populations(workbook: Workbook) -> Iterator[Problem]:
    yield from negative(POPULATIONS, "registered", workbook.populations, lambda row: row.registered, "a population")
    for column in workbook.population_columns:

        def under(row: Population, name: str = column) -> Fraction:
            return row.weighted.get(name, Fraction(0))

        yield from negative(POPULATIONS, column, workbook.populations, under, "a population")


def _on_the_capitation_date(workbook: Workbook, policy: Policy, unread: Unread) -> Iterator[Problem]:
    """Every practice in a group has a population that day, and all together more than nothing."""
    if unread.touches("populations", "practice", "date"):
        return
    day = policy.capitation_date
    counted = {row.practice: row for row in workbook.populations if row.on == day}
    if not counted:
        yield Problem(
            file="policy.toml",
            column="capitation.date",
            value=day.isoformat(),
            expected="a date that stands in populations.csv",
        )
        return
    if unread.touches("practices", *_MEMBERSHIP):
        return
    in_a_group = [row for row in workbook.practices if holds_on(day, row.joined, row.left)]
    for row in in_a_group:
        if row.practice not in counted:
            expected = f"a practice with a population on {day.isoformat()}, for it is in group {row.group} that day"
            yield Problem(file=PRACTICES, row=row.row, column="code", value=row.practice, expected=expected)
    if unread.touches("populations", "registered", policy.population) or unread.touches(
        POLICY, "capitation.population"
    ):
        return
    if not any(counted[row.practice].under(policy.population) for row in in_a_group if row.practice in counted):
        yield Problem(
            file=POPULATIONS,
            column=policy.population,
            value="0",
            expected=f"people in the groups on {day.isoformat()}: capitation has nobody to share by",
        )


def problems_of_columns(workbook: Workbook, policy: Policy | None, unread: Unread) -> Iterator[Problem]:
    """A population column that the policy or a method names must exist."""
    if "populations" in unread.sheets:
        return
    known = {"registered", *workbook.population_columns}
    expected = "a population column of populations.csv: " + ", ".join(["registered", *workbook.population_columns])
    if policy is not None:
        if policy.population not in known:
            yield Problem(
                file="policy.toml", column="capitation.population", value=policy.population, expected=expected
            )
        for way in policy.fallback:
            if way.kind is MethodKind.CAPITATION and way.argument and way.argument not in known:
                yield Problem(file="policy.toml", column="activity.fallback", value=str(way), expected=expected)
    for sheet, row, method in _methods(workbook):
        if any(share.way.argument not in known for share in _by_named_column(method)):
            yield Problem(file=sheet, row=row, column="method", value=str(method), expected=expected)


def problems_of_named_groups(workbook: Workbook, unread: Unread) -> Iterator[Problem]:
    """`direct:GROUP` names a group that exists."""
    groups = unread.known({group.code for group in workbook.groups}, "groups")
    for sheet, row, method in _methods(workbook):
        for share in method.shares:
            if share.way.kind is MethodKind.DIRECT and share.way.argument not in groups:
                expected = f"direct: and the code of a group that stands in {GROUPS}"
                yield Problem(file=sheet, row=row, column="method", value=str(method), expected=expected)


def _by_named_column(method: Method) -> list[Share]:
    return [s for s in method.shares if s.way.kind is MethodKind.CAPITATION and s.way.argument]


def _methods(workbook: Workbook) -> Iterator[tuple[str, int, Method]]:
    yield from (("services.csv", service.row, service.method) for service in workbook.services)
    yield from (("must_dos.csv", must_do.row, must_do.method) for must_do in workbook.must_dos)
