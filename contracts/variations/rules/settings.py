"""The settings of a contract as its text says them: the rows of their clause, which a variation may word anew.

What cannot be read as a setting is none: nothing is counted or withheld by it.
"""

import re
from collections.abc import Iterable, Mapping

from contracts.agreements.rules.particulars import SETTINGS, Setting, check_setting
from core.errors import Refusal

SETTINGS_PART = "settings"
AGREED = "Agreed in a variation"
"""The source of a setting whose row names none."""
Row = tuple[str, str, str]
"""What a row says: what it is called, the value with its unit, where it comes from."""

_VALUE = re.compile(r"([0-9.]+)\s*(.*)", re.ASCII)
_NAMES: Mapping[str, str] = {" ".join(kind.label.split()): name for name, kind in SETTINGS.items()}


def settings_from(rows: Iterable[Row]) -> dict[str, Setting]:
    """The settings that these rows say, by name; a row that cannot be read is left out.

    >>> found = settings_from([("Meeting after a notice within", "15 working days", "Agreed"), ("Tea", "2 cups", "")])
    >>> found
    {'meeting_days': Setting(name='meeting_days', value='15', source='Agreed')}
    """
    found = {}
    for row in rows:
        try:
            setting = setting_from(row)
        except Refusal:
            continue
        found[setting.name] = setting
    return found


def problems_in_rows(rows: Iterable[Row]) -> list[str]:
    """What is wrong with the rows of the clause, in sentences: what is no setting, no number of its unit, or twice."""
    found, seen = [], set()
    for row in rows:
        try:
            setting = setting_from(row)
        except Refusal as refusal:
            found.append(str(refusal))
            continue
        if setting.name in seen:
            found.append(f"“{row[0]}” stands there twice. Take one out.")
        seen.add(setting.name)
    return found


def setting_from(row: Row) -> Setting:
    """A row as the setting that it says; one without a source was agreed in a variation. Refused where it says none."""
    label, written, source = (" ".join(cell.split()) for cell in row)
    name = _NAMES.get(label)
    if name is None:
        raise Refusal(f"“{label}” is no setting of contract management. Say it below the table, or name it as before.")
    read, unit = _VALUE.fullmatch(written), SETTINGS[name].unit
    if read is None or read[2] not in ("", unit):
        example = f"10{unit}" if unit == "%" else f"10 {unit}"
        raise Refusal(f"“{label}” is a number and its unit, such as {example}.")
    setting = Setting(name=name, value=read[1], source=source or AGREED)
    check_setting(setting)
    return setting
