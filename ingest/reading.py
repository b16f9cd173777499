"""A file as a document: read by its format's reader, described by its sidecar, or else by its own text."""

import unicodedata
from pathlib import Path
from typing import Any, Final

from ingest.isolation import parse, refused
from ingest.readers.clean import one_line, syllables
from ingest.readers.refusal import Reason
from ingest.sidecar import Stated, read_sidecar
from ingest.sources import MARKDOWN, Found
from knowledge.document import Document, Fact, Guess, Source
from knowledge.errors import DocumentError
from knowledge.markdown import read_document

#: A file name with as many Hangul syllables says more than a line that may be the title.
TELLING: Final = 6
#: Bytes of a Markdown file, and of one line of it.
MARKDOWN_MOST: Final = 4 * 2**20
LINE_MOST: Final = 60_000
#: Fields that a guess may fill when it is sure.
USED: Final = ("provider", "valid_until")


def read_file(found: Found, slug: str) -> Document:
    """The document in a file. Raises DocumentError, naming the file and the reason.

    Markdown is read in this process: it is text that our own code alone looks at, bounded in size and line length,
    and a process for each of many sheets would cost more than all the rest. Everything else goes through libraries
    for formats that can be made to do harm, and is read in a process of its own.
    """
    path = found.path
    stated = _stated(found)
    if path.suffix.lower() in MARKDOWN:
        _check_size(path)
        document = read_document(path)
        if stated is None:
            return document
        if document.kind is not None:
            raise DocumentError(
                path,
                0,
                "머리말",
                "문서에 머리말이 있어요. 머리말과 옆의 .yaml 파일 가운데 하나만 남겨 주세요",
            )
        return _described(document.slug, document.title, document.facts, stated)
    parsed = parse(path)
    facts = tuple(Fact(section=section or "본문", text=text) for section, text in parsed.facts)
    guesses = {guess.field: Guess(**guess.model_dump()) for guess in parsed.guesses}
    name = one_line(unicodedata.normalize("NFC", path.stem).replace("_", " "))
    document = _described(slug, _title(name, guesses.get("title")), facts, stated or Stated(), guesses)
    return document.model_copy(
        update={"guesses": _to_confirm(document, guesses, stated), "warnings": parsed.warnings}
    )


def _check_size(path: Path) -> None:
    """Refuse Markdown that no person writes: what is read in this process must not hold it up."""
    try:
        with path.open("rb") as file:
            raw = file.read(MARKDOWN_MOST + 1)
    except OSError as error:
        raise DocumentError(
            path, 0, "파일", f"읽을 수 없어요({error.strerror}). 파일과 권한을 확인해 주세요"
        ) from error
    if len(raw) > MARKDOWN_MOST:
        raise refused(path, Reason.TOO_LARGE, f"Markdown over {MARKDOWN_MOST} bytes")
    for number, line in enumerate(raw.splitlines(), 1):
        if len(line) > LINE_MOST:
            raise DocumentError(path, number, "글", "한 줄이 너무 길어요. 문단마다 줄을 나눠 주세요")


def _stated(found: Found) -> Stated | None:
    """What the sidecar says. A mistake in it is the document's: the error names both."""
    if found.sidecar is None:
        return None
    try:
        return read_sidecar(found.sidecar)
    except DocumentError as error:
        place = f"{error.line}번째 줄, " if error.line else ""
        reason = f"{place}{error.field}: {error.reason}"
        raise DocumentError(found.path, 0, found.sidecar.name, reason) from error


def _title(name: str, guess: Guess | None) -> str:
    if guess is None or (not guess.sure and syllables(name) >= TELLING):
        return name
    return guess.value


def _described(
    slug: str, title: str, facts: tuple[Fact, ...], stated: Stated, guesses: dict[str, Guess] | None = None
) -> Document:
    """The document with what is stated, and where nothing is, with what its text surely says."""
    sure = {field: guess.value for field, guess in (guesses or {}).items() if guess.sure}
    values: dict[str, Any] = {field: sure[field] for field in USED if field in sure}
    told = stated.model_dump(exclude_none=True, exclude={"source_url", "source_date"})
    values = {"title": title, **values, **told}
    day = stated.source_date or sure.get("source_date")
    if stated.source_url or day:
        source = Source(title=values["title"], url=stated.source_url or "", date=day)
        facts = tuple(
            fact if fact.sources else fact.model_copy(update={"sources": (source,)}) for fact in facts
        )
    return Document(slug=slug, facts=facts, **values)


def _to_confirm(document: Document, guesses: dict[str, Guess], stated: Stated | None) -> tuple[Guess, ...]:
    """What nobody stated: the title in use, and every guess on a field that the sidecar leaves out."""
    if stated is None:
        told: set[str] = set()
    else:
        # Who wrote a sidecar has looked at the text: what only helps to write it is not repeated.
        told = {field for field, value in stated if value} | {"period", "contact"}
    rows = [guess for field, guess in guesses.items() if field not in told and field != "title"]
    if "title" in told:
        return tuple(rows)
    guess = guesses.get("title")
    used = guess if guess is not None and guess.value == document.title else None
    return (used or Guess(field="title", value=document.title, sure=False), *rows)
