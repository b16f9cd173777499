"""Tables as sentences: each row readable by itself, with its column's heads (`구분: 일반 · 금액: 500만원`)."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ingest.readers.blocks import Block, Cell, Table, Text
from ingest.readers.clean import clean, close_up, one_line
from ingest.readers.grid import Grid, fill

BETWEEN: Final = " · "
#: A head of a column is a name, not a value or a sentence.
LONGEST_HEAD: Final = 40
LONGEST_LABEL: Final = 25
#: Longer rows are told cell by cell, each with the row's label.
LONGEST_ROW: Final = 500
#: Heads that make a table of two columns one of heads and values.
COLUMN_NAMES: Final = frozenset(
    "구분 항목 내용 비고 분류 종류 유형 품목 품명 물품 연번 번호 순번 순위 단계 명칭 이름 성명 대상 지원대상 지원내용 세부내용 주요내용 금액 지원금액 한도"
    " 지원한도 기간 일정 일시 시간 장소 지역 기관 기관명 업종 업체명 단위 수량 비율 배점 평가항목 연락처 전화번호 주소 날짜 일자 요일".split()
)
_VALUE: Final = re.compile(
    r"\d{4}\s*[.년/-]\s*\d{1,2}\s*[.월/-]\s*\d{1,2}|\d{2,4}-\d{3,4}-\d{4}|\d[\d,.]*\s*(?:원|만원|억원|천원)|[다요음함]\.\s*$"
    r"|https?://|@|^[\d,.()%△▲▽▼+\-~\s]+$|\(\s*\)|\(서명\)|\(인\)"
)
_BLANK_FORM: Final = re.compile(r"[\s()（）\[\]〔〕:·…._-]*")


def unroll(table: Table) -> Iterator[Block]:
    """The table as texts: boxes are paragraphs, rows sentences; tables in cells follow their row."""
    grid = fill(table)
    if not grid or not grid[0]:
        return
    heads, body = _split(grid)
    if len(grid[0]) == 1 or all(len(_distinct(row)) == 1 for row in grid):
        yield from _boxes(grid, table.page)
        return
    labels: list[str] = []
    seen: set[int] = set()
    told = ""
    for row in body:
        cells = [cell for cell, _ in _distinct(row)]
        filled = [cell for cell in cells if _says(cell.text)]
        texts = list(_row(row, heads))
        told += "\n".join(texts)
        if len(filled) == 1 and not cells[0].tables and not heads and len(texts) == 1:
            labels.append(texts[0])  # an empty form's label says nothing alone
        else:
            yield from _join(labels, table)
            for text in texts:
                yield Text(_captioned(text, table), item=True, page=table.page)
        for cell in cells:
            if cell.tables and id(cell) not in seen:
                seen.add(id(cell))
                yield from _inner(cell, cells, table)
    yield from _join(labels, table)
    # Columns without a single value.
    if untold := [head for head in dict.fromkeys(heads) if head and head not in told]:
        yield Text(_captioned(BETWEEN.join(untold), table), page=table.page)


def _join(labels: list[str], table: Table) -> Iterator[Text]:
    if labels:
        yield Text(_captioned(BETWEEN.join(labels), table), item=True, page=table.page)
        labels.clear()


def _captioned(text: str, table: Table) -> str:
    return f"{table.caption} | {text}" if table.caption else text


def _boxes(grid: Grid, page: int) -> Iterator[Block]:
    """A table of one column is a frame around paragraphs."""
    last: Cell | None = None
    for row in grid:
        cell = row[0]
        if cell is last:
            continue
        last = cell
        for line in clean(cell.text).split("\n"):
            if line:
                yield Text(line, page=page)
        for inner in cell.tables:
            yield from unroll(inner)


def _inner(cell: Cell, cells: list[Cell], table: Table) -> Iterator[Block]:
    label = one_line(cells[0].text)
    named = label if cells[0] is not cell and 0 < len(label) <= LONGEST_LABEL else ""
    for inner in cell.tables:
        caption = BETWEEN.join(part for part in (table.caption, inner.caption or named) if part)
        yield from unroll(Table(inner.rows, caption=caption, page=table.page))


def _split(grid: Grid) -> tuple[list[str], Grid]:
    """The heads of the columns (none for a form), and the rows below them."""
    top = [cell for cell, _ in _distinct(grid[0])]
    marked = all(cell.header for cell in top) and not all(cell.header for row in grid for cell in row)
    if len(top) == 1 and len(grid) > 2 and len(_distinct(grid[1])) > 1 and not marked:
        return [], grid
    if len(grid) < 2 or not (marked or _looks_like_heads(grid)):
        return [], grid
    # A head that spans columns is followed by those below it.
    depth = max(_depth(grid, x) for x in range(len(grid[0])))
    while depth < len(grid) - 1 and marked and all(cell.header for cell in grid[depth]):
        depth += 1
    if depth == 1 and any(across > 1 for _, across in _distinct(grid[0])) and len(top) > 1:
        depth = 2 if len(grid) > 2 and _names(grid[1]) else 1
    depth = min(depth, len(grid) - 1)
    heads = []
    for x in range(len(grid[0])):
        parts = dict.fromkeys(close_up(one_line(grid[y][x].text)) for y in range(depth))
        heads.append(" ".join(part for part in parts if part))
    return heads, grid[depth:]


def _depth(grid: Grid, x: int) -> int:
    """How many rows the top cell of a column covers."""
    depth = 1
    while depth < len(grid) and grid[depth][x] is grid[0][x] and grid[0][x].text.strip():
        depth += 1
    return depth


def _looks_like_heads(grid: Grid) -> bool:
    top = [cell for cell, _ in _distinct(grid[0])]
    texts = [one_line(cell.text) for cell in top]
    if (
        len(texts) < 2
        or not _names(grid[0])
        or len({text for text in texts if text}) < len([t for t in texts if t])
    ):
        return False
    known = sum(text.replace(" ", "") in COLUMN_NAMES for text in texts)
    if len(grid[0]) == 2 or len(top) == 2:
        return known > 0 and texts[0].replace(" ", "") in COLUMN_NAMES
    # 성명 | (빈칸) | 연락처 | (빈칸) is a form.
    blanks = sum(not text for text in texts[1:])
    return blanks == 0 and (known > 0 or not _alternates(grid))


def _names(row: list[Cell]) -> bool:
    texts = [one_line(cell.text) for cell, _ in _distinct(row)]
    return all(len(text) <= LONGEST_HEAD and not _is_value(text) for text in texts) and any(texts[-1:])


def _is_value(text: str) -> bool:
    return bool(_VALUE.search(text)) and not re.fullmatch(r"['‘’]?\d{2,4}\s*(?:년도?)?", text)


def _alternates(grid: Grid) -> bool:
    """Whether rows go label, value, label, value: what stands at the odd places are values more often than not."""
    odd = [one_line(cell.text) for row in grid for cell in [c for c, _ in _distinct(row)][1::2]]
    even = [one_line(cell.text) for row in grid for cell in [c for c, _ in _distinct(row)][::2]]
    values = sum(not text or _is_value(text) or len(text) > LONGEST_LABEL for text in odd)
    labels = sum(bool(text) and not _is_value(text) and len(text) <= LONGEST_LABEL for text in even)
    return len(grid[0]) % 2 == 0 and values * 2 >= len(odd) and labels >= len(even) * 0.8


def _distinct(row: list[Cell]) -> list[tuple[Cell, int]]:
    """A row's cells, each once, with how many columns it covers here."""
    cells: list[tuple[Cell, int]] = []
    for cell in row:
        if cells and cells[-1][0] is cell and cell.text.strip():
            cells[-1] = (cell, cells[-1][1] + 1)
        else:
            cells.append((cell, 1))
    return cells


def _says(text: str) -> bool:
    return not _BLANK_FORM.fullmatch(one_line(text))


def _row(row: list[Cell], heads: list[str]) -> Iterator[str]:
    """A row's text, or several when it is long."""
    cells = [(close_up(one_line(cell.text)), across) for cell, across in _distinct(row)]
    parts: list[str] = []
    if heads:
        if len(cells) == 1:
            parts = [cells[0][0]] if cells[0][0] else []
        else:
            x = 0
            for text, across in cells:
                names = dict.fromkeys(head for head in heads[x : x + across] if head)
                x += across
                if text and text != "-":
                    head = "/".join(names) if len(names) <= 3 else ""
                    parts.append(f"{head}: {text}" if head and head != text else text)
    else:
        marked = [cell.header for cell, _ in _distinct(row)]
        parts = list(_pairs([text for text, _ in cells], marked))
    if sum(map(len, parts)) <= LONGEST_ROW or len(parts) < 2:
        if parts:
            yield BETWEEN.join(parts)
        return
    label = parts[0] if len(parts[0]) <= 2 * LONGEST_LABEL else ""
    for part in parts[1:] if label else parts:
        yield f"{label}{BETWEEN}{part}" if label else part


def _pairs(texts: list[str], marked: list[bool]) -> Iterator[str]:
    """A form's row: `보도시점: 6월 20일 · 배포: 6월 21일`; what is no label and value stands as it is."""
    filled = [text for text in texts if text]
    if len(filled) == 2 and len(filled[0]) <= LONGEST_LABEL and filled == texts[:2]:
        yield _labelled(*filled)
        return
    if len(texts) >= 4 and len(texts) % 2 == 0:
        labels, values = texts[::2], texts[1::2]
        if all(0 < len(label) <= LONGEST_LABEL and not _is_value(label) for label in labels) and (
            any(_is_value(value) or not value for value in values)
            or (all(marked[::2]) and not any(marked[1::2]))
        ):
            yield from (_labelled(label, value) for label, value in zip(labels, values, strict=True))
            return
    yield from filled


def _labelled(label: str, value: str) -> str:
    label = close_up(label.rstrip(" :："))
    return f"{label}: {value}" if value else label


def texts_of(blocks: Iterable[Block]) -> Iterator[str]:
    """Every text of the blocks as the document has it, merged cells once: what the readers' measure counts."""
    for block in blocks:
        if isinstance(block, Table):
            yield block.caption
            for row in block.rows:
                for cell in row:
                    yield cell.text
                    yield from texts_of(cell.tables)
        else:
            yield block.text
