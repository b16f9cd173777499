"""A loopback server that speaks OpenAI's chat completions, and misbehaves in every way that providers do.

A test sets `server.react`: what is asked in, a Scene out. The scene is streamed as server-sent events.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Pause:
    """Say nothing for so many seconds, or until the server is closed; with `ping`, only comments."""

    seconds: float
    ping: bool = False


class Drop:
    """Break the connection."""


@dataclass
class Scene:
    """One reply. Pieces are text (sent as a chunk), bytes (sent as they are), pauses, and a drop."""

    pieces: list[Any] = field(default_factory=list)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b'{"error": {"message": "no", "type": "x"}}'
    finish: str | None = "stop"
    usage: dict[str, int] | None = None


@dataclass
class Asked:
    """A request as the server read it."""

    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def system(self) -> str:
        return str(self.body["messages"][0]["content"])

    @property
    def prompt(self) -> str:
        return str(self.body["messages"][-1]["content"])

    @property
    def passages(self) -> dict[str, str]:
        """The passages that the prompt has, by mark, without their section."""
        found = re.findall(r"^\[([a-z]{4})\] (?:\([^()]*\) )?(.+)$", self.prompt, re.MULTILINE)
        return dict(found)

    @property
    def question(self) -> str:
        match = re.search(r"<(?:마지막 )?질문 \w+>\n(.*)\n</", self.prompt)
        return match[1] if match else ""

    @property
    def rewriting(self) -> bool:
        return "<마지막 질문" in self.prompt


def faithful(asked: Asked, most: int = 3) -> str:
    """What a good model writes: the passages' own words, each line with its mark; a rewrite repeats the question."""
    if asked.rewriting:
        return asked.question
    return "\n".join(f"{text} [{mark}]" for mark, text in list(asked.passages.items())[:most])


React = Callable[[Asked], Scene | str]


class Server:
    """The server. `asked` has every request."""

    def __init__(self) -> None:
        self.react: React = faithful
        self.asked: list[Asked] = []
        self.closed = threading.Event()
        self.broken_off = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                asked = Asked(body, {name.lower(): value for name, value in self.headers.items()})
                outer.asked.append(asked)
                scene = outer.react(asked)
                try:
                    _play(self, Scene([scene]) if isinstance(scene, str) else scene, outer.closed)
                except OSError:
                    outer.broken_off += 1
                    self.close_connection = True

            def log_message(self, *args: Any) -> None:
                """Quiet."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._http.handle_error = lambda *_: None  # type: ignore[method-assign]
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def reset(self) -> None:
        """Faithful again; whatever still pauses goes on."""
        self.closed.set()
        self.react, self.asked, self.closed, self.broken_off = faithful, [], threading.Event(), 0

    def close(self) -> None:
        self.closed.set()
        self._http.shutdown()
        self._http.server_close()


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    try:
        yield server
    finally:
        server.close()


def _play(handler: BaseHTTPRequestHandler, scene: Scene, closed: threading.Event) -> None:
    if scene.status != 200:
        handler.send_response(scene.status)
        for name, value in scene.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(scene.body)))
        handler.end_headers()
        handler.wfile.write(scene.body)
        return
    handler.send_response(200)
    for name, value in ({"Content-Type": "text/event-stream"} | scene.headers).items():
        handler.send_header(name, value)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    for piece in scene.pieces:
        if isinstance(piece, Drop):
            handler.wfile.flush()
            handler.connection.close()
            raise OSError("dropped")
        if isinstance(piece, Pause):
            _pause(handler, piece, closed)
        else:
            _send(handler, piece if isinstance(piece, bytes) else _event({"content": piece}))
    if scene.finish:
        _send(handler, _event({}, scene.finish))
    if scene.usage:
        _send(handler, _event(None, usage=scene.usage))
    _send(handler, b"data: [DONE]\n\n")
    handler.wfile.write(b"0\r\n\r\n")


def _pause(handler: BaseHTTPRequestHandler, pause: Pause, closed: threading.Event) -> None:
    until = time.monotonic() + pause.seconds
    while time.monotonic() < until and not closed.wait(0.02):
        if pause.ping:
            _send(handler, b": still here\n\n")


def _send(handler: BaseHTTPRequestHandler, data: bytes) -> None:
    handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
    handler.wfile.flush()


def _event(
    delta: dict[str, str] | None, finish: str | None = None, usage: dict[str, int] | None = None
) -> bytes:
    choices = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": finish}]
    event = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": choices}
    return (
        b"data: "
        + json.dumps(event | ({"usage": usage} if usage else {}), ensure_ascii=False).encode()
        + b"\n\n"
    )
