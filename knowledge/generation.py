"""A generation: one whole, unchanging state of the index, in a folder of its own."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter, ValidationError

from knowledge.arrays import read_array
from knowledge.document import Document
from knowledge.errors import EmbeddingError, IndexUnreadable
from knowledge.manifest import Manifest, broken_file, read_manifest, unreadable
from knowledge.passage import Passage
from knowledge.pointer import GENERATIONS
from knowledge.vectors import Collection, open_collection

if TYPE_CHECKING:
    from knowledge.bundled import Embedder
    from knowledge.sentences import Sentences
    from knowledge.tokens import Tokens


DOCUMENTS: Final = "documents.json"
PASSAGES: Final = "passages.json"
LEXICAL: Final = "lexical"
TOKENS: Final = "tokens"
#: The morphemes of the passages' names (`names_of`), which only the next ingest reads.
NAMES: Final = "names"
VECTORS: Final = "vectors.npy"
SENTENCES: Final = "sentences"

#: Up to this many passages the vectors also lie in a file of their own, so that a reader needs no chromadb.
SMALL: Final = 20_000

_documents: Final = TypeAdapter(list[Document])
_passages: Final = TypeAdapter(list[Passage])


def generation_folder(data: Path, generation: str) -> Path:
    """Where a generation of a data folder lies."""
    return data / GENERATIONS / generation


def dump_documents(documents: Iterable[Document]) -> bytes:
    return _documents.dump_json(list(documents))


def dump_passages(passages: Iterable[Passage]) -> bytes:
    return _passages.dump_json(list(passages))


def load_documents(folder: Path, manifest: Manifest) -> dict[str, Document]:
    """The documents by slug; IndexUnreadable when the file is not what was written."""
    return {document.slug: document for document in _load(folder, manifest, DOCUMENTS, _documents)}


def names_of(passages: Iterable[Passage]) -> list[str]:
    """The names that facts are found by, each once: what the lexical index reads beside the passages' texts."""
    return list(dict.fromkeys(passage.context for passage in passages if passage.kind == "fact"))


def load_passages(folder: Path, manifest: Manifest) -> list[Passage]:
    """The passages in the index's order; IndexUnreadable when the file is not what was written."""
    return list(_load(folder, manifest, PASSAGES, _passages))


def _load(folder: Path, manifest: Manifest, name: str, rows: TypeAdapter[Any]) -> Any:
    if damage := broken_file(folder, manifest, name):
        raise unreadable(folder, damage)
    try:
        return rows.validate_json((folder / name).read_bytes())
    except (OSError, ValidationError) as error:
        raise unreadable(folder, f"{name}: 다른 버전이 만들었어요") from error


class Generation:
    """A published state of the index, for readers. It never changes; safe for threads.

    Texts and the lexical index are read when it is opened, Chroma (`collection`) and the embedding model
    (`embeddings`) at their first use. `collection` holds one vector a passage under the passage's id and is
    the store of record; `vectors` is a copy of it that a small generation in a folder has beside it.
    """

    def __init__(self, folder: Path, embeddings: "Callable[[], Embedder]", url: str | None = None) -> None:
        """Open a generation's folder. `embeddings` gives the model that readers share; `url` is the Chroma server.

        Raises IndexUnreadable when a file is missing, broken or of another version.
        """
        from knowledge.lexical import LexicalIndex

        self.folder = folder
        self.manifest = read_manifest(folder)
        self.documents: Mapping[str, Document] = load_documents(folder, self.manifest)
        self.passages: Sequence[Passage] = load_passages(folder, self.manifest)
        if damage := broken_file(folder, self.manifest, f"{LEXICAL}/"):
            raise unreadable(folder, damage)
        self.lexical: LexicalIndex = LexicalIndex.load(folder / LEXICAL)
        self._given, self._url = embeddings, url
        self._lock = threading.RLock()
        self._collection: Collection | None = None

    @property
    def id(self) -> str:
        """The generation's name; a later one sorts after an earlier one."""
        return self.manifest.id

    @cached_property
    def by_id(self) -> Mapping[str, Passage]:
        """The passages by their ids."""
        return {passage.id: passage for passage in self.passages}

    @cached_property
    def vectors(self) -> "npt.NDArray[np.float32] | None":
        """The copy of Chroma's vectors, one a row in the order of the passages.

        None where only Chroma has them: large generations, those on a server, those of an earlier version.
        Raises IndexUnreadable when the copy is not what was written.
        """
        if VECTORS not in self.manifest.checksums or self._url is not None:
            return None
        if damage := broken_file(self.folder, self.manifest, VECTORS):
            raise unreadable(self.folder, damage)
        try:
            vectors: npt.NDArray[np.float32] = read_array(self.folder / VECTORS)
        except (OSError, ValueError) as error:
            raise unreadable(self.folder, f"{VECTORS}: {type(error).__name__}") from error
        if vectors.shape != (len(self.passages), self.manifest.dimension) or vectors.dtype != np.float32:
            raise unreadable(self.folder, f"{VECTORS}: 크기가 맞지 않아요")
        return vectors

    @cached_property
    def tokens(self) -> "Tokens | None":
        """The morphemes of the passages, then of the documents' headings; None in those of an earlier version.

        Raises IndexUnreadable when they are not what was written.
        """
        from knowledge.tokens import Tokens

        if not any(name.startswith(f"{TOKENS}/") for name in self.manifest.checksums):
            return None
        if damage := broken_file(self.folder, self.manifest, f"{TOKENS}/"):
            raise unreadable(self.folder, damage)
        tokens = Tokens.load(self.folder / TOKENS)
        if len(tokens) != len(self.passages) + len(self.documents):
            raise unreadable(self.folder, f"{TOKENS}: 크기가 맞지 않아요")
        return tokens

    @cached_property
    def sentences(self) -> "Sentences | None":
        """The vectors of the passages' sentences; None where no model or an earlier version read them.

        Raises IndexUnreadable when they are not what was written.
        """
        from knowledge.sentences import Sentences

        if not any(name.startswith(f"{SENTENCES}/") for name in self.manifest.checksums):
            return None
        if damage := broken_file(self.folder, self.manifest, f"{SENTENCES}/"):
            raise unreadable(self.folder, damage)
        sentences = Sentences.load(self.folder / SENTENCES)
        if len(sentences) != len(self.passages):
            raise unreadable(self.folder, f"{SENTENCES}: 크기가 맞지 않아요")
        return sentences

    @property
    def collection(self) -> Collection:
        """The Chroma collection; IndexUnreadable when it is missing.

        Whoever holds it can go on using it after the library moved on.
        """
        with self._lock:
            if self._collection is None:
                self._collection = open_collection(self.folder, self._url)
            return self._collection

    @property
    def embeddings(self) -> "Embedder":
        """The model that made this generation's vectors.

        Raises IndexUnreadable when the settings name another one now, EmbeddingError when it cannot be loaded.
        """
        model = self._given()
        check_model(self.manifest, model)
        return model

    def open_all(self) -> None:
        """Open what is opened late, so that what is broken fails now."""
        _ = self.embeddings, self.tokens, self.vectors, self.sentences
        self.collection.count()


def check_model(manifest: Manifest, model: "Embedder") -> None:
    """Raise when `model` did not make the generation's vectors: its answers would be noise."""
    from knowledge.pipeline import embedding_fingerprint

    if embedding_fingerprint(model) != manifest.fingerprint.embedding:
        raise IndexUnreadable(
            "임베딩 모델이 색인을 만들 때와 달라요. EMBEDDING_MODEL을 되돌리거나 `ongil ingest`로 색인을 다시 만들어 주세요."
        )
    dimension = getattr(model, "dimension", manifest.dimension)
    if dimension != manifest.dimension:
        raise EmbeddingError(
            f"임베딩 모델의 벡터 크기({dimension})가 색인({manifest.dimension})과 달라요."
            " `ongil ingest`로 색인을 다시 만들어 주세요."
        )
