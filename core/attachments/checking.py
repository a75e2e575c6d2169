"""Everything that is asked of a file before it is kept: its name, its size, what it is and holds, the virus scanner.

It takes seconds for a large file, so it is done before the transaction begins: by the form, which then shows at the
field what is wrong. `attach` takes nothing but what came out of here.
"""

from dataclasses import dataclass
from hashlib import sha256

from flask import current_app

from core.attachments.inspection.whole import inspected
from core.attachments.rules import InfectedFile, MediaKind, Scan, check_size, cleaned_name
from core.attachments.scanner import find_virus
from core.attempts import Attempt, mark
from core.configuration import scanner_address
from core.errors import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """A file that may be kept: the name it will bear, what it is, its bytes, their SHA-256, what the scanner said."""

    file_name: str
    kind: MediaKind
    content: bytes
    content_hash: str
    scan: Scan

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.content)


def check_file(*, file_name: str, content: bytes) -> CheckedFile:
    """Look at a file that somebody wants to attach. Refuses, in words, one that may not be kept, and marks that."""
    try:
        return _checked(file_name, content)
    except InfectedFile:
        mark(Attempt.INFECTED_FILE)
        raise
    except Refusal:
        if content:
            mark(Attempt.REFUSED_FILE)
        raise


def _checked(file_name: str, content: bytes) -> CheckedFile:
    name = cleaned_name(file_name)
    check_size(name=name, size=len(content), most_megabytes=current_app.config["ATTACHMENT_MEGABYTES"])
    content_hash = sha256(content).hexdigest()
    scan = _scanned(name, content, content_hash)  # before anything of ours opens the file
    kind = inspected(name, content)
    return CheckedFile(file_name=name, kind=kind, content=content, content_hash=content_hash, scan=scan)


def _scanned(name: str, content: bytes, content_hash: str) -> Scan:
    setting: str = current_app.config["CLAMD"]
    if not setting:
        return Scan.NOT_SCANNED
    found = find_virus(content, scanner_address(setting), warn=current_app.logger.warning)
    if found:
        raise InfectedFile(file_name=name, content_hash=content_hash, found=found)
    return Scan.CLEAN
