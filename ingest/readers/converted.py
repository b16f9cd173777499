"""What kordoc writes: Markdown with HTML tables."""

import re
from typing import Final

from ingest.readers import html
from ingest.readers.blocks import Block, Heading, Reading, Text
from ingest.readers.charset import decode
from ingest.readers.refusal import PLACEHOLDER, Reason, Refusal

#: The suffix that stands for it; no file has it.
SUFFIX: Final = ".kordoc"
_TABLE: Final = re.compile(r"^<table>.*?^</table>", re.MULTILINE | re.DOTALL)
_HEADING: Final = re.compile(r"(#{1,6})\s+(.+)")
_ITEM: Final = re.compile(r"[-*+]\s+(.+)")
_ROW: Final = re.compile(r"\|(.+)\|")
_RULE: Final = re.compile(r"[\s|:-]+")
_IMAGE: Final = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_ESCAPED: Final = re.compile(r"\\([\\`*_{}\[\]()#+.!~|<>-])")
_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")


def read(raw: bytes) -> Reading:
    """The blocks. A table of Markdown becomes one of HTML, so that all tables are read alike."""
    text = _IMAGE.sub("", decode(raw))
    if PLACEHOLDER in text[:2_000]:
        raise Refusal(Reason.DISTRIBUTION, "placeholder")
    blocks: list[Block] = []
    at = 0
    for match in _TABLE.finditer(text):
        blocks += _lines(text[at : match.start()])
        blocks += html.read_markup(match[0]).blocks
        at = match.end()
    return Reading([*blocks, *_lines(text[at:])])


def _lines(text: str) -> list[Block]:
    blocks: list[Block] = []
    rows: list[str] = []
    for raw in [*text.split("\n"), ""]:
        line = raw.strip()
        if row := _ROW.fullmatch(line):
            if not _RULE.fullmatch(line):
                rows.append("".join(f"<td>{cell.strip()}</td>" for cell in row[1].split("|")))
            continue
        if rows:
            blocks += html.read_markup(
                "<table>" + "".join(f"<tr>{cells}</tr>" for cells in rows) + "</table>"
            ).blocks
            rows = []
        line = _STRONG.sub(r"\2", _ESCAPED.sub(r"\1", line)).replace("<br>", "\n")
        if heading := _HEADING.fullmatch(line):
            blocks.append(Heading(heading[2], len(heading[1])))
        elif item := _ITEM.fullmatch(line):
            blocks.append(Text(item[1], item=True))
        elif line:
            blocks.append(Text(line))
    return blocks
