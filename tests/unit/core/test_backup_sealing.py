"""Sealed files: they open with their own key or passphrase alone, whole and unchanged or not at all."""

import io
import tarfile
from collections.abc import Callable, Iterator

import pyrage
import pytest

from core.errors import Refusal
from core.operations.rules.cells import DamagedBackup
from core.operations.sealing import Key, Lock, identities_in, recipient_from, seal, unsealed

CONTENT = [b"first", b"", bytes(150_000), b"last"]
PASSPHRASE = "six words that nobody would ever guess"
OURS = pyrage.x25519.Identity.generate()
FOR_KEY = Lock(recipients=[OURS.to_public()])
BY_KEY = Key(identities=[OURS])
BY_WORDS = Key(passphrase=PASSPHRASE)


def sealed(lock: Lock) -> bytes:
    file = io.BytesIO()
    seal(iter(CONTENT), file, lock)
    return file.getvalue()


def opened(content: bytes, key: Key) -> bytes:
    with unsealed(io.BytesIO(content), key) as found:
        return found.read()


@pytest.fixture(scope="module")
def with_words() -> bytes:
    return sealed(Lock(passphrase=PASSPHRASE))


def cut(content: bytes) -> bytes:
    return content[:-2_000]


def cut_at_a_chunk(content: bytes) -> bytes:
    return content[: content.index(b"\n---") + 65_600]


def cut_within_the_header(content: bytes) -> bytes:
    return content[:50]


def first_byte_changed(content: bytes) -> bytes:
    return b"A" + content[1:]


def header_changed(content: bytes) -> bytes:
    at = content.index(b"\n---") + 8
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def byte_changed_in_the_middle(content: bytes) -> bytes:
    at = len(content) // 2
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def emptied(_: bytes) -> bytes:
    return b""


def another_file(_: bytes) -> bytes:
    return b"%PDF-1.4 a letter" * 100


DAMAGES = (
    cut,
    cut_at_a_chunk,
    cut_within_the_header,
    first_byte_changed,
    header_changed,
    byte_changed_in_the_middle,
    emptied,
    another_file,
)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_file_for_a_key_does_not_open(damage: Callable[[bytes], bytes]) -> None:
    with pytest.raises(Refusal, match=r"^The (backup|file) "):
        opened(damage(sealed(FOR_KEY)), BY_KEY)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_file_with_a_passphrase_does_not_open(damage: Callable[[bytes], bytes], with_words: bytes) -> None:
    with pytest.raises(Refusal, match=r"^The (backup|file) "):
        opened(damage(with_words), BY_WORDS)


def test_bytes_after_the_end_are_no_part_of_a_file_for_a_key() -> None:
    with pytest.raises(DamagedBackup):
        opened(sealed(FOR_KEY) + b"more", BY_KEY)


def test_it_opens_as_it_was(with_words: bytes) -> None:
    assert opened(sealed(FOR_KEY), BY_KEY) == b"".join(CONTENT)
    assert opened(with_words, BY_WORDS) == b"".join(CONTENT)


def test_it_opens_with_tar_and_age_alone(with_words: bytes) -> None:
    """As an operator would without this system: docs/operating.md says how."""
    assert pyrage.decrypt(sealed(FOR_KEY), [OURS]) == b"".join(CONTENT)
    with tarfile.open(fileobj=io.BytesIO(with_words)) as archive:
        key, content = (archive.extractfile(name) for name in ("key.age", "content.age"))
        assert key is not None
        assert content is not None
        identity = pyrage.x25519.Identity.from_str(pyrage.passphrase.decrypt(key.read(), PASSPHRASE).decode())
        assert pyrage.decrypt(content.read(), [identity]) == b"".join(CONTENT)


def test_each_for_several_people_opens_it() -> None:
    other = pyrage.x25519.Identity.generate()
    content = sealed(Lock(recipients=[OURS.to_public(), other.to_public()]))
    assert opened(content, Key(identities=[other])) == b"".join(CONTENT)


def test_it_opens_for_nobody_else(with_words: bytes) -> None:
    stranger = pyrage.x25519.Identity.generate()
    for content, key in ((sealed(FOR_KEY), Key(identities=[stranger])), (with_words, Key(passphrase="another"))):
        with pytest.raises(Refusal, match=r"^The file does not open with this passphrase or key\.$"):
            opened(content, key)


def test_it_says_what_it_is_sealed_with(with_words: bytes) -> None:
    with pytest.raises(Refusal, match="sealed for a key, not with a passphrase"):
        opened(sealed(FOR_KEY), BY_WORDS)
    with pytest.raises(Refusal, match="sealed with a passphrase, not for a key"):
        opened(with_words, BY_KEY)


def test_what_goes_wrong_while_it_is_made_is_told_as_it_is() -> None:
    def broken() -> Iterator[bytes]:
        yield b"first"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        seal(broken(), io.BytesIO(), FOR_KEY)


def test_a_full_disk_is_told_as_it_is() -> None:
    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left on device"):
        seal(iter(CONTENT), Full(), FOR_KEY)


def test_keys_are_read_and_never_repeated() -> None:
    assert str(recipient_from(f" {OURS.to_public()} ")) == str(OURS.to_public())
    assert [str(each) for each in identities_in(f"# made\n\n{OURS}\n")] == [str(OURS)]
    for text in ("AGE-SECRET-KEY-1WRONG", "", "# nothing"):
        with pytest.raises(Refusal) as refused:
            identities_in(text)
        assert "WRONG" not in str(refused.value)
    with pytest.raises(Refusal, match="begins with age1"):
        recipient_from("age1wrong")
    assert PASSPHRASE not in repr(BY_WORDS) + repr(Lock(passphrase=PASSPHRASE))
