"""Runs, what each practice gets in one, and lines, as tables."""

from collections.abc import Callable, Mapping, Sequence

from core.clock import moment_in_words
from core.money import as_pence
from core.tables import Table, amount, columns, number, table, words
from core.wording import in_full, sterling
from les.payments.models.runs import FileDownload, Item, Payment, Report, Run
from les.payments.rules.kinds import ON_ITS_WAY, RESULT_NAMES, Result, RunState

Results = Mapping[Result | None, int]
_ORDER = (Result.PAID, Result.FAILED, Result.CANCELLED)


def no_link(_: object) -> str:
    """Lead nowhere."""
    return ""


def runs_table(runs: Sequence[Run], results: Mapping[int, Results], link: Callable[[Run], str] = no_link) -> Table:
    """Runs with what they come to and how far they are."""
    rows = [
        [
            words(run.number, href=link(run)),
            words(in_full(run.pays_on)),
            words(run.state_name, note=said_of(results.get(run.id, {})) if run.state is RunState.RELEASED else ""),
            number(run.file.practices),
            number(run.file.lines),
            amount(as_pence(run.file.kept)),
            amount(as_pence(run.file.paid)),
        ]
        for run in runs
    ]
    head = columns("Run", "Pays on", "State", "#Practices", "#Lines", "Set aside £", "Paid to practices £")
    return table("runs", "Payment runs", head, rows)


def payments_table(
    payments: Sequence[Payment], results: Mapping[int, Results], link: Callable[[Payment], str] = no_link
) -> Table:
    """What each practice gets in a run."""
    rows = [
        [
            words(each.practice.code),
            words(each.practice.name, href="" if each.is_carried else link(each)),
            number(each.lines),
            amount(as_pence(each.amount)),
            amount(as_pence(each.kept)),
            amount(as_pence(each.paid)),
            words("Carried to the next run" if each.is_carried else said_of(results.get(each.practice_id, {}))),
        ]
        for each in payments
    ]
    head = columns("Code", "Practice", "#Lines", "Approved £", "Set aside £", "Paid £", "What became of it")
    return table("practices", "What each practice gets", head, rows)


def own_payments_table(
    payments: Sequence[Payment], results: Mapping[int, Results], link: Callable[[Payment], str]
) -> Table:
    """What one practice got in runs."""
    rows = [
        [
            words(each.run.number, href="" if each.is_carried else link(each)),
            words(in_full(each.run.pays_on)),
            number(each.lines),
            amount(as_pence(each.amount)),
            amount(as_pence(each.kept)),
            amount(as_pence(each.paid)),
            words("Carried to the next run" if each.is_carried else said_of(results.get(each.run_id, {}))),
        ]
        for each in payments
    ]
    head = columns("Statement", "Pays on", "#Lines", "Approved £", "Set aside £", "Paid £", "What became of it")
    return table("payments", "Payments to your practice", head, rows)


def reports_table(reports: Sequence[tuple[Report, int]]) -> Table:
    """What finance said of a run."""
    rows = [
        [
            words(RESULT_NAMES[report.result]),
            number(count),
            words(in_full(report.paid_on) if report.paid_on else ""),
            words(report.bank_reference or report.reason),
            words(report.recorded_by.name, note=moment_in_words(report.recorded_at)),
        ]
        for report, count in reports
    ]
    head = columns("Result", "#Lines", "Day", "Reference or reason", "Recorded by")
    return table("reports", "What became of its lines", head, rows)


def downloads_table(downloads: Sequence[FileDownload]) -> Table:
    """Who took files away."""
    rows = [
        [words(each.what), words(each.name, note=each.role), words(moment_in_words(each.taken_at))]
        for each in downloads
    ]
    return table("downloads", "Files taken away", columns("File", "By", "When"), rows)


def state_of_item(item: Item) -> str:
    """What became of a line, in words."""
    if item.outcome is None:
        return ON_ITS_WAY
    report = item.outcome.report
    if item.outcome.result is Result.PAID and report.paid_on is not None:
        return f"Paid on {in_full(report.paid_on)}"
    return f"{RESULT_NAMES[item.outcome.result]}: {report.reason}"


def said_of(results: Results) -> str:
    """How many lines have which result, in words."""
    said = [f"{RESULT_NAMES[each]}: {results[each]:,}" for each in _ORDER if results.get(each)]
    if results.get(None):
        said.append(f"open: {results[None]:,}")
    return ", ".join(said)


def carried_in_words(payments: Sequence[Payment]) -> str:
    """Which practices are carried to the next run, in a sentence; blank where none is."""
    carried = [each for each in payments if each.is_carried]
    if not carried:
        return ""
    names = ", ".join(f"{each.practice.name} ({sterling(as_pence(each.paid))})" for each in carried[:5])
    more = f" and {len(carried) - 5} more" if len(carried) > 5 else ""
    return f"Below nothing, so carried to the next run: {names}{more}."
