"""Small documents and a small embedding model for tests of ingesting; the rest of those tests is real."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings

from ingest.job import ingest
from ingest.report import Report
from ingest.rollback import rollback
from knowledge.generation import Generation
from knowledge.korean import Analyzer
from knowledge.library import Library
from knowledge.settings import KnowledgeSettings


@lru_cache
def analyzer() -> Analyzer:
    """Kiwi, once for the run."""
    return Analyzer()


def write_sheet(
    folder: Path, slug: str, facts: Sequence[str] = ("무료로 가르쳐요.",), asked_as: str = "", title: str = ""
) -> Path:
    """A sheet of the format in DESIGN.md."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{slug}.md"
    lines = "\n".join(f"- {fact}[^a]" for fact in facts)
    path.write_text(
        f"---\ntitle: {title or slug + ' 사업'}\nprovider: 네이버\nkind: platform_program\nstatus: ongoing\n"
        f'checked_on: 2025-11-09\nasked_as: ["{asked_as or slug + " 어떻게 신청해요?"}"]\n---\n## 개요\n{lines}\n\n'
        f"[^a]: [기사](https://example.com/{slug}) 2024-11-06\n",
        encoding="utf-8",
    )
    return path


class Letters(Embeddings):
    """A vector by the text's hash: other texts, other vectors. It counts what it is given."""

    def __init__(self, dimension: int = 16, fingerprint: str = "letters-1") -> None:
        self.dimension, self.fingerprint = dimension, fingerprint
        self.texts: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.texts += texts
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        seed = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")
        vector = np.random.default_rng(seed).normal(size=self.dimension)
        return list(map(float, vector / np.linalg.norm(vector)))


@dataclass
class Store:
    """A data folder with the small model: ingest into it, read from it."""

    settings: KnowledgeSettings
    model: Letters = field(default_factory=Letters)

    @property
    def data(self) -> Path:
        return self.settings.data

    def ingest(self, *paths: Path, **options: Any) -> Report:
        """An ingest; what it embedded is in `model.texts` afterwards, and nothing from before."""
        self.model.texts.clear()
        run = partial(ingest, embeddings=self.model, analyzer=analyzer())
        return run(list(paths), self.settings, **options)

    def rollback(self, **options: Any) -> Report:
        return rollback(self.settings, embeddings=self.model, analyzer=analyzer(), **options)

    def library(self) -> Library:
        return Library(self.settings, embeddings=self.model, analyzer=analyzer())

    def current(self) -> Generation:
        """The published generation, opened anew."""
        return self.library().current()

    def slugs(self) -> set[str]:
        return set(self.current().documents)

    def check(self) -> Generation:
        """The published generation is whole: every passage is in each part of it and finds itself."""
        generation = self.current()
        ids = [passage.id for passage in generation.passages]
        assert generation.manifest.passages == len(ids) == len(set(ids)) == len(generation.lexical)
        assert {passage.slug for passage in generation.passages} == set(generation.documents)
        rows = generation.collection.get(include=["embeddings"])
        assert sorted(rows["ids"]) == sorted(ids)
        if ids:
            found = generation.collection.query(query_embeddings=rows["embeddings"], n_results=1)
            assert [near[0] for near in found["ids"]] == rows["ids"]
        return generation


def counts(report: Report) -> tuple[int, int, int, int, int]:
    """added, updated, unchanged, removed, failed."""
    return report.added, report.updated, report.unchanged, report.removed, len(report.failed)


def vectors(generation: Generation, ids: Iterable[str]) -> dict[str, list[float]]:
    """The stored vectors of passages."""
    rows = generation.collection.get(ids=list(ids), include=["embeddings"])
    return {name: list(map(float, row)) for name, row in zip(rows["ids"], rows["embeddings"], strict=True)}
