"""Search: the facts and the programs of a generation, ranked for a question.

`HybridRetriever` is LangChain's `BaseRetriever`; the pipeline uses its plain methods. Import this module
where it is used: LangChain's core comes with it.
"""

from functools import cached_property
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from bot.answer import Candidate
from knowledge.dense import DenseLeg
from knowledge.fusion import Leg, Ranker
from knowledge.generation import Generation
from knowledge.korean import Analyzer


class HybridRetriever(BaseRetriever):
    """Morphemes, letters and vectors over one generation, fused by score (knowledge/fusion.py).

    Returns facts only; the questions of a document (`asked_as`) lead to its facts. As a LangChain
    retriever it gives the fact's text with `passage_id`, `slug`, `title`, `section`, `score`, `lexical`
    and `dense` in the metadata. Safe for threads.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, ignored_types=(cached_property,))

    generation: Generation | Any = Field(repr=False)
    analyzer: Analyzer = Field(default_factory=Analyzer, repr=False)
    k: int = Field(default=10, ge=0, description="how many facts; `invoke(query, k=…)` overrides it")
    leg: Leg = "fused"

    @cached_property
    def ranker(self) -> Ranker:
        """Both legs, made at the first question; the vectors are read at the first one that needs them."""
        generation = self.generation
        ids = [passage.id for passage in generation.passages]
        dense = DenseLeg(ids, lambda: generation.collection, lambda: generation.embeddings)
        return Ranker(generation.passages, generation.lexical, dense, self.analyzer)

    def warm(self) -> None:
        """Load what the first question needs: Kiwi, Chroma, the embedding model. For a thread of the caller's."""
        self.ranker.rank("온길", self.leg)

    def search(self, query: str, k: int) -> list[Candidate]:
        """The best k facts, best first. The score is about the share of the question that was found.

        Raises IndexUnreadable or EmbeddingError when a leg cannot be read.
        """
        ranking = self.ranker.rank(query, self.leg)
        candidates = []
        for row in ranking.top(self.ranker.facts, k):
            passage = self.generation.passages[row]
            candidates.append(
                Candidate(
                    passage_id=passage.id,
                    slug=passage.slug,
                    section=passage.section,
                    text=passage.text,
                    score=float(ranking.passages[row]),
                    lexical=float(ranking.lexical[row]),
                    dense=float(ranking.dense[row]),
                )
            )
        return candidates

    def document_scores(self, query: str) -> list[tuple[str, float]]:
        """All programs with their scores as a whole, best first: every word where the program has it best."""
        return self.ranker.rank(query, self.leg).best_programs()

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None
    ) -> list[Document]:
        titles = self.generation.documents
        return [
            Document(
                id=candidate.passage_id,
                page_content=candidate.text,
                metadata={
                    "passage_id": candidate.passage_id,
                    "slug": candidate.slug,
                    "title": titles[candidate.slug].title if candidate.slug in titles else "",
                    "section": candidate.section,
                    "score": candidate.score,
                    "lexical": candidate.lexical,
                    "dense": candidate.dense,
                },
            )
            for candidate in self.search(query, self.k if k is None else k)
        ]
