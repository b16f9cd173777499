"""Readings: what opens an answer is left out, and no number, office or word of the claim with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.verification.figures import figures
from bot.verification.naming import other_names, stranger
from bot.verification.reading import opened, read
from tests.bot.samples import ANALYZER

#: What is counted in native words: 네 곳, 네 명.
COUNTED = "가지 곳 개 군데 명 사람 분 번 차례 달 해 주 시간 배 건 팀 점포".split()


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("네, 됩니다.", "됩니다."),
        ("네. 됩니다.", "됩니다."),
        ("네! 됩니다.", "됩니다."),
        ("네… 됩니다.", "됩니다."),
        ("네~ 됩니다.", "됩니다."),
        ("아니요, 안 돼요.", "안 돼요."),
        ("네 사장님, 됩니다.", "됩니다."),
        ("아니요 사장님! 안 돼요.", "안 돼요."),
        ("네, 맞아요. 됩니다.", "됩니다."),
        ("참고로, 사장님, 됩니다.", "됩니다."),
        ("참고로 사장님, 됩니다.", "됩니다."),
    ],
)
def test_what_opens_an_answer_is_left_out(text: str, rest: str) -> None:
    assert opened(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        "네 가지, 곧 교육과 상담이에요.",
        "네 곳, 다섯 곳으로 늘었어요.",
        "네 명. 팀당 네 명이에요.",
        "네 시. 그때 닫아요.",
        "예 시장. 그곳에서 해요.",
        "네이버가 열어요.",
        "예산은 2억원이에요.",
        "사장님 본인, 가족이 신청해요.",
        "즉시 돌려줘요.",
        "네.",
    ],
)
def test_what_only_looks_like_an_opening_stays(text: str) -> None:
    assert opened(text) == text


@given(
    st.sampled_from(["네", "예", "아니요, 네", "참고로, 네"]),
    st.sampled_from(COUNTED),
    st.sampled_from(",.!…"),
)
def test_no_figure_is_lost_with_an_opening(opening: str, unit: str, mark: str) -> None:
    text = f"{opening} {unit}{mark} 곧 30만원이에요."
    assert list(map(str, figures(opened(text)))) == list(map(str, figures(text)))


@pytest.mark.parametrize(
    "office", ["근로복지공단", "근로복지 공단", "국민건강보험 공단", "국민연금공단", "시화 공단", "반월 공단"]
)
def test_another_office_is_not_taken_for_the_markets_agency(office: str) -> None:
    agency = "소상공인시장진흥공단"
    told = read(f"가입은 {office}에서 한다.", ANALYZER)
    assert agency not in {token.form for token in told.tokens}
    assert not stranger(told, read("가입은 중기부에서 한다.", ANALYZER), ())
    assert "소진공" not in other_names(told.text)


@pytest.mark.parametrize("name", ["소진공", "소상공인시장진흥공단"])
def test_the_markets_agency_is_one_by_both_its_names(name: str) -> None:
    assert "소상공인시장진흥공단" in {token.form for token in read(f"{name}에서 심사해요.", ANALYZER).tokens}
