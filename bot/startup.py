"""What every command does before its own work: read the settings, and say which one is wrong."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.errors import SettingsError
from bot.streams import err

if TYPE_CHECKING:
    from pydantic import ValidationError

    from bot.settings import BotSettings


def read_settings() -> "BotSettings":
    """The settings of the environment and `.env`; a wrong one is named in one Korean line."""
    from pydantic import ValidationError

    from bot.settings import BotSettings

    with unread_lines_of_env() as unread:
        try:
            settings = BotSettings()
        except ValidationError as error:
            raise SettingsError(describe(error)) from error
        except UnicodeDecodeError as error:
            raise SettingsError(".env 파일을 읽을 수 없어요. UTF-8로 저장해 주세요.") from error
        except OSError as error:
            raise SettingsError(
                f".env 파일을 열 수 없어요: {error.filename}. 읽기 권한을 확인해 주세요."
            ) from error
    for line in unread:
        err(f".env의 {line}번째 줄을 읽지 못해 건너뛰었어요. '이름=값'으로 적어 주세요.")
    return settings


def describe(error: "ValidationError") -> str:
    """The first wrong setting by the name that its owner wrote, without its value: it may be a secret."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    name = str(first["loc"][0]).upper() if first["loc"] else "?"
    hint = {
        "ONGIL_TODAY": "2025-11-22처럼 적어 주세요.",
        "ADMIN_IDS": "텔레그램 사용자 번호(숫자)를 쉼표로 나누어 적어 주세요.",
    }.get(name, "적힌 값을 확인해 주세요.")
    return f"설정 {name}의 값이 맞지 않아요. {hint} (환경 변수나 .env 파일)"


@contextmanager
def unread_lines_of_env() -> Iterator[list[int]]:
    """Collect the numbers of the `.env` lines that python-dotenv skips: it only logs them."""
    lines: list[int] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if isinstance(record.args, tuple) and record.args and isinstance(record.args[-1], int):
                lines.append(record.args[-1])

    logger, collector = logging.getLogger("dotenv.main"), Collector()
    logger.addHandler(collector)
    propagate, logger.propagate = logger.propagate, False
    try:
        yield lines
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate
