"""Encryption of backups by age (https://age-encryption.org), in streams: neither a whole backup nor a readable copy of
it is ever in memory, nor on the disk under a name.

For keys, a backup is an age file. By passphrase, it is a tar archive of two age files, so that it streams: `key.age`, a
key of its own sealed with the passphrase, and `content.age`, sealed for that key. Both open with tar and age alone.
"""

import io
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO

import pyrage
from typing_extensions import Buffer, override

from core.errors import Refusal
from core.operations.rules.cells import DamagedBackup

_AGE = b"age-encryption.org/"
_KEY, _CONTENT = "key.age", "content.age"
_MOST_OF_A_KEY = 10_000
_WRONG = "The file does not open with this passphrase or key."
_DAMAGED = "The backup is damaged or was cut short: it is not what was written."
_NOT_FOR_A_KEY = "The file is sealed with a passphrase, not for a key."
_FOR_A_KEY = "The file is sealed for a key, not with a passphrase: name the file of the key."


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What a backup is sealed with: a passphrase, or the public keys of those who may open it."""

    passphrase: str = field(default="", repr=False)
    recipients: Sequence[pyrage.x25519.Recipient] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What a backup is opened with: a passphrase, or secret keys."""

    passphrase: str = field(default="", repr=False)
    identities: Sequence[pyrage.x25519.Identity] = field(default=(), repr=False)


def recipient_from(text: str) -> pyrage.x25519.Recipient:
    """A public key, `age1…`."""
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as fault:
        raise Refusal("A public key of age begins with age1 and is 62 letters long; this is none.") from fault


def identities_in(text: str) -> list[pyrage.x25519.Identity]:
    """The secret keys of a file as `age-keygen` writes it. A refusal never repeats what stands in it."""
    lines = [line.strip() for line in text.splitlines()]
    try:
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except pyrage.IdentityError as fault:
        raise Refusal("The file of the key holds something else than secret keys of age.") from fault
    if not found:
        raise Refusal("The file of the key holds no secret key of age.")
    return found


def seal(content: Iterator[bytes], file: IO[bytes], lock: Lock) -> None:
    """Write a stream, sealed, to a file that can be read and sought."""
    if lock.recipients:
        _encrypt(content, file, lock.recipients)
        return
    key = pyrage.x25519.Identity.generate()
    sealed = pyrage.passphrase.encrypt(str(key).encode(), lock.passphrase)
    file.write(_header(_KEY, len(sealed)) + _padded(sealed))
    start = file.tell()
    file.write(bytes(tarfile.BLOCKSIZE))
    _encrypt(content, file, [key.to_public()])
    size = file.tell() - start - tarfile.BLOCKSIZE
    file.write(bytes(-size % tarfile.BLOCKSIZE + 2 * tarfile.BLOCKSIZE))
    file.seek(start)
    file.write(_header(_CONTENT, size))


@contextmanager
def unsealed(file: IO[bytes], key: Key) -> Iterator[IO[bytes]]:
    """The whole content of a sealed file, checked to its last byte, in a file without a name that ends with us."""
    by_key = file.read(len(_AGE)) == _AGE
    file.seek(0)
    with TemporaryFile() as content:
        if by_key:
            if not key.identities:
                raise Refusal(_FOR_A_KEY)
            _decrypt(file, content, key.identities)
        else:
            if not key.passphrase:
                raise Refusal(_NOT_FOR_A_KEY)
            _decrypt_by_passphrase(file, content, key.passphrase)
        content.seek(0)
        yield content


def _decrypt_by_passphrase(file: IO[bytes], content: IO[bytes], passphrase: str) -> None:
    try:
        with tarfile.open(fileobj=file, mode="r:") as archive:
            members = archive.getmembers()
            if [(each.name, each.isreg()) for each in members] != [(_KEY, True), (_CONTENT, True)]:
                raise DamagedBackup(_DAMAGED)
            sealed, within = (archive.extractfile(each) for each in members)
            if sealed is None or within is None or members[0].size > _MOST_OF_A_KEY:
                raise DamagedBackup(_DAMAGED)
            _decrypt(within, content, [_own_key(sealed.read(), passphrase)])
    except tarfile.TarError as fault:
        raise DamagedBackup(_DAMAGED) from fault


def _own_key(sealed: bytes, passphrase: str) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(pyrage.passphrase.decrypt(sealed, passphrase).decode())
    except pyrage.DecryptError as fault:
        raise (Refusal(_WRONG) if "failed" in str(fault) else DamagedBackup(_DAMAGED)) from fault
    except (ValueError, OSError, pyrage.IdentityError) as fault:
        raise DamagedBackup(_DAMAGED) from fault


class _Stream(io.BufferedIOBase):
    """Pieces of bytes, read as a file; keeps what went wrong while they were made."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = memoryview(b"")
        self.fault: BaseException | None = None

    @override
    def readable(self) -> bool:
        """Whether it can be read."""
        return True

    @override
    def read(self, size: int | None = -1) -> bytes:
        """The next bytes, at most so many; none at the end."""
        try:
            while not self._held:
                self._held = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except BaseException as fault:
            self.fault = fault
            raise
        most = len(self._held) if size is None or size < 0 else size
        taken, self._held = self._held[:most], self._held[most:]
        return bytes(taken)


class _Raw(io.BufferedIOBase):
    """A file as age writes and reads it: what is typed as any file, seen as a buffered one."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.fault: OSError | None = None

    @override
    def read(self, size: int | None = -1) -> bytes:
        """The next bytes."""
        return self._file.read(-1 if size is None else size)

    @override
    def write(self, content: Buffer) -> int:
        """Write bytes; keeps what went wrong."""
        try:
            return self._file.write(content)
        except OSError as fault:
            self.fault = fault
            raise


def _encrypt(content: Iterator[bytes], file: IO[bytes], recipients: Sequence[pyrage.x25519.Recipient]) -> None:
    stream, raw = _Stream(content), _Raw(file)
    try:
        pyrage.encrypt_io(stream, raw, recipients)
    except (pyrage.EncryptError, OSError):
        fault = stream.fault or raw.fault
        if fault is not None:  # age tells of it as a text alone
            raise fault from None
        raise


def _decrypt(file: IO[bytes], content: IO[bytes], identities: Sequence[pyrage.x25519.Identity]) -> None:
    try:
        pyrage.decrypt_io(_Raw(file), _Raw(content), identities)
    except pyrage.DecryptError as fault:
        raise (Refusal(_WRONG) if "keys" in str(fault) else DamagedBackup(_DAMAGED)) from fault
    except OSError as fault:
        if fault.errno is not None:  # the disk, not the backup
            raise
        raise DamagedBackup(_DAMAGED) from fault


def _header(name: str, size: int) -> bytes:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member.tobuf(tarfile.GNU_FORMAT)


def _padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % tarfile.BLOCKSIZE)
