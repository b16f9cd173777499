"""HWPX by its own XML (OWPML): the second opinion, and the only one where unhwp has no library.

A section is paragraphs (`p`) of runs (`run`) with text (`t`), tables (`tbl`), text boxes (`drawText`) and notes.
Names are compared without their namespaces, which change with the version.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from ingest.readers.blocks import Block, Cell, Reading, Table, Text
from ingest.readers.refusal import PLACEHOLDER, Reason, Refusal

SECTION: Final = re.compile(r"Contents/section(\d+)\.xml")
#: Not the document's text: what stands on every page, comments, properties of fields.
LEFT_OUT: Final = frozenset({"header", "footer", "masterPage", "parameters", "memogroup", "hiddenComment"})
INSIDE_TEXT: Final = {"lineBreak": "\n", "tab": " ", "nbSpace": " ", "fwSpace": " ", "hyphen": "-"}
#: Words that are an attribute (word art, overlapped letters, buttons), and elements whose text is words (an equation's
#: script, a word and its gloss).
WRITTEN: Final = {"textart": "text", "compose": "composeText", "checkBtn": "caption", "radioBtn": "caption"}
SPOKEN: Final = frozenset({"script", "mainText", "subText"})
DEEPEST: Final = 60


def read(parts: dict[str, bytes]) -> Reading:
    """The blocks of the sections, whose XML was checked already."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    numbered = [(int(match[1]), name) for name in parts if (match := SECTION.fullmatch(name))]
    if not numbered:
        raise Refusal(Reason.BROKEN, "no section")
    reading = Reading()
    for _, name in sorted(numbered):
        try:
            root = etree.fromstring(parts[name], parser)
        except etree.LxmlError as error:
            raise Refusal(Reason.BROKEN, f"{name}: {error}") from error
        reading.blocks.extend(_paragraphs(root, 0))
    if any(PLACEHOLDER in block.text for block in reading.blocks[:20] if isinstance(block, Text)):
        raise Refusal(Reason.DISTRIBUTION, "placeholder")
    return reading


def _name(node: Any) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _paragraphs(node: Any, depth: int) -> Iterator[Block]:
    """The blocks of the paragraphs that are children of a node."""
    if depth > DEEPEST:
        raise Refusal(Reason.BROKEN, "nested too deep")
    for child in node:
        if _name(child) == "p":
            words: list[str] = []
            inner: list[Block] = []
            _walk(child, words, inner, depth)
            if "".join(words).strip():
                yield Text("".join(words))
            yield from inner


def _walk(node: Any, words: list[str], inner: list[Block], depth: int) -> None:
    if depth > DEEPEST:
        raise Refusal(Reason.BROKEN, "nested too deep")
    for child in node:
        name = _name(child)
        if name == "t":
            words.append(child.text or "")
            for mark in child:
                words.append(INSIDE_TEXT.get(_name(mark), ""))
                words.append(mark.tail or "")
        elif name in WRITTEN:
            words.append(child.get(WRITTEN[name]) or "")
        elif name in SPOKEN:
            words.append("".join(child.itertext()))
        elif name == "tbl":
            captions = [part for part in child if _name(part) == "caption"]
            inner.extend(block for part in captions for block in _lists(part, depth))
            inner.append(_table(child, depth))
        elif name == "subList":
            inner.extend(_paragraphs(child, depth + 1))
        elif name not in LEFT_OUT and not (name == "fieldBegin" and child.get("type") == "MEMO"):
            _walk(child, words, inner, depth + 1)


def _lists(node: Any, depth: int) -> Iterator[Block]:
    """The paragraphs of the lists that are children of a node."""
    for child in node:
        if _name(child) == "subList":
            yield from _paragraphs(child, depth + 1)


def _table(node: Any, depth: int) -> Table:
    rows = [
        [_cell(cell, depth + 1) for cell in row if _name(cell) == "tc"] for row in node if _name(row) == "tr"
    ]
    return Table(rows)


def _cell(node: Any, depth: int) -> Cell:
    span = next((child for child in node if _name(child) == "cellSpan"), None)
    blocks = list(_lists(node, depth))
    return Cell(
        "\n".join(block.text for block in blocks if not isinstance(block, Table)),
        rowspan=_number(span, "rowSpan"),
        colspan=_number(span, "colSpan"),
        tables=tuple(block for block in blocks if isinstance(block, Table)),
    )


def _number(node: Any, name: str) -> int:
    value = node.get(name, "1") if node is not None else "1"
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 1
