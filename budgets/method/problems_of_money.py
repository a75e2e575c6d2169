"""What may be wrong with services, the ledger and the money of the policy. Source: the method, sections 1 and 7."""

from collections.abc import Iterator

from budgets.method.findings import (
    negative,
    not_a_hundred,
    outside_percent,
    repeated,
    unfit_codes,
    unknown,
)
from budgets.method.policy import Basis, Policy
from budgets.method.steps import first_steps, ledgers_of, weight_for_returned
from budgets.method.unread import POLICY, Unread
from budgets.method.workbook import RESERVED_CODES, Workbook
from core.money import grouped, pounds
from core.problems import Problem

SERVICES, MUST_DOS, GROUPS = "services.csv", "must_dos.csv", "groups.csv"


def problems_of_lines(workbook: Workbook) -> Iterator[Problem]:
    """Services and must-dos: codes used once, percentages in range, no must-do below zero."""
    services, must_dos = workbook.services, workbook.must_dos
    yield from unfit_codes(SERVICES, "code", services, lambda service: service.code)
    yield from repeated(SERVICES, "code", services, lambda service: service.code, "service")
    yield from outside_percent(SERVICES, "hosted_share", services, lambda service: service.hosted_share)
    yield from outside_percent(SERVICES, "risk_reserve", services, lambda service: service.risk_reserve)
    yield from unfit_codes(MUST_DOS, "code", must_dos, lambda must_do: must_do.code)
    yield from repeated(MUST_DOS, "code", must_dos, lambda must_do: must_do.code, "must-do")
    used = {service.code: service.row for service in services}
    for must_do in must_dos:
        if must_do.code in used:
            expected = f"a code no service has; it stands in {SERVICES} row {used[must_do.code]}"
            yield Problem(file=MUST_DOS, row=must_do.row, column="code", value=must_do.code, expected=expected)
        if must_do.amount < 0:
            expected = "an amount of at least nothing"
            value = pounds(must_do.amount)
            yield Problem(file=MUST_DOS, row=must_do.row, column="amount", value=value, expected=expected)
    yield from _reserved(workbook)


def _reserved(workbook: Workbook) -> Iterator[Problem]:
    coded = [(SERVICES, s.row, s.code) for s in workbook.services] + [
        (MUST_DOS, m.row, m.code) for m in workbook.must_dos
    ]
    for sheet, row, code in coded:
        if code in RESERVED_CODES:
            expected = f"another code: {', '.join(RESERVED_CODES)} name lines of the result"
            yield Problem(file=sheet, row=row, column="code", value=code, expected=expected)


def problems_of_ledger(workbook: Workbook, unread: Unread) -> Iterator[Problem]:
    """Cost centres, where they work, and adjustments."""
    sheet, centres = "cost_centres.csv", workbook.cost_centres
    services = {service.code: service for service in workbook.services}
    known = unread.known(services, "services")
    yield from unfit_codes(sheet, "code", centres, lambda centre: centre.code)
    yield from repeated(sheet, "code", centres, lambda centre: centre.code, "cost centre")
    yield from unknown(sheet, "service", centres, lambda centre: centre.service, known=known, where=SERVICES)
    yield from _map(workbook, unread)
    sheet = "adjustments.csv"
    yield from unknown(sheet, "service", workbook.adjustments, lambda row: row.service, known=known, where=SERVICES)
    for row in workbook.adjustments:
        service = services.get(row.service)
        if service is not None and not service.in_scope:
            expected = "a service that is in scope; money out of scope is not adjusted"
            yield Problem(file=sheet, row=row.row, column="service", value=row.service, expected=expected)


def _map(workbook: Workbook, unread: Unread) -> Iterator[Problem]:
    sheet, rows = "cost_centre_map.csv", workbook.cost_centre_map
    groups = unread.known({group.code for group in workbook.groups}, "groups")
    centres = unread.known({centre.code for centre in workbook.cost_centres}, "cost_centres")
    yield from unknown(sheet, "cost_centre", rows, lambda row: row.cost_centre, known=centres, where="cost_centres.csv")
    yield from unknown(sheet, "group", rows, lambda row: row.group, known=groups, where=GROUPS)
    yield from repeated(sheet, "cost_centre", rows, lambda row: (row.cost_centre, row.group), "cost centre and group")
    yield from negative(sheet, "percent", rows, lambda row: row.percent, "a percentage")
    if not unread.touches("cost_centre_map", "cost_centre", "percent"):
        yield from not_a_hundred(sheet, rows, lambda row: row.cost_centre, lambda row: row.percent, "cost centre")


def problems_of_shares(workbook: Workbook, unread: Unread) -> Iterator[Problem]:
    """Fixed shares and last year's split."""
    coded = {s.code for s in workbook.services} | {m.code for m in workbook.must_dos}
    lines = unread.known(coded, "services", "must_dos")
    groups = unread.known({group.code for group in workbook.groups}, "groups")
    sheet, fixed = "fixed_shares.csv", workbook.fixed_shares
    yield from unknown(sheet, "service", fixed, lambda row: row.service, known=lines, where=f"{SERVICES} or {MUST_DOS}")
    yield from unknown(sheet, "group", fixed, lambda row: row.group, known=groups, where=GROUPS)
    yield from repeated(sheet, "service", fixed, lambda row: (row.service, row.group), "service and group")
    yield from negative(sheet, "percent", fixed, lambda row: row.percent, "a percentage")
    if not unread.touches("fixed_shares", "service", "percent"):
        yield from not_a_hundred(sheet, fixed, lambda row: row.service, lambda row: row.percent, "service")
    sheet, prior = "prior_year.csv", workbook.prior_year
    yield from unknown(sheet, "group", prior, lambda row: row.group, known=groups, where=GROUPS)
    yield from repeated(sheet, "service", prior, lambda row: (row.service, row.group), "service and group")


def problems_of_new_money(workbook: Workbook, policy: Policy, unread: Unread) -> Iterator[Problem]:
    """Must-dos within growth, and somebody to carry the money returned."""
    if not unread.touches("must_dos", "amount") and not unread.touches(POLICY, "growth.amount"):
        yield from _above_growth(workbook, policy)
    if not any(unread.touches(sheet) for sheet in ("services", "cost_centres", "adjustments", POLICY)):
        yield from _not_carried(workbook, policy)


def _above_growth(workbook: Workbook, policy: Policy) -> Iterator[Problem]:
    must_dos = sum(must_do.amount for must_do in workbook.must_dos)
    if must_dos > policy.growth_amount >= 0:
        expected = (
            f"growth that pays the must-dos: they add up to £{grouped(must_dos)}, growth is "
            f"£{grouped(policy.growth_amount)}, £{grouped(must_dos - policy.growth_amount)} too little"
        )
        yield Problem(file="policy.toml", column="growth.amount", value=pounds(policy.growth_amount), expected=expected)


def _not_carried(workbook: Workbook, policy: Policy) -> Iterator[Problem]:
    if policy.returned_basis is not Basis.BASELINE or policy.returned_amount <= 0:
        return
    if not any(weight_for_returned(ledger.service, first_steps(ledger, policy)) for ledger in ledgers_of(workbook)):
        yield Problem(
            file="policy.toml",
            column="returned_money.amount",
            value=pounds(policy.returned_amount),
            expected="an in-scope service with a positive amount to carry it",
        )
