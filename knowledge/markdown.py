"""Reading a knowledge document: Markdown that a person edits, checked so that a mistake names its place.

A sheet starts with front matter and has facts (`- 사실 한 문장.[^key]`) under headings, with the sources as
footnotes (`[^key]: [제목](주소) 2024-11-06`, 비공식 at the end for a blog or a seller's guide). Below a fact may
stand how merchants ask for it (`  - ? 가게 접으면 얼마 받아요`), below an entry of `not_known` too
(`- 주차 여부:` with a list of questions). Markdown
without front matter is an ordinary text (knowledge/plain.py), and is itself the source.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ValidationError

from knowledge.document import Document, Fact, Source
from knowledge.errors import DocumentError
from knowledge.front_matter import CONTROL, OPTIONAL, REQUIRED, field_reason, front_matter, one_line
from knowledge.plain import BULLET, FOOTNOTE, HEADING, MARKER, read_plain, visible

FENCE = "---"
#: A first line that was meant to open the front matter.
_NEARLY_FENCE = re.compile(r"[-–—_=~*]{2,6}|(?:title|provider|kind|status|checked_on|aliases)\s*:.*")
FACT, ASKED = "- ", "- ?"  # no footnote can have these names
QUESTION = re.compile(r"\?\s+(.+)")
SOURCE = re.compile(r"\[(?P<title>.+)\]\((?P<url>\S+)\)(?:\s+(?P<date>[\d-]+))?(?P<private>\s+비공식)?")
SLUG = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@dataclass
class _Body:
    """What the lines below the front matter hold; places are line numbers in the file."""

    facts: list[tuple[int, str, str]] = field(default_factory=list)  # line, section, text with markers
    notes: dict[str, tuple[int, str]] = field(default_factory=dict)
    questions: dict[int, list[str]] = field(default_factory=dict)  # by the line of their fact


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
    lines = text_lines(path, raw)
    name = unicodedata.normalize("NFC", path.stem).strip()
    slug = re.sub(r"[\s_]+", "-", name)
    if not SLUG.fullmatch(slug):
        raise DocumentError(path, 0, "파일 이름", "글자와 숫자를 붙임표(-)로 이은 이름으로 바꿔 주세요")
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if lines[first].rstrip() != FENCE and _NEARLY_FENCE.fullmatch(lines[first].strip()):
        raise DocumentError(
            path, first + 1, "머리말", f"머리말은 {FENCE} 줄로 시작해요. 붙임표 세 개만 적어 주세요"
        )
    if lines[first].rstrip() == FENCE:
        return _sheet(path, slug, lines, first)
    return read_plain(path, slug, name, lines)


def text_lines(path: Path, raw: bytes) -> list[str]:
    """The lines of a file that a person wrote as UTF-8, in NFC, without control characters; DocumentError otherwise."""
    if b"\0" in raw and not raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise DocumentError(path, 0, "파일", "글 파일이 아니에요. Markdown으로 적은 .md 파일을 넣어 주세요")
    try:
        text = unicodedata.normalize("NFC", raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DocumentError(path, line, "글자", "UTF-8이 아니에요. UTF-8로 다시 저장해 주세요") from error
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROL).split("\n")


def _sheet(path: Path, slug: str, lines: list[str], first: int) -> Document:
    end = next((n for n, line in enumerate(lines) if n > first and line.rstrip() == FENCE), None)
    if end is None:
        raise DocumentError(
            path, first + 1, "머리말", f"끝나는 {FENCE} 줄이 없어요. 머리말 아래에 한 줄 넣어 주세요"
        )
    values, places = front_matter(path, lines[first + 1 : end], first + 2, REQUIRED, OPTIONAL)
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
        name = str(error.errors()[0]["loc"][0])
        raise DocumentError(path, places.get(name, first + 1), name, field_reason(name)) from error


def _body(path: Path, lines: list[str], start: int) -> _Body:
    body = _Body()
    section = ""
    within = ""  # what an indented line continues: a fact, a footnote, or nothing
    for number, raw in visible(path, lines, start):
        line = raw.strip()
        if not line:
            continue
        if heading := HEADING.fullmatch(line):
            section, within = heading[2], ""
        elif note := FOOTNOTE.fullmatch(line):
            within = note[1]
            if within in body.notes:
                raise DocumentError(
                    path, number, f"[^{within}]", "같은 이름의 각주가 또 있어요. 이름을 바꿔 주세요"
                )
            body.notes[within] = (number, note[2])
        elif (bullet := BULLET.fullmatch(line)) and (question := QUESTION.fullmatch(bullet[1])):
            if within not in (FACT, ASKED):
                raise DocumentError(path, number, "물음", "물음('- ? …')은 사실 바로 아래에 적어 주세요")
            within = ASKED
            body.questions.setdefault(body.facts[-1][0], []).append(one_line(question[1]))
        elif bullet:
            within = FACT
            body.facts.append((number, section, bullet[1]))
        elif raw[:1].isspace() and within == FACT:
            place, where, text = body.facts[-1]
            body.facts[-1] = (place, where, f"{text} {line}")
        elif raw[:1].isspace() and within == ASKED:
            body.questions[body.facts[-1][0]][-1] += f" {one_line(line)}"
        elif raw[:1].isspace() and within:
            place, text = body.notes[within]
            body.notes[within] = (place, f"{text} {line}".strip())
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
        raise DocumentError(path, line, "사실", "문장이 비어 있어요. 각주 앞에 적어 주세요")
    if "[^" in sentence:
        raise DocumentError(path, line, "사실", "각주 이름에는 빈칸이 없어야 해요. [^이름]으로 고쳐 주세요")
    sources = [_source(path, body, key, line) for key in keys]
    # An official or press source of the same fact comes first.
    return Fact(
        text=sentence,
        section=section,
        sources=tuple(sorted(sources, key=lambda source: source.private)),
        asked_as=tuple(dict.fromkeys(body.questions.get(line, ()))),
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
    if not match or not match["title"].strip():
        raise DocumentError(
            path,
            line,
            f"[^{key}]",
            "'[제목](주소) 2024-11-06 비공식' 모양으로 적어 주세요. 날짜와 비공식은 없으면 빼 주세요",
        )
    if not _is_address(match["url"]):
        raise DocumentError(path, line, f"[^{key}]", "주소는 https://나 http://로 시작하게 적어 주세요")
    try:
        return Source(
            title=match["title"].strip(), url=match["url"], date=match["date"], private=bool(match["private"])
        )
    except ValidationError as error:
        raise DocumentError(
            path, line, f"[^{key}]", "날짜는 있는 날로, YYYY-MM-DD, YYYY-MM 또는 YYYY로 적어 주세요"
        ) from error


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname)
