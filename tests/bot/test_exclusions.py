"""What a message leaves out is not what is searched for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.exclusions import without_excluded
from tests.bot.samples import ANALYZER, CORPUS


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("배민 말고 수수료 싼 나라 배달앱 알려 주세요", "수수료 싼 나라 배달앱 알려 주세요"),
        ("수수료 싼 나라 배달앱 이름 알려주라 배민말고", "수수료 싼 나라 배달앱 이름 알려주라"),
        (
            "플랫폼 갑질 막는 법 여당이 뭐부터 한대요, 배달 수수료 말고요",
            "플랫폼 갑질 막는 법 여당이 뭐부터 한대요,",
        ),
        ("배민 말고 요기요는 포장 수수료가 얼마예요?", "요기요는 포장 수수료가 얼마예요?"),
        ("프로젝트 단골 말고 시장 상인 교육 뭐 있어요", "시장 상인 교육 뭐 있어요"),
    ],
)
def test_names_that_are_left_out_are_taken_out(text: str, left: str) -> None:
    assert without_excluded(text, CORPUS.names, ANALYZER) == left


@pytest.mark.parametrize(
    "text",
    [
        # The platform is what is asked of.
        "배민 배달비 빼고 중개수수료만 몇 프로예요?",
        "쿠팡 배송비 빼고 판매수수료는 얼마예요?",
        # Among the papers is the one that is asked for.
        "통신판매 신고할 때 사업자등록증 말고 또 뭘 내요?",
        "그거 말고 다른 건요?",
        "고민하지 말고 바로 신청하면 돼요?",
        # Nothing would be left.
        "배민 말고요",
    ],
)
def test_anything_else_stays(text: str) -> None:
    assert without_excluded(text, CORPUS.names, ANALYZER) == text


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert isinstance(without_excluded(text, CORPUS.names, ANALYZER), str)


def test_what_is_left_out_does_not_answer(shipped_assistant: Assistant) -> None:
    answer = shipped_assistant.answer(
        ["플랫폼 갑질 막는 법은 여당이 뭐부터 먼저 한다고 했어요? 배달 수수료 말고요"]
    )
    assert answer.citations[0].slug == "platform-regulation-debate"
