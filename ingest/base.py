"""What an ingest starts from: the published generation, or what is left of it."""

import logging
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from knowledge import settings
from knowledge.document import Document
from knowledge.errors import IndexUnreadable
from knowledge.generation import generation_folder, load_documents
from knowledge.manifest import Manifest, broken_file, read_manifest
from knowledge.pointer import GENERATIONS, Pointer, generation_names, read_pointer
from knowledge.vectors import chroma_errors

log = logging.getLogger(__name__)


@dataclass
class Base:
    """`manifest` and `documents` are those of `folder`, the generation to build on; None and empty for none.

    `pointer` is the published one, or the one that the generations on the disk suggest when it is lost.
    `damage` says what is wrong with the published generation; its vectors are not to be copied then.
    `lost`: the published generation gave no documents at all, so they come from an older one or none, and
    `folders`, where its documents came from and those of the older ones, are to be read again.
    `rolled_back`: the pointer's generation was gone back to; what is built on it takes its place.
    """

    pointer: Pointer | None = None
    published: bool = False
    folder: Path | None = None
    manifest: Manifest | None = None
    documents: dict[str, Document] = field(default_factory=dict)
    damage: str | None = None
    lost: bool = False
    folders: list[Path] = field(default_factory=list)
    rolled_back: bool = False


def find_base(data: Path) -> Base:
    """The generation to build on. Raises nothing over a broken index: it is what an ingest heals."""
    try:
        pointer = read_pointer(data)
    except IndexUnreadable as error:
        log.warning("the pointer is broken, generations are looked for on the disk: %s", error.__cause__)
        pointer = None
    if pointer is not None:
        return base_of(data, pointer, published=True)
    pointer = _from_disk(data)
    return base_of(data, pointer) if pointer else Base()


def base_of(data: Path, pointer: Pointer, *, published: bool = False) -> Base:
    """The base that a pointer leads to: its generation, or the first of those before it that gives its documents."""
    base = Base(pointer, published)
    for name in (pointer.generation, *pointer.previous):
        folder = generation_folder(data, name)
        try:
            manifest = read_manifest(folder)
            base.folders.extend(place for place in _origins(manifest) if place not in base.folders)
            documents = load_documents(folder, manifest)
        except IndexUnreadable as error:
            log.warning("generation %s gives no documents: %s", name, error)
            base.damage, base.lost = str(error), True
            continue
        base.folder, base.manifest, base.documents = folder, manifest, documents
        if not base.lost:
            base.damage = broken_file(folder, manifest)
        break
    return base


def _origins(manifest: Manifest) -> list[Path]:
    """The folders that a generation's documents came from, as far as they are still there."""
    places_of = {
        settings.SHIPPED_DOCUMENTS if entry.shipped else Path(entry.folder): None for entry in manifest.files
    }
    return [place for place in places_of if place.is_dir()]


def _from_disk(data: Path) -> Pointer | None:
    """The pointer that the whole generations on the disk suggest: the newest, and those before it."""
    names = []
    for folder in generation_folders(data):
        try:
            read_manifest(folder)
        except IndexUnreadable as error:
            log.info("left over: %s (%s)", folder.name, error.__cause__)
        else:
            names.append(folder.name)
    if not names:
        return None
    newest, *older = sorted(names, reverse=True)
    return Pointer(generation=newest, previous=tuple(older[:2]))


def generation_folders(data: Path) -> list[Path]:
    """Every folder that has a generation's name, whole or not."""
    return [data / GENERATIONS / name for name in generation_names(data)]


def sweep(data: Path, keep: Pointer | None, url: str | None) -> None:
    """Remove the generations that the pointer does not name: leftovers, and those that are too old.

    One that cannot be removed (open on Windows, a server away) is left for the next time.
    """
    kept = {keep.generation, *keep.previous} if keep else set()
    for folder in generation_folders(data):
        if folder.name in kept:
            continue
        try:
            if url:
                from ingest.vectors import drop_collection

                with chroma_errors(folder):
                    drop_collection(folder, url)
            shutil.rmtree(folder)
        except (OSError, IndexUnreadable) as error:
            log.warning("generation %s is not removed: %s", folder.name, error)
        else:
            log.info("generation %s removed", folder.name)
