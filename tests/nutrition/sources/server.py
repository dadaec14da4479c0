"""A real HTTP server on this machine that answers what a test tells it, well or badly."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    """A request as it came in."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass(frozen=True)
class Reply:
    """An answer: ``wait_s`` before its head, ``drip_s`` after each byte of its body, or cut at ``half``."""

    body: bytes = b"{}"
    status: int = 200
    kind: str | None = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    wait_s: float = 0.0
    drip_s: float = 0.0
    half: bool = False


def as_json(value: Any, **how: Any) -> Reply:
    return Reply(json.dumps(value).encode(), **how)


HTML = Reply(b"<!doctype html><title>Down for maintenance</title>", kind="text/html")
HANGING = Reply(wait_s=1.0)
HALF_A_JSON = Reply(b'{"foods": [{"description": "Granola"', half=False)
CUT_OFF = Reply(b'{"foods": [{"description": "Granola", "fdcId": 1}]}', half=True)


class Server(ThreadingHTTPServer):
    """Answers by the beginning of the path; replies in a list are given one by one, the last for ever."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies: dict[str, Reply | list[Reply] | Callable[[Asked], Reply]] = {}
        self.asked: list[Asked] = []
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def asked_for(self, path: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.path.startswith(path)]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that hang up: some tests are of that."""

    def reply_to(self, asked: Asked) -> Reply:
        with self.lock:
            self.asked.append(asked)
            for path, reply in self.replies.items():
                if asked.path.startswith(path):
                    if callable(reply):
                        return reply(asked)
                    if isinstance(reply, list):
                        return reply.pop(0) if len(reply) > 1 else reply[0]
                    return reply
        return Reply(b"not here", 404, "text/plain")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _answer(self, body: Any) -> None:
        parts = urlsplit(self.path)
        asked = Asked(parts.path, dict(parse_qsl(parts.query)), dict(self.headers), body)
        reply = self.server.reply_to(asked)
        time.sleep(reply.wait_s)
        try:
            self._send(reply)
        except OSError:
            self.close_connection = True

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in {**({"Content-Type": reply.kind} if reply.kind else {}), **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if reply.half:
            self.wfile.write(reply.body[: len(reply.body) // 2])
            self.close_connection = True
        elif reply.drip_s:
            for byte in reply.body:
                self.wfile.write(bytes([byte]))
                time.sleep(reply.drip_s)
        else:
            self.wfile.write(reply.body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""
