"""Particles follow how the word before them is read."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import josa


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("금액", "금액은"),
        ("한도", "한도는"),
        ("신청 방법", "신청 방법은"),
        ("전화번호", "전화번호는"),
        ("백년가게", "백년가게는"),
        ("온길", "온길은"),
        ("1357", "1357은"),
        ("분기 2", "분기 2는"),
        ("10", "10은"),
        ("QR", "QR은"),
        ("AI", "AI는"),
        ("사업(끝난 사업)", "사업(끝난 사업)은"),
        ("가게(백년소공인)", "가게(백년소공인)는"),
        ("‘단골’", "‘단골’은"),
    ],
)
def test_topic(word: str, wanted: str) -> None:
    assert josa.topic(word) == wanted


@pytest.mark.parametrize(("word", "wanted"), [("금액", "금액이"), ("한도", "한도가"), ("쿠팡", "쿠팡이")])
def test_subject(word: str, wanted: str) -> None:
    assert josa.subject(word) == wanted


@given(st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣")), st.text())
def test_a_syllable_with_a_final_consonant_decomposes_into_three(syllable: str, before: str) -> None:
    wanted = len(unicodedata.normalize("NFD", syllable)) == 3
    assert josa.has_final(before + syllable) is wanted


@given(st.text())
def test_any_word_gets_a_particle(word: str) -> None:
    assert josa.topic(word) in (f"{word}은", f"{word}는")
    assert josa.subject(word) in (f"{word}이", f"{word}가")
    assert josa.topic(word).endswith("은") == josa.subject(word).endswith("이")
