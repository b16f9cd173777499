"""Words: stems with what is stuck to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.verification.reading import read
from bot.verification.words import Word, words
from tests.bot.samples import ANALYZER


def of(text: str) -> list[Word]:
    return words(read(text, ANALYZER))


@pytest.mark.parametrize(
    ("text", "stem", "meant"),
    [
        ("일찍 마감될 수 있다.", "마감", {"수"}),
        ("일찍 마감될 수 없다.", "마감", {"수", "없"}),
        ("비용을 받지 않는다고 했다.", "받", {"않"}),
        ("플랫폼에 가입해야 한다.", "가입", {"어야"}),
        ("플랫폼에 가입해야 돼요.", "가입", {"어야"}),
        ("소상공인에게 수수료를 돌려줬다.", "돌려주", {"었"}),
    ],
)
def test_an_auxiliary_is_stuck_to_its_predicate(text: str, stem: str, meant: set[str]) -> None:
    (found,) = (word for word in of(text) if word.stem == stem)
    assert found.meant >= meant
    if text.endswith(("한다.", "돼요.")):
        assert "하" in found.stuck  # 해야 돼요 is 해야 해요


@pytest.mark.parametrize(
    ("one", "other"),
    [("3천만원을 준다.", "3,000만 원을 준다."), ("3조 3,620억원이다.", "3조3620억원이다.")],
)
def test_money_is_one_word_however_it_is_written(one: str, other: str) -> None:
    assert of(one)[0].stem == of(other)[0].stem


def test_a_point_is_no_thousand() -> None:
    assert of("1.5%를 낸다.")[0].stem != of("15%를 낸다.")[0].stem


def test_brackets_commas_and_sentences() -> None:
    found = of("최대 4억원(국비 50%, 지방비 50%)을 준다. 법인과 개인, 단체가 낸다.")
    by_text = {word.text: word for word in found}
    assert by_text["4억원을"].stuck == ("를",)
    assert [word.text for word in found if word.bracket] == ["국비", "50%", "지방비", "50%"]
    assert [word.listed for word in found if word.text in ("50%", "개인")] == [True, False, True]
    assert by_text["준다"].ends
    assert by_text["준다"].sentence == 0
    assert by_text["낸다"].sentence == 1


@given(st.text(max_size=80))
def test_any_text_has_words_in_its_order(text: str) -> None:
    found = of(text)
    assert all(word.stem or word.stuck for word in found)
    assert [word.sentence for word in found] == sorted(word.sentence for word in found)
