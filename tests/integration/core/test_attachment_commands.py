"""The folder of attachments on the command line: what is checked, what is removed, what never is. And its settings."""

import os
import time
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from core.attachments.actions import attach
from core.attachments.checking import check_file
from core.attachments.folder import keep_file, list_files
from core.attachments.models import Attachment
from core.attachments.queries import content_of, list_attachments
from core.configuration import WrongConfigurationError
from core.db import db, transaction
from tests.builders_attachments import a_pdf
from tests.builders_parties import AT, Parties
from tests.conftest import make_app

AN_HOUR = 3601


def run(app: Flask, *words: str) -> Result:
    db.session.remove()
    return app.test_cli_runner().invoke(args=["attachments", *words])


@pytest.fixture
def kept(app: Flask) -> list[Attachment]:
    """Two documents of a record."""
    lead = Parties().lead
    for words in ("A letter.", "Another."):
        file = check_file(file_name="x.pdf", content=a_pdf(words))
        with transaction():
            attach(subject="contract", subject_id=7, title=words, file=file, by=lead, at=AT)
    assert app.config["ATTACHMENTS_DIR"]
    return list_attachments("contract", 7)


def aged(app: Flask, *names: str) -> None:
    for name in names:
        os.utime(Path(app.config["ATTACHMENTS_DIR"]) / name, times=(time.time() - AN_HOUR,) * 2)


@pytest.mark.usefixtures("kept")
def test_says_that_all_hold(app: Flask) -> None:
    answer = run(app, "verify")
    assert (answer.exit_code, answer.stdout, answer.stderr) == (0, "All 2 attachments hold.\n", "")


def test_an_installation_without_attachments_holds_too(app: Flask) -> None:
    assert run(app, "verify").stdout == "All 0 attachments hold.\n"
    assert run(app, "tidy").stdout == "0 files belong to no attachment and were removed.\nAll 0 attachments hold.\n"


def test_names_every_file_that_is_missing_or_damaged(app: Flask, kept: list[Attachment]) -> None:
    folder = Path(app.config["ATTACHMENTS_DIR"])
    names = [each.stored_name for each in kept]
    (folder / names[0]).unlink()
    (folder / names[1]).write_bytes(b"other")
    answer = run(app, "verify")
    assert answer.exit_code == 1
    assert answer.stderr.splitlines() == [
        f"Attachment 1 (contract 7, file {names[0]}) cannot be found.",
        f"Attachment 2 (contract 7, file {names[1]}) is damaged: it is not what was attached.",
    ]


@pytest.mark.usefixtures("kept")
def test_tells_that_others_may_look_into_the_folder(app: Flask) -> None:
    folder = Path(app.config["ATTACHMENTS_DIR"])
    folder.chmod(0o755)
    answer = run(app, "verify")
    assert (answer.exit_code, answer.stderr) == (
        1,
        f"Others than the account of the server may look into {folder}: chmod 700.\n",
    )


def test_removes_what_belongs_to_no_attachment_once_it_is_an_hour_old(app: Flask, kept: list[Attachment]) -> None:
    orphan, fresh = keep_file(b"rolled back"), keep_file(b"about to be committed")
    unfinished = f"{'0' * 64}.part"
    folder = Path(app.config["ATTACHMENTS_DIR"])
    (folder / unfinished).write_bytes(b"half")
    (folder / "notes.txt").write_text("not ours")
    aged(app, orphan, unfinished, "notes.txt", *(each.stored_name for each in kept))
    assert "3 files belong to no attachment." in run(app, "verify").stdout
    answer = run(app, "tidy")
    assert answer.exit_code == 0
    assert answer.stdout == (
        "2 files belong to no attachment and were removed.\n"
        "1 file belongs to no attachment. `flask attachments tidy` removes what is older than an hour.\n"
        "All 2 attachments hold.\n"
    )
    assert (folder / "notes.txt").exists()
    assert fresh in list_files()
    assert [content_of(each) for each in list_attachments("contract", 7)] == [a_pdf("A letter."), a_pdf("Another.")]


def test_tidying_tells_of_damage_too(app: Flask, kept: list[Attachment]) -> None:
    (Path(app.config["ATTACHMENTS_DIR"]) / kept[0].stored_name).unlink()
    answer = run(app, "tidy")
    assert answer.exit_code == 1
    assert "cannot be found" in answer.stderr


def test_removes_nothing_where_no_file_belongs_to_the_database(app: Flask) -> None:
    """A folder under the wrong database looks as if all of it were orphans."""
    Parties()
    names = [keep_file(b"one"), keep_file(b"two")]
    aged(app, *names)
    answer = run(app, "tidy")
    assert answer.exit_code == 2
    assert answer.stderr == (
        "None of the 2 files belongs to this database, so nothing was removed. "
        "Check DATABASE_URL and ATTACHMENTS_DIR; if both are right, say --force.\n"
    )
    assert list_files() == sorted(names)
    assert run(app, "tidy", "--force").exit_code == 0
    assert list_files() == []


def test_a_database_without_tables_is_told_in_words(tmp_path: Path) -> None:
    app = make_app(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    with app.app_context():
        for command in ("verify", "tidy"):
            answer = run(app, command)
            assert answer.exit_code == 2
            assert "flask db upgrade" in answer.stderr
        db.engine.dispose()


def test_the_folder_of_the_demo_is_another(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.sqlite'}"
    real, demo = (make_app(url, DEMO=demo, ATTACHMENTS_DIR="") for demo in (False, True))
    assert Path(real.config["ATTACHMENTS_DIR"]) == Path(real.instance_path) / "attachments"
    assert Path(demo.config["ATTACHMENTS_DIR"]) == Path(demo.instance_path) / "demo-attachments"


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"ATTACHMENT_MEGABYTES": 0}, "ATTACHMENT_MEGABYTES must be at least 1."),
        ({"CLAMD": "/run/clamd.ctl"}, "CLAMD must be unix:/path or host:port, not '/run/clamd.ctl'."),
        ({"ATTACHMENTS_DIR": "static/files"}, "ATTACHMENTS_DIR must lie outside what the server gives to everybody."),
    ],
)
def test_does_not_start_with_settings_that_are_wrong(
    tmp_path: Path, settings: dict[str, object], sentence: str
) -> None:
    with pytest.raises(WrongConfigurationError) as refused:
        make_app(f"sqlite:///{tmp_path / 'x.sqlite'}", **settings)
    assert str(refused.value.message) == sentence
