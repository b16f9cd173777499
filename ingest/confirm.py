"""What an admin should confirm: whatever a document's own text was taken for, and what nobody said."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from ingest.sources import SIDECAR
from knowledge.document import Document, Guess

NAMES: Final = {
    "title": "제목",
    "provider": "제공 기관",
    "source_date": "공고일",
    "period": "접수 기간",
    "valid_until": "유효 기한",
    "contact": "문의처",
    "status": "상태",
    "checked_on": "확인일",
}
#: How many documents are told of; the rest are counted.
LISTED: Final = 20


def open_points(document: Document) -> tuple[tuple[Guess, ...], tuple[str, ...]]:
    """The guesses, and the names (Korean) of fields that neither an admin nor the text gives.

    A document whose admin stated everything has none of either, and so has a sheet.
    """
    missing = [
        NAMES[field]
        for field, known in (
            ("provider", document.provider),
            ("status", document.status != "unknown"),
            ("checked_on", document.checked_on),
        )
        if not known
    ]
    told = {NAMES[guess.field] for guess in document.guesses if guess.field in NAMES}
    return document.guesses, tuple(name for name in missing if name not in told)


def confirmations(documents: Iterable[Document], files: dict[str, Path]) -> list[str]:
    """What to print after an ingest: a heading, then a line a document. Nothing when all is stated."""
    lines = [line for document in documents for line in _lines(document, files.get(document.slug))]
    if not lines:
        return []
    more = [f"외 {len(lines) - LISTED}건. 모두 보려면 `ongil documents`"] if len(lines) > LISTED else []
    return [
        "확인해 주세요: 아래는 문서의 글에서 읽은 값이에요. 문서 옆에 이름 뒤로 .yaml을 붙인 파일을 만들어"
        " 적으면 그 값을 써요.",
        *lines[:LISTED],
        *more,
    ]


def left_aside(files: Sequence[Path]) -> list[str]:
    """What to print of a folder's files that are no documents, and of sidecars without one."""
    alone = [file for file in files if file.suffix == SIDECAR]
    lines = []
    if alone:
        lines.append(
            f"설명할 문서가 없는 .yaml 파일: {_names(alone)}. 문서를 지웠으면 이 파일도 지우고,"
            " 문서의 이름을 바꿨으면 같은 이름으로 바꿔 주세요."
        )
    if others := [file for file in files if file.suffix != SIDECAR]:
        lines.append(f"문서가 아니라서 읽지 않은 파일: {_names(others)}")
    return lines


def _names(files: Sequence[Path]) -> str:
    more = f" 외 {len(files) - LISTED}개" if len(files) > LISTED else ""
    return f"{', '.join(file.name for file in files[:LISTED])}{more}"


def _lines(document: Document, file: Path | None) -> Iterator[str]:
    guesses, missing = open_points(document)
    parts = [point(guess) for guess in guesses if guess.field in NAMES]
    if missing and (guesses or not document.kind):
        parts.append(f"모르는 것: {', '.join(missing)}")
    parts += document.warnings
    if parts:
        yield f"· {file.name if file else document.slug}: {' / '.join(parts)}"


def point(guess: Guess) -> str:
    """`공고일 2026-01-05(추정)`; a sure one has no mark."""
    return f"{NAMES.get(guess.field, guess.field)} {guess.value}{'' if guess.sure else '(추정)'}"
