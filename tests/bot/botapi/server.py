"""The HTTP of it: forms, JSON and files in, Bot API answers out; a thread for each connection."""

import copy
import json
import re
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.bot.botapi.methods import METHODS
from tests.bot.botapi.rules import Json, Refusal, bad
from tests.bot.botapi.state import Call, State


class BotApi(State):
    """A running server: its state, and where it listens."""

    url: str = ""

    @property
    def base_url(self) -> str:
        """As python-telegram-bot's `base_url`."""
        return f"{self.url}/bot"

    def handle(self, token: str, method: str, params: Json) -> tuple[int, Json]:
        """Answer one request."""
        try:
            if not re.fullmatch(r"\d+:[\w-]{20,}", token):
                raise Refusal(404, "Not Found")
            if token != self.token:
                raise Refusal(401, "Unauthorized")
            call = Call(method, params, time.monotonic())
            with self.changed:
                self.calls.append(call)
                self.changed.notify_all()
            try:
                result = self._result(call)
            finally:
                with self.changed:
                    self.changed.notify_all()
            return 200, {"ok": True, "result": result}
        except Refusal as refusal:
            return refusal.code, refusal.body()

    def _result(self, call: Call) -> Any:
        call.ok = False
        time.sleep(self._delay(call))
        with self.changed:
            self._obey_scripts(call)
            if call.method not in METHODS:
                raise Refusal(404, "Not Found: method not found")
            try:
                result = copy.deepcopy(METHODS[call.method](self, call.params))
            except (KeyError, ValueError) as error:
                raise bad(f"wrong parameter ({error!r})") from error
            call.ok = True
            return result

    def _script(self, call: Call, delay: bool) -> Any:
        for script in self.scripts:
            fits = script.method == call.method and script.chat in (None, call.chat)
            if fits and script.times > 0 and (script.refusal is None) == delay:
                script.times -= 1
                return script
        return None

    def _delay(self, call: Call) -> float:
        with self.changed:
            script = self._script(call, delay=True)
            return script.seconds if script else 0.0

    def _obey_scripts(self, call: Call) -> None:
        now = time.monotonic()
        if call.chat is not None and (until := self.held.get(call.chat, 0.0)) > now:
            self.violations.append(f"{call.method}: {until - now:.1f} s before retry_after was over")
            raise Refusal(429, "Too Many Requests", {"retry_after": int(until - now) + 1})
        script = self._script(call, delay=False)
        if script is None:
            return
        if "retry_after" in script.refusal.parameters and call.chat is not None:
            self.held[call.chat] = now + script.refusal.parameters["retry_after"]
        raise script.refusal


@contextmanager
def serve() -> Iterator[BotApi]:
    """A server on a free port of this machine."""
    api = BotApi()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Without it every answer waits for the client's delayed ACK.
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            address = urlsplit(self.path)
            found = re.fullmatch(r"/bot([^/]+)/(\w+)", address.path)
            if found is None:
                self._answer(404, {"ok": False, "error_code": 404, "description": "Not Found"})
                return
            params = dict(parse_qsl(address.query)) | read_body(self.headers.get("Content-Type", ""), body)
            self._answer(*api.handle(found[1], found[2], params))

        def do_GET(self) -> None:
            found = re.fullmatch(r"/file/bot([^/]+)/documents/([\w-]+)", unquote(urlsplit(self.path).path))
            if found is None:
                self.do_POST()
            elif found[1] != api.token or found[2] not in api.files:
                self._answer(404, {"ok": False, "error_code": 404, "description": "Not Found"})
            else:
                self._send(200, "application/octet-stream", api.files[found[2]])

        def _answer(self, code: int, body: Json) -> None:
            self._send(code, "application/json", json.dumps(body, ensure_ascii=False).encode())

        def _send(self, code: int, kind: str, payload: bytes) -> None:
            try:
                self.send_response(code)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                self.wfile.write(payload)
            except (BrokenPipeError, ConnectionResetError):
                # The bot closed its long poll: it is stopping.
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing: the calls are recorded."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that went away is no error; a fault of this server fails the test."""
            error = sys.exc_info()[1]
            if not isinstance(error, ConnectionError):
                api.violations.append(f"the double itself failed: {error!r}")

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    api.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield api
    finally:
        with api.changed:
            api.closed = True
            api.changed.notify_all()
        server.shutdown()
        server.server_close()
        thread.join()


def read_body(kind: str, body: bytes) -> Json:
    """The parameters of a request in whichever of its forms."""
    if kind.startswith("application/json"):
        return dict(json.loads(body))
    if not kind.startswith("multipart/form-data"):
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True))
    parts = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    params: Json = {}
    for part in parts.iter_parts():  # type: ignore[attr-defined]
        name, file = part.get_param("name", header="Content-Disposition"), part.get_filename()
        content = part.get_payload(decode=True)
        params[str(name)] = (file, content) if file else content.decode("utf-8").rstrip("\r\n")
    return params
