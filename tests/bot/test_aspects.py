"""Aspects: the same list for what a question asks, what a fact tells and what a document does not know."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.aspects import PHONE_NUMBER, Aspect, asked, close, told, unknown


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("얼마까지 줘요?", Aspect.AMOUNT),
        ("한도가 을마예요", Aspect.AMOUNT),
        ("수수료 몇프로 떼요?", Aspect.RATE),
        ("몇퍼까지 줌?", Aspect.RATE),
        ("카톡 한 통 값 좀", Aspect.AMOUNT),
        ("언제까지 신청해요?", Aspect.WHEN),
        ("마감이 며칠이에요", Aspect.WHEN),
        ("몇 년 동안 해요?", Aspect.DURATION),
        ("어디서 열어요?", Aspect.WHERE),
        ("홈페이지 주소 좀", Aspect.URL),
        ("전화번호 알려줘요", Aspect.PHONE),
        ("어디다 물어봐요?", Aspect.PHONE),
        ("어떻게 신청해요", Aspect.HOW),
        ("어디서 신청하나요?", Aspect.HOW),
        ("예약은 어디로 해요", Aspect.HOW),
        ("사업자등록증 또 뭐 떼가야 하나요", Aspect.HOW),
        ("뭘 챙겨가야 돼요?", Aspect.HOW),
        ("한 건에 얼마 떼가요?", Aspect.RATE),
        ("보험료도 낼 수 있어요", Aspect.USE),
        ("저 같은 사람도 되나요?", Aspect.WHO),
        ("몇 명이나 뽑아요?", Aspect.COUNT),
        ("지금도 하나요?", Aspect.STATUS),
        ("그게 뭐예요?", Aspect.WHAT),
        ("한번 누를 때 얼마 나가요", Aspect.AMOUNT),
        ("이때껏 얼마나 팔았대요", Aspect.AMOUNT),
        ("뜯는 돈 어디까지 보태줘요", Aspect.AMOUNT),
        ("가게 올리는 건 공짜예요?", Aspect.AMOUNT),
        ("스마트상점 지원금", Aspect.AMOUNT),
        ("토요일은 몇 시부터 여나요", Aspect.WHEN),
    ],
)
def test_the_first_thing_asked(question: str, first: Aspect) -> None:
    assert asked(question)[0] is first


def test_which_of_two_is_no_place() -> None:
    assert Aspect.WHERE not in asked("어디가 더 비싸요? 수수료 어디가 빨리 적용돼요")


def test_spaces_do_not_matter() -> None:
    assert asked("어 디 서 신 청 해 요 얼 마") == asked("어디서 신청해요 얼마") != ()


def test_several_things_come_in_the_order_in_which_they_are_asked() -> None:
    found = asked("얼마를 언제까지 줘요?")
    assert [aspect for aspect in found if aspect in (Aspect.AMOUNT, Aspect.WHEN)] == [
        Aspect.AMOUNT,
        Aspect.WHEN,
    ]
    found = asked("언제부터 얼마를 줘요?")
    assert found[0] is Aspect.WHEN


def test_a_name_is_no_question() -> None:
    assert Aspect.RATE not in asked("카카오 프로젝트 단골")
    assert asked("백년가게") == ()


@pytest.mark.parametrize(
    ("fact", "aspect"),
    [
        ("한 곳에 최대 3,000만원을 준다.", Aspect.AMOUNT),
        ("수강료는 무료다.", Aspect.AMOUNT),
        ("금리는 연 2.0%다.", Aspect.RATE),
        ("2024년 11월 6일에 시작했다.", Aspect.WHEN),
        ("상담은 5개월 걸린다.", Aspect.DURATION),
        ("sbiz24.kr에서 신청한다.", Aspect.URL),
        ("문의는 02-1234-5678이다.", Aspect.PHONE),
        ("누리집에서 신청한다.", Aspect.HOW),
        ("연매출 3억원 이하 소상공인이 대상이다.", Aspect.WHO),
        ("110개 점포를 뽑았다.", Aspect.COUNT),
    ],
)
def test_what_a_fact_tells(fact: str, aspect: Aspect) -> None:
    assert aspect in told(fact)


@pytest.mark.parametrize("number", ["02-1234-5678", "1588-1234", "1357", "070-123-4567"])
def test_a_telephone_number(number: str) -> None:
    assert PHONE_NUMBER.search(f"문의는 {number}로 한다.")


@pytest.mark.parametrize("text", ["2024-11-06", "1,357명", "1357만원", "1300억원", "2024년", "110-120%"])
def test_no_telephone_number(text: str) -> None:
    assert not PHONE_NUMBER.search(text)


@pytest.mark.parametrize(
    ("entry", "aspect"),
    [
        ("2026년 모집 일정", Aspect.WHEN),
        ("과정별 수강 인원", Aspect.COUNT),
        ("담당 창구 전화번호", Aspect.PHONE),
        ("신청 방법과 서류", Aspect.HOW),
        ("점포별 지원 금액", Aspect.AMOUNT),
        ("2026년 운영 여부", Aspect.STATUS),
    ],
)
def test_what_a_document_does_not_know(entry: str, aspect: Aspect) -> None:
    assert aspect in unknown(entry)


def test_close() -> None:
    assert close(" 얼 마\t예\n요 AI ") == "얼마예요ai"


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert len(set(asked(text))) == len(asked(text))
    assert told(text) <= set(Aspect)
    assert unknown(text) <= set(Aspect)


@pytest.mark.parametrize(
    "text",
    [
        "네이버 플레이스 등록 비용",
        "로켓그로스 보관비",
        "소담스퀘어 대관료",
        "반품비는요",
        "인증 비용 궁금해요?",
        "가맹 요금 알려줘요",
    ],
)
def test_a_price_at_the_end_is_asked_for(text: str) -> None:
    assert Aspect.AMOUNT in asked(text)


@pytest.mark.parametrize(
    "text", ["제로페이 준비", "배민 수수료", "강의 무료", "통계 자료", "키오스크 설비", "온라인 소비"]
)
def test_words_that_end_like_a_price_are_none(text: str) -> None:
    assert Aspect.AMOUNT not in asked(text)


def test_how_much_one_can_get_asks_for_the_amount_alone() -> None:
    assert asked("얼마까지 받을 수 있어요") == (Aspect.AMOUNT,)
    assert Aspect.WHO in asked("저도 받을 수 있어요?")


def test_to_send_and_to_finish_is_no_use() -> None:
    assert Aspect.USE not in asked("카톡 보낼 수 있어요?")
    assert Aspect.USE not in asked("언제 끝낼 수 있나요?")
