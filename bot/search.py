"""The search as LangChain's `BaseRetriever`, for chains and whoever else speaks LangChain.

The pipeline uses the plain search behind it (bot/finder.py): LangChain's core takes half a second to import.
"""

import logging
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from bot.answer import Candidate
from bot.finder import HybridSearch
from bot.reranking.reranker import (
    DEPTH,
    Reranker,
    RerankFailed,
    best_shares,
    redistributed,
    reordered,
    shares,
)
from knowledge.fusion import Leg, Ranker
from knowledge.generation import Generation
from knowledge.korean import Analyzer
from knowledge.passage import Passage
from knowledge.pipeline import embedded_text

log = logging.getLogger(__name__)


class HybridRetriever(BaseRetriever):
    """`HybridSearch` over one generation as a LangChain retriever.

    It gives the fact's text with `passage_id`, `slug`, `title`, `section`, `score`, `lexical` and `dense` in
    the metadata, with a reranker `reranked` too. Safe for threads.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, ignored_types=(cached_property,))

    generation: Generation | Any = Field(repr=False)
    analyzer: Analyzer = Field(default_factory=Analyzer, repr=False)
    k: int = Field(default=10, ge=0, description="how many facts; `invoke(query, k=…)` overrides it")
    leg: Leg = "fused"
    reranker: Reranker | None = Field(
        default=None, repr=False, description="what puts the best facts in order again (bot/reranking)"
    )

    @cached_property
    def plain(self) -> HybridSearch:
        """The search without LangChain."""
        return HybridSearch(self.generation, self.analyzer, self.leg)

    @property
    def ranker(self) -> Ranker:
        """What scores: both legs and their fusion."""
        return self.plain.ranker

    def warm(self) -> None:
        """Load what the first question needs. For a thread of the caller's."""
        self.plain.warm()

    def search(self, query: str, k: int) -> list[Candidate]:
        """The best k facts, best first. Raises IndexUnreadable or EmbeddingError when a leg cannot be read."""
        if self.reranker is None:
            return self.plain.search(query, k)
        found = self.plain.search(query, max(k, DEPTH))
        return reordered(found, self._shares(self.reranker, query, found))[: max(k, 0)]

    def document_scores(self, query: str) -> list[tuple[str, float]]:
        """All programs with their scores as a whole, best first."""
        scores = self.plain.document_scores(query)
        if self.reranker is None:
            return scores
        found = self.plain.search(query, DEPTH)
        return redistributed(scores, best_shares(found, self._shares(self.reranker, query, found)))

    def within(self, slug: str, query: str) -> Mapping[str, Candidate]:
        """A program's facts, and what it says that it does not tell, by passage id."""
        return self.plain.within(slug, query)

    def _shares(self, reranker: Reranker, query: str, found: list[Candidate]) -> dict[str, float]:
        """What the reranker says of the best facts; nothing when it fails, and the search's order stays."""
        texts = {c.passage_id: embedded_text(self._passages[c.passage_id]).strip() for c in found[:DEPTH]}
        try:
            return shares(reranker, query, texts)
        except RerankFailed:
            log.warning("reranker %s gave nothing, the search's order stays", reranker.name)
            return {}

    @cached_property
    def _passages(self) -> dict[str, Passage]:
        return {passage.id: passage for passage in self.generation.passages}

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
                    **({} if candidate.reranked is None else {"reranked": candidate.reranked}),
                },
            )
            for candidate in self.search(query, self.k if k is None else k)
        ]
