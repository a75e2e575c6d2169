"""A file of a run of tests is made once, whoever asks for it, and never found half made."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.made_once import made_once


def test_many_who_ask_at_once_find_one_file_made_once(tmp_path: Path) -> None:
    made: list[Path] = []

    def make(path: Path) -> None:
        made.append(path)
        path.write_text(f"made by turn {len(made)}", encoding="utf-8")

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: made_once(tmp_path / "kept.txt", make), range(40)))
    assert found == {tmp_path / "kept.txt"}
    assert (len(made), (tmp_path / "kept.txt").read_text(encoding="utf-8")) == (1, "made by turn 1")


def test_what_was_left_half_made_is_made_anew(tmp_path: Path) -> None:
    def break_off(path: Path) -> None:
        path.write_text("half", encoding="utf-8")
        raise InterruptedError

    whole = tmp_path / "whole.txt"
    whole.write_text("whole", encoding="utf-8")
    with pytest.raises(InterruptedError):
        made_once(tmp_path / "kept.txt", break_off)
    assert not (tmp_path / "kept.txt").exists()
    made_once(tmp_path / "kept.txt", lambda path: shutil.copy(whole, path))
    assert (tmp_path / "kept.txt").read_text(encoding="utf-8") == "whole"
