"""Worries: what leads to a question of its own is answered as that."""

import pytest

from bot.assistant import Assistant


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "인터넷으로 김치 팔려고 하는데 구매안전 확인증은 어느 은행 가서 떼요?",
            "mail-order-business-report",
        ),
        (
            "인터넷으로 건어물 팔려고요. 신고할 때 등록증 말고 은행서 떼는 확인증은 뭐라카는교",
            "mail-order-business-report",
        ),
        (
            "블로그로 손님 끌어오면 스토어 수수료 깎아 준다던데 그건 무슨 링크를 써야 하나요",
            "naver-smartstore-fees-2025",
        ),
    ],
)
def test_a_worry_that_leads_to_a_question_is_that_question(
    shipped_assistant: Assistant, text: str, wanted: str
) -> None:
    assert {citation.slug for citation in shipped_assistant.answer([text]).citations} == {wanted}


def test_whether_one_may_do_something_is_no_worry(shipped_assistant: Assistant) -> None:
    answer = shipped_assistant.answer(["폐업하려는데 철거부터 다 해놓고 지원금은 나중에 신청해도 되지?"])
    assert "먼저 신청" in answer.body
    assert {citation.slug for citation in answer.citations} == {"hope-return-package"}


@pytest.mark.parametrize(
    "text",
    [
        "시장에서 나물 팔아요. 우리 같은 시장 사람이 손님 늘리거나 인터넷으로 팔거나 할 때 도움 받을 거 다 알려주소",
        "인터넷으로 김치 좀 팔아보고 싶은데 어디서부터 시작하면 돼요?",
        "단골 손님이 자꾸 줄어요 쿠폰이나 문자 메시지 보내서 홍보하고 싶어요",
        "손님이 반토막 났어요 뭐라도 해야 하는데",
        "판로가 없어요 인터넷이고 방송이고 우리 물건 팔아 주는 데 알고 싶어요",
        "더는 못 버티겠어요 문 닫으면 도와주는 제도가 있나요",
    ],
)
def test_a_worry_alone_is_met_with_several_programs(shipped_assistant: Assistant, text: str) -> None:
    assert len({citation.slug for citation in shipped_assistant.answer([text]).citations}) > 1


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("판로가 막혔어요 방송이든 인터넷이든 우리 물건 팔아 주는 데 다 알려줘요", "tv-homeshopping-support"),
        ("배달하면 남는 게 없어요 떼가는 돈이 덜한 길은 뭐가 있어요", "baemin-coexistence-plan"),
    ],
)
def test_a_worry_is_met_with_what_helps_against_it(
    shipped_assistant: Assistant, text: str, wanted: str
) -> None:
    assert wanted in {citation.slug for citation in shipped_assistant.answer([text]).citations}
