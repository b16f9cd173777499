"""Search without LangChain: the facts and the programs of a generation, ranked for a question.

`HybridSearch` is what the pipeline asks; bot/search.py has it as a LangChain retriever.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bot.answer import Candidate
from knowledge.dense import DenseLeg
from knowledge.fusion import Floats, Leg, Ranker, Ranking
from knowledge.generation import Generation
from knowledge.korean import Analyzer

#: Below every score.
NOTHING: Final = -1e9


class HybridSearch:
    """Morphemes, letters and vectors over one generation, fused by score (knowledge/fusion.py).

    Returns facts only; the questions of a document (`asked_as`) lead to its facts. Safe for threads.
    """

    def __init__(self, generation: Generation | Any, analyzer: Analyzer, leg: Leg = "fused") -> None:
        """Nothing is read yet; `leg` leaves one leg out."""
        self.generation, self.analyzer, self.leg = generation, analyzer, leg
        # A talk asks for its earlier turns again, and a message for its parts.
        self._found = lru_cache(maxsize=16)(self._search)
        self.within = lru_cache(maxsize=64)(self._within)

    @cached_property
    def ranker(self) -> Ranker:
        """Both legs, made at the first question; the vectors are read at the first one that needs them."""
        generation = self.generation
        ids = [passage.id for passage in generation.passages]
        dense = DenseLeg(
            ids,
            lambda: generation.collection,
            lambda: generation.embeddings,
            lambda: getattr(generation, "vectors", None),
            lambda: getattr(generation, "sentences", None),
        )
        return Ranker(generation.passages, generation.lexical, dense, self.analyzer)

    @cached_property
    def _asked(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """The rows of the questions below facts and gaps, and the row of what each stands below."""
        passages = self.generation.passages
        place = {passage.id: row for row, passage in enumerate(passages)}
        pairs = [(row, place[passage.of]) for row, passage in enumerate(passages) if passage.of in place]
        questions, facts = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return questions, facts

    @cached_property
    def _own(self) -> dict[str, list[int]]:
        """The rows of each program's facts and gaps, without the questions below them."""
        own: dict[str, list[int]] = {}
        for row, passage in enumerate(self.generation.passages):
            if passage.kind == "fact" or (passage.kind == "gap" and not passage.of):
                own.setdefault(passage.slug, []).append(row)
        return own

    def warm(self) -> None:
        """Load what the first question needs: Kiwi, the vectors, the embedding model. For a thread of the caller's."""
        self.ranker.rank("온길", self.leg)

    def search(self, query: str, k: int) -> list[Candidate]:
        """The best k facts, best first. The score is about the share of the question that was found.

        Raises IndexUnreadable or EmbeddingError when a leg cannot be read.
        """
        return list(self._found(query, k))

    def _search(self, query: str, k: int) -> tuple[Candidate, ...]:
        ranking = self.ranker.rank(query, self.leg)
        return tuple(self._candidates(ranking, ranking.top(self.ranker.facts, k)))

    def _candidates(self, ranking: Ranking, rows: Sequence[int]) -> list[Candidate]:
        """Some rows with their scores, and those of the best question below each."""
        # Whole columns at once: an answer asks for every fact of a small index.
        columns = (
            ranking.passages,
            ranking.lexical,
            ranking.dense,
            self._best_asked(ranking.lexical),
            self._best_asked(ranking.dense),
        )
        chosen = np.array(rows, dtype=np.int64)
        found = []
        for row, score, lexical, dense, asked, asked_dense in zip(
            rows, *(column[chosen].tolist() for column in columns), strict=True
        ):
            passage = self.generation.passages[row]
            has = asked > NOTHING
            found.append(
                Candidate(
                    passage_id=passage.id,
                    slug=passage.slug,
                    section=passage.section,
                    text=passage.text,
                    score=score,
                    lexical=lexical,
                    dense=dense,
                    asked=asked if has else None,
                    asked_dense=asked_dense if has else None,
                )
            )
        return found

    def _best_asked(self, scores: Floats) -> Floats:
        """The score of the best question below each row; NOTHING where there is none."""
        questions, facts = self._asked
        best = np.full(len(scores), NOTHING, dtype=np.float32)
        np.maximum.at(best, facts, scores[questions])
        return best

    def _within(self, slug: str, query: str) -> Mapping[str, Candidate]:
        """A program's facts, and what it says that it does not tell, scored alike; by passage id."""
        ranking = self.ranker.rank(query, self.leg)
        return {found.passage_id: found for found in self._candidates(ranking, self._own.get(slug, []))}

    def document_scores(self, query: str) -> list[tuple[str, float]]:
        """All programs with their scores as a whole, best first: every word where the program has it best."""
        return self.ranker.rank(query, self.leg).best_programs()
