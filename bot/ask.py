"""`ongil ask`: one answer, or a batch of them as JSON lines. Answers, and nothing else, go to stdout."""

import json
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any, Protocol

from bot import terminal
from bot.answer import Answer
from bot.errors import BatchError
from bot.streams import out, without_surrogates
from knowledge.errors import OngilError

log = logging.getLogger(__name__)

BATCH_LINE = '{"id": "q1", "turns": ["질문"]}'


class Answering(Protocol):
    """What asks of an assistant: the turns of a conversation in, an answer to the last one out."""

    def answer(self, turns: Sequence[str]) -> Answer: ...


def run_one(question: str, open_assistant: Callable[[], Answering], *, as_json: bool = False) -> int:
    """Answer one question; `-` is read from standard input. Every outcome is a success."""
    if question == "-":
        question = sys.stdin.read().strip()
    answer = open_assistant().answer([without_surrogates(question)])
    if as_json:
        out(line_of(answer.to_json()))
    else:
        terminal.show(answer)
    return 0


def run_batch(path: str, open_assistant: Callable[[], Answering]) -> int:
    """Answer a file of questions, one JSON line each, in order, each written as soon as it is known.

    A line that is not as it should be, or whose question fails, gives an error line; the others go on.
    """
    with open_lines(path) as lines:
        assistant = open_assistant()
        for number, raw in lines:
            out(line_of(answer_line(assistant, number, raw)))
    return 0


@contextmanager
def open_lines(path: str) -> Iterator[Iterator[tuple[int, bytes]]]:
    """The lines of a batch that hold something, numbered from 1. Bytes: a bad line only fails itself."""

    def numbered(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
        try:
            for number, raw in enumerate(stream, start=1):
                line = raw.removeprefix(b"\xef\xbb\xbf").strip()
                if line:
                    yield number, line
        except OSError as error:
            raise BatchError(f"질문 모음을 끝까지 읽지 못했어요: {path} ({error.strerror})") from error

    if path == "-":
        yield numbered(sys.stdin.buffer)
        return
    try:
        stream = open(path, "rb")  # noqa: SIM115 (closed below; an error while answering is not the file's)
    except FileNotFoundError as error:
        raise BatchError(f"질문 모음 파일이 없어요: {path}. 경로를 확인해 주세요.") from error
    except IsADirectoryError as error:
        raise BatchError(f"폴더는 읽을 수 없어요: {path}. 질문 모음 파일(.jsonl)을 적어 주세요.") from error
    except PermissionError as error:
        raise BatchError(f"질문 모음 파일을 읽을 권한이 없어요: {path}") from error
    except (OSError, ValueError) as error:
        raise BatchError(f"질문 모음 파일을 열 수 없어요: {path} ({error})") from error
    with stream:
        yield numbered(stream)


def answer_line(assistant: Answering, number: int, raw: bytes) -> dict[str, Any]:
    """The JSON object for one line of a batch."""
    name: Any = None
    try:
        row = parse(raw)
        name = row.get("id")
        turns = turns_of(row)
        return {"id": name} | assistant.answer(turns).to_json()
    except OngilError as error:
        return error_line(name, number, " ".join(str(error).split()))
    except Exception as error:
        log.error("batch line %d: %s: %s", number, type(error).__name__, error, exc_info=True)
        return error_line(
            name, number, "이 질문에 답하는 중에 예상하지 못한 문제가 생겼어요. 로그를 확인해 주세요."
        )


def parse(raw: bytes) -> dict[str, Any]:
    """A line as a JSON object."""
    try:
        row = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BatchError("UTF-8이 아닌 글자가 있어요.") from error
    except (ValueError, RecursionError) as error:
        raise BatchError(f"JSON이 아니에요. {BATCH_LINE}처럼 적어 주세요.") from error
    if not isinstance(row, dict):
        raise BatchError(f"JSON 객체가 아니에요. {BATCH_LINE}처럼 적어 주세요.")
    return row


def turns_of(row: dict[str, Any]) -> list[str]:
    """The turns of a line: a list of texts, the last of them the question."""
    turns = row.get("turns")
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
        raise BatchError(f'"turns"에 질문을 하나 이상 적어 주세요: {BATCH_LINE}')
    return [without_surrogates(turn) for turn in turns]


def error_line(name: Any, number: int, message: str) -> dict[str, Any]:
    return {"id": name, "line": number, "outcome": "error", "error": message}


def line_of(row: dict[str, Any]) -> str:
    """One line of JSON, Korean as it is."""
    return without_surrogates(json.dumps(row, ensure_ascii=False))
