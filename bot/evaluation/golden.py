"""A golden set: questions with what a right answer must have, one JSON object a line.

`{"id": "q1", "turns": ["질문"], "kind": "single", "expect": {"cite_any": ["zeropay"]}, "note": ""}`. A
conversation has an expectation for each of its turns, with the turn's kind: `"kind": "conversation",
"expect": [{"kind": "greeting"}, …]`; each turn is graded in the light of those before it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, ValidationError, model_validator

from bot.ask import open_lines
from bot.errors import GoldenError

CONVERSATION = "conversation"
#: Kinds that are answered from several programs: no document has to come first, and the answer may be longer.
BROAD = frozenset({"list", "multi", "compare", "goal"})

WRONG = {
    "missing": "빠졌어요",
    "extra_forbidden": "모르는 항목이에요. 이름을 확인해 주세요",
    "string_type": "글자로 적어 주세요",
    "string_too_short": "비어 있어요",
    "bool_type": "true나 false로 적어 주세요",
    "bool_parsing": "true나 false로 적어 주세요",
    "tuple_type": "목록([…])으로 적어 주세요",
    "too_short": "하나 이상 적어 주세요",
    "model_type": "객체({…})로 적어 주세요",
}


class Expect(BaseModel):
    """What a right answer has. `kind` is a conversation turn's own kind; elsewhere the item has it.

    `cite_any`, `cite_all`, `must_not_cite` are slugs. `must_contain` is a list of groups of alternatives, one of
    each group must be said. `either`: a refusal is as good as an answer that passes the rest.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str = ""
    refuse: bool = False
    cite_any: tuple[str, ...] = ()
    cite_all: tuple[str, ...] = ()
    must_not_cite: tuple[str, ...] = ()
    must_contain: tuple[tuple[str, ...], ...] = ()
    must_not_contain: tuple[str, ...] = ()
    partial_ok: bool = False
    either: bool = False


class Item(BaseModel):
    """A line of a set. Other keys of a line are the author's own and are not read."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(min_length=1)
    turns: tuple[str, ...] = Field(min_length=1)
    kind: str = Field(min_length=1)
    expect: Annotated[
        Annotated[Expect, Tag("<one>")] | Annotated[tuple[Expect, ...], Tag("<several>")],
        Discriminator(lambda value: "<several>" if isinstance(value, list | tuple) else "<one>"),
    ]
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _one_shape(cls, row: Any) -> Any:
        """Read `expect` as what the kind says, so that an error names the right field."""
        if isinstance(row, dict) and "expect" in row:
            several = row.get("kind") == CONVERSATION
            if several != isinstance(row["expect"], list):
                raise ValueError(
                    "expect: 대화(conversation)에는 질문마다 하나씩 목록으로, 다른 종류에는 하나만 적어 주세요"
                )
        return row

    @model_validator(mode="after")
    def _expectations(self) -> "Item":
        if isinstance(self.expect, tuple):
            if len(self.expect) != len(self.turns):
                raise ValueError(
                    f"expect: 질문이 {len(self.turns)}개인데 기대가 {len(self.expect)}개예요. 수를 맞춰 주세요"
                )
            if not all(expect.kind for expect in self.expect):
                raise ValueError("expect: 대화의 기대마다 kind를 적어 주세요")
        return self


class Case(BaseModel):
    """One question to grade: an item, or one turn of a conversation. `group` is what it is counted under."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: str
    group: str
    turns: tuple[str, ...]
    expect: Expect
    note: str = ""
    #: The conversation's id, for its turns.
    talk: str = ""


@dataclass(frozen=True, slots=True)
class Golden:
    """What a file held: cases in its order, and a Korean complaint for each line that could not be read."""

    cases: tuple[Case, ...]
    complaints: tuple[str, ...] = ()


def read_golden(path: str) -> Golden:
    """Read a set (`-`: standard input). Raises BatchError or GoldenError when there is nothing to grade."""
    cases: list[Case] = []
    complaints: list[str] = []
    seen: set[str] = set()
    with open_lines(path) as lines:
        for number, raw in lines:
            try:
                item = read_item(raw)
                if item.id in seen:
                    raise GoldenError(f"id: 앞에서 쓴 이름이에요: {item.id}")
            except GoldenError as error:
                complaints.append(f"{number}번째 줄: {error}")
                continue
            seen.add(item.id)
            cases += cases_of(item)
    if not cases:
        first = f" {complaints[0]}" if complaints else ""
        raise GoldenError(f"채점할 문항이 없어요: {path}.{first}")
    return Golden(tuple(cases), tuple(complaints))


def read_item(raw: bytes) -> Item:
    """A line as an item; raises GoldenError with the field that is wrong."""
    try:
        row = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise GoldenError("UTF-8이 아닌 글자가 있어요") from error
    except (ValueError, RecursionError) as error:
        raise GoldenError("JSON이 아니에요") from error
    if not isinstance(row, dict):
        raise GoldenError("JSON 객체({…})가 아니에요")
    try:
        return Item.model_validate(row)
    except ValidationError as error:
        raise GoldenError(describe(error)) from error


def describe(error: ValidationError) -> str:
    """The first thing wrong with a line: its field and what to do."""
    first = error.errors(include_url=False)[0]
    if first["type"] == "value_error":
        return str(first["ctx"]["error"])
    # The tag of a union's member is no field.
    path = [str(part) for part in first["loc"] if not str(part).startswith("<")]
    return f"{'.'.join(path)}: {WRONG.get(first['type'], '값이 맞지 않아요')}"


def cases_of(item: Item) -> Iterator[Case]:
    """The questions of an item: one, or a conversation's turns."""
    if isinstance(item.expect, Expect):
        yield Case(
            id=item.id, kind=item.kind, group=item.kind, turns=item.turns, expect=item.expect, note=item.note
        )
        return
    for place, expect in enumerate(item.expect, start=1):
        yield Case(
            id=f"{item.id}.{place}",
            kind=expect.kind,
            group=CONVERSATION,
            turns=item.turns[:place],
            expect=expect,
            note=item.note,
            talk=item.id,
        )
