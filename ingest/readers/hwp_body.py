"""HWP 5 by its own records: the second opinion on unhwp, and the only one where unhwp has no library.

A section is a tree of records. A paragraph (header, text) has controls below it: a table with a list of paragraphs
for each cell, a text box, a caption, a note. As with HWPX, what stands on every page and hidden comments are left
out (HWP 5 format, 4.2 and 4.3).
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ingest.readers.blocks import Block, Cell, Reading, Table, Text
from ingest.readers.hwp_records import FIRST_TAG, HEADER_TAG, SINGLE, TEXT_TAG, levelled, sections
from ingest.readers.refusal import PLACEHOLDER, Reason, Refusal

CONTROL_TAG, LIST_TAG, TABLE_TAG = FIRST_TAG + 55, FIRST_TAG + 56, FIRST_TAG + 61
EQUATION_TAG, MEMO_TAG = FIRST_TAG + 72, FIRST_TAG + 77
#: Controls by their names, which stand backwards in the file: headers and footers of pages, hidden comments.
LEFT_OUT: Final = frozenset({b"daeh", b"toof", b"tmct"})
TABLE, EQUATION = b" lbt", b"deqe"
#: Letters that are one word long and no line end.
BLANKS: Final = {24: "-", 30: " ", 31: " "}
TAB: Final = 9
#: Tables in cells in tables in … deeper than this are no document.
DEEPEST: Final = 60


@dataclass
class Node:
    """A record and those below it."""

    tag: int
    data: bytes
    below: "list[Node]" = field(default_factory=list)

    @property
    def name(self) -> bytes:
        """A control's name."""
        return self.data[:4]


def read(file: Any, flags: int) -> Reading:
    """The blocks of a compound file's sections. Raises Refusal for what is no document."""
    reading = Reading()
    for content in sections(file, flags):
        reading.blocks.extend(_paragraphs(_tree(content), 0))
    if any(PLACEHOLDER in block.text for block in reading.blocks[:20] if isinstance(block, Text)):
        raise Refusal(Reason.DISTRIBUTION, "placeholder")
    return reading


def _tree(content: bytes) -> list[Node]:
    root = Node(0, b"")
    path: list[Node] = [root]
    for tag, level, data in levelled(content):
        del path[level + 1 :]
        node = Node(tag, data)
        path[-1].below.append(node)
        path.append(node)
    return root.below


def _paragraphs(nodes: Sequence[Node], depth: int) -> Iterator[Block]:
    """The blocks of the paragraphs among records of one level."""
    if depth > DEEPEST:
        raise Refusal(Reason.BROKEN, "nested too deep")
    for node in nodes:
        if node.tag == MEMO_TAG:
            return
        if node.tag != HEADER_TAG:
            continue
        controls = [child for child in node.below if child.tag == CONTROL_TAG and child.name not in LEFT_OUT]
        formulas = iter([_formula(child) for child in controls if child.name == EQUATION])
        words = "".join(_words(child.data, formulas) for child in node.below if child.tag == TEXT_TAG)
        if words.strip():
            yield Text(words)
        for control in controls:
            if control.name == TABLE:
                yield from _table(control, depth)
            else:
                yield from _lists(control.below, depth)


def _lists(nodes: Sequence[Node], depth: int) -> Iterator[Block]:
    """The paragraphs of every list below a control: text boxes, captions, notes."""
    if depth > DEEPEST:
        raise Refusal(Reason.BROKEN, "nested too deep")
    yield from _paragraphs(nodes, depth + 1)
    for node in nodes:
        if node.tag not in (HEADER_TAG, CONTROL_TAG):
            yield from _lists(node.below, depth + 1)


def _table(control: Node, depth: int) -> Iterator[Block]:
    """A table, after its caption, which stands before the record that tells the table's size."""
    sizes = [at for at, node in enumerate(control.below) if node.tag == TABLE_TAG]
    begin = sizes[0] if sizes else -1
    yield from _paragraphs(control.below[: begin + 1], depth + 1)
    rows: dict[int, list[tuple[int, Cell]]] = {}
    at = begin + 1
    while at < len(control.below):
        head = control.below[at]
        at += 1
        inside = []
        while at < len(control.below) and control.below[at].tag != LIST_TAG:
            inside.append(control.below[at])
            at += 1
        column, row, across, down = struct.unpack_from("<4H", head.data.ljust(16, b"\0"), 8)
        blocks = list(_paragraphs(inside, depth + 1))
        cell = Cell(
            "\n".join(block.text for block in blocks if not isinstance(block, Table)),
            rowspan=max(1, down),
            colspan=max(1, across),
            tables=tuple(block for block in blocks if isinstance(block, Table)),
        )
        rows.setdefault(row, []).append((column, cell))
    if rows:
        ordered = [sorted(rows.get(row, []), key=lambda place: place[0]) for row in range(max(rows) + 1)]
        yield Table([[cell for _, cell in row] for row in ordered])


def _formula(control: Node) -> str:
    """An equation's script."""
    data = next((node.data for node in control.below if node.tag == EQUATION_TAG), b"")
    (length,) = struct.unpack_from("<H", data.ljust(6, b"\0"), 4)
    return data[6 : 6 + 2 * length].decode("utf-16-le", "replace")


def _words(data: bytes, formulas: Iterator[str]) -> str:
    """A paragraph's letters; where an equation stands, its script."""
    data = data[: len(data) // 2 * 2]
    words = struct.unpack(f"<{len(data) // 2}H", data)
    parts: list[str] = []
    at = begin = 0
    while at < len(words):
        if words[at] >= 32:
            at += 1
            continue
        parts.append(data[2 * begin : 2 * at].decode("utf-16-le", "replace"))
        if words[at] in SINGLE:
            parts.append(BLANKS.get(words[at], "\n"))
            at += 1
        else:
            if words[at] == TAB:
                parts.append(" ")
            elif data[2 * at + 2 : 2 * at + 6] == EQUATION:
                parts.append(next(formulas, ""))
            at += 8
        begin = at
    parts.append(data[2 * begin :].decode("utf-16-le", "replace"))
    return "".join(parts)
