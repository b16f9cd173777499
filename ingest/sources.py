"""The files that an ingest looks at: found, hashed, and what could not be looked at."""

import hashlib
import logging
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ingest.readers.fingerprint import readers_fingerprint
from ingest.readers.refusal import MESSAGES, Reason
from ingest.report import Failure
from knowledge import settings as places
from knowledge.manifest import SHIPPED, FileEntry

log = logging.getLogger(__name__)

#: Markdown, which people write for Ongil, and the formats that are read by ingest/readers.
MARKDOWN: Final = frozenset({".md", ".markdown"})
SUFFIXES: Final = MARKDOWN | {".txt", ".html", ".htm", ".hwp", ".hwpx", ".pdf", ".docx"}
#: Documents in other formats: an admin who put one into the folder is told.
UNREADABLE: Final = frozenset(
    (
        ".doc .docm .xls .xlsx .xlsm .csv .ppt .pptx .pptm .hml .hwt .show .cell .rtf .odt .ods .odp .pages .xml .epub"
        " .mht .mhtml .eml .msg .zip .7z .egg .alz"
    ).split()
)
#: What is told of a document beside it: 공고.hwp.yaml, or 공고.yaml (ingest/sidecar.py).
SIDECAR: Final = ".yaml"


@dataclass(frozen=True)
class Found:
    """A file that may hold a document: where it is, the folder that was named, and its sidecar if it has one.

    The hash is that of its content, of its sidecar's, and, unless it is Markdown, of the code that reads it:
    whatever changes makes the file be read again.
    """

    path: Path
    folder: Path
    hash: str
    sidecar: Path | None = None

    def entry(self, slug: str) -> FileEntry:
        """The manifest's line for it."""
        shipped = places.SHIPPED_DOCUMENTS.resolve()
        if self.path.is_relative_to(shipped):
            folder, name = SHIPPED, self.path.relative_to(shipped)
        else:
            folder, name = str(self.folder), self.path.relative_to(self.folder)
        return FileEntry(slug=slug, folder=folder, path=name.as_posix(), hash=self.hash)


@dataclass
class Scan:
    """`folders` were listed whole and are synchronised; below `unseen` nothing may be taken for vanished.

    `ignored` are files of a folder that are no documents (pictures and the like).
    """

    files: list[Found] = field(default_factory=list)
    ignored: list[Path] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    unseen: list[Path] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)

    def fail(self, path: Path, reason: str) -> None:
        """List a path that does not get in."""
        log.warning("not taken: %s", shown(path))
        self.failed.append(Failure(path=shown(path), reason=reason))

    def stumble(self, path: Path, error: OSError) -> None:
        """List a path that cannot be looked at: what the index has from there stays."""
        log.warning("cannot look at %s: %s", shown(path), error)
        self.unseen.append(path)
        self.failed.append(
            Failure(path=shown(path), reason=f"읽을 수 없어요({error.strerror}). 권한을 확인해 주세요")
        )

    def vanished(self, entry: FileEntry) -> bool:
        """Whether a recorded file belongs to a folder of this scan and is not there any more."""
        file = entry.file
        return any(file.is_relative_to(folder) for folder in self.folders) and not any(
            file.is_relative_to(place) for place in self.unseen
        )


def scan(paths: Iterable[Path]) -> Scan:
    """Find and hash the files of folders and single files; what cannot be looked at is listed, never raised."""
    found = Scan()
    seen: set[Path] = set()
    for given in paths:
        path = Path(os.path.realpath(given))
        for file in _files(path, found):
            if file not in seen:
                seen.add(file)
                _hash(file, path if path != file else path.parent, found)
    return found


def _files(path: Path, found: Scan) -> list[Path]:
    """The files that a named path stands for."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        found.fail(path, "그런 파일이나 폴더가 없어요. 경로를 확인해 주세요")
        return []
    except OSError as error:
        found.stumble(path, error)
        return []
    if not stat.S_ISDIR(mode):
        if path.suffix.lower() in SUFFIXES:
            return [path]
        found.fail(path, MESSAGES[Reason.UNKNOWN])
        return []
    before = len(found.failed)
    files = list(_walk(path, found))
    found.folders.append(path)
    if not files and len(found.failed) == before:
        found.fail(path, f"읽을 수 있는 문서({', '.join(sorted(SUFFIXES))})가 없어요. 폴더를 확인해 주세요")
    return files


def _walk(folder: Path, found: Scan) -> Iterator[Path]:
    """The documents below a folder by name; hidden files and folders are left out."""
    for parent, folders, names in os.walk(
        folder, onerror=lambda e: found.stumble(Path(e.filename or folder), e)
    ):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            suffix = path.suffix.lower()
            # ~$ and ~ are what office programs leave beside an open document.
            if name.startswith((".", "~")) or name.lower() in ("thumbs.db", "desktop.ini"):
                continue
            if suffix in SUFFIXES:
                yield path
            elif suffix in UNREADABLE:
                found.fail(path, MESSAGES[Reason.OLD_OFFICE])
            elif suffix != SIDECAR or not _described(path):
                found.ignored.append(path)


def _described(sidecar: Path) -> bool:
    """Whether there is a document that the sidecar tells of."""
    bare = sidecar.with_suffix("")
    return any(bare.with_name(f"{bare.name}{suffix}").is_file() for suffix in ("", *SUFFIXES))


def _sidecar(file: Path) -> Path | None:
    """The file's own sidecar: 공고.hwp.yaml before 공고.yaml."""
    candidates = (file.with_name(f"{file.name}{SIDECAR}"), file.with_suffix(SIDECAR))
    return next((path for path in candidates if path.is_file() and not path.is_symlink()), None)


def _hash(file: Path, folder: Path, found: Scan) -> None:
    if shown(file) != str(file):
        found.fail(file, "파일이나 폴더 이름의 글자가 UTF-8이 아니에요. 이름을 바꿔 주세요")
    elif file.is_symlink() and not file.resolve().is_relative_to(folder):
        # Who may write into the folder could have any file of this machine answered from.
        found.unseen.append(file)
        found.fail(file, "폴더 밖을 가리키는 바로가기(심볼릭 링크)예요. 파일을 폴더에 복사해 넣어 주세요")
    elif file.exists() and not file.is_file():
        found.unseen.append(file)
        found.fail(file, "보통 파일이 아니에요. 문서 파일을 넣어 주세요")
    else:
        try:
            sidecar = _sidecar(file)
            with file.open("rb") as content:
                digest = hashlib.file_digest(content, lambda: hashlib.blake2b(digest_size=16))
            if sidecar is not None:
                digest.update(b"\0" + sidecar.read_bytes())
        except OSError as error:
            found.stumble(file, error)
        else:
            if file.suffix.lower() not in MARKDOWN:
                digest.update(readers_fingerprint())
            found.files.append(Found(file, folder, digest.hexdigest(), sidecar))


def shown(path: Path) -> str:
    """A path as text that can always be printed and stored; bytes that are no UTF-8 become marks."""
    return os.fsencode(path).decode("utf-8", "replace")
