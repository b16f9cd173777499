"""What makes an index of a document: reading, cutting, analysing, embedding. Its fingerprint tells when to redo it."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from knowledge.manifest import Fingerprint, Manifest
from knowledge.settings import BUNDLED_MODEL, KnowledgeSettings

if TYPE_CHECKING:
    from knowledge.bundled import Embedder
    from knowledge.korean import Analyzer
    from knowledge.passage import Passage

#: The modules whose code decides what is read from a file and how it is cut.
READING: Final = ("document.py", "markdown.py", "passage.py", "plain.py")

#: Raised when `embedded_text` gives another text for the same passage.
EMBEDDED_TEXT: Final = 1

#: How the name of the model that comes with Ongil starts.
BUNDLED: Final = "bundled"


def embedded_text(passage: "Passage") -> str:
    """The text whose vector stands for a passage: a fact carries its program's name, all else speaks for itself."""
    return f"{passage.title}\n{passage.text}" if passage.kind == "fact" else passage.text


@lru_cache
def reading_fingerprint() -> str:
    """Changes with the code that reads and cuts; documents are read again then, and only new passages embedded."""
    digest = hashlib.blake2b(digest_size=8)
    for name in READING:
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()


def embedding_fingerprint(model: "Embedder") -> str:
    """Changes when the same passage would get another vector."""
    name = getattr(model, "fingerprint", None) or f"{type(model).__module__}.{type(model).__qualname__}"
    return f"{name}/{EMBEDDED_TEXT}"


def model_name(settings: KnowledgeSettings, analyzer: "Analyzer") -> str:
    """The embedding model that the settings name, told without loading it."""
    if name := settings.embedding_model:
        folder = Path(name).expanduser()
        files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
        stats = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in files]
        return f"{name} {_digest(repr(stats))}" if stats else name
    config = BUNDLED_MODEL / "config.json"
    return (
        f"{BUNDLED} {_digest(config.read_text('utf-8')) if config.is_file() else ''} {analyzer.fingerprint}"
    )


def lexical_fingerprint(analyzer: "Analyzer") -> str:
    """Changes when the same passages would give another lexical index, other morphemes or other sentences."""
    from knowledge import lexical, sentences, tokens

    return f"{analyzer.fingerprint}/{lexical.VERSION}/{tokens.VERSION}/{sentences.VERSION}"


def fingerprint(settings: KnowledgeSettings, model: "Embedder", analyzer: "Analyzer") -> Fingerprint:
    """The whole pipeline's fingerprint today."""
    return Fingerprint(
        reading=reading_fingerprint(),
        lexical=lexical_fingerprint(analyzer),
        model=model_name(settings, analyzer),
        embedding=embedding_fingerprint(model),
        store=store_of(settings),
    )


def store_of(settings: KnowledgeSettings) -> Literal["folder", "server"]:
    """Where the settings keep vectors."""
    return "server" if settings.chroma_url else "folder"


def outdated(manifest: Manifest, settings: KnowledgeSettings, analyzer: "Analyzer") -> list[str]:
    """The parts of the pipeline that differ from those that made a generation; loads no model."""
    today = {
        "reading": reading_fingerprint(),
        "lexical": lexical_fingerprint(analyzer),
        "model": model_name(settings, analyzer),
        "store": store_of(settings),
    }
    return [part for part, value in today.items() if getattr(manifest.fingerprint, part) != value]


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
