"""What a reader gives: headings, texts and tables, in the order in which the document has them."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Heading:
    """A heading as the document marks it. `level` 1 is the highest; `page` counts from 1, 0 for none."""

    text: str
    level: int = 1
    page: int = 0


@dataclass(frozen=True)
class Text:
    """A paragraph, or an item of a list."""

    text: str
    item: bool = False
    page: int = 0


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its paragraphs a line each. `header`: the document says that it is one (th)."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    header: bool = False
    tables: Sequence["Table"] = ()


@dataclass(frozen=True)
class Table:
    """A table, row by row; a merged cell stands once, where it begins."""

    rows: Sequence[Sequence[Cell]]
    caption: str = ""
    page: int = 0


Block = Heading | Text | Table


@dataclass
class Reading:
    """What a file says. `title` and `author` are its properties, often wrong.

    `warnings` are for the admin (Korean), `notes` for the log.
    """

    blocks: list[Block] = field(default_factory=list)
    title: str = ""
    author: str = ""
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
