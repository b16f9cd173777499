"""HWP 5 (한글), read by unhwp, with the file's own records as a second opinion, and by those alone where it cannot.

unhwp gives Hancom's placeholder for a 배포용 document and says nothing, so the flags are looked at first.
"""

import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

from ingest.readers.blocks import Block, Cell, Heading, Reading, Table, Text
from ingest.readers.refusal import PLACEHOLDER, Reason, Refusal
from ingest.readers.rows import texts_of

#: Bits of the FileHeader's second word (HWP 5 format, 3.2.1).
PASSWORD, DISTRIBUTION, DRM, CERTIFICATE, CERTIFICATE_DRM = 1 << 1, 1 << 2, 1 << 4, 1 << 8, 1 << 10
SIGNATURE: Final = b"HWP Document File"
#: Tables in cells in tables in … deeper than this are no document.
DEEPEST: Final = 12
#: More than this share is not left out on purpose, as what stands on every page is.
MUCH: Final = 0.03
SYLLABLE: Final = re.compile("[가-힣]")


def read(raw: bytes) -> Reading:
    """The document. Raises Refusal for what is locked, or broken."""
    second = _checked(raw)
    return better(lambda: read_with_unhwp(raw), second)


def better(first: Callable[[], Reading], second: Reading) -> Reading:
    """What unhwp reads, unless it cannot, or lost something of what the file's own structure has.

    unhwp drops notes, formulas, word art, and of HWPX whole paragraphs that a page's header or a memo hangs on.
    """
    try:
        reading = first()
    except Refusal as refusal:
        if refusal.reason not in (Reason.NO_READER, Reason.BROKEN):
            raise
        second.notes.append(f"without unhwp: {refusal}")
        return second
    one, other = (_letters(opinion) for opinion in (reading, second))
    lost, left_out = (other - one).total(), (one - other).total()
    if not lost or left_out > max(lost, MUCH * one.total()):
        return reading
    second.title, second.author = reading.title, reading.author
    second.notes.append(f"unhwp has {one.total()} syllables and lacks {lost} that the document has")
    return second


def _letters(reading: Reading) -> Counter[str]:
    """Every Hangul syllable, and how often it stands there."""
    return Counter(SYLLABLE.findall(unicodedata.normalize("NFC", " ".join(texts_of(reading.blocks)))))


def _checked(raw: bytes) -> Reading:
    """What the file's own records say. Raises Refusal for what is locked, and what is not whole."""
    import olefile

    from ingest.readers import hwp_body, hwp_records

    try:
        with olefile.OleFileIO(io.BytesIO(raw)) as file:
            header = file.openstream("FileHeader").read(256)
            if not header.startswith(SIGNATURE) or len(header) < 40:
                raise Refusal(Reason.BROKEN, "no FileHeader")
            flags = int.from_bytes(header[36:40], "little")
            if flags & PASSWORD:
                raise Refusal(Reason.PASSWORD)
            if flags & DISTRIBUTION:
                raise Refusal(Reason.DISTRIBUTION)
            if flags & (DRM | CERTIFICATE | CERTIFICATE_DRM):
                raise Refusal(Reason.LOCKED, f"flags {flags:#x}")
            hwp_records.check(file, flags)
            return hwp_body.read(file, flags)
    except Refusal:
        raise
    except Exception as error:
        raise Refusal(Reason.BROKEN, f"{type(error).__name__}: {error}") from error


def read_with_unhwp(raw: bytes) -> Reading:
    """What unhwp reads of an HWP 5 or HWPX file."""
    try:
        import unhwp
    except (ImportError, OSError) as error:  # its wheel carries no library for Linux on ARM
        raise Refusal(Reason.NO_READER, f"{type(error).__name__}: {error}") from error
    try:
        with unhwp.parse_bytes(raw) as result:
            content = json.loads(result.json)
    except unhwp.UnhwpError as error:
        raise Refusal(Reason.BROKEN, f"{type(error).__name__}: {error}") from error
    if content.get("skipped_sections"):
        raise Refusal(Reason.PARTIAL, f"skipped sections: {content['skipped_sections']}")
    about = content.get("metadata") or {}
    if about.get("is_distribution"):
        raise Refusal(Reason.DISTRIBUTION)
    reading = Reading(title=about.get("title") or "", author=about.get("author") or "")
    for section in content["sections"]:
        for block in section["content"]:
            reading.blocks.extend(_block(block, 0))
    if any(PLACEHOLDER in block.text for block in reading.blocks[:20] if isinstance(block, Text)):
        raise Refusal(Reason.DISTRIBUTION, "placeholder")
    return reading


def _block(block: dict[str, Any], depth: int) -> Iterator[Block]:
    if "Paragraph" in block:
        paragraph = block["Paragraph"]
        text, style = _text(paragraph), paragraph.get("style") or {}
        level = int(style.get("heading_level") or 0)
        if text.strip():
            yield Heading(text, level) if level else Text(text, item=bool(style.get("list_style")))
        yield from _tables_in(paragraph, depth)
    elif "Table" in block:
        yield _table(block["Table"], depth)


def _tables_in(paragraph: dict[str, Any], depth: int) -> Iterator[Table]:
    for run in paragraph.get("content") or ():
        if isinstance(run, dict) and "Table" in run:
            yield _table(run["Table"], depth)


def _table(table: dict[str, Any], depth: int) -> Table:
    if depth > DEEPEST:
        raise Refusal(Reason.BROKEN, "tables nested too deep")
    return Table([[_cell(cell, depth) for cell in row["cells"]] for row in table["rows"]])


def _cell(cell: dict[str, Any], depth: int) -> Cell:
    paragraphs = cell.get("content") or ()
    inner = [_table(table, depth + 1) for table in cell.get("nested_tables") or ()]
    inner += [table for paragraph in paragraphs for table in _tables_in(paragraph, depth + 1)]
    return Cell(
        "\n".join(text for paragraph in paragraphs if (text := _text(paragraph)).strip()),
        rowspan=int(cell.get("rowspan") or 1),
        colspan=int(cell.get("colspan") or 1),
        tables=tuple(inner),
    )


def _text(paragraph: dict[str, Any]) -> str:
    """A paragraph's words: runs, links, notes and equations as they stand in it."""
    return "".join(_words(run) for run in paragraph.get("content") or ())


def _words(run: Any) -> str:
    if run == "LineBreak":
        return "\n"
    if not isinstance(run, dict):
        return ""
    if "Image" in run or "Table" in run:
        return ""
    (kind, value), *_ = run.items()
    if isinstance(value, str):
        return value
    if not isinstance(value, dict):
        return ""
    if kind == "Equation":
        return str(value.get("script") or value.get("latex") or "")
    inner = value.get("content")
    if isinstance(inner, list):
        return "".join(_words(part) if "style" not in part else _text(part) for part in inner)
    return str(value.get("text") or "")
