"""What a person had in front of them when they submitted: its text, and in words what is otherwise now."""

import json
from collections.abc import Mapping, Sequence

from core.canonical import canonical_text
from core.errors import OutOfDate
from core.wording import in_full, sterling
from les.claims.rules.working import Worked

Values = dict[str, int]
_AGAIN = "Look at the amounts as they are now, and submit again if they are right."


def seen_text(lines: Sequence[Worked]) -> str:
    """The lines as a page shows them, as text that it hands back: what each comes to, by what it is.

    >>> seen_text([])
    '{}'
    """
    return canonical_text(_values(lines))


def check_as_seen(lines: Sequence[Worked], seen: str) -> None:
    """Refuse lines that are otherwise than the person saw, saying what changed."""
    now = _values(lines)
    if seen_text(lines) == seen:
        return
    changed = changes_between(_read(seen), now)
    said = "; ".join(changed[:5]) or "its lines"
    raise OutOfDate(f"This claim changed while you looked at it: {said}. {_AGAIN}")


def changes_between(before: Mapping[str, int], now: Mapping[str, int]) -> list[str]:
    """What is otherwise, in words. Amounts are pence by what they are for.

    >>> changes_between({"Injection": 42000}, {"Injection": 21000, "Retainer": 500})
    ['Injection £420.00, now £210.00', 'Retainer £5.00, new']
    """
    found = []
    for name in dict.fromkeys([*before, *now]):
        if name not in now:
            found.append(f"{name} {sterling(before[name])}, now nothing")
        elif name not in before:
            found.append(f"{name} {sterling(now[name])}, new")
        elif before[name] != now[name]:
            found.append(f"{name} {sterling(before[name])}, now {sterling(now[name])}")
    return found


def _values(lines: Sequence[Worked]) -> Values:
    found: Values = {}
    for each in lines:
        line = each.line
        name = f"{line.name} from {in_full(line.starts_on)} at {sterling(line.price)}"
        found[name] = found.get(name, 0) + line.amount
    return found


def _read(seen: str) -> Values:
    """What a page handed back; nothing where it is no such text, for it came from outside."""
    try:
        read = json.loads(seen)
    except ValueError:
        return {}
    if not isinstance(read, dict):
        return {}
    return {str(name)[:200]: value for name, value in read.items() if type(value) is int}
