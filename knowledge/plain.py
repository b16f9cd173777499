"""Ordinary Markdown, without front matter: headings are the sections, paragraphs and list items the facts."""

import re
import textwrap
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from knowledge.document import Document, Fact
from knowledge.errors import DocumentError

HEADING = re.compile(r"(#{1,6})\s+(.+?)(?:\s+#+)?")
BULLET = re.compile(r"[-*+]\s+(.+)")
MARKER = re.compile(r"\[\^([^\[\]\s]+)\]")
FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]:\s*(.*)")

#: Letters of a fact; a paragraph of a page or more is cut at a blank.
LONGEST = 2_000

NUMBERED = re.compile(r"\d{1,2}[.)]\s+.+")
UNDERLINE = re.compile(r"=+|-+")
RULE = re.compile(r"([-*_])(?:\s*\1){2,}")
QUOTE = re.compile(r"(?:>\s*)+")
CODE = re.compile(r"`{3,}.*|~{3,}.*")
ROW = re.compile(r"\|(.+)\|")
ROW_RULE = re.compile(r"[\s|:-]+")
# Each stops at what begins the next one: a text of nothing but brackets takes no longer than any other.
IMAGE = re.compile(r"!\[([^\[\]]*)\]\([^)\s]{0,2000}\)")
LINK = re.compile(r"\[([^\[\]]+)\]\(([^)\s]{1,2000})\)")
STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,400}?)(?<=\S)\1|`{1,9}([^`]+)`{1,9}")


def visible(path: Path, lines: list[str], start: int = 0) -> Iterator[tuple[int, str]]:
    """The lines from `start` on with their numbers, without <!-- comments -->."""
    opened = 0
    for number, line in enumerate(lines[start:], start + 1):
        rest = line
        if opened:
            _, end, rest = line.partition("-->")
            opened = 0 if end else opened
        if not opened:
            rest, begin = _without_comments(rest)
            opened = number if begin else 0
            yield number, rest
    if opened:
        raise DocumentError(path, opened, "<!--", "설명이 끝나는 -->가 없어요. 넣어 주세요")


def _without_comments(line: str) -> tuple[str, bool]:
    """The line without its comments, and whether one is still open at its end."""
    kept, at = [], 0
    while (begin := line.find("<!--", at)) >= 0:
        kept.append(line[at:begin])
        end = line.find("-->", begin + 4)
        if end < 0:
            return "".join(kept), True
        at = end + 3
    return "".join([*kept, line[at:]]), False


def read_plain(path: Path, slug: str, name: str, lines: list[str]) -> Document:
    """The document in `lines`; its title is the first heading, or else the file's `name`."""
    title, section = "", ""
    facts: list[Fact] = []
    paragraph: list[str] = []
    in_code = in_item = False
    heads: list[str] = []  # of the table that the lines are in
    row_before: list[str] = []

    def close() -> None:
        text = _words(" ".join(paragraph))
        # A text without a single empty line is no sentence that can be cited as a whole.
        for piece in textwrap.wrap(text, LONGEST, break_on_hyphens=False):
            facts.append(Fact(text=piece, section=section))
        paragraph.clear()

    for _, raw in visible(path, lines):
        line = re.sub(r"\s{2,}", " ", raw.strip())
        if CODE.fullmatch(line):
            in_code = not in_code
            close()
            continue
        if in_code:
            paragraph.append(line)
            continue
        line = QUOTE.sub("", line, count=1) if line.startswith(">") else line
        heading = HEADING.fullmatch(line)
        if UNDERLINE.fullmatch(line) and len(paragraph) == 1 and not in_item:
            heading = HEADING.fullmatch(f"# {paragraph.pop()}")
        row = ROW.fullmatch(line)
        if not row:
            heads, row_before = [], []
        if heading:
            close()
            section = _words(heading[2])
            title = title or section
        elif not line or RULE.fullmatch(line):
            close()
        elif row:
            close()
            cells = [cell.strip() for cell in row[1].split("|")]
            if not ROW_RULE.fullmatch(line):
                # Each row can be read by itself, with the heads of its columns.
                named = zip_longest(cells, heads[: len(cells)], fillvalue="")
                paragraph.append(
                    " · ".join(f"{head}: {cell}" if head else cell for cell, head in named if cell)
                )
                close()
                row_before = [] if heads else cells
            elif row_before:
                heads, row_before = row_before, []
        else:
            item = BULLET.fullmatch(line) or FOOTNOTE.fullmatch(line)
            starts = bool(item or NUMBERED.fullmatch(line))
            if starts:
                close()
            in_item = starts or (in_item and bool(paragraph))
            paragraph.append(item[item.re.groups] if item else line)
    close()
    if not facts:
        raise DocumentError(path, 0, "본문", "글이 없어요. 내용을 적어 주세요")
    return Document(slug=slug, title=title or name, facts=tuple(facts))


def _words(text: str) -> str:
    """A text as it is read aloud: without emphasis and footnote marks; a link keeps its address."""
    text = LINK.sub(r"\1(\2)", IMAGE.sub(r"\1", MARKER.sub("", text)))
    text = STRONG.sub(lambda match: match[2] or match[3], text)
    return re.sub(r"\s+", " ", text).strip()
