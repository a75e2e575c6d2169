"""Whether a checked return can be taken: the same answer for a submission and for what is only asked beforehand."""

from commissioning.activity.checking.values import Checked
from commissioning.activity.rules.asking import Taking
from commissioning.activity.rules.checks.findings import HasFindings


def check_can_be_taken(checked: Checked, taking: Taking) -> None:
    """Refuse what is refused whole, and rows with errors unless the provider chose to owe them."""
    if checked.is_refused:
        raise HasFindings("Nothing was stored: this file cannot be taken. See what was found.", checked.findings)
    if checked.verdict == "errors" and taking is Taking.WHOLE:
        rows = "1 row has an error" if checked.owed == 1 else f"{checked.owed:,} rows have errors"
        raise HasFindings(f"Nothing was stored: {rows}. Mend the file, or owe those rows.", checked.findings)
    if not len(checked.rows):
        raise HasFindings("Nothing was stored: no row of this file can be taken.", checked.findings)
