"""What the rooms of the product made known to each other when the application was made, kept whole between tests.

A room that stands above another hands it functions through a list or a dictionary of that module. They belong to the
process, not to an application, so what one test adds or takes away there would reach every test after it.
"""

import sys
from collections.abc import Callable
from functools import cache
from typing import Any

ROOMS = ("core", "commissioning", "contracts", "budgets", "les", "demo")


def remember() -> Callable[[], None]:
    """What stands in every list, dictionary and set of the product’s modules now; calling it puts that back."""
    kept = [(each, each.copy()) for each in _held()]

    def put_back() -> None:
        for each, before in kept:
            if not _same(each, before):  # what stands untouched is not even emptied for a moment
                each.clear()
                (each.extend if isinstance(each, list) else each.update)(before)

    return put_back


@cache
def _held() -> list[Any]:
    modules = [each for name, each in sorted(sys.modules.items()) if name.partition(".")[0] in ROOMS]
    found = {id(value): value for each in modules for value in vars(each).values() if type(value) in {list, dict, set}}
    return list(found.values())


def _same(now: Any, before: Any) -> bool:
    if isinstance(now, dict):
        return _same(list(now), list(before)) and _same(list(now.values()), list(before.values()))
    return len(now) == len(before) and all(one is other for one, other in zip(now, before, strict=True))
