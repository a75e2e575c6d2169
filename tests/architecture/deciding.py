"""Which acts decide over something, and whether what they call asks who put it forward (`core.four_eyes`)."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.test_sizes import ROOT

DOMAINS = ("core", "commissioning", "budgets", "contracts", "les")
DECIDES = (
    "accept",
    "adopt",
    "answer",
    "approve",
    "certify",
    "confirm",
    "decide",
    "decline",
    "judge",
    "let",
    "release",
    "return",
    "seal",
    "settle",
    "sign",
)
"""The first words of the names of acts by which somebody says yes or no to what another person put forward."""
_ALSO = ("check_evidence_given",)
EYES = "core.four_eyes"
Place = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A function: what it calls by plain names, and where each name of its file comes from."""

    calls: frozenset[str]
    names: Mapping[str, Place]
    is_act: bool


def deciding_acts() -> dict[str, bool]:
    """Every act that decides, as `room.act` with its domain, and whether it asks by `core.four_eyes`."""
    known = dict(_functions())
    acts = [
        place
        for place, found in known.items()
        if found.is_act and (place[1].partition("_")[0] in DECIDES or place[1] in _ALSO)
    ]
    return {f"{_room(module)}.{name}": _asks((module, name), known) for module, name in acts}


def _room(module: str) -> str:
    return ".".join(module.split(".")[:2])


def _asks(place: Place, known: Mapping[Place, Known]) -> bool:
    """Whether a function calls one of `core.four_eyes`, by itself or through functions of the house."""
    todo, seen = [place], set[Place]()
    while todo:
        here = todo.pop()
        if here[0] == EYES:
            return True
        if here in seen or here not in known:
            continue
        seen.add(here)
        found = known[here]
        todo += [_place_of(call, here[0], found.names) for call in found.calls]
    return False


def _place_of(call: str, module: str, names: Mapping[str, Place]) -> Place:
    """Where what is called stands: in a module of another name, in one that was taken whole, or in this file."""
    holder, _, name = call.rpartition(".")
    if not holder:
        return names.get(name, (module, name))
    taken = names.get(holder, ("", ""))
    return f"{taken[0]}.{taken[1]}", name


def _functions() -> Iterator[tuple[Place, Known]]:
    for domain in DOMAINS:
        for path in sorted((ROOT / domain).rglob("*.py")):
            yield from _functions_of(path)


def _functions_of(path: Path) -> Iterator[tuple[Place, Known]]:
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: dict[str, Place] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {each.asname or each.name: (node.module, each.name) for each in node.names}
    in_actions = "actions" in path.with_suffix("").relative_to(ROOT).parts
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            arguments = {each.arg for each in [*node.args.args, *node.args.kwonlyargs]}
            yield (
                (module, node.name),
                Known(
                    calls=frozenset(_called(node)),
                    names=names,
                    is_act=in_actions and not node.name.startswith("_") and "by" in arguments,
                ),
            )


def _called(function: ast.FunctionDef) -> Iterator[str]:
    """The plain names a function calls; of `trail.confirm(…)` the name of the module and the function."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id
            elif isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
                yield f"{node.func.value.id}.{node.func.attr}"
