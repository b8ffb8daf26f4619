"""The other side: servers on this machine that take what is sent, or refuse it."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Received:
    """One request: its path, its headers in lower case, and what it said."""

    path: str
    headers: dict[str, str]
    said: dict[str, Any]

    @property
    def key(self) -> str:
        """By what it is known again."""
        return self.headers["x-dedupe-key"]

    @property
    def text(self) -> str:
        """Everything that people read."""
        return f"{self.said['title']}\n{self.said['message']}"


@dataclass
class Hook:
    """A webhook: what it received, and the status that it answers."""

    port: int = 0
    status: int = 200
    received: list[Received] = field(default_factory=list)

    def address(self, path: str = "/hook", secret: str = "s3cret-word") -> str:
        """Its address, with a secret in it."""
        return f"http://watch:{secret}@{HOST}:{self.port}{path}"


LOOK = 0.01  # seconds between two looks whether to end


@contextmanager
def a_hook() -> Iterator[Hook]:
    """A webhook that runs inside this block."""
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            hook.received.append(Received(self.path, headers, json.loads(body)))
            self.send_response(hook.status)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer((HOST, 0), Handler)
    hook.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(LOOK,), daemon=True)
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def a_mailbox() -> Iterator[tuple[int, list[str]]]:
    """A mail server of one mailbox: its port, and the mails that came."""
    mails: list[str] = []
    with socket.create_server((HOST, 0)) as server:
        thread = threading.Thread(target=_take_mails, args=(server, mails), daemon=True)
        thread.start()
        yield int(server.getsockname()[1]), mails
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def _take_mails(server: socket.socket, mails: list[str]) -> None:
    while True:
        try:
            connection, _address = server.accept()
        except OSError:
            return
        with connection, connection.makefile("rwb") as wire:
            _converse(wire, mails)


def _converse(wire: Any, mails: list[str]) -> None:
    """The little of SMTP that a mail needs."""

    def say(line: str) -> None:
        wire.write(f"{line}\r\n".encode())
        wire.flush()

    say("220 here")
    while line := wire.readline().decode().strip():
        word = line[:4].upper()
        if word == "DATA":
            say("354 go on")
            lines: list[str] = []
            while (text := wire.readline().decode().rstrip("\r\n")) != ".":
                lines.append(text)
            mails.append("\n".join(lines))
        say("221 bye" if word == "QUIT" else "250 fine")
