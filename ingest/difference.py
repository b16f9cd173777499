"""What an ingest changes: the files found against those that the current generation was made of."""

import logging
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ingest.reading import read_file
from ingest.report import Failure, Progress
from ingest.slugs import name_documents
from ingest.sources import Found, Scan
from knowledge.document import Document
from knowledge.errors import DocumentError
from knowledge.manifest import FileEntry

log = logging.getLogger(__name__)

#: A removal of more than one in three is asked about.
MANY: Final = 3


@dataclass
class Difference:
    """The documents and entries of the next generation by slug, and how they came about.

    `moved` are among the unchanged; it says which entry each had before. `below`: how many documents the scanned
    folders had, told where something vanished. `duplicates` are slugs with the same content.
    """

    documents: dict[str, Document]
    entries: dict[str, FileEntry]
    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    moved: dict[str, FileEntry] = field(default_factory=dict)
    withdrawn: list[str] = field(default_factory=list)
    duplicates: list[list[str]] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    vanished: int = 0
    below: int = 0

    @property
    def drastic(self) -> bool:
        """More than a third of the folders' documents vanished: perhaps it is the folder that is lost.

        One document alone is never too many: of one or two it is always more than a third.
        """
        return self.vanished > 1 and self.vanished * MANY > self.below


def compare(
    scan: Scan,
    documents: Mapping[str, Document],
    entries: Mapping[str, FileEntry],
    withdrawn: Mapping[str, FileEntry],
    *,
    reread: bool,
    keep: bool,
    progress: Progress,
) -> Difference:
    """The difference between a scan and the current generation's documents and entries (both by slug).

    `withdrawn` documents are out, and stay out. `reread`: the code that reads changed, so equal hashes do not
    settle it. A file that cannot be read, or whose slug another file has, is listed as failed, and what the index
    has of it stays.
    """
    result = Difference(dict(documents), dict(entries), failed=list(scan.failed))
    _withdraw(result, withdrawn)
    entries = dict(result.entries)
    by_file = {entry.file: entry for entry in entries.values()}
    claims: dict[str, list[tuple[Found, Document]]] = defaultdict(list)
    failing: set[str] = set()
    slugs_of = name_documents([found.path for found in scan.files], {**withdrawn, **entries})
    for number, found in enumerate(scan.files):
        progress("문서 읽기", number, len(scan.files))
        slug = slugs_of[found.path]
        if slug in withdrawn:
            result.withdrawn.append(slug)
            continue
        entry = by_file.get(found.path) or _moved_from(found, entries.get(slug))
        if entry is not None and entry.hash == found.hash and not reread:
            claims[entry.slug].append((found, documents[entry.slug]))
            continue
        try:
            document = read_file(found, slug)
        except DocumentError as error:
            log.warning("not read: %s", error)
            result.failed.append(Failure(path=str(found.path), reason=_without_path(error)))
            if entry is not None:
                failing.add(entry.slug)
        else:
            if document.slug in withdrawn:
                result.withdrawn.append(document.slug)
            else:
                claims[document.slug].append((found, document))
    progress("문서 읽기", len(scan.files), len(scan.files))

    for slug, claimants in claims.items():
        _settle(slug, claimants, result, documents, entries)
    if not keep:
        for slug, entry in entries.items():
            if slug not in claims and slug not in failing and scan.vanished(entry):
                result.removed.append(slug)
                del result.documents[slug], result.entries[slug]
        _find_renamed(result, entries)
        result.vanished = len(set(result.removed) & entries.keys())
        if result.vanished > 1:
            result.below = sum(map(scan.vanished, entries.values()))
    result.duplicates = _duplicates(result.entries, scan)
    for slugs in (result.added, result.updated, result.unchanged, result.removed):
        slugs.sort()
    result.withdrawn = sorted(set(result.withdrawn))
    return result


def _withdraw(result: Difference, withdrawn: Mapping[str, FileEntry]) -> None:
    """Take out what is withdrawn and still in the index."""
    for slug in withdrawn.keys() & result.entries.keys():
        result.removed.append(slug)
        result.withdrawn.append(slug)
        del result.documents[slug], result.entries[slug]


def _moved_from(found: Found, owner: FileEntry | None) -> FileEntry | None:
    """The entry that a file had in another folder, if it is the same file: it need not be read again."""
    if owner is None or owner.hash != found.hash or owner.file.name != found.path.name or _exists(owner.file):
        return None
    return owner


def _settle(
    slug: str,
    claimants: list[tuple[Found, Document]],
    result: Difference,
    documents: Mapping[str, Document],
    entries: Mapping[str, FileEntry],
) -> None:
    """Decide whose document a slug is; of two files neither is taken, and the index keeps what it has."""
    owner = entries.get(slug)
    if len(claimants) > 1:
        for found, document in claimants:
            if owner is not None and found.path == owner.file and document == documents[slug]:
                result.unchanged.append(slug)
                continue
            others = [other.path for other, _ in claimants if other.path != found.path]
            result.failed.append(_clash(slug, found.path, others))
        return
    found, document = claimants[0]
    if owner is not None and owner.file != found.path and _exists(owner.file):
        result.failed.append(_clash(slug, found.path, [owner.file]))
        return
    if owner is None:
        result.added.append(slug)
    elif document == documents[slug]:
        result.unchanged.append(slug)
        if owner.file != found.path:
            result.moved[slug] = owner
    else:
        result.updated.append(slug)
    result.documents[slug] = document
    if owner is not None and owner.file == found.path:
        # The folder that it came from stays, also when the file alone was named this time.
        result.entries[slug] = owner.model_copy(update={"hash": found.hash})
    else:
        result.entries[slug] = found.entry(slug)


def _find_renamed(result: Difference, entries: Mapping[str, FileEntry]) -> None:
    """A document that vanished under one name and came up with the same content under another only moved."""
    gone = {entries[slug].hash: slug for slug in result.removed if slug in entries}
    if not gone:
        return
    for slug in result.added:
        if (before := gone.pop(result.entries[slug].hash, None)) is not None:
            result.moved[slug] = entries[before]
            result.unchanged.append(slug)
    left = {entry.slug for entry in result.moved.values()}
    result.added = [slug for slug in result.added if slug not in result.moved]
    result.removed = [slug for slug in result.removed if slug not in left]


def _duplicates(entries: Mapping[str, FileEntry], scan: Scan) -> list[list[str]]:
    """The slugs of documents with the same content, of which a scanned file is one."""
    scanned = {found.hash for found in scan.files}
    same: dict[str, list[str]] = defaultdict(list)
    for slug, entry in entries.items():
        if entry.hash in scanned:
            same[entry.hash].append(slug)
    return sorted(sorted(slugs) for slugs in same.values() if len(slugs) > 1)


def _clash(slug: str, path: Path, others: list[Path]) -> Failure:
    names = ", ".join(str(other) for other in others)
    log.warning("slug %s twice: %s and %s", slug, path, names)
    return Failure(
        path=str(path),
        reason=f"문서 이름 '{slug}'이(가) 겹쳐요: {path} 와 {names}. 한쪽의 파일 이름을 바꾸거나 지워 주세요",
    )


def _exists(path: Path) -> bool:
    """Whether a file is there; one that may not be looked at counts as there."""
    try:
        return path.exists()
    except PermissionError:
        return True


def _without_path(error: DocumentError) -> str:
    """The reason with its line and field; the path stands beside it already."""
    place = f"{error.line}번째 줄, " if error.line else ""
    return f"{place}{error.field}: {error.reason}"
