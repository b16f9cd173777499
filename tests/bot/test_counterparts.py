"""Counterparts, on the shipped documents: what a comparison puts side by side is of one kind, or of its year."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.counterparts import one_tells_all
from knowledge.document import Document, Fact
from tests.bot.samples import KAKAO, NAVER, corpus_of, evidence_for, question


def slugs(assistant: Assistant, text: str) -> set[str]:
    return {citation.slug for citation in assistant.answer([text]).citations}


@pytest.mark.parametrize(
    "text",
    [
        # The other platform's programs have more of the words than its quick settlement.
        "판매대금 먼저 받아 쓰는 거 네이버랑 쿠팡 둘 다 있던데 각각 몇 퍼센트예요?",
        "쿠팡 거하고 네이버 거하고 물건값 빨리 받는 거 몇 프로씩 주는지 견줘 주세요",
        "네이버랑 쿠팡 빨리 정산받는 거 비교",
    ],
)
def test_platforms_are_compared_by_programs_of_one_kind(shipped_assistant: Assistant, text: str) -> None:
    assert slugs(shipped_assistant, text) == {"naver-fast-settlement", "coupang-fast-settlement"}


@pytest.mark.parametrize(
    "text",
    [
        "배민이랑쿠팡이츠랑구간정하는방법이어떻게달라요",
        "배민하고 쿠팡이츠 새로 입점한 가게 구간은 어떻게 매기는지 차이 좀",
    ],
)
def test_platforms_without_a_space_between_them(shipped_assistant: Assistant, text: str) -> None:
    assert slugs(shipped_assistant, text) == {"baemin-coexistence-plan", "coupangeats-coexistence-plan"}


def test_what_is_asked_of_platforms_without_a_space_is_told_of_each(shipped_assistant: Assistant) -> None:
    # 쿠팡이츠 keeps its name when 쿠팡 is no side, and 랑 does not stick to what is asked.
    told = shipped_assistant.answer(["배민이랑쿠팡이츠랑매출구간정하는방식이뭐가달라요"]).body
    assert "석 달마다" in told
    assert "차액을 돌려" in told


@pytest.mark.parametrize(
    "text",
    [
        "배민은 새로 들어온 가게 수수료가 처음에 몇 프로고 쿠팡이츠는 바로 할인해 주나요",
        "배민이랑 쿠팡이츠 둘 다 새로 들어가는데 할인이 어디가 빨리 적용돼요?",
    ],
)
def test_a_program_of_each_stands_before_one_that_both_share(shipped_assistant: Assistant, text: str) -> None:
    assert slugs(shipped_assistant, text) == {"baemin-coexistence-plan", "coupangeats-coexistence-plan"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("네이버는 안 하고 쿠팡은 하는데 빠른정산 수수료 얼마예요", "coupang-fast-settlement"),
        ("카카오는 빼고 당근은 광고비가 얼마예요", "daangn-local-ads"),
    ],
)
def test_a_platform_of_which_nothing_is_asked_is_no_side(
    shipped_assistant: Assistant, text: str, wanted: str
) -> None:
    assert slugs(shipped_assistant, text) == {wanted}


def test_what_is_described_is_answered_when_the_whole_is_unlike_everything(
    shipped_assistant: Assistant,
) -> None:
    text = "배달앱 수수료 내려준 거랑 가게 접을 때 철거비 주는 거 비교해 주세요"
    assert "hope-return-package" in slugs(shipped_assistant, text)


@pytest.mark.parametrize(
    "text",
    [
        "미리 주는 서비스 네이버꺼는 몇 프로 주고 쿠팡꺼는 몇 프로 주는지 알려 주세요",
        "네이버도 쿠팡도 정산 빨리 해주던데 이용료 떼는 건 어디고 공짜는 어디예요?",
        "네이버랑 쿠팡 빠른정산 나란히 놓고 보여 주세요",
    ],
)
def test_platforms_are_set_side_by_side_in_many_words(shipped_assistant: Assistant, text: str) -> None:
    assert slugs(shipped_assistant, text) == {"naver-fast-settlement", "coupang-fast-settlement"}


def test_a_program_of_neither_platform_tells_of_both() -> None:
    state = Document(
        slug="state-ai",
        title="정부 AI 교육",
        provider="중기부",
        kind="government_program",
        facts=(Fact(text="네이버와 카카오에서 배운다.", section="개요"),),
    )
    corpus = corpus_of(NAVER, KAKAO, state)
    asked = question("네이버 것도 듣고 카카오 것도 들어도 돼요?", corpus)
    found = evidence_for(asked.text, corpus)

    def tells(*programs: tuple[str, float]) -> bool:
        return one_tells_all(asked, replace(found, programs=programs), corpus)

    assert tells(("state-ai", 1.0), ("naver-ai", 0.8))
    assert not tells(("state-ai", 1.0), ("naver-ai", 0.95))
    assert not tells(("naver-ai", 1.0), ("state-ai", 0.8))


def test_each_point_is_told_of_each_side(shipped_assistant: Assistant) -> None:
    text = "작년에 공과금 내라고 준 거랑 올해 주는 거랑 얼마씩이고 매출 기준은 어떻게 달라요?"
    told = shipped_assistant.answer([text]).body
    assert all(figure in told for figure in ("50만원", "25만원", "3억원", "1억 400만원"))


def test_a_sigh_over_two_years_is_no_comparison(shipped_assistant: Assistant) -> None:
    text = "작년에 대출받은 거랑 올해 세금 나온 거랑 너무 힘들어요 어떻게 해야 할까요"
    assert not slugs(shipped_assistant, text) & {"innovation-growth-loan", "smart-store-tech-program"}


def test_a_name_beside_what_was_talked_of(shipped_assistant: Assistant) -> None:
    answer = shipped_assistant.answer(["배민 수수료 몇 프로예요?", "쿠팡이츠랑 비교하면요?"])
    assert {citation.slug for citation in answer.citations} == {
        "baemin-coexistence-plan",
        "coupangeats-coexistence-plan",
    }


def test_one_program_may_tell_of_both(shipped_assistant: Assistant) -> None:
    assert slugs(shipped_assistant, "포장 주문에서 떼는 거 배민하고 요기요 어디가 더 많아요?") == {
        "delivery-pickup-fee"
    }


@pytest.mark.parametrize(
    "text",
    [
        "작년 50만원 준 거랑 올해 25만원 준 거랑 매출 기준이 어떻게 달라요?",
        "저번해 50만원 준 거랑 올해 25만원 준 거랑 매출 기준이 어떻게 달라요?",
        "작년에 카드로 넣어 준 공과금 지원하고 올해 공과금 바우처하고 액수가 얼마나 차이 나요?",
    ],
)
def test_years_are_compared_by_programs_of_those_years(shipped_assistant: Assistant, text: str) -> None:
    assert slugs(shipped_assistant, text) == {"burden-relief-credit-2025", "management-stability-voucher"}


@pytest.mark.parametrize(
    "text",
    # What is compared, and what only stands in the second half.
    ["작년이랑 올해 정책자금 금리 차이", "올해 스마트상점 자부담은 작년이랑 같아요?"],
)
def test_two_years_of_one_program_are_no_sides(shipped_assistant: Assistant, text: str) -> None:
    assert len(slugs(shipped_assistant, text)) <= 1


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet="네이버 쿠팡 작년올해이랑하고정산수수료비교얼마각각?", max_size=40))
def test_any_text_is_read(shipped_assistant: Assistant, text: str) -> None:
    assert shipped_assistant.answer([text]).body
