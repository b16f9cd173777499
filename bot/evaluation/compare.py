"""Two runs side by side: which questions got right or wrong, and whose answer reads otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.evaluation.run import Graded, Run

Kind = Literal["mended", "broken", "reworded", "same", "new"]

KINDS: dict[Kind, str] = {
    "mended": "고쳐짐",
    "broken": "나빠짐",
    "reworded": "답이 달라짐",
    "same": "그대로",
    "new": "새 문항",
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The run before, its rows by id, and what became of each question of the run after."""

    before: Run
    rows: Mapping[str, Graded]
    changes: Mapping[str, Kind]
    #: Ids that only the run before has.
    gone: tuple[str, ...]

    def of(self, kind: Kind) -> list[str]:
        """The ids that changed so, in the set's order."""
        return [id for id, change in self.changes.items() if change == kind]


def compare(after: Run, before: Run) -> Comparison:
    """Match the questions by their ids; one whose turns were rewritten meanwhile counts as new."""
    rows = {row.case.id: row for row in before.rows}
    changes: dict[str, Kind] = {}
    for row in after.rows:
        old = rows.get(row.case.id)
        if old is None or old.case.turns != row.case.turns:
            changes[row.case.id] = "new"
            rows.pop(row.case.id, None)
        elif old.passed != row.passed:
            changes[row.case.id] = "mended" if row.passed else "broken"
        else:
            changes[row.case.id] = "same" if _told(old) == _told(row) else "reworded"
    gone = tuple(id for id in rows if id not in changes)
    return Comparison(before, rows, changes, gone)


def _told(row: Graded) -> tuple[object, ...]:
    """What a reader is told."""
    answer = row.answer
    if answer is None:
        return ("error",)
    return (answer.outcome, answer.body, tuple(citation.slug for citation in answer.citations))
