"""Endings: what is asked stands at the end of a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.endings import ENDS, asking, endings
from knowledge.korean import normalise
from tests.bot.samples import ANALYZER


def test_the_last_words_are_what_is_asked() -> None:
    text = "카카오 직원들이 상점가를 돌면서 일대일로 가르쳐 주는 거 우리 가게만 따로 신청할 수 있어요?"
    longer, shorter = endings(text, ANALYZER)
    assert text.endswith(longer)
    assert longer.endswith(shorter)
    assert "따로 신청할 수" in longer
    assert "카카오" not in longer


def test_spaces_do_not_matter() -> None:
    _, spaced = endings("쿠팡 창고에 물건 보내서 대신 부쳐 주는 거 창고가 어디 어디 있어요", ANALYZER)
    _, joined = endings("쿠팡창고에물건보내서대신부쳐주는거창고가어디어디있어요", ANALYZER)
    assert joined == spaced.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "end"),
    [
        (
            "확인증을 내라는데 이건 어디서 떼는 거예요? 비누 파는 초보예요",
            "확인증을 내라는데 이건 어디서 떼는 거예요?",
        ),
        ("사는거랑빌리는거랑최대얼마씩이에요?큰거말고작은기계로요", "사는거랑빌리는거랑최대얼마씩이에요?"),
        # What narrows the question belongs to it.
        ("제로페이 수수료 얼마예요? 포장이요.", "제로페이 수수료 얼마예요? 포장이요."),
        ("언제까지예요. 어디서 신청해요", "언제까지예요. 어디서 신청해요"),
        ("안녕하세요. 꽃집이에요.", "안녕하세요. 꽃집이에요."),
    ],
)
def test_what_is_told_behind_the_question_is_no_end_of_it(text: str, end: str) -> None:
    assert asking(text) == end


@pytest.mark.parametrize("text", ["", "얼마예요?", "ㅋㅋ", "제로페이 수수료"])
def test_what_is_short_is_its_own_ending(text: str) -> None:
    assert list(endings(text, ANALYZER)) == [text] * len(ENDS)


@given(st.text(max_size=80))
def test_any_text_has_endings(text: str) -> None:
    found = endings(text, ANALYZER)
    assert len(found) == len(ENDS)
    assert all(asking(normalise(text)).endswith(end) for end in found)
