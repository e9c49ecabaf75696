"""Services on loopback: what each answers is set by a test, and so is what goes wrong."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import unquote

from sphinx_publications.acquire.services import SERVICES

Fault = Callable[["Handler"], None]
"""Answers a request in its own way."""


class Handler(BaseHTTPRequestHandler):
    """Answers what is set for the path."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        """Answer."""
        services = self.server.services
        path = unquote(self.path.replace("+", " "))
        services.asked.append(path)
        services.headers.append(dict(self.headers.items()))
        answer = next((made for part, made in services.answers if part in path), None)
        if answer is None:
            self.reply(404, b"Resource not found.", "text/plain")
        elif callable(answer):
            answer(self)
        else:
            self.reply(200, answer, "application/json")

    do_HEAD = do_GET  # noqa: N815

    def reply(self, status: int, body: bytes, type_: str = "text/html", **headers: str) -> None:
        """Send one whole answer."""
        self.send_response(status)
        self.send_header("Content-Type", type_)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """A server that says nothing of clients that leave."""

    daemon_threads = True
    services: Services

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing."""


@dataclass
class Services:
    """Every service under one address, each behind its own name."""

    base: str
    answers: list[tuple[str, bytes | Fault]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    """Set when those who wait may go on."""
    everything: ClassVar[tuple[str, ...]] = tuple(SERVICES)

    @property
    def addresses(self) -> dict[str, str]:
        """What settings say of where the services are."""
        return {name: f"{self.base}/{name}" for name in self.everything}

    def answer(self, part: str, answer: object) -> None:
        """Answer so whatever has `part` in its path; what is set later comes first."""
        made: Any = answer
        if isinstance(answer, dict | list):
            made = json.dumps(answer).encode()
        elif isinstance(answer, str):
            made = answer.encode()
        self.answers.insert(0, (part, made))

    def fail(self, part: str, status: int, **headers: str) -> None:
        """Answer with a status and a page."""
        page = b"<!DOCTYPE html><html><body>An error occurred.</body></html>"
        self.answer(part, lambda handler: handler.reply(status, page, **headers))


@contextmanager
def serving() -> Iterator[Services]:
    """Serve for a while."""
    server = Server(("127.0.0.1", 0), Handler)
    server.services = Services(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.services
    finally:
        server.services.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


# What goes wrong, beside a status.


def never(handler: Handler) -> None:
    """Take a request and say nothing."""
    handler.server.services.released.wait(20)


def drip(handler: Handler) -> None:
    """Send an answer byte by byte, without an end."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    while not handler.server.services.released.wait(0.01):
        handler.wfile.write(b" ")


def drip_head(handler: Handler) -> None:
    """Send the head of an answer byte by byte, without an end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    while not handler.server.services.released.wait(0.01):
        handler.wfile.write(b"x")


def cut(handler: Handler) -> None:
    """Break off within an answer."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"message": ')
    handler.close_connection = True


def huge(handler: Handler) -> None:
    """Answer with more than anybody wants."""
    handler.reply(200, b"[" + b"0," * 4_000_000 + b"0]", "application/json")


def circle(handler: Handler) -> None:
    """Lead to where it leads from."""
    handler.reply(302, b"", Location=handler.path)


def page(handler: Handler) -> None:
    """Answer with a web page, as captive portals and proxies do."""
    handler.reply(200, b"<!DOCTYPE html><html><body>Sign in to the network</body></html>")


def nonsense(handler: Handler) -> None:
    """Answer with bytes that mean nothing."""
    handler.reply(200, bytes(range(256)), "application/octet-stream")


def other_shape(handler: Handler) -> None:
    """Answer in JSON with something else."""
    handler.reply(200, b'{"message": [1, null, {"title": 5}], "notes": 3}', "application/json")


FAULTS: dict[str, Fault] = {
    fault.__name__: fault
    for fault in (never, drip, drip_head, cut, huge, circle, page, nonsense, other_shape)
}
