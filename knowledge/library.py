"""The library: the published generation, seen anew at each question."""

import logging
import threading
import time
from typing import TYPE_CHECKING

from knowledge.errors import IndexMissing, IndexUnreadable, OngilError
from knowledge.generation import Generation, generation_folder
from knowledge.pointer import read_pointer
from knowledge.settings import KnowledgeSettings

if TYPE_CHECKING:
    from knowledge.bundled import Embedder
    from knowledge.korean import Analyzer

log = logging.getLogger(__name__)

#: How long a newer generation that cannot be opened is left alone while an older one still answers.
RETRY_SECONDS = 30.0


class Library:
    """Gives the generation to read from. One a process, shared by all threads."""

    def __init__(
        self,
        settings: KnowledgeSettings,
        *,
        embeddings: "Embedder | None" = None,
        analyzer: "Analyzer | None" = None,
    ) -> None:
        """Nothing is read yet. `embeddings` and `analyzer` replace those that the settings name."""
        self.settings = settings
        self._lock = threading.RLock()
        self._model, self._analyzer = embeddings, analyzer
        self._open: Generation | None = None
        self._refused: tuple[str | None, float] | None = None

    @property
    def analyzer(self) -> "Analyzer":
        """The analyzer that search and embedding share."""
        with self._lock:
            if self._analyzer is None:
                from knowledge.korean import Analyzer

                self._analyzer = Analyzer()
            return self._analyzer

    def embeddings(self) -> "Embedder":
        """The embedding model of the settings, loaded once; EmbeddingError when it cannot be."""
        with self._lock:
            if self._model is None:
                if self.settings.embedding_model:
                    from knowledge.embedding import load_embeddings

                    self._model = load_embeddings(self.settings, self.analyzer)
                else:
                    from knowledge.bundled import BundledModel

                    self._model = BundledModel(self.analyzer)
            return self._model

    def current(self) -> Generation:
        """The published generation: the pointer is read at each call, and a new one is opened when it moved.

        A generation that was given out before stays usable. When a newer one cannot be opened and an older
        one is open, the older one goes on answering and the cause is logged.
        Raises IndexMissing when nothing was ever ingested, IndexUnreadable when nothing can be opened.
        """
        held = self._open
        name = None
        try:
            name = self._published()
            return held if held is not None and held.id == name else self._move_to(name)
        except OngilError as error:
            if held is None:
                raise
            with self._lock:
                if self._refused is None or self._refused[0] != name or time.monotonic() > self._refused[1]:
                    log.error(
                        "generation %s cannot be opened, %s goes on answering: %s", name, held.id, error
                    )
                    self._refused = (name, time.monotonic() + RETRY_SECONDS)
            return held

    def _published(self) -> str:
        pointer = read_pointer(self.settings.data)
        if pointer is None:
            raise IndexMissing(
                "아직 넣은 자료가 없어요. `ongil ingest`를 실행하면 함께 온 자료로 색인을 만들어요."
            )
        return pointer.generation

    def _move_to(self, name: str) -> Generation:
        with self._lock:
            while True:
                held = self._open
                if held is not None and held.id == name:
                    return held
                if held is not None and self._refused is not None:
                    refused, until = self._refused
                    if refused == name and time.monotonic() < until:
                        return held
                try:
                    self._open = self._opened(name, ahead=held is not None)
                except IndexUnreadable:
                    # It may have been replaced, and removed, since its name was read.
                    newer = self._published()
                    if newer == name:
                        raise
                    name = newer
                    continue
                self._refused = None
                return self._open

    def _opened(self, name: str, *, ahead: bool) -> Generation:
        started = time.perf_counter()
        folder = generation_folder(self.settings.data, name)
        generation = Generation(folder, self.embeddings, self.settings.chroma_url)
        if ahead:
            # What would fail at the first search shall fail here, while an older generation can go on.
            generation.open_all()
        log.info(
            "generation %s opened: %d documents, %d passages, %.0f ms",
            name,
            len(generation.documents),
            len(generation.passages),
            (time.perf_counter() - started) * 1000,
        )
        return generation
