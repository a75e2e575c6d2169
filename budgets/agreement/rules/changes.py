"""What changed since the proposal before, as values and as the text in which a proposal keeps it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from budgets.method.attribution import Attributed, Cause
from budgets.method.comparison import Setting
from core.canonical import canonical_text

CAUSE_NAMES: Mapping[Cause, str] = {
    Cause.INPUT: "Inputs",
    Cause.POLICY: "Policy",
    Cause.METHOD: "Method",
    Cause.INPUT_AND_POLICY: "Inputs and policy",
    Cause.INPUT_AND_METHOD: "Inputs and method",
    Cause.POLICY_AND_METHOD: "Policy and method",
    Cause.ALL: "Inputs, policy and method",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """All that changed since the proposal of that number: `rows` by line and group, and what was done differently.

    `inputs`: the numbers of the inputs before and after; `settings`: the rules of the policy that differ; `groups`:
    names by code.
    """

    since: int
    inputs: tuple[int, int]
    settings: tuple[Setting, ...]
    groups: Mapping[str, str]
    rows: tuple[Attributed, ...]

    @property
    def causes(self) -> list[Cause]:
        """The causes that moved anything, in the order in which they were worked out."""
        return [cause for cause in Cause if any(cause in row.parts for row in self.rows)]


def changes_text(changes: Changes | None) -> str:
    """What changed as JSON, the same for the same changes; the first proposal of a round has nothing before it."""
    if changes is None:
        return "{}"
    written = {
        "since": changes.since,
        "inputs": list(changes.inputs),
        "settings": [asdict(setting) for setting in changes.settings],
        "groups": dict(changes.groups),
        "rows": [asdict(row) for row in changes.rows],
    }
    return canonical_text(written)


def changes_from(text: str) -> Changes | None:
    """The changes of such a text; None for a first proposal."""
    written: dict[str, Any] = json.loads(text)
    if not written:
        return None
    before, after = written["inputs"]
    return Changes(
        since=written["since"],
        inputs=(before, after),
        settings=tuple(Setting(**setting) for setting in written["settings"]),
        groups=written["groups"],
        rows=tuple(_row(row) for row in written["rows"]),
    )


def _row(written: Mapping[str, Any]) -> Attributed:
    parts = {cause: written["parts"][cause.value] for cause in Cause if cause.value in written["parts"]}
    return Attributed(**{**written, "parts": parts})
