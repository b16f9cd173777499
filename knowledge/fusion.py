"""Both legs in one score, for passages and for whole programs.

    passage = lexical / ideal + DENSE * (cosine - mean) / deviation
    program = lexical / ideal + WHOLE * missing² * (cosine - mean) / deviation

`ideal` is what the question itself would score as a passage of usual length, so that the lexical part says
which share of the question was found, whatever its length, and `missing` is what the best passage lacks: of a
program as a whole, the dense leg has a say where words alone find little. Its part is standardised over the
collection (knowledge/dense.py). The best `DEPTH` passages are read once more: the cosine of one of several
sentences is that of its nearest sentence. Ranks are not fused: a weak leg under rank fusion ruins a strong one.
The table behind the choice is in tests/benchmarks/README.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import numpy.typing as npt

from knowledge.dense import DenseLeg, Near
from knowledge.lexical import LexicalIndex
from knowledge.passage import Passage
from knowledge.terms import Query

if TYPE_CHECKING:
    from knowledge.korean import Analyzer

Floats = npt.NDArray[np.float32]
Leg = Literal["fused", "lexical", "dense"]

#: What one standard deviation of a passage's cosine is worth, in shares of the question found;
#: `python -m tests.benchmarks.weights` fits it for another model.
DENSE: Final = 0.06

#: The same of a program's best fact, when no word is found.
WHOLE: Final = 0.02

#: How many passages are read once more, sentence by sentence.
DEPTH: Final = 50

#: What its program's score adds to a fact's.
PROGRAM: Final = 1.0


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores of one question: of each passage by row, of each program by its place in `slugs`."""

    slugs: Sequence[str]
    passages: Floats
    lexical: Floats
    dense: Floats
    programs: Floats

    def top(self, rows: npt.NDArray[np.int64], k: int) -> list[int]:
        """The best k of some rows, best first; of equals the earlier."""
        scores = self.passages[rows]
        if 0 < k < len(rows) // 4:
            # Sorting a hundred thousand takes longer than finding them.
            least = np.partition(scores, len(scores) - k)[len(scores) - k]
            kept = scores >= least
            rows, scores = rows[kept], scores[kept]
        order = np.argsort(-scores, kind="stable")[: max(k, 0)]
        return [int(row) for row in rows[order]]

    def best_programs(self) -> list[tuple[str, float]]:
        """Every program with its score, best first."""
        order = np.argsort(-self.programs, kind="stable")
        return [(self.slugs[place], float(self.programs[place])) for place in order]


class Ranker:
    """Scores the passages of one index for a question. Safe for threads; remembers the latest questions."""

    def __init__(
        self, passages: Sequence[Passage], lexical: LexicalIndex, dense: DenseLeg, analyzer: "Analyzer"
    ) -> None:
        """Row `i` of both legs is `passages[i]`."""
        self.lexical, self.dense, self.analyzer = lexical, dense, analyzer
        self.slugs = list(dict.fromkeys(passage.slug for passage in passages))
        places = {slug: place for place, slug in enumerate(self.slugs)}
        self.program = np.array([places[passage.slug] for passage in passages], dtype=np.int64)
        # What a document does not tell leads nowhere: else who asks for it is sent there, and not to where it is told.
        gaps = [passage.kind == "gap" for passage in passages]
        self.groups = 2 * self.program + np.array(gaps, dtype=np.int64)
        self.facts = np.flatnonzero([passage.kind == "fact" for passage in passages])
        self.rank = lru_cache(maxsize=64)(self._rank)

    def _rank(self, question: str, leg: Leg = "fused") -> Ranking:
        """Score everything; `leg` leaves one leg out."""
        empty = np.zeros(len(self.program), dtype=np.float32)
        lexical = empty
        whole = np.zeros(len(self.slugs), dtype=np.float32)
        if leg != "dense":
            found = self.lexical.sums(
                Query(question, self.analyzer.tokens(question)), self.groups, 2 * len(self.slugs)
            )
            share = np.float32(1 / max(found.ideal, 1e-6))
            lexical, whole = found.passages * share, found.groups[::2] * share
        near = self.dense.near(question) if leg != "lexical" else Near(empty)
        dense = near.scores
        missing = max(0.0, 1.0 - float(lexical.max(initial=0.0)))
        programs = (whole + self._best(lexical)) / 2 + np.float32(WHOLE * missing**2) * self._best(dense)
        fused = lexical + np.float32(DENSE) * dense + np.float32(PROGRAM) * programs[self.program]
        ranking = Ranking(self.slugs, fused, lexical, dense, programs)
        if near.asked is not None and len(self.facts):
            rows = ranking.top(self.facts, DEPTH)
            fused[rows] += np.float32(DENSE) * (self.dense.closer(near, rows) - dense[rows])
        return ranking

    def _best(self, scores: Floats) -> Floats:
        """The score of each program's best fact, 0 of a program without facts."""
        best = np.full(len(self.slugs), -np.inf, dtype=np.float32)
        np.maximum.at(best, self.program[self.facts], scores[self.facts])
        return np.where(np.isfinite(best), best, np.float32(0))
