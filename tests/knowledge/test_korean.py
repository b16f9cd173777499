"""Korean text as morphemes, whatever the text."""

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.korean import Analyzer, content, normalise


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer()


def test_a_question_becomes_its_content_morphemes(analyzer: Analyzer) -> None:
    found = analyzer.morphemes("네이버가 소상공인 AI 교육에 얼마를 쓴대요?")
    assert {"네이버", "상공인", "ai", "교육", "얼마", "쓰"} <= set(found)
    assert not {"가", "에", "를", "?"} & set(found)


def test_tokens_stand_where_they_say(analyzer: Analyzer) -> None:
    text = "카카오 프로젝트 단골은 2024년에 시작했다.\n신청은 1357로"
    for token in analyzer.tokens(text):
        assert 0 <= token.start <= token.end <= len(text)
    names = [t for t in analyzer.tokens(text) if t.tag in {"NNP", "NNG", "SN"}]
    assert names
    assert all(text[t.start : t.end] == t.form for t in names)


def test_full_width_and_decomposed_text_reads_like_plain_text(analyzer: Analyzer) -> None:
    assert normalise("ＡＩ　５０％") == "AI 50%"
    assert analyzer.tokens("한국") == analyzer.tokens("한국")


def test_a_batch_gives_what_single_texts_give(analyzer: Analyzer) -> None:
    texts = ["배달 수수료가 얼마예요", "", "\n\n", "줄\n바꿈", "가" * 1100, "정산은 언제\ud800"] * 45
    assert list(analyzer.tokens_many(texts)) == [analyzer.tokens(text) for text in texts]


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\ud800", "a\udfffb", "😀👩‍👩‍👧", "ㅋㅋㅋ", "가" * 10_000, "ab " * 5_000]
)
def test_no_text_is_too_strange(analyzer: Analyzer, text: str) -> None:
    assert all(token.form for token in analyzer.tokens(text))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_text_is_read(analyzer: Analyzer, text: str) -> None:
    length = len(normalise(text))
    tokens = analyzer.tokens(text)
    assert all(0 <= t.start <= t.end <= length for t in tokens)
    assert all("-" not in t.tag for t in tokens)
    assert content(tokens) == analyzer.morphemes(text)


def test_a_user_dictionary_keeps_names_whole_and_changes_the_fingerprint() -> None:
    plain, named = Analyzer(), Analyzer(["분수펀드", "두 단어", "abc"])
    assert "분수펀드" in named.morphemes("분수펀드가 뭐예요")
    assert plain.fingerprint == Analyzer().fingerprint != named.fingerprint
    assert named.fingerprint == Analyzer(["분수펀드"]).fingerprint
    named.add_words(["동네사장님"])
    assert "동네사장님" in named.morphemes("동네사장님 어워즈")


def test_threads_share_one_analyzer() -> None:
    analyzer = Analyzer()
    results: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: results.append(analyzer.morphemes("지원금 신청"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [results[0]] * 8
