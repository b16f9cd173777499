"""Both legs in one score."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import dense as dense_module
from knowledge import fusion
from knowledge.dense import DenseLeg
from knowledge.fusion import DENSE, PROGRAM, Ranker
from knowledge.korean import Analyzer
from knowledge.lexical import LexicalIndex
from knowledge.passage import Passage
from knowledge.sentences import Sentences


def passage(slug: str, number: int, text: str, kind: str = "fact") -> Passage:
    return Passage.model_validate(
        {"id": f"{slug}#{number}", "slug": slug, "kind": kind, "section": "", "text": text, "title": slug,
         "context": "가게 지원"}
    )  # fmt: skip


PASSAGES = [
    passage("kiosk", 0, "키오스크 구입비를 지원한다."),
    passage("kiosk", 1, "신청은 누리집에서 받는다."),
    passage("kiosk", 2, "계산대에 놓는 기계 값 보태주나요", "question"),
    passage("edu", 0, "전통시장 상인을 가르친다."),
    passage("edu", 1, "교육은 무료다."),
]


class Store:
    """A collection with the given cosines to any question: what Chroma answers, without Chroma."""

    def __init__(self, cosines: Sequence[float]) -> None:
        self.vectors = {row.id: [c, (1 - c * c) ** 0.5] for row, c in zip(PASSAGES, cosines, strict=True)}

    def get(self, ids: list[str], include: list[str]) -> dict[str, Any]:
        known = [id for id in reversed(ids) if id in self.vectors]
        return {"ids": known, "embeddings": np.array([self.vectors[id] for id in known])}

    def query(self, query_embeddings: Any, n_results: int, include: list[str]) -> dict[str, Any]:
        near = sorted(self.vectors, key=lambda id: -self.vectors[id][0])[:n_results]
        return {"ids": [near], "distances": [[1 - self.vectors[id][0] for id in near]]}

    def embed_query(self, text: str) -> list[float]:
        return [1.0, 0.0] if text.strip() else [0.0, 0.0]


def leg(cosines: Sequence[float], sentences: Sentences | None = None) -> DenseLeg:
    store: Any = Store(cosines)
    return DenseLeg([row.id for row in PASSAGES], lambda: store, lambda: store, sentences=lambda: sentences)


@pytest.fixture(scope="module")
def lexical() -> LexicalIndex:
    return LexicalIndex.build(PASSAGES, Analyzer())


COSINES = [0.1, 0.2, 0.3, 0.9, 0.4]


def test_cosines_are_standardised_in_the_passages_order() -> None:
    expected = (np.array(COSINES) - np.mean(COSINES)) / np.std(COSINES)
    np.testing.assert_allclose(leg(COSINES).scores("무엇"), expected, rtol=1e-4)
    # A model whose cosines are all high says the same.
    np.testing.assert_allclose(leg([0.8 + c / 10 for c in COSINES]).scores("무엇"), expected, rtol=1e-3)
    assert not leg(COSINES).scores("  ").any()


def test_a_large_collection_is_asked_for_the_nearest_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dense_module, "EXACT", 2)
    monkeypatch.setattr(dense_module, "NEAREST", 2)
    scores = leg(COSINES).scores("무엇")
    assert scores.argmax() == 3
    # The second nearest, and what Chroma did not give, are alike.
    assert len(set(scores[[0, 1, 2, 4]].tolist())) == 1


def test_a_vector_that_is_missing_leaves_the_others(lexical: LexicalIndex) -> None:
    store: Any = Store(COSINES)
    del store.vectors["edu#1"]
    ranker = Ranker(
        PASSAGES, lexical, DenseLeg([row.id for row in PASSAGES], lambda: store, lambda: store), Analyzer()
    )
    assert np.isfinite(ranker.rank("키오스크").passages).all()


@pytest.mark.parametrize("question", ["키오스크 할부 구입", PASSAGES[0].text])
def test_the_fused_score_is_the_share_found_and_the_cosine(lexical: LexicalIndex, question: str) -> None:
    ranker = Ranker(PASSAGES, lexical, leg(COSINES), Analyzer())
    fused, words, vectors = (ranker.rank(question, one) for one in ("fused", "lexical", "dense"))
    missing = max(0, 1 - words.lexical.max())
    expected = words.programs + missing**2 * vectors.programs
    np.testing.assert_allclose(fused.programs, expected, rtol=1e-4, atol=1e-6)
    own = fused.passages - PROGRAM * fused.programs[ranker.program]
    np.testing.assert_allclose(own, words.lexical + DENSE * vectors.dense, rtol=1e-4, atol=1e-6)
    assert fused.top(ranker.facts, 1) == [0]
    assert DENSE > 0


def test_the_best_passages_are_read_sentence_by_sentence(
    lexical: LexicalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The last passage has a sentence that is the question itself; the others are a sentence each.
    codes = np.array([[0, 127], [127, 0]], dtype=np.int8)
    sentences = Sentences(codes, np.array([0, 0, 0, 0, 0, 2]))
    near = Ranker(PASSAGES, lexical, leg(COSINES, sentences), Analyzer())
    far = Ranker(PASSAGES, lexical, leg(COSINES), Analyzer())
    gain = near.rank("xyz").passages - far.rank("xyz").passages
    expected = DENSE * (1 - COSINES[4]) / np.std(COSINES)
    np.testing.assert_allclose(gain, [0, 0, 0, 0, expected], atol=1e-5)
    assert near.rank("xyz").top(near.facts, 1) == [4]
    assert far.rank("xyz").top(far.facts, 1) == [3]
    monkeypatch.setattr(fusion, "DEPTH", 1)
    near.rank.cache_clear()
    assert near.rank("xyz").top(near.facts, 1) == [3]


def test_a_question_row_leads_to_its_program_and_is_no_fact(lexical: LexicalIndex) -> None:
    ranker = Ranker(PASSAGES, lexical, leg([0.0] * 5), Analyzer())
    ranking = ranker.rank("계산대 기계 값")
    assert ranking.best_programs()[0][0] == "kiosk"
    assert 2 not in ranking.top(ranker.facts, 10)
    assert {0, 1} == set(ranking.top(ranker.facts, 2))


def test_where_no_word_is_found_the_vectors_decide(lexical: LexicalIndex) -> None:
    ranker = Ranker(PASSAGES, lexical, leg(COSINES), Analyzer())
    assert ranker.rank("xyz").top(ranker.facts, 1) == [3]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=60))
def test_any_question_has_finite_scores(lexical: LexicalIndex, question: str) -> None:
    ranker = Ranker(PASSAGES, lexical, leg(COSINES), Analyzer())
    ranking = ranker.rank(question)
    assert np.isfinite(ranking.passages).all()
    assert np.isfinite(ranking.programs).all()
    assert len(ranking.best_programs()) == 2
