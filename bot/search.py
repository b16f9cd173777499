"""The search as LangChain's `BaseRetriever`, for chains and whoever else speaks LangChain.

The pipeline uses the plain search behind it (bot/finder.py): LangChain's core takes half a second to import.
"""

from functools import cached_property
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from bot.answer import Candidate
from bot.finder import HybridSearch
from knowledge.fusion import Leg, Ranker
from knowledge.generation import Generation
from knowledge.korean import Analyzer


class HybridRetriever(BaseRetriever):
    """`HybridSearch` over one generation as a LangChain retriever.

    It gives the fact's text with `passage_id`, `slug`, `title`, `section`, `score`, `lexical` and `dense` in
    the metadata. Safe for threads.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, ignored_types=(cached_property,))

    generation: Generation | Any = Field(repr=False)
    analyzer: Analyzer = Field(default_factory=Analyzer, repr=False)
    k: int = Field(default=10, ge=0, description="how many facts; `invoke(query, k=…)` overrides it")
    leg: Leg = "fused"

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
        return self.plain.search(query, k)

    def document_scores(self, query: str) -> list[tuple[str, float]]:
        """All programs with their scores as a whole, best first."""
        return self.plain.document_scores(query)

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
