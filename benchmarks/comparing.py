"""Two versions of a contract's text of 200 kB side by side, against difflib alone on their words.

Limit: no longer than difflib alone, which gives neither sections nor paragraphs.
"""

import statistics
import sys
import time
from collections.abc import Callable
from difflib import SequenceMatcher
from random import Random
from string import ascii_lowercase

from core.comparing import compare_texts, summary_of

SEED = 2008
LENGTH = 200_000
MOST_TIMES = 1.0
RUNS = 5


def main() -> int:
    """Measure, print, and fail when the ratio is over its limit."""
    before, after = _versions(Random(SEED))  # noqa: S311 - the texts shall be the same on every run, not secret
    rows = compare_texts(before, after)
    ours = _seconds(lambda: compare_texts(before, after))
    alone = _seconds(lambda: SequenceMatcher(None, before.split(), after.split()).get_opcodes())
    ratio = ours / alone
    print(
        f"comparing texts of {len(before) // 1000} kB ({summary_of(rows).rstrip('.')}): {ours * 1000:.0f} ms against "
        f"{alone * 1000:.0f} ms of difflib on their words: {ratio:.2f} times (at most {MOST_TIMES})"
    )
    return 0 if ratio <= MOST_TIMES else 1


def _versions(by: Random) -> tuple[str, str]:
    """A text in sections and paragraphs, and the same after a negotiation."""
    words = ["".join(by.choices(ascii_lowercase, k=by.randint(2, 10))) for _ in range(3000)]
    before: list[str] = []
    while sum(map(len, before)) < LENGTH:
        heading = "## " if by.random() < 0.1 else ""
        before.append(heading + " ".join(by.choices(words[:300] * 5 + words, k=4 if heading else by.randint(10, 120))))
    after: list[str] = []
    for paragraph in before:
        fate = by.random()
        if fate < 0.1:
            after += [] if fate < 0.05 else [paragraph, " ".join(by.choices(words, k=60))]
            continue
        changed = paragraph.split(" ")
        for place in by.sample(range(1, len(changed)), k=min(3, len(changed) - 1)) if fate < 0.4 else ():
            changed[place] = by.choice(words)
        after.append(" ".join(changed))
    return "\n\n".join(before), "\n\n".join(after)


def _seconds(run: Callable[[], object]) -> float:
    taken = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


if __name__ == "__main__":
    sys.exit(main())
