"""A PDF page as blocks: its lines joined to paragraphs by where they end, its ruled tables cell by cell."""

import ctypes
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from ingest.readers.blocks import Block, Cell, Heading, Table, Text
from ingest.readers.clean import clean, one_line, syllables
from ingest.readers.lines import join
from ingest.readers.outline import may_head
from ingest.readers.ruling import Ruled, Stroke, tables

Turn = Callable[[float, float], tuple[float, float]]

#: A line that ends within so many letters' widths of the margin goes on in the next one.
REACH: Final = 1.6
#: A line set so much larger than the page's text is a heading.
LARGER: Final = 1.25
#: Strokes of a page that are looked at: a map has a hundred thousand.
MOST_PATHS: Final = 4_000
MOST_SEGMENTS: Final = 20_000
#: A wide page is often an upright one that is shown turned: its points as they are shown, by the degrees.
TURNS: Final[dict[int, Turn]] = {
    0: lambda x, y: (x, y),
    90: lambda x, y: (y, -x),
    180: lambda x, y: (-x, -y),
    270: lambda x, y: (-y, x),
}


@dataclass
class Letter:
    """A letter with its box; what pdfium puts in by itself (blanks, line ends) has none."""

    text: str
    left: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    top: float = 0.0

    @property
    def placed(self) -> bool:
        return self.right > self.left and bool(self.text.strip())


@dataclass
class _Line:
    letters: list[Letter] = field(default_factory=list)

    @property
    def text(self) -> str:
        return clean("".join(letter.text for letter in self.letters))

    @property
    def right(self) -> float:
        return max((letter.right for letter in self.letters if letter.placed), default=0.0)

    @property
    def size(self) -> float:
        heights = [letter.top - letter.bottom for letter in self.letters if letter.placed]
        return statistics.median(heights) if heights else 0.0


def blocks(page: Any, layer: Any, number: int) -> Iterator[Block]:
    """The page's blocks. Raises what pdfium raises."""
    turn = TURNS.get(page.get_rotation(), TURNS[0])
    letters = _letters(layer, turn)
    ruled = tables(*_strokes(page, turn))
    pieces = _pieces(letters, ruled)
    lines = [piece for piece in pieces if isinstance(piece, _Line)]
    # The text's size is that of most of its Hangul: English beside it is often smaller.
    sizes = [line.size for line in lines for _ in range(syllables(line.text))]
    text_size = statistics.median(sizes) if sizes else 0.0
    margin = max((line.right for line in lines), default=0.0)
    held: list[_Line] = []
    for piece in pieces:
        if isinstance(piece, _Line):
            held.append(piece)
            continue
        yield from _texts(held, margin, text_size, number)
        held = []
        yield Table(piece, page=number)
    yield from _texts(held, margin, text_size, number)


def _texts(lines: list[_Line], margin: float, size: float, number: int) -> Iterator[Block]:
    """Paragraphs of lines, and headings where the letters are larger."""
    run: list[tuple[str, bool]] = []
    for line in lines:
        text = line.text.replace("\n", " ")
        if size and line.size >= LARGER * size and may_head(one_line(text)):
            yield from (Text(paragraph, page=number) for paragraph in join(run))
            run = []
            yield Heading(text, page=number)
        else:
            run.append((text, line.right >= margin - REACH * line.size))
    yield from (Text(paragraph, page=number) for paragraph in join(run))


def _letters(layer: Any, turn: Turn) -> list[Letter]:
    from pypdfium2 import raw

    letters: list[Letter] = []
    box = raw.FS_RECTF()
    high = 0
    for n in range(layer.count_chars()):
        code = raw.FPDFText_GetUnicode(layer, n)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        letter = Letter(chr(code) if 0 < code < 0x110000 else " ")
        # The loose box is as high as the font's letters can be: Latin and Hangul of one size are alike by it.
        if raw.FPDFText_GetLooseCharBox(layer, n, box):
            corners = turn(box.left, box.bottom), turn(box.right, box.top)
            (letter.left, letter.right), (letter.bottom, letter.top) = map(sorted, zip(*corners, strict=True))
        letters.append(letter)
    return letters


def _pieces(letters: list[Letter], ruled: list[Ruled]) -> list["_Line | list[list[Cell]]"]:
    """Lines, and tables (their rows) where their first letter stands."""
    order: list[_Line | int] = [_Line()]
    words: list[list[list[str]]] = [[[] for _ in table.cells] for table in ruled]
    at: tuple[int, int] | None = None
    for letter in letters:
        if letter.placed:
            x, y = (letter.left + letter.right) / 2, (letter.bottom + letter.top) / 2
            at = next(
                ((n, cell) for n, table in enumerate(ruled) if (cell := table.cell_at(x, y)) is not None),
                None,
            )
        if at is not None:
            table, cell = at
            if table not in order:
                order += [table, _Line()]
            words[table][cell].append(letter.text)
        elif letter.text in "\r\n":
            if isinstance(order[-1], _Line) and order[-1].letters:
                order.append(_Line())
        else:
            if not isinstance(order[-1], _Line):
                order.append(_Line())
            order[-1].letters.append(letter)  # type: ignore[union-attr]
    return [
        piece if isinstance(piece, _Line) else _rows(ruled[piece], words[piece])
        for piece in order
        if isinstance(piece, int) or piece.letters
    ]


def _rows(table: Ruled, words: list[list[str]]) -> list[list[Cell]]:
    rows: list[list[Cell]] = [[] for _ in range(len(table.ys) - 1)]
    for (row, _, down, across), letters in zip(table.cells, words, strict=True):
        rows[row].append(Cell(clean("".join(letters)), rowspan=down, colspan=across))
    return rows


def _strokes(page: Any, turn: Turn) -> tuple[list[Stroke], list[Stroke]]:
    """The horizontal and vertical strokes of the page's paths."""
    from pypdfium2 import raw

    across: list[Stroke] = []
    down: list[Stroke] = []
    segments = 0
    for count, path in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1)):
        amount = raw.FPDFPath_CountSegments(path)
        segments += max(0, amount)
        if count > MOST_PATHS or segments > MOST_SEGMENTS:
            return [], []
        matrix = path.get_matrix()
        begin = last = (0.0, 0.0)
        for n in range(amount):
            segment = raw.FPDFPath_GetPathSegment(path, n)
            x, y = ctypes.c_float(), ctypes.c_float()
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = turn(*matrix.on_point(x.value, y.value))
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                begin = point
            elif kind == raw.FPDF_SEGMENT_LINETO:
                _add(across, down, last, point)
            if raw.FPDFPathSegment_GetClose(segment):
                _add(across, down, point, begin)
            last = point
    return across, down


def _add(across: list[Stroke], down: list[Stroke], a: tuple[float, float], b: tuple[float, float]) -> None:
    wide, high = abs(a[0] - b[0]), abs(a[1] - b[1])
    if high < 1.0 < wide:
        across.append(Stroke((a[1] + b[1]) / 2, min(a[0], b[0]), max(a[0], b[0])))
    elif wide < 1.0 < high:
        down.append(Stroke((a[0] + b[0]) / 2, min(a[1], b[1]), max(a[1], b[1])))
