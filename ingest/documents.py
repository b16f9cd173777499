"""`ongil documents`: every document of the index, where it is from, and what should be looked at again."""

import argparse
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Final

from pydantic import BaseModel

from ingest.confirm import open_points, point
from knowledge.clock import today
from knowledge.document import Document, Guess
from knowledge.errors import IndexMissing
from knowledge.generation import generation_folder, load_documents, load_passages
from knowledge.manifest import read_manifest
from knowledge.pointer import read_pointer
from knowledge.settings import KnowledgeSettings
from knowledge.staleness import stale

HEADER: Final = ("이름", "제목", "제공 기관", "상태", "확인일", "문장", "출처", "살펴볼 것")
STATUS_WORDS: Final = {
    "ongoing": "진행 중",
    "announced": "예정",
    "pending": "계류",
    "ended": "종료",
    "published": "발표",
    "unknown": "모름",
}


class Row(BaseModel):
    """One document. `source` is its file; `stale` says in Korean why it should be confirmed again.

    `guesses` were read from its text, and `missing` are fields (Korean names) that nobody gives.
    """

    slug: str
    title: str
    provider: str
    kind: str | None
    status: str
    checked_on: str | None
    valid_until: date | None
    passages: int
    source: str
    stale: list[str]
    guesses: list[Guess]
    missing: list[str]
    warnings: list[str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `ongil documents`."""
    parser.add_argument("--json", action="store_true", help="JSON 배열 한 줄로 출력해요")


def run(args: argparse.Namespace, settings: KnowledgeSettings | None = None) -> int:
    """List the published documents. Raises IndexMissing when there are none, IndexUnreadable when they are broken."""
    settings = settings or KnowledgeSettings()
    rows = listed(settings)
    if args.json:
        sys.stdout.write(f"[{', '.join(row.model_dump_json() for row in rows)}]\n")
    elif sys.stdout.isatty():
        _print_list(rows)
    else:
        for cells in (HEADER, *map(_cells, rows)):
            sys.stdout.write("\t".join(cells) + "\n")
    sys.stdout.flush()
    stale = sum(bool(row.stale) for row in rows)
    sys.stderr.write(f"문서 {len(rows)}건, 다시 확인할 문서 {stale}건\n")
    return 0


def listed(settings: KnowledgeSettings) -> list[Row]:
    """The rows of the published generation, by slug."""
    pointer = read_pointer(settings.data)
    if pointer is None:
        raise IndexMissing("아직 넣은 자료가 없어요. `ongil ingest 폴더`로 자료를 넣어 주세요.")
    folder = generation_folder(settings.data, pointer.generation)
    manifest = read_manifest(folder)
    documents = load_documents(folder, manifest)
    passages = Counter(passage.slug for passage in load_passages(folder, manifest))
    files: dict[str, Path] = {entry.slug: entry.file for entry in manifest.files}
    now = today(settings)
    return [_row(documents[slug], files.get(slug), passages[slug], now) for slug in sorted(documents)]


def _row(document: Document, file: Path | None, passages: int, now: date) -> Row:
    guesses, missing = open_points(document)
    return Row(
        **document.model_dump(
            include={"slug", "title", "provider", "kind", "status", "checked_on", "valid_until", "warnings"}
        ),
        passages=passages,
        source=str(file) if file else "",
        stale=stale(document, now),
        guesses=list(guesses),
        missing=list(missing),
    )


def _cells(row: Row) -> tuple[str, ...]:
    open_ = [*row.stale, *(point(guess) for guess in row.guesses), *row.warnings]
    open_ += [f"모르는 것: {', '.join(row.missing)}"] if row.missing else []
    return (
        row.slug,
        " ".join(row.title.split()),
        row.provider or "-",
        STATUS_WORDS[row.status],
        row.checked_on or "-",
        str(row.passages),
        row.source,
        " / ".join(open_),
    )


def _print_list(rows: list[Row]) -> None:
    """A few lines a document: eight columns of Korean fit no terminal."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False, markup=False)
    for row in rows:
        slug, title, provider, status, checked, passages, source, open_ = _cells(row)
        console.print(Text(title, style="bold"))
        about = [slug, provider, status, f"확인일 {checked}", f"{passages}문장"]
        lines = [(" · ".join(about), ""), (_short(source), "dim"), (f"! {open_}" if open_ else "", "yellow")]
        for line, style in lines:
            if line:
                console.print(Padding(Text(line, style=style, overflow="fold"), (0, 0, 0, 2)))


def _short(source: str) -> str:
    """A path from the person's own folder on, as shells write it."""
    home = str(Path.home())
    return f"~{source.removeprefix(home)}" if source.startswith(f"{home}/") else source
