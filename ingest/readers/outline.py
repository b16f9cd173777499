"""Blocks to facts: paragraphs, items and rows under their headings, with the page where there is one.

Korean offices seldom use heading styles: □, Ⅰ., 1., 제1조 at the start of a short line do that work.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from ingest.readers.blocks import Block, Heading, Table, Text
from ingest.readers.clean import clean, close_up, one_line
from ingest.readers.rows import unroll

LONGEST_HEADING: Final = 60
#: A paragraph is cut at sentences into pieces of at most this many characters.
LONGEST_FACT: Final = 420
#: Shorter lines in a row are told as one.
SHORT: Final = 14
_MARKS: Final = (
    ("roman", re.compile(r"[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ]\s*[.)]?\s*\S|[IVX]{1,4}\.\s+\S")),
    ("chapter", re.compile(r"제\s?\d{1,3}\s?[편장절관조](?:의\s?\d+)?(?:\s|\(|$)")),
    ("number", re.compile(r"\d{1,2}\s?[.]\s*(?=\D)\S")),
    ("box", re.compile(r"[□■▣◈◆❏▶►◎●]\s*\S")),
    ("bracket", re.compile(r"(?:【[^】]+】|〔[^〕]+〕|\[[^\]]+\]|<[^<>]+>|〈[^〉]+〉)$")),
    ("annex", re.compile(r"(?:붙임|별첨|별지|참고|서식)\s?\d*\s*(?:[.:]|$|\s)")),
)
_SENTENCE_END: Final = re.compile(r"(?:[다요까죠음함임됨]\.?|[.!?。])$")
_CAPTION: Final = re.compile(
    r"[<〈《\[【(［].{2,80}[>〉》\]】)］]|[<〈]\s*표\s*\d+.*|(?:표|그림)\s*\d+[.\s].{2,80}|[(\[]?\s*단위\s*[:：].{1,30}"
)
_SENTENCE: Final = re.compile(r"(?<=[다요음함임까]\.)\s+|(?<=[!?])\s+|(?<=;)\s+")
_BULLET: Final = re.compile(r"[□■▣◈◆❏▶►◎●○ㅇ◦•∙·▪▫☞✓✔→❍]\s*(?=\S)|[-–—o]\s+(?=\S)")


@dataclass
class _Outline:
    facts: list[tuple[str, str]] = field(default_factory=list)
    section: str = ""
    pending: list[tuple[str, str, int]] = field(
        default_factory=list
    )  # mark, text, page: headings without a text yet
    short: list[str] = field(default_factory=list)
    short_place: str = ""


def facts_of(blocks: Iterable[Block]) -> list[tuple[str, str]]:
    """(section, text) of each fact. A heading also leads the first text below it, so that it is found by it."""
    out = _Outline()
    flat = list(_flat(list(blocks)))
    for block in flat:
        text = one_line(block.text)
        if not text:
            continue
        mark = "style" if isinstance(block, Heading) and may_head(text, styled=True) else heading_mark(text)
        if mark and not (isinstance(block, Text) and block.item):
            _flush_short(out)
            for kind, waiting, page in [entry for entry in out.pending if entry[0] == mark != "style"]:
                # Two of a kind in a row: a list, not a heading.
                out.pending.remove((kind, waiting, page))
                _add(out, waiting, _place(out.section, page))
            out.pending.append((mark, text, block.page))
            continue
        _text(out, text, block.page, item=isinstance(block, Text) and block.item)
    _flush_short(out)
    for _, text, page in out.pending:
        _add(out, text, _place(out.section, page))
    return out.facts


def _flat(blocks: list[Block]) -> Iterator[Heading | Text]:
    """Headings and texts; a table's caption is told with each of its rows."""
    for number, block in enumerate(blocks):
        if isinstance(block, Table):
            told = [inner for inner in unroll(block) if not isinstance(inner, Table)]
            if block.caption and not any(block.caption in inner.text for inner in told):
                yield Text(block.caption, page=block.page)
            yield from told
        elif (
            isinstance(block, Text)
            and number + 1 < len(blocks)
            and isinstance(after := blocks[number + 1], Table)
            and not after.caption
            and _CAPTION.fullmatch(one_line(block.text))
        ):
            blocks[number + 1] = Table(
                after.rows, caption=one_line(block.text).strip("<>〈〉《》[]【】［］ "), page=after.page
            )
        elif isinstance(block, Text):
            for line in clean(block.text).split("\n"):
                yield Text(line, item=block.item, page=block.page)
        else:
            yield block


def heading_mark(text: str) -> str:
    """Which mark makes a line a heading, empty for none."""
    if not may_head(text):
        return ""
    return next((name for name, mark in _MARKS if mark.match(text)), "")


def may_head(text: str, *, styled: bool = False) -> bool:
    """Whether a line could be a heading at all; one that is `styled` as such is believed more."""
    longest = 2 * LONGEST_HEADING if styled else LONGEST_HEADING
    if not any(letter.isalnum() for letter in text) or len(text) > longest:
        return False
    return styled or not (_SENTENCE_END.search(text) or re.search(r"[:：]\s*\S|\(\s{2,}\)|,\s*$", text))


def _text(out: _Outline, text: str, page: int, *, item: bool) -> None:
    if out.pending:
        _flush_short(out)
        headings = [heading for _, heading, _ in out.pending]
        out.section = _name(headings[-1])
        out.pending.clear()
        lead = " ".join(headings)
        if len(lead) + len(text) <= LONGEST_FACT:
            between = " | " if item else " " if lead.endswith((":", "：")) else ": "
            _add(out, f"{lead}{between}{text}", _place(out.section, page))
            return
        _add(out, lead, _place(out.section, page))
    place = _place(out.section, page)
    if (
        not item
        and len(text) < SHORT
        and ":" not in text
        and not _SENTENCE_END.search(text)
        and not _BULLET.match(text)
    ):
        if out.short and (out.short_place != place or sum(map(len, out.short)) > 5 * SHORT):
            _flush_short(out)
        out.short.append(text)
        out.short_place = place
        return
    _flush_short(out)
    for piece in _pieces(text):
        _add(out, piece, place)


def _flush_short(out: _Outline) -> None:
    if out.short:
        _add(out, " ".join(out.short), out.short_place)
        out.short.clear()


def _add(out: _Outline, text: str, place: str) -> None:
    text = bare(text)
    if any(letter.isalnum() for letter in text):
        out.facts.append((place, text))


def bare(text: str) -> str:
    """A text without the mark of its list (□, ㅇ, -): that is layout, and reads badly in an answer."""
    if mark := _BULLET.match(text):
        text = text[mark.end() :]
        if mark[0][0] in "-–—" and text.endswith((" -", " –", " —")):  # - a subtitle -
            text = text[:-2].rstrip()
    return text


def _place(section: str, page: int) -> str:
    return " · ".join(part for part in (section, f"{page}쪽" if page else "") if part)


def _name(heading: str) -> str:
    """A heading as a section's name: without its mark."""
    name = re.sub(r"^(?:[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ]\s*[.)]?\s*|\d{1,2}\s?[.)]\s*)", "", bare(heading)).strip()
    name = close_up(name.strip("[]<>〈〉【】〔〕 "))
    return (name or heading)[: 2 * LONGEST_HEADING]


def _pieces(text: str) -> Iterator[str]:
    """A long paragraph in pieces that end where sentences do."""
    if len(text) <= LONGEST_FACT:
        yield text
        return
    piece = ""
    for sentence in _SENTENCE.split(text):
        while len(sentence) > LONGEST_FACT:  # no end of a sentence in sight: at a blank
            cut = sentence.rfind(" ", LONGEST_FACT // 2, LONGEST_FACT)
            cut = cut if cut > 0 else LONGEST_FACT
            if piece:
                yield piece
                piece = ""
            yield sentence[:cut].strip()
            sentence = sentence[cut:].strip()
        if piece and len(piece) + len(sentence) + 1 > LONGEST_FACT:
            yield piece
            piece = sentence
        else:
            piece = f"{piece} {sentence}".strip()
    if piece:
        yield piece
