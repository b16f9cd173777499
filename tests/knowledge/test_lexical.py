"""Lexical search over passages: built, saved, loaded, broken."""

import json
import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import asking, lexical
from knowledge.errors import IndexUnreadable
from knowledge.korean import Analyzer, normalise
from knowledge.lexical import SPACES, LexicalIndex, Space
from knowledge.passage import Passage
from knowledge.synonyms import TABLE, written
from knowledge.terms import Query, grams, letters, pairs


def fact(number: int, text: str, context: str = "", kind: str = "fact") -> Passage:
    return Passage.model_validate(
        {"id": f"d#{number}", "slug": f"d{number}", "kind": kind, "section": "", "text": text,
         "title": context, "context": context}
    )  # fmt: skip


PASSAGES = [
    fact(0, "네이버는 5년 동안 600억원을 들여 인공지능을 가르친다.", "네이버 SME AI 교육 프로젝트"),
    fact(1, "카카오는 전통시장 상인에게 카카오톡 채널을 알려 준다.", "카카오 프로젝트 단골"),
    fact(2, "쿠팡은 과학기술 기업의 상품을 모은 전용관을 열었다.", "쿠팡 과학기술·ICT 전용관"),
    fact(3, "시장에서 단골 만드는 법 배우고 싶어요", "카카오 프로젝트 단골", "question"),
    fact(4, "", "당근"),
]


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer()


@pytest.fixture(scope="module")
def index(analyzer: Analyzer) -> LexicalIndex:
    return LexicalIndex.build(PASSAGES, analyzer)


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("네이버가 AI 교육에 얼마를 써요?", 0),
        ("네이버가AI교육에얼마를써요", 0),
        ("카카오톡 채널 알려주는 거", 1),
        ("쿠 팡 전용관", 2),
        ("당근", 4),
    ],
)
def test_the_right_passage_comes_first(
    analyzer: Analyzer, index: LexicalIndex, question: str, row: int
) -> None:
    scores = index.scores(question, analyzer)
    assert scores.shape == (len(PASSAGES),) == (len(index),)
    assert int(scores.argmax()) == row


def test_what_shares_nothing_scores_nothing(analyzer: Analyzer, index: LexicalIndex) -> None:
    assert not index.scores("", analyzer).any()
    assert not index.scores("😀", analyzer).any()
    assert not index.scores("ㅎㅎㅎㅎ", analyzer).any()


def test_the_scores_are_bm25(analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexical, "SPACES", {name: Space(float(name == "morpheme")) for name in SPACES})
    texts = ["교육 교육 예산", "예산 심사 위원 회의", "시장"]
    index = LexicalIndex.build([fact(i, text) for i, text in enumerate(texts)], analyzer)
    forms = [analyzer.morphemes(text) for text in texts]
    mean = sum(map(len, forms)) / len(forms)

    def bm25(row: int, terms: list[str]) -> float:
        total = 0.0
        for term in terms:
            df = sum(term in document for document in forms)
            tf = forms[row].count(term)
            idf = math.log(1 + (len(forms) - df + 0.5) / (df + 0.5))
            total += idf * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * len(forms[row]) / mean))
        return total

    expected = [bm25(row, ["교육", "예산"]) for row in range(3)]
    np.testing.assert_allclose(index.scores("교육 예산", analyzer), expected, rtol=1e-5)


def test_a_saved_index_scores_the_same(analyzer: Analyzer, index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "lexical")
    loaded = LexicalIndex.load(tmp_path / "lexical")
    for question in ("전통시장 카카오톡", "600억원", "없는말"):
        np.testing.assert_array_equal(loaded.scores(question, analyzer), index.scores(question, analyzer))
    LexicalIndex.build([], analyzer).save(tmp_path / "empty")
    assert LexicalIndex.load(tmp_path / "empty").scores("교육", analyzer).shape == (0,)


@pytest.mark.parametrize("name", ["lexical.json", "keys.npy", "starts.npy", "rows.npy", "impacts.npy"])
@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "noise", "other"])
def test_a_damaged_folder_is_named(index: LexicalIndex, tmp_path: Path, name: str, damage: str) -> None:
    index.save(tmp_path)
    path = tmp_path / name
    whole = path.read_bytes()
    if damage == "gone":
        path.unlink()
    elif damage == "other":
        path.write_text(json.dumps({"version": "0", "size": 5, "lengths": {}}))
    else:
        path.write_bytes(
            {"empty": b"", "cut": whole[: len(whole) // 2], "noise": b"\x93NUMPY\xff" * 9}[damage]
        )
    with pytest.raises(IndexUnreadable, match="ongil ingest"):
        LexicalIndex.load(tmp_path)


def test_damaged_rows_are_named_when_they_are_met(
    analyzer: Analyzer, index: LexicalIndex, tmp_path: Path
) -> None:
    index.save(tmp_path)
    rows = np.load(tmp_path / "rows.npy")
    np.save(tmp_path / "rows.npy", rows + np.uint32(1_000_000))
    with pytest.raises(IndexUnreadable):
        LexicalIndex.load(tmp_path).scores("네이버", analyzer)


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=80), st.text(alphabet=st.characters(), max_size=80))
def test_any_text_is_indexed_and_any_question_scored(analyzer: Analyzer, text: str, question: str) -> None:
    index = LexicalIndex.build([*PASSAGES, fact(9, text, text[:20])], analyzer)
    for asked in (question, text):
        scores = index.scores(asked, analyzer)
        assert scores.shape == (6,)
        assert np.isfinite(scores).all()
        assert (scores >= 0).all()


@given(st.text(max_size=30))
def test_letter_pairs_of_passages_are_those_of_questions(text: str) -> None:
    """A passage's are made another way, which is quicker."""
    assert grams(text) == [one + two for (_, one), (_, two) in pairwise(letters(normalise(text)))]


def test_letter_pairs_do_not_see_spaces_and_verbs_count_half(analyzer: Analyzer) -> None:
    assert grams("지원 금!") == grams("지원금") == ["지원", "원금"]
    assert pairs(["a", "b", "c"]) == ["a\tb", "b\tc"]
    query = Query("지원금 받아요", analyzer.tokens("지원금 받아요"))
    assert query.morphemes["받"] < max(query.morphemes.values())
    assert query.grams["아요"] < query.grams["지원"]


def test_words_that_ask_count_less_than_what_is_asked_for(analyzer: Analyzer) -> None:
    text = "월세를 보태 주는 프로그램이 있나요"
    query = Query(text, analyzer.tokens(text))
    assert query.morphemes["프로그램"] == asking.WORTH < query.morphemes["월세"] == 1
    assert query.grams["로그"] < query.grams["월세"]
    assert query.morphemes["있"] < asking.WORTH
    # A passage in official words that has what is asked for, and one that has only the words of asking.
    passages = [
        fact(0, "임차인의 월세를 지원한다."),
        *(fact(number, "보수 공사 안내.") for number in range(1, 9)),
        fact(9, "필요한 사람이 어디서나 참여할 수 있는 프로그램이 있다."),
    ]
    assert LexicalIndex.build(passages, analyzer).scores(text, analyzer).argmax() == 0


def test_a_question_in_a_shop_owners_words_is_also_asked_in_the_documents_words(analyzer: Analyzer) -> None:
    assert written("주문 기계 사는데 나라에서 주는 돈 있나요") >= {"키오스크", "지원금"}
    assert written("스스로 바꿔 봤어요") == set()
    passages = [fact(0, "키오스크 구입비를 지원한다."), fact(1, "전통시장 상인을 가르친다.")]
    assert LexicalIndex.build(passages, analyzer).scores("주문기계 사려고요", analyzer).argmax() == 0


def test_the_table_has_no_word_for_itself_and_nothing_too_short() -> None:
    assert all(spoken == "".join(spoken.split()).lower() for spoken in TABLE)
    assert all(spoken not in words.split() for spoken, words in TABLE.items())
    assert all(len(spoken) > 1 or spoken == "빚" for spoken in TABLE)
