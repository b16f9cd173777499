"""Typing errors are mended towards the documents' words, and nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.spelling import Speller, deletions, jamo, one_apart
from bot.words import content_words
from knowledge.korean import Analyzer

WORDS = ["수수료", "키오스크", "스마트상점", "카카오", "단골", "지원금", "포스", "정책자금"] * 2


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(WORDS, Analyzer().tokens)


def mended(speller: Speller, text: str) -> str:
    known = {word for text in (*WORDS, "얼마 대출 신청") for word in content_words(Analyzer().tokens(text))}
    return speller.corrected(text, lambda tokens: [w for w in content_words(tokens) if w not in known])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("키오스쿠 얼마예요", "키오스크 얼마예요"),
        ("스마트상정 신청은요", "스마트상점 신청은요"),
        ("정잭자금 언제예요", "정책자금 언제예요"),
        ("지원금은", "지원금은"),
    ],
)
def test_a_slip_is_mended(speller: Speller, typed: str, meant: str) -> None:
    assert mended(speller, typed) == meant


@pytest.mark.parametrize(
    "typed", ["토스 대출 되나요", "점심 뭐 먹죠", "노래방 차리고 싶어요", "", "ㅋㅋㅋ", "hello 123"]
)
def test_right_words_stay_as_they_are(speller: Speller, typed: str) -> None:
    assert mended(speller, typed) == typed


def test_a_word_said_once_is_no_pattern() -> None:
    once = Speller(["키오스크"], Analyzer().tokens)
    assert mended(once, "키오스쿠 얼마예요") == "키오스쿠 얼마예요"


@given(st.text())
def test_any_text_comes_through(text: str) -> None:
    assert isinstance(mended(Speller(WORDS, Analyzer().tokens), text[:60]), str)


@given(st.text(alphabet="가나다라마각난닫힣", max_size=6), st.text(alphabet="가나다라마각난닫힣", max_size=6))
def test_one_apart_is_symmetric_and_found_by_deletions(left: str, right: str) -> None:
    a, b = jamo(left), jamo(right)
    assert one_apart(a, b) == one_apart(b, a)
    if one_apart(a, b):
        assert set(deletions(a)) & set(deletions(b))


def test_letters_not_syllables_are_compared() -> None:
    assert one_apart(jamo("수수로"), jamo("수수료"))
    assert one_apart(jamo("상점"), jamo("상저"))
    assert not one_apart(jamo("상점"), jamo("상점"))
    assert not one_apart(jamo("카카오"), jamo("쿠팡이츠"))
