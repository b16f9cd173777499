"""DOCX (Word): opened by python-docx, walked in the order of its body, with text boxes, nested tables and notes."""

import io
import re
from collections.abc import Iterator
from typing import Any, Final

from ingest.readers.blocks import Block, Cell, Heading, Reading, Table, Text
from ingest.readers.refusal import Reason, Refusal
from ingest.readers.zips import members

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
V: Final = "{urn:schemas-microsoft-com:vml}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: Containers that stand around paragraphs and tables.
AROUND: Final = frozenset(
    {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}smartTag", f"{W}ins", f"{W}moveTo"}
)
#: What is no text of the document: what was deleted, instructions of fields, the text box's copy for old programs.
LEFT_OUT: Final = frozenset({f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", FALLBACK})
NOTES: Final = ("footnotes", "endnotes")
#: SmartArt, whose words are in a part of their own, and whole files that Word unpacks when it opens the document.
DIAGRAM, CHUNK = "diagramData", "aFChunk"
DEEPEST: Final = 20
HEADING: Final = re.compile(r"(?:heading|제목)\s*(\d)", re.IGNORECASE)


def read(raw: bytes) -> Reading:
    """The document. Raises Refusal for what is locked, or broken."""
    members(raw)
    from docx import Document

    try:
        document = Document(io.BytesIO(raw))
        body = document.element.body
        styles = {style.style_id: style.name or "" for style in document.styles}
        about = document.core_properties
        reading = Reading(title=about.title or "", author=about.author or "")
        walker = _Walker(styles)
        reading.blocks.extend(walker.blocks(body, 0))
        for related in document.part.rels.values():
            if related.is_external:
                continue
            kind = related.reltype.rsplit("/", 1)[-1]
            if kind in NOTES:
                reading.blocks.extend(walker.notes(related.target_part.blob))
            elif kind == DIAGRAM:
                reading.blocks.extend(_diagram(related.target_part.blob))
            elif kind == CHUNK:
                reading.warnings.append("다른 문서를 끼워 넣은 부분은 읽지 못했어요")
    except Refusal:
        raise
    except Exception as error:
        # python-docx lets through KeyError, ValueError, lxml's and zipfile's own.
        raise Refusal(Reason.BROKEN, f"{type(error).__name__}: {error}") from error
    return reading


class _Walker:
    def __init__(self, styles: dict[str, str]) -> None:
        self._styles = styles

    def blocks(self, node: Any, depth: int) -> Iterator[Block]:
        """The paragraphs and tables below a node, in their order."""
        if depth > DEEPEST:
            raise Refusal(Reason.BROKEN, "nested too deep")
        for child in node:
            if child.tag == f"{W}p":
                yield from self._paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                yield self._table(child, depth)
            elif child.tag in AROUND:
                yield from self.blocks(child, depth + 1)

    def notes(self, blob: bytes) -> Iterator[Block]:
        """Footnotes or endnotes; the first ones are separators without a text."""
        for note in _xml(blob):
            for block in self.blocks(note, 0):
                if not isinstance(block, Text) or block.text.strip():
                    yield block

    def _paragraph(self, node: Any, depth: int) -> Iterator[Block]:
        words: list[str] = []
        boxes: list[Any] = []
        _words(node, words, boxes, 0)
        text = "".join(words)
        if text.strip():
            level = self._level(node)
            item = node.find(f"{W}pPr/{W}numPr") is not None
            yield Heading(text, level) if level else Text(text, item=item)
        for box in boxes:
            yield from self.blocks(box, depth + 1)

    def _level(self, node: Any) -> int:
        """The heading's level: by its style's name, or its outline level; 0 for no heading."""
        outline = node.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None and (value := outline.get(f"{W}val", "9")).isdigit() and int(value) < 9:
            return int(value) + 1
        style = node.find(f"{W}pPr/{W}pStyle")
        name = self._styles.get(style.get(f"{W}val"), "") if style is not None else ""
        if name.lower() in ("title", "제목"):
            return 1
        match = HEADING.match(name)
        return int(match[1]) if match else 0

    def _table(self, node: Any, depth: int) -> Table:
        rows: list[list[Cell]] = []
        spans: dict[int, tuple[int, int]] = {}  # column -> the row and place where its merged cell begins
        for row in _within(node, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells: list[Cell] = []
            x = _number(row.find(f"{W}trPr/{W}gridBefore"))
            if x:
                cells.append(Cell("", colspan=x))
            head = row.find(f"{W}trPr/{W}tblHeader") is not None
            for cell in _within(row, f"{W}tc"):
                across = max(1, _number(cell.find(f"{W}tcPr/{W}gridSpan")))
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(f"{W}val") != "restart" and x in spans:
                    y, place = spans[x]
                    begun = rows[y][place]
                    rows[y][place] = Cell(
                        begun.text, len(rows) - y + 1, begun.colspan, begun.header, begun.tables
                    )
                else:
                    spans.pop(x, None)
                    if merge is not None:
                        spans[x] = (len(rows), len(cells))
                    cells.append(self._cell(cell, across, head, depth))
                x += across
            rows.append(cells)
        return Table(rows)

    def _cell(self, node: Any, across: int, head: bool, depth: int) -> Cell:
        blocks = list(self.blocks(node, depth + 1))
        return Cell(
            "\n".join(block.text for block in blocks if not isinstance(block, Table)),
            colspan=across,
            header=head,
            tables=tuple(block for block in blocks if isinstance(block, Table)),
        )


def _xml(blob: bytes) -> Any:
    from lxml import etree

    return etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))


def _diagram(blob: bytes) -> Iterator[Block]:
    """The words of a SmartArt drawing, a paragraph each."""
    for paragraph in _xml(blob).iter(f"{A}p"):
        text = "".join(word.text or "" for word in paragraph.iter(f"{A}t"))
        if text.strip():
            yield Text(text, item=True)


def _words(node: Any, words: list[str], boxes: list[Any], depth: int) -> None:
    """A paragraph's words; the text boxes that hang on it are put aside."""
    if depth > DEEPEST:
        raise Refusal(Reason.BROKEN, "nested too deep")
    for child in node:
        tag = child.tag
        if tag in LEFT_OUT or not isinstance(tag, str):
            continue
        if tag in (f"{W}t", f"{M}t"):
            words.append(child.text or "")
        elif tag in (f"{W}br", f"{W}cr"):
            words.append("\n")
        elif tag == f"{W}tab":
            words.append(" ")
        elif tag == f"{V}textpath":
            words.append(child.get("string", ""))
        elif tag == f"{W}noBreakHyphen":
            words.append("-")
        elif tag == f"{W}txbxContent":
            boxes.append(child)
        else:
            _words(child, words, boxes, depth + 1)


def _within(node: Any, tag: str) -> Iterator[Any]:
    """The children of a kind, also those inside content controls."""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag in AROUND:
            yield from _within(child, tag)


def _number(node: Any) -> int:
    value = node.get(f"{W}val") if node is not None else None
    return min(int(value), 10_000) if value and value.isdigit() else 0
