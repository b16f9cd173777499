"""A generation's manifest: which files it was made of, by which pipeline, and what its own files must hold."""

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge import settings as places
from knowledge.errors import IndexUnreadable

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
#: Characters of a file's hash.
LENGTH: Final = 64
#: Threads that hash files: most of an ingest that changes nothing.
HASHING: Final = 2

#: The folder of the documents that come with Ongil, wherever they are installed.
SHIPPED: Final = "shipped"


class Fingerprint(BaseModel):
    """What made a generation. Where a part differs from today's, that part of the work is done again.

    `model` names the embedding model as the settings do, which needs no loading; `embedding` is the model's
    own fingerprint and settles it.
    """

    model_config = ConfigDict(frozen=True)

    reading: str
    lexical: str
    model: str
    embedding: str
    store: Literal["folder", "server"]


class FileEntry(BaseModel):
    """A document's file: `path` is relative to `folder`, the one that was ingested (or SHIPPED)."""

    model_config = ConfigDict(frozen=True)

    slug: str
    folder: str
    path: str
    hash: str

    @property
    def shipped(self) -> bool:
        return self.folder == SHIPPED

    @cached_property
    def file(self) -> Path:
        """Where the file is, or was."""
        root = places.SHIPPED_DOCUMENTS.resolve() if self.shipped else Path(self.folder)
        return root / self.path


class Manifest(BaseModel):
    """Written last into a generation's folder: a folder without it is not whole.

    `churn` counts the passages taken out since the vectors were last laid down afresh. `checksums` has
    every file that reading leaves as it is, by its path in the folder.
    """

    model_config = ConfigDict(frozen=True)

    format: int = FORMAT
    id: str
    created: datetime
    fingerprint: Fingerprint
    dimension: int
    files: tuple[FileEntry, ...]
    documents: int
    passages: int
    churn: int = 0
    checksums: dict[str, str] = {}

    @property
    def shipped_only(self) -> bool:
        """Nothing but shipped documents: it can be made anew at any time."""
        return all(entry.shipped for entry in self.files)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation's folder; IndexUnreadable when it is missing or broken."""
    path = folder / MANIFEST
    try:
        manifest = Manifest.model_validate_json(path.read_bytes())
    except OSError as error:
        raise unreadable(folder, f"{MANIFEST}: {error.strerror}") from error
    except ValidationError as error:
        raise unreadable(folder, f"{MANIFEST}의 내용이 깨졌어요") from error
    if manifest.format != FORMAT or manifest.id != folder.name:
        raise unreadable(folder, f"{MANIFEST}가 이 색인의 것이 아니거나 다른 버전이 만들었어요")
    return manifest


def checksum(path: Path, *, short: bool = False) -> str:
    """The hash of a file's content; a short one is as earlier versions made it."""
    with path.open("rb") as file:
        # Processors have instructions for SHA-256: it takes half of BLAKE2's time.
        kind = (lambda: hashlib.blake2b(digest_size=16)) if short else "sha256"
        return hashlib.file_digest(file, kind).hexdigest()


def broken_file(folder: Path, manifest: Manifest, prefix: str = "") -> str | None:
    """The first of the generation's files (under `prefix`) that is not what was written, or None."""
    checksums = {name: hash for name, hash in manifest.checksums.items() if name.startswith(prefix)}
    return changed_file(folder, checksums)


def changed_file(folder: Path, checksums: Mapping[str, str]) -> str | None:
    """The first of a folder's files whose content is not what its checksum says, or None."""

    def damage(name: str) -> str | None:
        expected = checksums[name]
        try:
            same = checksum(folder / name, short=len(expected) < LENGTH) == expected
        except OSError as error:
            return f"{name}: {error.strerror}"
        return None if same else f"{name}: 내용이 달라졌어요"

    with ThreadPoolExecutor(HASHING) as pool:
        return next(filter(None, pool.map(damage, checksums)), None)


def unreadable(folder: Path, reason: str) -> IndexUnreadable:
    """The error for a published generation that cannot be used."""
    return IndexUnreadable(
        f"색인을 읽을 수 없어요 ({folder.name}: {reason}). `ongil ingest`를 실행하면 다시 만들어요."
        " 따로 넣은 자료 폴더가 있으면 `ongil ingest 폴더`로 실행해 주세요."
    )
