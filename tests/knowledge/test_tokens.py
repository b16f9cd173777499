"""Morphemes kept in the generation: what readers get is what Kiwi said."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.bundled import BundledModel
from knowledge.errors import IndexUnreadable
from knowledge.korean import Analyzer, Token
from knowledge.tokens import Recall, Recorder, Tokens
from tests.ingest.sheets import analyzer


class Counting(Analyzer):
    """Kiwi, which remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def tokens_many(self, texts: Iterable[str]) -> Iterator[tuple[Token, ...]]:
        for text in texts:
            self.asked.append(text)
            yield self.tokens(text)


def said(texts: Iterable[str]) -> list[list[tuple[str, str]]]:
    return [[(token.form, token.tag) for token in analyzer().tokens(text)] for text in texts]


def read(folder: Path) -> list[list[tuple[str, str]]]:
    return [[(token.form, token.tag) for token in tokens] for tokens in Tokens.load(folder)]


def test_texts_come_back_in_the_order_asked_for_and_are_read_once(tmp_path: Path) -> None:
    texts = ["키오스크 값을 대 줘요.", "", "무료로 가르쳐요.", "키오스크 값을 대 줘요."]
    kiwi = Counting()
    recorder = Recorder(kiwi)
    passed = [list(tokens) for tokens in recorder.tokens_many(texts[:3])]
    assert [[(token.form, token.tag) for token in tokens] for tokens in passed] == said(texts[:3])
    recorder.save(tmp_path / "tokens", [*texts[::-1], "네이버"])
    assert kiwi.asked == [*texts[:3], "네이버"]
    assert read(tmp_path / "tokens") == said([*texts[::-1], "네이버"])
    assert len(Tokens.load(tmp_path / "tokens")) == 5


def test_what_is_known_is_not_read_again() -> None:
    kiwi = Counting()
    recorder = Recorder(kiwi)
    facts = ["키오스크 값을 대 줘요.", "무료로\n가르쳐요."]
    list(recorder.tokens_many(facts))
    kiwi.asked.clear()
    texts = [f"스마트상점 사업\n{fact}" for fact in facts] + ["카드 수수료", "", "\n\n무료"]
    again = [[(t.form, t.tag) for t in tokens] for tokens in Recall(recorder).tokens_many(texts)]
    assert again == said(texts)
    assert kiwi.asked == ["스마트상점 사업", "카드 수수료", "\n무료"]


def test_vectors_are_the_same_from_what_is_known() -> None:
    model, recorder = BundledModel(analyzer()), Recorder(analyzer())
    texts = ["스마트상점\n키오스크 값의 70%를 대 줘요.", "네이버  AI 교육\r\n무료", "ㅋㅋ\t\n"]
    list(recorder.tokens_many(texts[0].split("\n")))
    assert model.reading(Recall(recorder)).embed_documents(texts) == model.embed_documents(texts)


def test_nothing_at_all(tmp_path: Path) -> None:
    Recorder(analyzer()).save(tmp_path, [])
    assert read(tmp_path) == []


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=5))
def test_any_texts(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("tokens")
    Recorder(analyzer()).save(folder, texts)
    assert [len(row) for row in read(folder)] == [len(row) for row in said(texts)]


@pytest.mark.parametrize("name", ["morphemes.tsv", "ids.npy", "ends.npy"])
def test_a_file_that_is_missing_or_cut_short(tmp_path: Path, name: str) -> None:
    Recorder(analyzer()).save(tmp_path, ["키오스크 값을 대 줘요."])
    path = tmp_path / name
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(IndexUnreadable, match="ongil ingest"):
        Tokens.load(tmp_path)
    path.unlink()
    with pytest.raises(IndexUnreadable, match="ongil ingest"):
        Tokens.load(tmp_path)
