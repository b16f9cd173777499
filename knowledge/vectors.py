"""Vectors in Chroma, read: in a generation's own folder, or on a Chroma server, a collection a generation."""

import logging
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from knowledge.errors import IndexUnreadable, OngilError

log = logging.getLogger(__name__)

FOLDER: Final = "chroma"
DATABASE: Final = "chroma.sqlite3"
COLLECTION: Final = "passages"

#: chromadb keeps one system a path in a table of its own that no lock guards; closing may happen in any thread.
_clients = threading.RLock()


def connect(folder: Path, url: str | None) -> Any:
    """A Chroma client for a generation's folder, or for the server at `url`. The caller closes it.

    Telemetry is off. Raises IndexUnreadable when the server does not answer.
    """
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    with _clients:
        if url is None:
            path = str(folder / FOLDER)
            try:
                return chromadb.PersistentClient(path=path, settings=quiet)
            except BaseException:
                # chromadb keeps a system that failed to start, and would give it out again.
                SharedSystemClient._identifier_to_system.pop(path, None)
                raise
        parts = urlsplit(url if "//" in url else f"http://{url}")
        secure = parts.scheme == "https"
        try:
            return chromadb.HttpClient(
                host=parts.hostname or "localhost",
                port=parts.port or (443 if secure else 8000),
                ssl=secure,
                settings=quiet,
            )
        except ValueError as error:
            # chromadb hides the refused connection in a ValueError.
            raise IndexUnreadable(
                f"크로마 서버에 연결할 수 없어요: {parts.hostname}. 서버가 켜져 있는지, CHROMA_URL이 맞는지 확인해 주세요."
            ) from error


def disconnect(client: Any) -> None:
    """Close a client: the next one on the same path reads the disk again."""
    with _clients:
        client.close()


def collection_name(generation: str, url: str | None) -> str:
    """A server holds many generations, so there each collection carries its generation's name."""
    return f"ongil-{generation}" if url else COLLECTION


class Collection:
    """A generation's collection in Chroma, for reading. Each method raises IndexUnreadable when the store is broken.

    Chroma reads its files only when it is asked something, so a broken one may be opened without an error.
    """

    def __init__(self, folder: Path, collection: Any) -> None:
        self._folder, self._collection = folder, collection

    def count(self) -> int:
        """How many vectors there are."""
        with chroma_errors(self._folder):
            return int(self._collection.count())

    def get(self, **wanted: Any) -> Any:
        """As chromadb's `Collection.get`."""
        with chroma_errors(self._folder):
            return self._collection.get(**wanted)

    def query(self, **wanted: Any) -> Any:
        """As chromadb's `Collection.query`."""
        with chroma_errors(self._folder):
            return self._collection.query(**wanted)


def open_collection(folder: Path, url: str | None) -> Collection:
    """The collection of a published generation; its client is closed when nobody holds it any more.

    Raises IndexUnreadable when it is missing or broken.
    """
    with chroma_errors(folder):
        if url is None and not (folder / FOLDER / DATABASE).is_file():
            raise FileNotFoundError(f"{FOLDER}/{DATABASE}")
        client = connect(folder, url)
        try:
            collection = client.get_collection(collection_name(folder.name, url), embedding_function=None)
        except BaseException:
            disconnect(client)
            raise
    guarded = Collection(folder, collection)
    weakref.finalize(guarded, disconnect, client).atexit = False
    return guarded


@contextmanager
def chroma_errors(folder: Path) -> Iterator[None]:
    """Whatever Chroma raises over a broken store becomes IndexUnreadable with its cause."""
    from knowledge.manifest import unreadable

    try:
        yield
    except (OngilError, KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:
        # Rust's panics are no Exception.
        log.warning("chroma in %s: %s: %s", folder.name, type(error).__name__, error)
        raise unreadable(folder, "벡터 저장소가 깨졌어요") from error
