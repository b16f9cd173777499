"""Ruled tables of a PDF page: the drawn lines as a grid, merged cells told by the walls that are missing."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import neg
from typing import Final

#: Lines nearer than this are one line (programs draw a rule as a thin box, or twice), in points.
NEAR: Final = 3.0
#: A page with more strokes is a drawing, and looking for tables in it takes too long.
MOST: Final = 1_000
#: A grid with more places is hatching.
MOST_PLACES: Final = 5_000

Point = tuple[float, float]


@dataclass(frozen=True)
class Stroke:
    """A horizontal or vertical stroke: where it lies (`at`), and from where to where it goes."""

    at: float
    begin: float
    end: float


@dataclass
class Ruled:
    """A table's cells as boxes: (row, column, rows, columns), and their places on the page."""

    xs: list[float]
    ys: list[float]  # from the top down
    cells: list[tuple[int, int, int, int]] = field(default_factory=list)
    owner: dict[tuple[int, int], int] = field(default_factory=dict)

    def cell_at(self, x: float, y: float) -> int | None:
        """The number of the cell that a point lies in."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[-1] <= y <= self.ys[0]):
            return None
        column = min(bisect_right(self.xs, x), len(self.xs) - 1) - 1
        row = min(bisect_right(self.ys, -y, key=neg), len(self.ys) - 1) - 1
        return self.owner.get((row, column))


def tables(horizontal: Iterable[Stroke], vertical: Iterable[Stroke]) -> list[Ruled]:
    """The tables that the strokes draw; frames of one cell are none."""
    across, down = _joined(horizontal), _joined(vertical)
    if not across or not down or len(across) + len(down) > MOST:
        return []
    found = []
    for rows, columns in _components(across, down):
        table = _grid(rows, columns)
        if table is not None and len(table.cells) > 1:
            found.append(table)
    return found


def _joined(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Strokes on one line that touch, as one."""
    joined: list[Stroke] = []
    lines: list[list[Stroke]] = []
    for stroke in sorted(strokes, key=lambda stroke: stroke.at):
        if lines and stroke.at - lines[-1][0].at <= NEAR:
            lines[-1].append(stroke)
        else:
            lines.append([stroke])
    for line in lines:
        at = sum(stroke.at for stroke in line) / len(line)
        begin = end = None
        for stroke in sorted(line, key=lambda stroke: stroke.begin):
            if begin is None or end is None:
                begin, end = stroke.begin, stroke.end
            elif stroke.begin <= end + NEAR:
                end = max(end, stroke.end)
            else:
                joined.append(Stroke(at, begin, end))
                begin, end = stroke.begin, stroke.end
        if begin is not None and end is not None:
            joined.append(Stroke(at, begin, end))
    return [stroke for stroke in joined if stroke.end - stroke.begin > NEAR]


def _components(across: Sequence[Stroke], down: Sequence[Stroke]) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Strokes that touch each other, together."""
    parent = list(range(len(across) + len(down)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for a, row in enumerate(across):
        for d, column in enumerate(down, len(across)):
            if (
                row.begin - NEAR <= column.at <= row.end + NEAR
                and column.begin - NEAR <= row.at <= column.end + NEAR
            ):
                parent[root(a)] = root(d)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for n in range(len(parent)):
        rows, columns = groups.setdefault(root(n), ([], []))
        if n < len(across):
            rows.append(across[n])
        else:
            columns.append(down[n - len(across)])
    return [group for group in groups.values() if len(group[0]) > 1 and len(group[1]) > 1]


def _grid(rows: Sequence[Stroke], columns: Sequence[Stroke]) -> Ruled | None:
    xs, ys = sorted({stroke.at for stroke in columns}), sorted({stroke.at for stroke in rows}, reverse=True)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > MOST_PLACES:
        return None
    places = [(row, column) for row in range(len(ys) - 1) for column in range(len(xs) - 1)]
    parent = {place: place for place in places}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while parent[place] != place:
            place = parent[place]
        return place

    for row, column in places:
        x, y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
        if column + 2 < len(xs) and not _wall(columns, xs[column + 1], y):
            parent[root((row, column + 1))] = root((row, column))
        if row + 2 < len(ys) and not _wall(rows, ys[row + 1], x):
            parent[root((row + 1, column))] = root((row, column))
    regions: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place in places:
        regions.setdefault(root(place), []).append(place)
    table = Ruled(xs, ys)
    for region in sorted(regions.values(), key=min):
        top, left = min(row for row, _ in region), min(column for _, column in region)
        down = max(row for row, _ in region) - top + 1
        across = max(column for _, column in region) - left + 1
        if down * across != len(region):
            return None  # an L is no cell: these strokes are a drawing
        for place in region:
            table.owner[place] = len(table.cells)
        table.cells.append((top, left, down, across))
    return table


def _wall(strokes: Sequence[Stroke], at: float, across: float) -> bool:
    return any(stroke.at == at and stroke.begin - NEAR <= across <= stroke.end + NEAR for stroke in strokes)
