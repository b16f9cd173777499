"""A conversation as a Markdown file, for a report or a colleague."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.answer import Answer
from bot.errors import TranscriptError
from bot.session import Exchange
from bot.sources import checked_line, korean_date, source_lines
from bot.streams import without_surrogates
from bot.terminal import RELATED, SOURCES, one_line, printable


class Saver:
    """Writes the transcript. A file that was there before this session is never overwritten."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._own: set[Path] = set()

    def save(self, name: str, transcript: Sequence[Exchange | None]) -> str:
        """Save to the named file and say so; raises TranscriptError with what to do instead."""
        name = name.strip().strip("\"'")
        if not name:
            raise TranscriptError("저장할 파일 이름을 적어 주세요. 예: /save 상담기록.md")
        if not any(transcript):
            raise TranscriptError("아직 저장할 대화가 없어요.")
        try:
            path = Path(name).expanduser().absolute()
            with open(path, "w" if path in self._own else "x", encoding="utf-8") as file:
                self._own.add(path)
                file.write(without_surrogates(markdown(transcript, self.today)))
        except FileExistsError as error:
            raise TranscriptError(f"이미 있는 파일이에요: {name}. 다른 이름을 적어 주세요.") from error
        except FileNotFoundError as error:
            raise TranscriptError(
                f"폴더가 없어요: {Path(name).parent}. 폴더를 먼저 만들어 주세요."
            ) from error
        except IsADirectoryError as error:
            raise TranscriptError(f"폴더 이름이에요: {name}. 파일 이름까지 적어 주세요.") from error
        except PermissionError as error:
            raise TranscriptError(
                f"그곳에는 저장할 권한이 없어요: {name}. 다른 폴더를 적어 주세요."
            ) from error
        except (OSError, ValueError, RuntimeError) as error:
            raise TranscriptError(f"저장하지 못했어요: {name} ({error})") from error
        return f"저장했어요: {path}"


def markdown(transcript: Sequence[Exchange | None], today: date) -> str:
    """The conversation as Markdown: a question is a heading, its sources are links."""
    blocks = ["# 온길 대화 기록", f"{korean_date(today.isoformat())}"]
    for exchange in transcript:
        if exchange is None:
            blocks += ["---", "*새 대화*"]
        else:
            blocks += [
                f"## {escaped(one_line(exchange.question)) or '(빈 질문)'}",
                *answer_blocks(exchange.answer),
            ]
    if blocks[-2:] == ["---", "*새 대화*"]:
        del blocks[-2:]
    return "\n\n".join(blocks) + "\n"


def answer_blocks(answer: Answer) -> list[str]:
    """The body, the status, the sources and the related programs."""
    # Two spaces keep a line break where Markdown would join the lines.
    blocks = ["  \n".join(escaped(line) for line in printable(answer.body).strip().splitlines())]
    if answer.status_line:
        blocks.append(f"> {escaped(one_line(answer.status_line))}")
    if answer.citations:
        lines = [
            f"- {escaped(source.markers)} {link(source.title, source.url)} {source.note}".rstrip()
            for source in source_lines(answer.citations)
        ]
        checked = checked_line(answer.citations, answer.status_line)
        blocks.append("\n".join([f"**{SOURCES}**", "", *lines, *([f"- {checked}"] if checked else [])]))
    if answer.related:
        blocks.append(
            f"{RELATED}: " + " · ".join(escaped(one_line(program.title)) for program in answer.related)
        )
    return [block for block in blocks if block]


def link(title: str, url: str | None) -> str:
    """A Markdown link; spaces and brackets of an address are written so that they do not end it."""
    title = escaped(one_line(title))
    return f"[{title}](<{url}>)" if url and not re.search(r"[<>\s]", url) else title


def escaped(text: str) -> str:
    """The text with what Markdown would take for its own."""
    text = re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", text)
    return re.sub(r"^(\s*)([-+]|\d+\.)(\s)", r"\1\\\2\3", text)
