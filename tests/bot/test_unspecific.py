"""A question of nothing is asked back, with programs that may be meant."""

import pytest

from bot.unspecific import EXAMPLES, asks_of_nothing, examples
from tests.bot.samples import ANALYZER, CORPUS, evidence_for, question


@pytest.mark.parametrize(
    "text",
    [
        "얼마예요?",
        "신청은 어떻게 해요?",
        "언제까지예요",
        "수수료는요?",
        "서류 뭐 필요해요?",
        "지원금액이 얼마예요",
        "저도 받을 수 있나요?",
        "그거 언제 끝나요",
        "전화번호 알려주세요",
        "다시",
        "다시 알려줘요",
        "필요한데 서류는 뭐 준비해요?",
        "신청한 데 전화번호가 뭐예요?",
    ],
)
def test_of_nothing(text: str) -> None:
    assert asks_of_nothing(question(text), CORPUS, ANALYZER)


@pytest.mark.parametrize(
    "text",
    [
        "네이버 AI 교육 얼마예요?",
        "네이버 수수료는요?",
        "교육 신청은 어떻게 해요?",
        "대출 한도가 얼마예요",
        "600억원 어디에 쓴대요?",
        "나라에서 지원금 얼마 줘요?",
        "손님이 없어요 어떡해요",
        "지원사업 뭐뭐 있어요?",
        "끝난 사업은 뭐가 있어요",
        "지원사업 한군데서 신청하는 사이트 주소 좀요",
        "날씨 어때요",
        "",
    ],
)
def test_of_something(text: str) -> None:
    assert not asks_of_nothing(question(text), CORPUS, ANALYZER)


def test_a_follow_up_is_of_the_programs_before() -> None:
    assert not asks_of_nothing(question("얼마예요?", topic=["naver-ai"]), CORPUS, ANALYZER)


def test_examples_are_programs_that_run() -> None:
    slugs = examples(evidence_for("얼마예요?").programs, CORPUS)
    assert slugs == ["naver-ai"]
    assert len(slugs) <= EXAMPLES
