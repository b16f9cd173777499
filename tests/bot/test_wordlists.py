"""The lists of words: readable, and silent on what merchants ask of the shipped documents."""

import re
from importlib.resources import files

import pytest

from bot.corpus import Corpus
from bot.settings import BotSettings
from bot.strangers import from_elsewhere, off_topic
from bot.wordlists import word_list
from bot.words import content_words
from knowledge.library import Library
from tests.bot.samples import ANALYZER

NAMES = sorted(
    path.name.removesuffix(".txt") for path in files("bot.wordlists").iterdir() if path.name.endswith(".txt")
)


@pytest.mark.parametrize("name", NAMES)
def test_each_entry_stands_once_and_is_a_pattern(name: str) -> None:
    entries = word_list(name)
    assert entries
    assert len(set(entries)) == len(entries)
    for entry in entries:
        assert re.compile(entry)
        assert not re.search(r"\s", entry)


def test_an_unknown_list_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        word_list("none")


@pytest.fixture(scope="module")
def corpus(shipped_settings: BotSettings) -> Corpus:
    """The shipped documents as the pipeline reads them."""
    current = Library(shipped_settings, analyzer=ANALYZER).current()
    return Corpus.of(current.documents, current.passages, ANALYZER, current.tokens)


def test_no_entry_calls_strange_what_a_document_answers(corpus: Corpus) -> None:
    fired = [
        (slug, text)
        for slug, document in corpus.documents.items()
        for text in document.asked_as
        if from_elsewhere(text, corpus) or off_topic(content_words(ANALYZER.tokens(text)), [slug], corpus)
    ]
    assert fired == []
