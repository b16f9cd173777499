"""A table's merged cells, filled: every place of the grid has the cell that covers it."""

from typing import Final

from ingest.readers.blocks import Cell, Table
from ingest.readers.refusal import Reason, Refusal

#: A document's table is smaller; a span of a million columns is an attack.
WIDEST: Final = 1_024
WIDEST_CELL: Final = 64
LONGEST: Final = 20_000
MOST: Final = 500_000

Grid = list[list[Cell]]
BLANK: Final = Cell("")


def fill(table: Table) -> Grid:
    """The table's rows, all of one width; places that nothing covers are blank.

    Raises Refusal for a table beyond all measure.
    """
    rows = [list(row) for row in table.rows]
    if len(rows) > LONGEST:
        raise Refusal(Reason.TOO_LARGE, f"a table of {len(rows)} rows")
    places: dict[tuple[int, int], Cell] = {}
    for y, row in enumerate(rows):
        x = 0
        for cell in row:
            while (y, x) in places:
                x += 1
            if x >= WIDEST:
                raise Refusal(Reason.TOO_LARGE, "a table that is too wide")
            across = max(1, min(cell.colspan, WIDEST_CELL))
            down = max(1, min(cell.rowspan, len(rows) - y))
            for dy in range(down):
                for dx in range(across):
                    places.setdefault((y + dy, x + dx), cell)
            if len(places) > MOST:
                raise Refusal(Reason.TOO_LARGE, "a table with too many places")
            x += across
    width = max((x for _, x in places), default=-1) + 1
    if width * len(rows) > MOST:
        raise Refusal(Reason.TOO_LARGE, "a table with too many places")
    return [[places.get((y, x), BLANK) for x in range(width)] for y in range(len(rows))]
