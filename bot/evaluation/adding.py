"""`/golden add`: the last exchange of a conversation as an item of a golden set, for staff to complete.

What a right answer must have is taken from the answer that was given: whoever adds it has read it. Numbers of a
person are masked, as in everything that is kept.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bot.answer import Answer
from bot.errors import GoldenError
from bot.evaluation.golden import CONVERSATION, read_item
from bot.evaluation.table import KINDS, kind_name
from bot.masking import mask
from bot.streams import without_surrogates

#: An answer that cites so many programs is taken for a list.
A_LIST = 3


class Adder:
    """Adds items to a file, by default one of the person's own. What stands in a file stays."""

    def __init__(self, place: Path, today: date) -> None:
        self.place, self.today = place, today

    def add(self, argument: str, turns: Sequence[str], answer: Answer) -> str:
        """Add the exchange and say where; `argument` is `[KIND] [FILE]`. Raises GoldenError with what to do."""
        word, _, rest = argument.partition(" ")
        kind, name = (word, rest.strip()) if word in KINDS else ("", argument)
        if kind == CONVERSATION:
            raise GoldenError("마지막 질문 하나만 담을 수 있어요. conversation은 파일에 직접 적어 주세요.")
        row = item(turns, answer, kind or kind_of(answer), self.today)
        try:
            path = Path(name.strip("\"'")).expanduser().absolute() if name else self.place
            append(path, row)
        except (OSError, ValueError, RuntimeError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise GoldenError(f"골든셋에 담지 못했어요: {name or self.place} ({reason})") from error
        return (
            f"골든셋에 담았어요: {path} · {row['id']} · {kind_name(row['kind'])}. "
            "기대가 맞는지 파일에서 확인하고 꼭 있어야 할 말(must_contain)을 적어 주세요."
        )


def kind_of(answer: Answer) -> str:
    """What kind of question it was, as its answer shows."""
    if answer.outcome == "refused":
        return "out_of_scope"
    if answer.outcome == "small_talk":
        return "greeting"
    if answer.outcome == "partial":
        return "missing_attribute"
    if len({citation.slug for citation in answer.citations}) >= A_LIST:
        return "list"
    return "followup" if answer.standalone_question != answer.question else "single"


def item(turns: Sequence[str], answer: Answer, kind: str, today: date) -> dict[str, Any]:
    """The exchange as a line of a set. Turns that the question does not lean on are left out."""
    leans = kind == "followup" or answer.standalone_question != answer.question
    kept = [mask(without_surrogates(turn)) for turn in (turns if leans else turns[-1:])]
    cited = list(dict.fromkeys(citation.slug for citation in answer.citations))
    expect: dict[str, Any] = {
        "refuse": answer.outcome == "refused",
        "cite_any": cited if kind in ("list", "goal") else cited[:1],
        "cite_all": cited if kind in ("compare", "multi") else [],
        "must_contain": [],
        "must_not_contain": [],
    }
    digest = hashlib.blake2b(json.dumps([kind, kept]).encode(), digest_size=4).hexdigest()
    return {
        "id": f"chat-{digest}",
        "turns": kept,
        "kind": kind,
        "expect": expect,
        "note": f"{today.isoformat()} 대화에서",
    }


def append(path: Path, row: dict[str, Any]) -> None:
    """Write one line behind the others, in one go. Raises GoldenError, OSError."""
    line = json.dumps(row, ensure_ascii=False) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    # What people ask is nobody else's to read.
    with open(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "rb+", buffering=0) as file:
        held = file.read()
        for raw in held.splitlines():
            if raw.strip() and _id(path, raw) == row["id"]:
                raise GoldenError(f"이미 담은 문항이에요: {path} · {row['id']}")
        file.write((b"" if not held or held.endswith(b"\n") else b"\n") + line.encode())


def _id(path: Path, raw: bytes) -> str:
    """The id of a line; a file with another sort of line is somebody else's."""
    try:
        return read_item(raw).id
    except GoldenError as error:
        raise GoldenError(
            f"골든셋이 아닌 줄이 있어서 담지 않았어요: {path} ({error}). 다른 파일을 적어 주세요."
        ) from error
