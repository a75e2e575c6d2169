"""What is pinned has its row in the inventory; advisories find what they are about, and nothing else."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.security.__main__ import _advisories
from tests.security.advisories import check
from tests.security.inventory import PAGE, UNTOLD, page
from tests.security.pinned import Package, pinned

FLASK = Package(ecosystem="PyPI", name="flask", version="3.1.3")
FRONT = Package(ecosystem="npm", name="nhsuk-frontend", version="10.6.1")


def an_advisory(*events: dict[str, str], **more: Any) -> dict[str, Any]:
    """An advisory about Flask, in the form of OSV."""
    part: dict[str, Any] = {"package": {"ecosystem": more.pop("ecosystem", "PyPI"), "name": more.pop("name", "Flask")}}
    part |= {"ranges": [{"type": "ECOSYSTEM", "events": list(events)}], "versions": more.pop("versions", [])}
    return {"id": "PYSEC-2008-1", "modified": "2026-11-01T10:00:00Z", "affected": [part], **more}


def told(folder: Path, advisory: dict[str, Any], *packages: Package) -> list[str]:
    (folder / "advisory.json").write_text(json.dumps(advisory), encoding="utf-8")
    return list(check(packages or (FLASK,), folder).affected)


def test_the_inventory_equals_what_is_pinned_and_installed() -> None:
    """Written anew by `python -m tests.security.inventory`."""
    kept = PAGE.read_text(encoding="utf-8")
    assert page(kept) == kept


def test_every_licence_is_named() -> None:
    assert UNTOLD not in PAGE.read_text(encoding="utf-8")


def test_the_proof_says_which_pinned_package_an_advisory_is_about(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flask = next(each for each in pinned() if each.name == "flask")
    (tmp_path / "a.json").write_text(json.dumps(an_advisory(versions=[flask.version])), encoding="utf-8")
    assert _advisories(str(tmp_path)) == 1
    assert f"flask {flask.version}: PYSEC-2008-1" in capsys.readouterr().out
    (tmp_path / "a.json").write_text(json.dumps(an_advisory(versions=["0.1"])), encoding="utf-8")
    assert _advisories(str(tmp_path)) == 0
    assert "held against 1, newest of 2026-11-01" in capsys.readouterr().out
    assert _advisories(None) == 0
    assert "could not run: no database was named" in capsys.readouterr().out
    assert _advisories(str(tmp_path / "none")) == 1


def test_what_is_pinned_is_found_in_every_lock_file() -> None:
    found = {each.name: each for each in pinned()}
    assert found["flask"].needed == "runs"
    assert found["duckdb"].needed == "aggregates"
    assert found["pytest"].needed == "tests"
    assert found["nhsuk-frontend"].ecosystem == "npm"
    assert len(found) > 100


@pytest.mark.parametrize(
    ("events", "affects"),
    [
        ([{"introduced": "0"}], True),
        ([{"introduced": "0"}, {"fixed": "3.1.3"}], False),
        ([{"introduced": "0"}, {"fixed": "3.1.4"}], True),
        ([{"introduced": "3.1.3"}, {"fixed": "3.2"}], True),
        ([{"introduced": "3.2"}], False),
        ([{"introduced": "0"}, {"last_affected": "3.1.3"}], True),
        ([{"introduced": "0"}, {"last_affected": "3.1.2"}], False),
        ([{"introduced": "0"}, {"fixed": "2.0"}, {"introduced": "3.0"}, {"fixed": "3.1.10"}], True),
        ([{"introduced": "3.0"}, {"fixed": "3.1.1"}, {"introduced": "0"}, {"fixed": "2.0"}], False),
    ],
)
def test_a_version_is_affected_within_the_ranges(tmp_path: Path, events: list[dict[str, str]], affects: bool) -> None:
    expected = ["flask 3.1.3: PYSEC-2008-1"] if affects else []
    assert told(tmp_path, an_advisory(*events)) == expected


def test_a_listed_version_is_affected_and_another_package_is_not(tmp_path: Path) -> None:
    assert told(tmp_path, an_advisory(versions=["3.1.3"]))
    assert not told(tmp_path, an_advisory(versions=["3.1.3"], name="flask-login"))
    assert not told(tmp_path, an_advisory(versions=["3.1.3"], ecosystem="npm"))
    assert not told(tmp_path, an_advisory({"introduced": "0"}, withdrawn="2026-11-02T00:00:00Z"))


def test_packages_of_the_browser_are_looked_up_too(tmp_path: Path) -> None:
    advisory = an_advisory({"introduced": "10.0.0"}, {"fixed": "10.7.0"}, ecosystem="npm", name="nhsuk-frontend")
    assert told(tmp_path, advisory, FLASK, FRONT) == ["nhsuk-frontend 10.6.1: PYSEC-2008-1"]


def test_yaml_and_packed_databases_are_read(tmp_path: Path) -> None:
    (tmp_path / "PYSEC-2008-2.yaml").write_text(
        "id: PYSEC-2008-2\nmodified: 2026-11-03T10:00:00Z\naffected:\n"
        "- package: {ecosystem: PyPI, name: flask}\n"
        "  ranges:\n  - type: ECOSYSTEM\n    events:\n    - introduced: '0'\n",
        encoding="utf-8",
    )
    found = check([FLASK], tmp_path)
    assert (found.advisories, found.newest, list(found.affected)) == (1, "2026-11-03", ["flask 3.1.3: PYSEC-2008-2"])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("PYSEC-2008-1.json", json.dumps(an_advisory({"introduced": "0"})))
    (tmp_path / "all.zip").write_bytes(packed.getvalue())
    assert list(check([FLASK], tmp_path / "all.zip").affected) == ["flask 3.1.3: PYSEC-2008-1"]


def test_what_cannot_be_compared_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(an_advisory({"introduced": "one"})), encoding="utf-8")
    found = check([FLASK], tmp_path)
    assert not found.affected
    assert found.not_compared == ["flask 3.1.3: PYSEC-2008-1 (Invalid version: 'one')"]


def test_a_folder_without_advisories_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there is no advisory"):
        check([FLASK], tmp_path)
