"""The documents that an admin took out (뺀 문서): they stay out, whatever is ingested, until they are put back."""

import difflib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter, ValidationError

from ingest.errors import NoSuchDocument, WithdrawalsUnreadable
from knowledge.manifest import FileEntry
from knowledge.pointer import sync_folder, write_durably

if TYPE_CHECKING:
    from ingest.difference import Difference

FILE: Final = "withdrawn.json"

_entries: Final = TypeAdapter(list[FileEntry])


def read_withdrawn(data: Path) -> dict[str, FileEntry]:
    """Where the withdrawn documents came from, by slug.

    Raises WithdrawalsUnreadable when the list is there and says nothing usable: to go on without it would put
    every withdrawn document back.
    """
    path = data / FILE
    try:
        rows = _entries.validate_json(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValidationError) as error:
        raise WithdrawalsUnreadable(
            f"뺀 문서의 목록을 읽을 수 없어요: {path}. 파일을 고치거나, 지운 뒤에 `ongil ingest --withdraw`로 다시 빼 주세요."
        ) from error
    return {entry.slug: entry for entry in rows}


def write_withdrawn(data: Path, withdrawn: Mapping[str, FileEntry]) -> None:
    """Replace the list in one step."""
    path = data / FILE
    fresh = path.with_name(f"{FILE}.new")
    write_durably(fresh, _entries.dump_json([withdrawn[slug] for slug in sorted(withdrawn)]) + b"\n")
    os.replace(fresh, path)
    sync_folder(data)


def withdrawn_after(
    before: Mapping[str, FileEntry],
    entries: Mapping[str, FileEntry],
    withdraw: Iterable[str],
    restore: Iterable[str],
) -> dict[str, FileEntry]:
    """The documents that are out from now on, by slug; `entries` are those of the index.

    Raises NoSuchDocument for one that is not there to be taken out, or put back.
    """
    after = dict(before)
    for slug in withdraw:
        if slug not in entries and slug not in before:
            raise NoSuchDocument(_unknown(slug, {**entries, **before}, "색인에 없어요"))
        after.setdefault(slug, entries.get(slug) or before[slug])
    for slug in restore:
        if slug not in before:
            raise NoSuchDocument(_unknown(slug, before, "뺀 문서가 아니에요"))
        del after[slug]
    return after


def _unknown(slug: str, known: Iterable[str], what: str) -> str:
    near = difflib.get_close_matches(slug, list(known), 3, 0.5)
    hint = f" 혹시 {', '.join(near)}?" if near else ""
    return f"'{slug}'은(는) {what}. 문서 이름을 확인해 주세요.{hint}"


def keep_origins(difference: "Difference", put_back: Mapping[str, FileEntry]) -> None:
    """A document that is put back belongs to the folder that it came from."""
    for slug, entry in put_back.items():
        new = difference.entries.get(slug)
        if new is not None and new.file == entry.file:
            difference.entries[slug] = entry.model_copy(update={"hash": new.hash})
