"""Where log lines go: the file under the data folder always, the terminal when asked. They are English."""

import io
import logging
import sys
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.settings import BotSettings
from bot.streams import err

#: The name of our handlers, by which a later start finds and replaces them.
HANDLER = "ongil"
LOG_FILE = "ongil.log"
LOG_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"

#: Loggers of libraries that tell every request, with the token in its address.
CHATTY = (
    "httpx",
    "httpx2",
    "httpcore",
    "httpcore2",
    "openai",
    "urllib3",
    "asyncio",
    "chromadb",
    "sentence_transformers",
    "filelock",
)


class SecretHider(logging.Formatter):
    """Writes a log line, its traceback included, without the values of secrets."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__(LOG_LINE)
        self.secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self.secrets:
            line = line.replace(secret, "***")
        return line


class LogFile(RotatingFileHandler):
    """The log under the data folder, opened at its first line. A log that cannot be written says so once."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=2_000_000, backupCount=3, encoding="utf-8", delay=True)
        self.failed = False

    def _open(self) -> io.TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:
        if not self.failed:
            err(f"cannot write the log {self.baseFilename}: {sys.exc_info()[1]}")
        self.failed = True


class Console(logging.Handler):
    """The log on stderr, whatever stderr is at the time: the prompt of `ongil chat` puts its own in its place."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            err(self.format(record))
        except (OSError, ValueError):
            self.handleError(record)


def start_logs(settings: BotSettings, level: int = logging.WARNING, *, verbose: bool = False) -> None:
    """Log to the data folder from `level` on; with `verbose`, everything of ours to stderr too."""
    hider = SecretHider(tuple(secrets_of(settings)))
    root = logging.getLogger()
    for old in [handler for handler in root.handlers if handler.name == HANDLER]:
        root.removeHandler(old)
        old.close()
    handlers: list[logging.Handler] = [LogFile(settings.data / LOG_FILE)]
    handlers[0].setLevel(level)
    if verbose:
        handlers.append(Console())
    for handler in handlers:
        handler.setFormatter(hider)
        handler.set_name(HANDLER)
        root.addHandler(handler)
    root.setLevel(logging.INFO)
    for name in ("bot", "ingest", "knowledge"):
        logging.getLogger(name).setLevel(logging.DEBUG if verbose else logging.INFO)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)


def secrets_of(settings: BotSettings) -> Iterator[str]:
    """The values that no log line may carry: tokens, keys, a password in an address."""
    for name in type(settings).model_fields:
        value: object = getattr(settings, name)
        secret = value.get_secret_value() if isinstance(value, SecretStr) else password_in(value)
        if secret:
            yield secret


def password_in(value: object) -> str | None:
    """The password of an address like postgresql://user:password@host/name."""
    try:
        return urlsplit(value).password if isinstance(value, str) and "://" in value else None
    except ValueError:
        return None
