"""Reading a knowledge document: Markdown that a person edits, checked so that a mistake names its place.

A sheet starts with front matter and has facts (`- 사실 한 문장.[^key]`) under headings, with the sources as
footnotes (`[^key]: [제목](주소) 2024-11-06`, 비공식 at the end for a blog or a seller's guide). Markdown
without front matter is an ordinary text: its headings are the sections, its paragraphs the facts, and the
document itself is the source.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge.document import KINDS, STATUSES, Document, Fact, Source
from knowledge.errors import DocumentError

FENCE = "---"
HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*")
BULLET = re.compile(r"[-*+]\s+(.+)")
MARKER = re.compile(r"\[\^([^\]\s]+)\]")
FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]:\s*(.*)")
SOURCE = re.compile(r"\[(?P<title>.+)\]\((?P<url>\S+)\)(?:\s+(?P<date>[\d-]+))?(?P<private>\s+비공식)?")
SLUG = re.compile(r"[^\W_]+(?:-[^\W_]+)*")

REQUIRED = ("title", "provider", "kind", "status", "checked_on")
OPTIONAL = ("aliases", "status_note", "valid_until", "not_known", "asked_as")
LISTS = ("aliases", "not_known", "asked_as")


@dataclass
class _Body:
    """What the lines below the front matter hold; places are line numbers in the file."""

    facts: list[tuple[int, str, str]] = field(default_factory=list)  # line, section, text with markers
    notes: dict[str, tuple[int, str]] = field(default_factory=dict)


def read_document(path: Path) -> Document:
    """The document in `path`.

    Raises DocumentError, naming file, line and field, when it is not as it should be, and when it cannot
    be read at all.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DocumentError(
            path, 0, "파일", f"읽을 수 없어요({error.strerror}). 파일과 권한을 확인해 주세요"
        ) from error
    try:
        text = unicodedata.normalize("NFC", raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DocumentError(path, line, "글자", "UTF-8이 아니에요. UTF-8로 다시 저장해 주세요") from error
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    slug = re.sub(r"[\s_]+", "-", unicodedata.normalize("NFC", path.stem).strip())
    if not SLUG.fullmatch(slug):
        raise DocumentError(path, 0, "파일 이름", "글자와 숫자를 붙임표(-)로 이은 이름으로 바꿔 주세요")
    if lines[0].rstrip() == FENCE:
        return _sheet(path, slug, lines)
    return _plain(path, slug, lines)


def _sheet(path: Path, slug: str, lines: list[str]) -> Document:
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        raise DocumentError(path, 1, "머리말", f"끝나는 {FENCE} 줄이 없어요. 머리말 아래에 한 줄 넣어 주세요")
    values, places = _front_matter(path, lines[1:end])
    body = _body(path, lines, end + 1)
    facts = tuple(_fact(path, body, *fact) for fact in body.facts)
    if not facts:
        raise DocumentError(path, end + 1, "사실", "사실이 하나도 없어요. '- 문장.[^출처]' 줄을 넣어 주세요")
    used = {key for _, _, text in body.facts for key in MARKER.findall(text)}
    for key, (line, _) in body.notes.items():
        if key not in used:
            raise DocumentError(
                path, line, f"[^{key}]", "어느 문장도 쓰지 않는 각주예요. 지우거나 문장에 붙여 주세요"
            )
    try:
        return Document(slug=slug, facts=facts, **values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "머리말"
        raise DocumentError(path, places.get(name, 1), name, _reason(name, first["msg"])) from error


def _reason(name: str, message: str) -> str:
    """A validation error in words an editor understands."""
    choices = {"kind": KINDS, "status": STATUSES}.get(name)
    if choices:
        return f"{', '.join(choices)} 가운데 하나로 적어 주세요"
    if name == "valid_until":
        return "YYYY-MM-DD로 적어 주세요"
    if name == "checked_on":
        return "YYYY-MM-DD나 YYYY-MM으로, 있는 날짜를 적어 주세요"
    return f"값을 확인해 주세요 ({message})"


def _front_matter(path: Path, lines: list[str]) -> tuple[dict[str, Any], dict[str, int]]:
    """The fields and the line of each."""
    source = "\n".join(lines)
    try:
        # The base loader keeps every scalar as it is written: 2025-02 is no number, 2024-11-06 no date.
        node = yaml.compose(source, Loader=yaml.BaseLoader)
        values = yaml.load(source, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = 2 + (mark.line if mark else 0)
        problem = getattr(error, "problem", None) or "YAML"
        raise DocumentError(
            path, line, "머리말", f"읽을 수 없는 줄이에요 ({problem}). 따옴표와 들여쓰기를 확인해 주세요"
        ) from error
    if not isinstance(node, yaml.MappingNode) or not isinstance(values, dict):
        raise DocumentError(path, 2, "머리말", "'이름: 값' 줄로 적어 주세요")
    places: dict[str, int] = {}
    for key, _ in node.value:
        name, line = str(key.value), key.start_mark.line + 2
        if name in places:
            raise DocumentError(
                path, line, name, f"두 번 적혀 있어요({places[name]}번째 줄). 하나만 남겨 주세요"
            )
        places[name] = line
        if name not in REQUIRED + OPTIONAL:
            raise DocumentError(
                path, line, name, f"모르는 이름이에요. {', '.join(REQUIRED + OPTIONAL)}만 쓸 수 있어요"
            )
    for name in REQUIRED:
        if not values.get(name):
            raise DocumentError(path, places.get(name, 1), name, "값이 없어요. 적어 주세요")
    for name, value in values.items():
        if name in LISTS:
            if value != "" and not (
                isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)
            ):
                raise DocumentError(
                    path, places[name], name, "목록으로 적어 주세요: [가, 나] 또는 '- 가' 줄들"
                )
        elif not isinstance(value, str):
            raise DocumentError(path, places[name], name, "글자로 적어 주세요 (목록이나 묶음은 안 돼요)")
    filled = {name: value for name, value in values.items() if value != ""}
    for name in LISTS:
        filled[name] = tuple(dict.fromkeys(v.strip() for v in filled.get(name, ())))
    return filled, places


def _body(path: Path, lines: list[str], start: int) -> _Body:
    body = _Body()
    section = ""
    for number, raw in enumerate(lines[start:], start + 1):
        line = raw.strip()
        if not line or line.startswith("<!--"):
            continue
        if heading := HEADING.fullmatch(line):
            section = heading[2]
        elif note := FOOTNOTE.fullmatch(line):
            if note[1] in body.notes:
                raise DocumentError(
                    path, number, f"[^{note[1]}]", "같은 이름의 각주가 또 있어요. 이름을 바꿔 주세요"
                )
            body.notes[note[1]] = (number, note[2])
        elif bullet := BULLET.fullmatch(line):
            body.facts.append((number, section, bullet[1]))
        elif raw[:1].isspace() and body.facts:
            place, where, text = body.facts[-1]
            body.facts[-1] = (place, where, f"{text} {line}")
        else:
            raise DocumentError(path, number, "사실", "'- 문장.[^출처]'처럼 적어 주세요")
    return body


def _fact(path: Path, body: _Body, line: int, section: str, text: str) -> Fact:
    if not section:
        raise DocumentError(path, line, "사실", "제목(## 개요) 아래에 적어 주세요")
    keys = list(dict.fromkeys(MARKER.findall(text)))
    sentence = re.sub(r"\s+", " ", MARKER.sub("", text)).strip()
    if not keys:
        raise DocumentError(
            path, line, "사실", "각주가 없어요. 문장 끝에 [^출처]를 붙이고 아래에 출처를 적어 주세요"
        )
    if not sentence:
        raise DocumentError(path, line, "사실", "문장이 비어 있어요")
    sources = [_source(path, body, key, line) for key in keys]
    # An official or press source of the same fact comes first.
    return Fact(
        text=sentence, section=section, sources=tuple(sorted(sources, key=lambda source: source.private))
    )


def _source(path: Path, body: _Body, key: str, used_at: int) -> Source:
    if key not in body.notes:
        raise DocumentError(
            path,
            used_at,
            f"[^{key}]",
            "각주의 출처가 없어요. 아래에 '[^이름]: [제목](주소) 날짜'를 적어 주세요",
        )
    line, text = body.notes[key]
    match = SOURCE.fullmatch(text)
    if not match:
        raise DocumentError(
            path,
            line,
            f"[^{key}]",
            "'[제목](주소) 2024-11-06 비공식' 모양으로 적어 주세요 (날짜와 비공식은 있을 때만)",
        )
    if not match["url"].startswith(("https://", "http://")):
        raise DocumentError(path, line, f"[^{key}]", "주소는 https:// 나 http:// 로 시작해야 해요")
    try:
        return Source(
            title=match["title"], url=match["url"], date=match["date"], private=bool(match["private"])
        )
    except ValidationError as error:
        raise DocumentError(
            path, line, f"[^{key}]", "날짜는 있는 날로, YYYY-MM-DD, YYYY-MM 또는 YYYY로 적어 주세요"
        ) from error


def _plain(path: Path, slug: str, lines: list[str]) -> Document:
    """An ordinary Markdown text: the first heading is the title, paragraphs and list items are the facts."""
    title, section = "", ""
    facts: list[Fact] = []
    paragraph: list[str] = []

    def close() -> None:
        if paragraph:
            facts.append(Fact(text=" ".join(paragraph), section=section))
            paragraph.clear()

    for raw in lines:
        line = raw.strip()
        heading = HEADING.fullmatch(line)
        bullet = BULLET.fullmatch(line)
        if not line or heading or bullet:
            close()
        if heading:
            section = heading[2]
            title = title or section
        elif line:
            paragraph.append(bullet[1] if bullet else line)
    close()
    if not facts:
        raise DocumentError(path, 0, "본문", "글이 없어요. 내용을 적어 주세요")
    return Document(slug=slug, title=title or path.stem, facts=tuple(facts))
