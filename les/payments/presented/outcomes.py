"""What a file of outcomes would record, as tables."""

from collections.abc import Mapping, Sequence

from core.tables import Table, amount, columns, number, table, words
from core.wording import in_full
from les.payments.rules.kinds import RESULT_NAMES
from les.payments.rules.outcome_files import KnownRun, OutcomeRow, ToTell
from les.payments.rules.references import line_reference, place_of

MOST_SHOWN = 200


def told_table(told: Sequence[ToTell], run: KnownRun) -> Table:
    """What would be recorded, lines of which the same is said together."""
    rows = [
        [
            words(RESULT_NAMES[each.result]),
            words(in_full(each.day) if each.day else ""),
            words(each.bank_reference or each.reason),
            number(len(each.places)),
            amount(sum(run.lines[place].paid for place in each.places)),
        ]
        for each in told
    ]
    lines = sum(len(each.places) for each in told)
    pence = sum(run.lines[place].paid for each in told for place in each.places)
    foot = [[words("All"), words(""), words(""), number(lines), amount(pence)]]
    head = columns("What became of it", "Day", "Reference or reason", "#Lines", "Paid £")
    return table("told", "What will be recorded", head, rows, foot)


def rows_table(rows: Sequence[OutcomeRow], run: KnownRun, practices: Mapping[int, str]) -> Table:
    """The first rows of the file as they were read. `practices`: by place."""
    shown = []
    for each in [row for row in rows if row.result][:MOST_SHOWN]:
        place = place_of(each.reference, run_id=run.run_id) or 0
        known = run.lines[place]
        state = "Recorded already" if known.result else RESULT_NAMES[each.result] if each.result else ""
        shown.append(
            [
                words(str(each.row)),
                words(line_reference(run.run_id, place)),
                words(practices.get(place, "")),
                words(state, note=each.reason),
                amount(known.paid),
            ]
        )
    head = columns("Row", "Line", "Practice", "Outcome", "Paid £")
    return table("rows", "Rows of the file", head, shown)
