"""HTML: the page's text without its menus and scripts; nothing is fetched and nothing runs."""

import re
from collections.abc import Iterator
from typing import Any, Final

from ingest.readers.blocks import Block, Cell, Heading, Reading, Table, Text
from ingest.readers.charset import LOST, WARNING, declared_charset, decode
from ingest.readers.refusal import Reason, Refusal

#: What no reader of the page reads.
SKIPPED: Final = frozenset(
    "script style noscript template svg math canvas iframe object embed nav select option button input textarea head"
    " audio video map dialog menu".split()
)
BLOCKS: Final = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form header"
    " hr html legend li main ol p pre section summary ul caption tbody tr td th".split()
)
HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
SKIPPED_ROLES: Final = frozenset({"navigation", "menu", "menubar", "search", "dialog"})
DEEPEST: Final = 400
_END: Final = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
#: A term (dt) of a description list; longer ones are paragraphs.
LONGEST_TERM: Final = 40


def read(raw: bytes) -> Reading:
    """The page. Raises Refusal for what is no text."""
    text = decode(raw, declared=declared_charset(raw))
    if "\0" in text:
        raise Refusal(Reason.UNKNOWN, "binary content")
    reading = read_markup(text)
    reading.warnings += [WARNING] * (LOST in text)
    return reading


def read_markup(text: str) -> Reading:
    """The blocks of a page that is text already."""
    from lxml import etree
    from lxml import html as markup

    # libxml2 silently drops whatever follows the end of a page, as where a page was pasted into another.
    text = _END.sub("", text.lstrip("\ufeff \r\n\t"))
    if text.startswith("<?xml"):
        text = text.partition("?>")[2]
    if not text.strip():
        raise Refusal(Reason.EMPTY)
    try:
        # huge_tree: without it libxml2 silently drops what is nested deeper than 256; the depth is checked here.
        parser = markup.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
        root = markup.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Refusal(Reason.BROKEN, f"{type(error).__name__}: {error}") from error
    title = " ".join(" ".join(root.xpath("//head/title//text()")).split())
    page = _Page()
    body = root.find(".//body")
    page.walk(root if body is None else body, 0)
    page.flush()
    return Reading(page.blocks, title=title)


def _hidden(node: Any) -> bool:
    style = (node.get("style") or "").replace(" ", "").lower()
    return (
        node.tag in SKIPPED
        or node.get("hidden") is not None
        or node.get("aria-hidden") == "true"
        or (node.get("role") or "").lower() in SKIPPED_ROLES
        or "display:none" in style
        or "visibility:hidden" in style
    )


class _Page:
    """The blocks so far, and the words of the one that is not at its end."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._words: list[str] = []
        self._item = False
        self._term = self._label = ""

    def flush(self) -> None:
        """End the paragraph."""
        if self._term:
            self.blocks.append(Text(self._term))
            self._term = ""
        # A line end in the source is a blank; <br> is a line end.
        text = "\n".join(" ".join(line.split()) for line in "".join(self._words).split("\x1e"))
        if text.strip():
            # 접수 기간 / 1월 5일부터: a term and what it stands for are one line.
            self.blocks.append(Text(self._label + text.strip(), item=self._item))
            self._label = ""
        self._words.clear()
        self._item = False

    def walk(self, node: Any, depth: int) -> None:
        if depth > DEEPEST:
            raise Refusal(Reason.BROKEN, "nested too deep")
        tag = node.tag if isinstance(node.tag, str) else ""
        if not tag or _hidden(node):
            return
        if tag == "br":
            self._words.append("\x1e")
        elif tag in HEADINGS:
            self.flush()
            text = " ".join("".join(node.itertext()).split())
            if text:
                self.blocks.append(Heading(text, HEADINGS[tag]))
        elif tag == "table":
            self.flush()
            if table := _table(node, depth):
                self.blocks.append(table)
        else:
            block = tag in BLOCKS
            if tag == "dd" and self._term:
                self._label, self._term = f"{self._term.rstrip(' :：')}: ", ""
            elif block:
                self.flush()
                self._item = tag == "li"
            self._words.append(node.text or "")
            for child in node:
                self.walk(child, depth + 1)
                self._words.append(child.tail or "")
            if tag == "dt":
                self._end_term()
            elif block:
                self.flush()
                if tag == "dd" and self._label:  # it says nothing
                    self._words.append(self._label.removesuffix(": "))
                    self._label = ""
                    self.flush()

    def _end_term(self) -> None:
        """Keep the words of a term until its description comes; two terms in a row are paragraphs."""
        term = " ".join("".join(self._words).replace("\x1e", " ").split())
        self._words.clear()
        self._term = term if len(term) <= LONGEST_TERM else ""
        if term and not self._term:
            self.blocks.append(Text(term))


def _table(node: Any, depth: int) -> Table | None:
    caption = ""
    rows: list[list[Cell]] = []
    for child in _rows(node):
        if child.tag == "caption":
            caption = " ".join("".join(child.itertext()).split())
        else:
            rows.append(
                [_cell(cell, depth + 1) for cell in child if cell.tag in ("td", "th") and not _hidden(cell)]
            )
    rows = [row for row in rows if row]
    return Table(rows, caption=caption) if rows else None


def _rows(node: Any) -> Iterator[Any]:
    for child in node:
        if child.tag in ("tr", "caption"):
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _cell(node: Any, depth: int) -> Cell:
    inner = _Page()
    if depth > DEEPEST:
        raise Refusal(Reason.BROKEN, "nested too deep")
    inner._words.append(node.text or "")
    for child in node:
        inner.walk(child, depth + 1)
        inner._words.append(child.tail or "")
    inner.flush()
    return Cell(
        "\n".join(block.text for block in inner.blocks if not isinstance(block, Table)),
        rowspan=_span(node.get("rowspan")),
        colspan=_span(node.get("colspan")),
        header=node.tag == "th",
        tables=tuple(block for block in inner.blocks if isinstance(block, Table)),
    )


def _span(value: str | None) -> int:
    return (
        min(max(int(value), 1), 10_000)
        if value and value.strip().isascii() and value.strip().isdigit()
        else 1
    )
