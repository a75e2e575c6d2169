"""Two issues of a contract part by part: its particulars, each clause and schedule, and who is asked to sign."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from contracts.agreements.presented.contract import PartShown, parts_shown
from contracts.agreements.presented.figures import figures_in_words
from contracts.agreements.rules.content import Content
from core.comparing_parts import PartCompared, Side, compare_parts
from core.signatures.rules import CAPACITY_NAMES, Capacity
from core.wording import in_full, upper_first

_WORDED: Mapping[str, str] = {
    "commissioner": "Commissioner",
    "provider": "Provider",
    "form": "Legal form",
    "kind": "Type",
    "year": "Year",
}
_DAYS: Mapping[str, str] = {"starts_on": "First day", "ends_on": "Last day"}
_AMOUNTS: Mapping[str, str] = {"year_value": "Value in the year", "whole_value": "Value over its whole life"}


def compared_contents(before: Content, after: Content) -> list[PartCompared]:
    """All parts of both, those without a change among them."""
    return compare_parts(_sides(before), _sides(after))


def _sides(content: Content) -> dict[str, Side]:
    parts = {shown.part.key: _side(shown) for shown in parts_shown(content.parts)}
    return {"particulars": _particulars(content), **parts, "signatures": _signatures(content)}


def _particulars(content: Content) -> Side:
    facts = content.facts
    months = str(facts.get("notice_months", ""))
    lines: dict[str, str | int] = {"Reference": content.reference, "Title": content.title}
    lines |= {name: str(facts[key]) for key, name in _WORDED.items() if key in facts}
    lines |= {name: in_full(date.fromisoformat(str(facts[key]))) for key, name in _DAYS.items() if key in facts}
    lines |= {"Notice": f"{months} month{'' if months == '1' else 's'}"} if months else {}
    lines |= {name: int(facts[key]) for key, name in _AMOUNTS.items() if key in facts}
    known = {*_WORDED, *_DAYS, *_AMOUNTS, "notice_months"}
    lines |= {upper_first(key.replace("_", " ")): str(value) for key, value in facts.items() if key not in known}
    return Side(title="Particulars", lines=lines)


def _side(shown: PartShown) -> Side:
    part = shown.part
    lines: dict[str, str | int] = {
        f"{each.line_name} ({each.line}), {each.group_name or 'pooled'}": each.pence for each in part.amounts
    }
    titles = Counter(each.title for each in part.figures)
    for each in part.figures:
        title = each.title if titles[each.title] == 1 else f"{each.title} ({each.key})"
        lines |= {f"{title}: {name}": said for name, said in figures_in_words(each)}
    return Side(title=part.title, text=part.text, number=f"{shown.number}.", lines=lines)


def _signatures(content: Content) -> Side:
    lines: dict[str, str | int] = {
        f"{each.name} ({each.code})": CAPACITY_NAMES[Capacity(each.capacity)] for each in content.signatures
    }
    return Side(title="Asked to sign", lines=lines)
