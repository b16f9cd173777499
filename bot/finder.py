"""Search without LangChain: the facts and the programs of a generation, ranked for a question.

`HybridSearch` is what the pipeline asks; bot/search.py has it as a LangChain retriever.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from bot.answer import Candidate
from knowledge.dense import DenseLeg
from knowledge.fusion import Floats, Leg, Ranker, Ranking
from knowledge.generation import Generation
from knowledge.korean import Analyzer


class HybridSearch:
    """Morphemes, letters and vectors over one generation, fused by score (knowledge/fusion.py).

    Returns facts only; the questions of a document (`asked_as`) lead to its facts. Safe for threads.
    """

    def __init__(self, generation: Generation | Any, analyzer: Analyzer, leg: Leg = "fused") -> None:
        """Nothing is read yet; `leg` leaves one leg out."""
        self.generation, self.analyzer, self.leg = generation, analyzer, leg

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
    def _asked(self) -> dict[str, list[int]]:
        """The rows of the questions below each fact."""
        rows: dict[str, list[int]] = defaultdict(list)
        for row, passage in enumerate(self.generation.passages):
            if passage.of:
                rows[passage.of].append(row)
        return rows

    @cached_property
    def _gaps(self) -> list[int]:
        return [row for row, passage in enumerate(self.generation.passages) if passage.kind == "gap"]

    def warm(self) -> None:
        """Load what the first question needs: Kiwi, the vectors, the embedding model. For a thread of the caller's."""
        self.ranker.rank("온길", self.leg)

    def search(self, query: str, k: int) -> list[Candidate]:
        """The best k facts, best first. The score is about the share of the question that was found.

        Raises IndexUnreadable or EmbeddingError when a leg cannot be read.
        """
        ranking = self.ranker.rank(query, self.leg)
        return [self._candidate(ranking, row) for row in ranking.top(self.ranker.facts, k)]

    def _candidate(self, ranking: Ranking, row: int) -> Candidate:
        passage = self.generation.passages[row]
        asked = self._asked.get(passage.id, ())
        return Candidate(
            passage_id=passage.id,
            slug=passage.slug,
            section=passage.section,
            text=passage.text,
            score=float(ranking.passages[row]),
            lexical=float(ranking.lexical[row]),
            dense=float(ranking.dense[row]),
            asked=_best(ranking.lexical, asked),
            asked_dense=_best(ranking.dense, asked),
        )

    def gaps(self, query: str) -> dict[str, Candidate]:
        """What documents say that they do not tell, by passage id, scored like facts."""
        ranking = self.ranker.rank(query, self.leg)
        return {self.generation.passages[row].id: self._candidate(ranking, row) for row in self._gaps}

    def document_scores(self, query: str) -> list[tuple[str, float]]:
        """All programs with their scores as a whole, best first: every word where the program has it best."""
        return self.ranker.rank(query, self.leg).best_programs()


def _best(scores: Floats, rows: Sequence[int]) -> float | None:
    return float(scores[rows].max()) if rows else None
