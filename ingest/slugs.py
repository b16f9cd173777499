"""The names (slugs) of documents that are no Markdown: from the file's name, Hangul kept.

An office publishes one notice as HWP and PDF: two files of one name. The one that came first keeps the plain
name, the others have their format behind it (`공고문`, `공고문-pdf`). A name, once given, stays.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from ingest.sources import MARKDOWN
from knowledge.manifest import FileEntry


def slug_of(path: Path) -> str:
    """The file's name as a slug: letters and digits, joined by hyphens."""
    name = unicodedata.normalize("NFC", path.stem)
    return "-".join(re.findall(r"[^\W_]+", name)) or "문서"


def name_documents(files: Iterable[Path], entries: Mapping[str, FileEntry]) -> dict[Path, str]:
    """A slug for each file. Only siblings (one folder, one name, another format) make way for each other."""
    given = {entry.file: slug for slug, entry in entries.items()}
    names: dict[Path, str] = {path: given[path] for path in files if path in given}
    # Markdown names itself; what is in the index already keeps its name.
    taken = {slug: path for path, slug in given.items() if path in names or path.exists()}
    for path in sorted(files, key=lambda path: (path.suffix.lower() not in MARKDOWN, path)):
        if path in names:
            continue
        slug = slug_of(path)
        other = taken.get(slug)
        if other is not None and other != path and other.parent == path.parent:
            slug = f"{slug}-{path.suffix.lower().lstrip('.')}"
        names[path] = slug
        taken.setdefault(slug, path)
    return names
