"""The import contracts bite: each is broken once, on purpose, in a copy of the house, and caught."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.test_sizes import PACKAGES, ROOT

BREAKS = {
    "One direction between domains": ("core/money.py", "import budgets.method.policy"),
    "Floors of core": ("core/parties/queries.py", "import core.people.queries"),
    "Rooms of commissioning": (
        "commissioning/organisations/models.py",
        "import commissioning.catalogue.models",
    ),
    "Rooms of budgets": ("budgets/method/steps.py", "import budgets.rounds.models"),
    "Rooms of local enhanced services": ("les/schemes/rules/terms.py", "import les.payments.rules"),
    "Anatomy of a room": ("core/people/models.py", "import core.people.actions"),
    "Rules are pure": ("budgets/method/steps.py", "import pandas"),
    "Only views know forms": ("core/people/queries/__init__.py", "import core.forms"),
    "Queries only read": ("core/people/queries/__init__.py", "import flask"),
}


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, env={"PYTHONPATH": "."})


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages and contracts of the house, to be broken without harm."""
    for name in PACKAGES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def test_the_house_keeps_its_contracts() -> None:
    answer = _lint(ROOT)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize("contract", sorted(BREAKS))
def test_a_broken_contract_is_caught(contract: str, copy: Path) -> None:
    file, statement = BREAKS[contract]
    broken = copy / file
    broken.write_text(f"{broken.read_text(encoding='utf-8')}\n{statement}\n", encoding="utf-8")
    answer = _lint(copy)
    assert answer.returncode == 1
    report = [line for line in answer.stdout.splitlines() if line.endswith("BROKEN")]
    assert any(line.startswith(contract) for line in report), answer.stdout
