"""Rivals: a verdict that is said twice joins two things."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rivals import joined_up


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        (
            "배민이 나아 땡겨요가 나아 수수료로만 따지면",
            "배민이랑 땡겨요 중에 어느 쪽이 나아 수수료로만 따지면",
        ),
        ("수제청 파는데 스스가 나아 쿠팡이 나아?", "수제청 파는데 스스랑 쿠팡 중에 어느 쪽이 나아?"),
        ("제로페이가 낫나 카드단말기가 낫나", "제로페이랑 카드단말기 중에 어느 쪽이 낫나"),
        (
            "기계 들인 집 대출이 많이 빌려줘요 온라인 셀러 정책자금이 많이 빌려줘요?",
            "기계 들인 집 대출이랑 온라인 셀러 정책자금 중에 어느 쪽이 많이 빌려줘요?",
        ),
    ],
)
def test_a_verdict_said_twice_joins_what_it_is_said_of(text: str, joined: str) -> None:
    assert joined_up(text) == joined


@pytest.mark.parametrize(
    "text",
    [
        "",
        "배민이 나아?",
        "수수료가 싸고 배달비가 싸면 옮길래요",
        "배민이 비싸서 쿠팡이츠가 비싸도 옮길래요",
        "수수료가 더 비싸면 매출이 더 나오나요",
        "제로페이 수수료가 얼마예요?",
        "연매출이 적은 가게는 제로페이 수수료가 적나요?",
        "요즘 손님이 많이 줄었어요 지원금이 많이 나오는 사업 있나요",
        "네이버랑 쿠팡 중에 네이버가 나아 쿠팡이 나아?",
        "배민이 나아 땡겨요가 나아 쿠팡이츠가 나아",
    ],
)
def test_anything_else_stays_as_it_is(text: str) -> None:
    assert joined_up(text) == text


@given(st.text(alphabet="배민이가나아싸냐더많 ?,고", max_size=40))
def test_any_text_is_read(text: str) -> None:
    joined = joined_up(text)
    assert joined == text or "중에 어느 쪽이" in joined
