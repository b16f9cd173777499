"""Different programs in one message, on the shipped documents: asked one after the other, or described side by side."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.assistant import Assistant


def slugs(assistant: Assistant, text: str) -> set[str]:
    return {citation.slug for citation in assistant.answer([text]).citations}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "폐업하면 철거비를 평당 얼마 쳐주는지, 그리고 사장 고용보험 실업급여는 몇 달 나오는지 궁금해요",
            {"hope-return-package", "self-employed-employment-insurance"},
        ),
        (
            "오래된 가게로 뽑히려면 몇 년 장사해야 하고 배달앱 포장 주문 수수료는 배민이 지금 몇 프로예요?",
            {"hundred-year-store", "delivery-pickup-fee"},
        ),
        (
            "쿠팡 창고에 냉동식품도 받아주나요? 네이버 지도 등록한 건 폐업하면 자동으로 없어져요?",
            {"coupang-rocket-growth", "naver-smartplace"},
        ),
        (
            "당근 광고 한 번 클릭에 얼마 / 요기요는 포장 몇 프로",
            {"daangn-local-ads", "delivery-pickup-fee"},
        ),
        # A law gives nothing, so the gift is another program's, however near the law is.
        (
            "키오스크 장애인용으로 새로 사면 나라에서 얼마까지 보태주고, 안 바꾸면 과태료가 최대 얼마예요?",
            {"smart-store-tech-program", "barrier-free-kiosk-mandate"},
        ),
        # What points back may still be about another program, when that is plain.
        (
            "키오스크 장애인용 아니면 과태료 얼마 나와요? 그 기계 사는 돈은 정부에서 올해 얼마까지 대줘요?",
            {"smart-store-tech-program", "barrier-free-kiosk-mandate"},
        ),
        (
            "키오스크 장애인용 아니면 과태료 최대 얼마야? 그리고 바꿀라면 올해 정부가 비용 몇퍼까지 대줘?",
            {"smart-store-tech-program", "barrier-free-kiosk-mandate"},
        ),
        (
            "쿠팡 구매확정 안 누르면 며칠 뒤 자동? 스스는 돈 미리 받으려면 월 몇 건 팔아야?",
            {"coupang-marketplace", "naver-fast-settlement"},
        ),
        # A noun that hardly any program has is enough, and money to buy what a law asks for.
        (
            "철거비 얼마까지고 사장 실업급여는 몇 달?",
            {"hope-return-package", "self-employed-employment-insurance"},
        ),
        (
            "휠체어 키오스크 안 놓으면 과태료 얼마, 새로 사면 지원 얼마",
            {"smart-store-tech-program", "barrier-free-kiosk-mandate"},
        ),
        # A platform of its own says which program is meant, what was paid does, too.
        (
            "라이브방송 찍는 공짜 스튜디오는 전국에 몇 군데고 배민 장사 강의는 집에서도 들을 수 있나요",
            {"sodam-square", "baemin-academy"},
        ),
        (
            "올해 25만원 준다는 건 매출이 얼마 밑이어야 돼요? 작년에 50만원 준 거는 얼마까지였죠?",
            {"management-stability-voucher", "burden-relief-credit-2025"},
        ),
        # The shorter question is heard beside a long one, too.
        (
            "당근에 우리 가게 올리는 거 돈 들어요? 글고 카톡으로 단골들한테 메시지 한 통 보낼 때마다 얼마씩 드는지도 궁금해요",
            {"daangn-bizprofile", "kakaotalk-channel"},
        ),
        (
            "동네 특색 살려 장사하는 창업가 돕는 사업이랑 예비 사장 가르치는 사관학교랑 어느 쪽이 돈을 많이 줘요?",
            {"local-creator", "new-business-academy"},
        ),
    ],
)
def test_each_program_is_answered(shipped_assistant: Assistant, text: str, wanted: set[str]) -> None:
    assert slugs(shipped_assistant, text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        # Who pays, when and where is asked of what the rest is about.
        "당근 안심결제는 언제 전국으로 됐고 수수료는 누가 내는 거예요?",
        "스마트상점 기계는 몇 년 의무로 써야 돼요? 부가세는 누가 내요?",
        "시장에서 상품권 받는 가게 자격이 매출 얼마 넘으면 없어진다던데. 정부가 얼마로 하겠다고 했어요?",
        # A thing and the same without it are one thing.
        "배달앱 쓰는 식당이랑 안 쓰는 식당이랑 어디가 더 많이 폐업해요?",
        # Such as we (우리 같은) compares nothing.
        "인터넷 회사들 협회가 우리 같은 상인 단체들이랑 정기적으로 만나겠다고 한 게 언제예요?",
        # Of nothing but an amount, too.
        "네이버가 소상공인 ai 가르치는데 몇백억 쓴다며?? 정확히 얼만데",
        # What points back is about the program before.
        "디지털 온누리상품권은 손님이 몇 프로 할인받아요? 거기 가맹비는 있나요?",
        # Both ask of one program, the second with nothing but the attribute.
        "오래된 가게로 뽑히려면 몇 년 장사해야 하고 신청은 어디서 해요?",
        "자영업자 고용보험은 몇 프로 돌려주고 몇 년이나 주나요?",
        "상인들이랑 같이 배우는 카카오 교육은 언제 시작했어요?",
    ],
)
def test_one_program_is_answered_once(shipped_assistant: Assistant, text: str) -> None:
    assert len(slugs(shipped_assistant, text)) == 1


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet="배민 수수료는몇프로고언제까지이랑하고어느쪽?,. 각각", max_size=40))
def test_any_text_is_read(shipped_assistant: Assistant, text: str) -> None:
    answer = shipped_assistant.answer([text])
    assert answer.body
