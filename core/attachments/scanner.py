"""The virus scanner: clamd, asked by its INSTREAM command over a socket, where the setting CLAMD names one.

A file is given to it in pieces, each with its length in front, and a length of nought ends it. The answer is one line:
`stream: OK`, `stream: NAME FOUND`, or an error. Source: the manual page clamd(8).
"""

import socket
from collections.abc import Callable
from contextlib import suppress

from core.errors import Refusal
from core.wording import printable

_AT_ONCE = 64 * 1024
_MOST_ANSWER = 4096
_MOST_SHOWN = 80
SECONDS = 10
Address = str | tuple[str, int]
_NO_ANSWER = (
    "The virus scanner does not answer, so nothing was attached. Try again in a few minutes; "
    "if it stays so, tell your administrator."
)
_TOO_LARGE = (
    "The virus scanner takes no file as large as this, so nothing was attached. Attach a smaller one, "
    "or tell your administrator."
)


def find_virus(content: bytes, address: Address, *, warn: Callable[[str], None]) -> str:
    """What the scanner found in a file; an empty text for a clean one.

    Refuses the file where the scanner cannot be asked; `warn` is told why, in words for the administrator.
    """
    try:
        answer = _answer(content, address)
    except OSError as fault:
        warn(f"the virus scanner (CLAMD) does not answer: {fault}")
        raise Refusal(_NO_ANSWER) from None
    if answer.endswith(" FOUND"):
        return printable(answer.removeprefix("stream: ").removesuffix(" FOUND"))[:_MOST_SHOWN] or "something"
    if answer == "stream: OK":
        return ""
    warn(f"the virus scanner (CLAMD) answered: {printable(answer)[:200]!r}")
    raise Refusal(_TOO_LARGE if "size limit exceeded" in answer else _NO_ANSWER)


def _answer(content: bytes, address: Address) -> str:
    with _connected(address) as connection:
        connection.sendall(b"zINSTREAM\0")
        with suppress(ConnectionError):  # it hangs up on a file that is too large for it, and says so before
            for place in range(0, len(content), _AT_ONCE):
                piece = content[place : place + _AT_ONCE]
                connection.sendall(len(piece).to_bytes(4) + piece)
            connection.sendall(bytes(4))
        return _received(connection)


def _connected(address: Address) -> socket.socket:
    if isinstance(address, tuple):
        return socket.create_connection(address, timeout=SECONDS)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(SECONDS)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def _received(connection: socket.socket) -> str:
    """The answer up to the NUL that ends it. A scanner that goes on talking is not listened to for ever."""
    received = b""
    while b"\0" not in received and len(received) < _MOST_ANSWER and (more := connection.recv(_MOST_ANSWER)):
        received += more
    return received.partition(b"\0")[0].decode(errors="replace").strip()
