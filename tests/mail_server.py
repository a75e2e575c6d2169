"""A mail server of the tests, on this machine: takes mail, and refuses what it is told to refuse."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps the mails it took. `refusals`: the answer to a command or an address instead of yes."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken: list[EmailMessage] = []
        self.refusals: dict[str, str] = {}
        self.offers: list[str] = []
        self.heard: list[str] = []

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 mail.example")
        while line := self.rfile.readline().decode().rstrip("\r\n"):
            self.server.heard.append(line)
            refusal = next((said for what, said in self.server.refusals.items() if what.lower() in line.lower()), "")
            if refusal == "hang up":
                return
            if refusal:
                self._say(refusal)
            elif not self._answer(line.upper()):
                return

    def _answer(self, line: str) -> bool:
        if line.startswith("EHLO"):
            *first, last = ["mail.example", *self.server.offers]
            for offer in first:
                self._say(f"250-{offer}")
            self._say(f"250 {last}")
        elif line.startswith("DATA"):
            self._take()
        else:
            self._say("221 Bye" if line.startswith("QUIT") else "250 OK")
        return not line.startswith("QUIT")

    def _take(self) -> None:
        self._say("354 Go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b"."))
        mail = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.server.taken.append(mail)
        self._say("250 Taken")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A mail server that runs meanwhile."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
