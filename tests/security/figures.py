"""What the proof of security counted: tests note figures, `python -m tests.security` adds them up and prints them.

Each note is a line of JSON appended to the file that the environment names (`SECURITY_FIGURES`); without it nothing is
kept, so that tests say the same wherever they run.
"""

import json
import os
from collections import Counter
from pathlib import Path

_KEPT_IN = "SECURITY_FIGURES"


def note(what: str, count: int) -> None:
    """Count something for the proof, such as inputs that were tried."""
    kept = os.environ.get(_KEPT_IN)
    if kept:
        with Path(kept).open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps([what, count])}\n")


def figures_in(path: Path) -> Counter[str]:
    """What was noted in that file, added up; nothing where no test noted anything."""
    found: Counter[str] = Counter()
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            what, count = json.loads(line)
            found[what] += count
    return found


def wanted(setting: str, otherwise: int) -> int:
    """How many inputs to try: the environment says (`FUZZED_UPLOADS=10000`), or the number for everyday use."""
    return int(os.environ.get(setting, otherwise))
