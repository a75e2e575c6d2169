"""A budget workbook written so that reading it back gives the same: as XLSX, or as a ZIP of CSV files.

Zero stays zero and blank stays blank. Source of the sheets: docs/budget-method.md, section 1.
"""

import io
import json
import zipfile
from collections.abc import Iterator, Sequence

from budgets.method.policy import Policy
from budgets.method.policy_keys import keys_of
from budgets.method.sheets import POLICY_FILE, POLICY_SHEET
from budgets.method.workbook import Workbook
from core.spreadsheets.writing import Cell, Money, Sheet, write_csv, write_xlsx

_OLDEST = (1980, 1, 1, 0, 0, 0)
_WHOLE = ("activity.minimum_months",)
_LISTS = ("activity.fallback",)


def workbook_as_xlsx(workbook: Workbook, policy: Policy) -> bytes:
    """The workbook as one XLSX file with the sheet `policy`."""
    return write_xlsx([*sheets_of(workbook), policy_sheet(policy)])


def workbook_as_zip(workbook: Workbook, policy: Policy) -> bytes:
    """The workbook as a ZIP of CSV files and policy.toml; the same workbook gives the same bytes."""
    files = {f"{sheet.name}.csv": write_csv(sheet) for sheet in sheets_of(workbook)}
    return zipped({POLICY_FILE: policy_as_toml(policy).encode(), **files})


def zipped(files: dict[str, bytes]) -> bytes:
    """Files in one ZIP, without dates."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _OLDEST), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def policy_sheet(policy: Policy) -> Sheet:
    """The policy as keys and values; a list is joined by semicolons."""
    return Sheet(name=POLICY_SHEET, header=("key", "value"), rows=list(keys_of(policy).items()))


def policy_as_toml(policy: Policy) -> str:
    """The policy as policy.toml, table by table."""
    tables: dict[str, list[str]] = {}
    for dotted, value in keys_of(policy).items():
        table, _, key = dotted.rpartition(".")
        written = json.dumps(value, ensure_ascii=False)
        if dotted in _WHOLE:
            written = value
        elif dotted in _LISTS:
            written = json.dumps(value.split(";") if value else [], ensure_ascii=False)
        tables.setdefault(table, []).append(f"{key} = {written}")
    return "\n\n".join("\n".join([f"[{table}]", *lines] if table else lines) for table, lines in tables.items()) + "\n"


def sheets_of(workbook: Workbook) -> Iterator[Sheet]:
    """Every sheet of the workbook, also those without rows."""
    yield _people_sheets(workbook)[0]
    yield _people_sheets(workbook)[1]
    yield _populations(workbook)
    yield _services(workbook)
    yield _cost_centres(workbook)
    yield Sheet(
        name="cost_centre_map",
        header=("cost_centre", "group", "percent"),
        rows=[(share.cost_centre, share.group, share.percent) for share in workbook.cost_centre_map],
    )
    yield _activity(workbook)
    yield Sheet(
        name="currency_weights",
        header=("service", "currency", "weight"),
        rows=[(weight.service, weight.currency, weight.weight) for weight in workbook.currency_weights],
    )
    yield Sheet(
        name="fixed_shares",
        header=("service", "group", "percent"),
        rows=[(share.service, share.group, share.percent) for share in workbook.fixed_shares],
    )
    yield from _money_sheets(workbook)


def _people_sheets(workbook: Workbook) -> Sequence[Sheet]:
    groups = Sheet(
        name="groups",
        header=("code", "name", "locality", "lead"),
        rows=[(group.code, group.name, group.locality, group.lead) for group in workbook.groups],
    )
    practices = Sheet(
        name="practices",
        header=("code", "name", "group", "joined", "left"),
        rows=[
            (member.practice, member.name, member.group, member.joined, member.left) for member in workbook.practices
        ],
    )
    return groups, practices


def _populations(workbook: Workbook) -> Sheet:
    columns = workbook.population_columns
    rows: list[Sequence[Cell]] = [
        (row.practice, row.on, row.registered, *(row.weighted.get(column) for column in columns))
        for row in workbook.populations
    ]
    return Sheet(name="populations", header=("practice", "date", "registered", *columns), rows=rows)


def _services(workbook: Workbook) -> Sheet:
    return Sheet(
        name="services",
        header=(
            "code",
            "name",
            "category",
            "method",
            "currency",
            "hosted_share",
            "uplift",
            "risk_reserve",
            "in_scope",
        ),
        rows=[
            (
                service.code,
                service.name,
                service.category,
                str(service.method),
                ";".join(service.currencies),
                service.hosted_share,
                service.uplift,
                service.risk_reserve,
                _yes_or_no(service.in_scope),
            )
            for service in workbook.services
        ],
    )


def _cost_centres(workbook: Workbook) -> Sheet:
    return Sheet(
        name="cost_centres",
        header=("code", "service", "description", "subjective", "amount", "recurrent", "wte", "in_scope", "reason"),
        rows=[
            (
                line.code,
                line.service,
                line.description,
                line.subjective,
                Money(line.amount),
                _yes_or_no(line.recurrent),
                line.wte,
                _yes_or_no(line.in_scope),
                line.reason,
            )
            for line in workbook.cost_centres
        ],
    )


def _activity(workbook: Workbook) -> Sheet:
    activity = workbook.activity
    columns = (activity.service, activity.practice, activity.month, activity.currency, activity.quantity)
    return Sheet(
        name="activity",
        header=("service", "practice", "month", "currency", "quantity"),
        rows=zip(*columns, strict=True),
    )


def _money_sheets(workbook: Workbook) -> Iterator[Sheet]:
    yield Sheet(
        name="adjustments",
        header=("service", "kind", "recurrent", "amount", "description"),
        rows=[
            (row.service, row.kind.value, _yes_or_no(row.recurrent), Money(row.amount), row.description)
            for row in workbook.adjustments
        ],
    )
    yield Sheet(
        name="must_dos",
        header=("code", "name", "amount", "method", "mandate"),
        rows=[
            (row.code, row.name, Money(row.amount), str(row.method), row.mandate.value if row.mandate else None)
            for row in workbook.must_dos
        ],
    )
    yield Sheet(
        name="prior_year",
        header=("service", "group", "amount"),
        rows=[(row.service, row.group, Money(row.amount)) for row in workbook.prior_year],
    )


def _yes_or_no(is_so: bool) -> str:
    return "yes" if is_so else "no"
