"""Backups changed by somebody who could seal them anew, and what commands refuse: in words, and nothing is changed."""

import hashlib
import io
import json
import shutil
import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from flask import Flask

from core.db import db
from core.operations import imports, restoring
from tests.builders_backup import ADMINISTRATOR, Keys, a_backup, documents, everything, run, some_work

Files = dict[str, bytes | tarfile.TarInfo]


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return Keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the one backup of this module lies, once a test has made it."""
    return tmp_path_factory.mktemp("shelf")


@pytest.fixture
def made(app: Flask, shelf: Path, keys: Keys) -> Path:
    """A backup of some work."""
    if not (shelf / "made").exists():
        some_work()
        a_backup(app, shelf, keys).rename(shelf / "made")
    return shelf / "made"


@pytest.fixture
def _quickly_migrated(sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scratch databases are copies of the migrated template, as the migrations make them in ten times the time."""

    def copy(_: str) -> None:
        db.session.remove()
        db.engine.dispose()
        file = Path(str(db.engine.url.database))
        if not file.exists():
            shutil.copy(sqlite_template, file)

    monkeypatch.setattr(imports, "migrate_to", copy)
    monkeypatch.setattr(restoring, "migrate_to", copy)


def sealed_anew(source: Path, target: Path, keys: Keys, change: Callable[[Files], Files]) -> Path:
    """The backup opened with its key, changed, and sealed again, as whoever knows the public key can."""
    with tarfile.open(fileobj=io.BytesIO(pyrage.decrypt(source.read_bytes(), [keys.identity]))) as archive:
        members = [(info.name, archive.extractfile(info)) for info in archive]
    files: Files = {name: content.read() for name, content in members if content is not None}
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w:", format=tarfile.GNU_FORMAT) as archive:
        for name, held in change(files).items():
            if isinstance(held, tarfile.TarInfo):
                archive.addfile(held)
                continue
            info = tarfile.TarInfo(name)
            info.size = len(held)
            archive.addfile(info, io.BytesIO(held))
    target.write_bytes(pyrage.encrypt(written.getvalue(), [keys.identity.to_public()]))
    return target


def of(files: Files, start: str) -> str:
    return next(name for name in files if name.startswith(start))


def rows_changed(files: Files, table: str, change: Callable[[bytes], bytes]) -> Files:
    name = of(files, f"tables/{table}/")
    held = files[name]
    assert isinstance(held, bytes)
    changed = change(zlib.decompress(held))
    assert changed != zlib.decompress(held)
    return {**files, name: zlib.compress(changed)}


def text_changed(files: Files, name: str, old: str, new: str) -> Files:
    held = files[name]
    assert isinstance(held, bytes)
    assert old.encode() in held
    return {**files, name: held.replace(old.encode(), new.encode())}


def before_the_end(files: Files, name: str, held: bytes | tarfile.TarInfo) -> Files:
    rest = {key: value for key, value in files.items() if key != "manifest.json"}
    return {**rest, name: held, "manifest.json": files["manifest.json"]}


def a_cell_changed(files: Files) -> Files:
    return rows_changed(files, "parties_party", lambda lines: lines.replace(b"DacCom", b"DacCon"))


def a_row_left_out(files: Files) -> Files:
    return rows_changed(files, "audit_trail_event", lambda lines: lines[: lines.rindex(b"\n", 0, -1) + 1])


def a_row_twice(files: Files) -> Files:
    return rows_changed(files, "parties_party", lambda lines: lines + lines.splitlines(keepends=True)[-1])


def a_row_unreadable(files: Files) -> Files:
    return rows_changed(files, "parties_party", lambda lines: lines[:-4])


def a_name_of_nobody(files: Files) -> Files:
    return rows_changed(files, "people_grant", lambda lines: lines.replace(b"[null,null,", b"[null,999,"))


def an_event_rewritten(files: Files) -> Files:
    """With the manifest made to fit: the chain alone shows it."""
    changed = rows_changed(
        files, "audit_trail_event", lambda lines: lines.replace(b"parties.open_party", b"parties.shut_party")
    )
    return told_anew(changed, "audit_trail_event")


def told_anew(files: Files, table: str) -> Files:
    held, manifest = files[of(files, f"tables/{table}/")], files["manifest.json"]
    assert isinstance(held, bytes)
    assert isinstance(manifest, bytes)
    told = json.loads(manifest)
    told["tables"][table]["content_hash"] = hashlib.sha256(zlib.decompress(held)).hexdigest()
    return {**files, "manifest.json": json.dumps(told).encode()}


def an_amount_told_otherwise(files: Files) -> Files:
    return text_changed(files, "manifest.json", '"money":{"amount":', '"money":{"amount":1')


def no_manifest(files: Files) -> Files:
    return {name: held for name, held in files.items() if name != "manifest.json"}


def something_after_the_manifest(files: Files) -> Files:
    return {**files, f"attachments/{'a' * 64}": b"more"}


def no_header(files: Files) -> Files:
    return {name: held for name, held in files.items() if name != "header.json"}


def another_table(files: Files) -> Files:
    return before_the_end(files, "tables/sqlite_master/00000000", zlib.compress(b"[1]\n"))


def rows_that_do_not_unpack(files: Files) -> Files:
    return {**files, of(files, "tables/people_person/"): b"nothing of the kind"}


def a_way_out_of_the_folder(files: Files) -> Files:
    return before_the_end(files, "attachments/../../../../escaped", b"out")


def a_path_from_the_root(files: Files) -> Files:
    return before_the_end(files, "/escaped", b"out")


def a_link(files: Files) -> Files:
    link = tarfile.TarInfo(f"attachments/{'b' * 64}")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return before_the_end(files, "link", link)


def a_document_changed(files: Files) -> Files:
    return {**files, of(files, "attachments/"): b"another letter"}


def a_document_left_out(files: Files) -> Files:
    return {name: held for name, held in files.items() if name != of(files, "attachments/")}


def a_document_too_many(files: Files) -> Files:
    return before_the_end(files, f"attachments/{'c' * 64}", b"more")


NOT_TAKEN = "The backup holds something that no backup of this system holds, so nothing of it was used."
INCOMPLETE = "The backup is incomplete: it does not end as a backup ends."
REFUSED_ROWS = "The backup holds rows that the tables refuse, so nothing of it was used."
CHANGES: dict[Callable[[Files], Files], str] = {
    a_cell_changed: "Parties_party: what its rows hold is not what was put into the backup.",
    a_row_left_out: "Audit_trail_event: ",
    a_row_twice: REFUSED_ROWS,
    a_row_unreadable: "The backup is damaged: a row in it cannot be read.",
    a_name_of_nobody: REFUSED_ROWS,
    an_event_rewritten: "The audit trail is broken: row ",
    an_amount_told_otherwise: ": amount comes to £",
    no_manifest: INCOMPLETE,
    something_after_the_manifest: NOT_TAKEN,
    no_header: NOT_TAKEN,
    another_table: "The backup holds other tables than its version has, so nothing of it was used.",
    rows_that_do_not_unpack: INCOMPLETE,
    a_way_out_of_the_folder: NOT_TAKEN,
    a_path_from_the_root: NOT_TAKEN,
    a_link: NOT_TAKEN,
    a_document_changed: "Attachment 1 is damaged: it is not what was attached.",
    a_document_left_out: "Attachment 1 cannot be found.",
    a_document_too_many: "1 attached files belong to no record.",
}


@pytest.mark.usefixtures("_quickly_migrated")
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_was_changed_and_sealed_anew_does_not_hold(
    app: Flask, tmp_path: Path, keys: Keys, made: Path, change: Callable[[Files], Files]
) -> None:
    file = sealed_anew(made, tmp_path / "changed", keys, change)
    answer = run(app, "verify", file, "--identity-file", keys.file)
    assert answer.exit_code == 1, answer.exc_info
    assert CHANGES[change] in answer.stderr
    assert "holds:" not in answer.stdout


@pytest.mark.usefixtures("_quickly_migrated")
def test_what_does_not_hold_is_not_restored(app: Flask, tmp_path: Path, keys: Keys, made: Path) -> None:
    file = sealed_anew(made, tmp_path / "changed", keys, a_document_changed)
    held, folder = everything(), tmp_path / "attachments"
    answer = run(app, "restore", file, "--identity-file", keys.file, "--as", ADMINISTRATOR, "--replace")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.startswith("The backup does not hold, so nothing was changed.\n")
    assert everything() == held
    assert not folder.exists()


@pytest.mark.usefixtures("_quickly_migrated")
def test_who_is_not_in_the_backup_or_no_administrator_cannot_restore_it(app: Flask, keys: Keys, made: Path) -> None:
    held = everything()
    for email, code in (("nobody@example.org", 1), ("pct.finance@example.org", 2)):
        answer = run(app, "restore", made, "--identity-file", keys.file, "--as", email, "--replace")
        assert answer.exit_code == code, answer.exc_info
        assert everything() == held


def test_a_backup_of_a_newer_version_is_refused(app: Flask, tmp_path: Path, keys: Keys, made: Path) -> None:
    def newer(files: Files) -> Files:
        header = files["header.json"]
        assert isinstance(header, bytes)
        return {**files, "header.json": json.dumps({**json.loads(header), "revision": "9999"}).encode()}

    file = sealed_anew(made, tmp_path / "newer", keys, newer)
    answer = run(app, "verify", file, "--identity-file", keys.file)
    assert (answer.exit_code, answer.stderr) == (
        2,
        "The backup was made by a newer version of this system (tables at 9999). Restore it with that version.\n",
    )


def test_a_head_kept_elsewhere_must_be_in_the_backup(app: Flask, keys: Keys, made: Path) -> None:
    answer = run(app, "verify", made, "--identity-file", keys.file, "--head", "d" * 64)
    assert answer.exit_code == 1
    assert answer.stderr.startswith(f"The audit trail is broken: no row has the hash {'d' * 64}")


def test_only_the_newest_are_kept_when_that_is_said(app: Flask, tmp_path: Path, keys: Keys) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    old = [folder / f"commissioning-2008040{day}T020000Z.backup" for day in (1, 2, 3)]
    for path in (*old, folder / "a letter"):
        path.touch()
    newest = a_backup(app, folder, keys)
    assert len(list(folder.iterdir())) == 5
    for path in (*old[:2], newest):
        path.unlink()
    newest = a_backup(app, folder, keys, "--keep", "1")
    assert sorted(path.name for path in folder.iterdir()) == ["a letter", newest.name]


def test_a_document_that_was_missing_is_told_of_when_the_backup_is_made(app: Flask, tmp_path: Path, keys: Keys) -> None:
    some_work()
    name = documents()[0].stored_name
    (Path(app.config["ATTACHMENTS_DIR"]) / name).unlink()
    answer = run(app, "create", tmp_path / "backups", "--recipient", keys.public, "--format", "json")
    assert answer.exit_code == 1
    assert answer.stderr == f"The attached file {name} is missing or damaged, so the backup lacks it.\n"
    assert json.loads(answer.stdout)["missing"] == [name]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--recipient", "age1nobody"), "A public key of age begins with age1 and is 62 letters long; this is none.\n"),
        ((), "There is nobody to ask for the passphrase: name a file that holds it (--passphrase-file), or keys.\n"),
        (("--passphrase-file", "nowhere"), "The file nowhere cannot be read.\n"),
    ],
    ids=["no key", "nobody to ask", "no file"],
)
def test_without_anything_to_seal_with_nothing_is_written(
    app: Flask, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    answer = run(app, "create", tmp_path / "backups", *words)
    assert (answer.exit_code, answer.stderr) == (2, sentence)
    assert not (tmp_path / "backups").exists()


def test_a_secret_others_may_read_or_guess_is_not_used(app: Flask, tmp_path: Path, keys: Keys) -> None:
    file = tmp_path / "passphrase"
    file.write_text("secret words", encoding="utf-8")
    file.chmod(0o640)
    answer = run(app, "create", tmp_path / "backups", "--passphrase-file", file)
    assert (answer.exit_code, answer.stderr) == (2, f"Others may read {file}: chmod 600.\n")
    file.chmod(0o600)
    answer = run(app, "create", tmp_path / "backups", "--passphrase-file", file)
    assert answer.exit_code == 2
    assert answer.stderr.startswith("The passphrase must have at least 16 letters.")
    assert "secret words" not in answer.output
    answer = run(app, "verify", tmp_path / "none", "--identity-file", keys.file)
    assert (answer.exit_code, answer.stderr) == (
        2,
        f"The backup {tmp_path / 'none'} cannot be read: No such file or directory.\n",
    )


def test_nothing_unfinished_is_left_behind(
    app: Flask, tmp_path: Path, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("core.operations.exports.seal", full)
    answer = run(app, "create", tmp_path / "backups", "--recipient", keys.public)
    assert (answer.exit_code, answer.stderr) == (
        2,
        "The backup could not be written: No space left on device. Nothing of it was kept.\n",
    )
    assert list((tmp_path / "backups").iterdir()) == []
