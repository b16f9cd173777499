"""The documents that are shipped: each is whole, plainly written and can be cited."""

import re
import unicodedata
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from knowledge.document import SECTIONS, Document
from knowledge.markdown import read_document
from knowledge.settings import SHIPPED_DOCUMENTS

PATHS = sorted(SHIPPED_DOCUMENTS.glob("*.md"))
#: When the documents were gathered: nothing in them can be of a later day.
GATHERED = date(2026, 11, 22)
#: Names and words that Korean writes in Latin letters.
LATIN = {"AI", "SME", "QR", "TV", "ICT", "KT", "CEO", "TOPS"}
MARKDOWN = re.compile(r"[*_`#<>|\[\]]|&\w+;|https?://\S+\)")
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@cache
def read(path: Path) -> Document:
    return read_document(path)


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return [read(path) for path in PATHS]


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def document(request: pytest.FixtureRequest) -> Document:
    path: Path = request.param
    return read(path)


def squash(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def test_all_sheets_are_there() -> None:
    assert len(PATHS) == 74


def test_a_document_is_whole(document: Document) -> None:
    assert document.title
    assert document.provider
    assert document.kind
    assert document.aliases
    assert document.checked_on
    assert document.not_known
    assert document.status_note


def test_each_fact_has_a_source_that_can_be_opened(document: Document) -> None:
    for fact in document.facts:
        assert fact.section in SECTIONS
        assert fact.sources
        assert [source.private for source in fact.sources] == sorted(
            source.private for source in fact.sources
        )
        for source in fact.sources:
            address = urlsplit(source.url)
            assert address.scheme in ("http", "https")
            assert "." in (address.hostname or "")
            assert source.title.strip()
            assert source.date is None or DATE.fullmatch(source.date)


def test_each_footnote_has_a_date_or_none(document: Document) -> None:
    text = (SHIPPED_DOCUMENTS / f"{document.slug}.md").read_text(encoding="utf-8")
    notes = re.findall(r"^\[\^[^\]]+\]: .*$", text, re.MULTILINE)
    assert notes
    for note in notes:
        assert re.fullmatch(rf"\[\^[\w-]+\]: \[.+\]\(https?://\S+\)( {DATE.pattern})?( 비공식)?", note), note


def test_no_source_is_of_a_later_day(document: Document) -> None:
    dates = [source.date for fact in document.facts for source in fact.sources] + [document.checked_on]
    assert all(day <= GATHERED.isoformat() for day in dates if day)


def test_the_same_address_has_one_date_and_one_label(documents: list[Document]) -> None:
    seen: dict[str, set[tuple[str | None, bool]]] = {}
    for document in documents:
        for fact in document.facts:
            for source in fact.sources:
                seen.setdefault(source.url, set()).add((source.date, source.private))
    assert {url for url, told in seen.items() if len(told) > 1} == set()


def test_a_fact_is_a_plain_sentence(document: Document) -> None:
    for text in [fact.text for fact in document.facts]:
        assert not MARKDOWN.search(text), text
        assert text == " ".join(text.split())
        assert unicodedata.is_normalized("NFC", text)
        assert text.endswith((".", ")")), text


def test_the_status_is_told_in_korean(document: Document) -> None:
    words = set(re.findall(r"[A-Za-z]+", document.status_note))
    assert words <= LATIN


@pytest.mark.parametrize("field", ["not_known", "aliases", "asked_as"])
def test_no_line_stands_twice(document: Document, field: str) -> None:
    lines = [squash(line) for line in getattr(document, field)]
    # Two spellings of an alias may differ by a space alone.
    assert field == "aliases" or max(Counter(lines).values()) == 1
    assert all(lines)


def test_an_ended_program_is_not_open_until_later(document: Document) -> None:
    if document.valid_until:
        assert date(2016, 1, 1) < document.valid_until
        assert document.valid_until >= GATHERED or document.status in ("ended", "unknown")


def test_merchants_ask_in_their_own_words(document: Document) -> None:
    assert 6 <= len(document.asked_as) <= 12
    plain = re.sub(r"\([^)]*\)", "", document.title)
    names = {squash(document.title), squash(plain), *(squash(part) for part in plain.split("·"))}
    names = {name for name in names if len(name) >= 4}
    named = [line for line in document.asked_as if any(name in squash(line) for name in names)]
    assert len(named) <= len(document.asked_as) // 3, named
    for line in document.asked_as:
        assert re.search("[가-힣]", line)
        assert 5 <= len(line) <= 80


def test_slugs_titles_and_questions_are_one_documents_own(documents: list[Document]) -> None:
    for values in (
        [d.slug for d in documents],
        [squash(d.title) for d in documents],
        [squash(line) for d in documents for line in d.asked_as],
    ):
        assert [value for value, count in Counter(values).items() if count > 1] == []
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", d.slug) for d in documents)


def test_an_alias_means_one_program(documents: list[Document]) -> None:
    owners: dict[str, set[str]] = {}
    for document in documents:
        for name in (document.title, *document.aliases):
            owners.setdefault(squash(name), set()).add(document.slug)
    assert {name: slugs for name, slugs in owners.items() if len(slugs) > 1} == {}


def test_figures_that_the_sources_give(documents: list[Document]) -> None:
    by_slug = {d.slug: " ".join(fact.text for fact in d.facts) for d in documents}
    for slug, figure in [
        ("naver-sme-ai-education", "5년 동안 600억원"),
        ("platform-use-sales-statistic", "110만원"),
        ("platform-use-sales-statistic", "65만원"),
        ("management-stability-voucher", "최대 25만원"),
        ("coupang-fast-settlement", "0.31%"),
        ("coupang-fast-settlement", "0.35%"),
    ]:
        assert figure in by_slug[slug]
