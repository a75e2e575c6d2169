"""The check of a nil return: it is a 0 of everything counted over the month, and is asked about like any other 0."""

from commissioning.activity.checking.values import Checked
from commissioning.activity.rules.checks.asked import Asked
from commissioning.activity.rules.checks.findings import in_order
from commissioning.activity.rules.checks.sums import Sum, found_in
from commissioning.activity.rules.rows import Rows
from commissioning.activity.rules.standing import is_counted_by_nil

_NOTHING = {True: Sum(placed=0), False: Sum(total=0)}


def check_nil(asked: Asked) -> Checked:
    """What must be asked about a nil return: a sudden 0, or one outside the limits of what was returned before."""
    sums = {
        (service, month, code): _NOTHING[asked.currencies[code].by_practice]
        for (service, code), history in sorted(asked.history.items())
        if service in asked.asked and is_counted_by_nil(asked.currencies[code]) and any(history.values())
        for month in asked.period.months
    }
    return Checked(rows=Rows(), findings=tuple(in_order(found_in(sums, asked))))
