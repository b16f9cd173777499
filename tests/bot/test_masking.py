"""Personal numbers out of what is kept; the figures of a question stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.masking import mask, mask_alike


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("제 번호 010-1234-5678이에요", "제 번호 [전화번호]이에요"),
        ("01012345678로 연락 주세요", "[전화번호]로 연락 주세요"),
        ("010 1234 5678", "[전화번호]"),
        ("010.123.4567", "[전화번호]"),
        ("(02) 123-4567", "[전화번호]"),
        ("031-123-4567, 070-1234-5678", "[전화번호], [전화번호]"),
        ("+82 10-1234-5678", "[전화번호]"),
        ("1588-1234에 전화했어요", "[전화번호]에 전화했어요"),
        ("사업자번호 123-45-67890입니다", "사업자번호 [사업자등록번호]입니다"),
        ("사업자번호 1234567890", "사업자번호 [사업자등록번호]"),
        ("kim.sajang+1@naver.com 으로", "[이메일] 으로"),
        ("카드 1234-5678-9012-3456", "카드 [카드번호]"),
        ("1234567890123456", "[카드번호]"),
        ("900101-1234567", "[주민등록번호]"),
        ("계좌 110-123-456789", "계좌 [계좌번호]"),
    ],
)
def test_personal_numbers_are_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "1357에 물어보래요",
        "5년간 600억원",
        "2024-11-06 간담회",
        "2024.11.06부터 2025.01.31까지",
        "2024년 11월 6일",
        "110만원과 65만원",
        "매출 1234567890원이면",
        "10,000,000,000원",
        "3.5%에서 12,000원",
        "2025-11-09~2025-12-31",
        "직원 5명, 10평",
    ],
)
def test_figures_dates_and_short_numbers_stay(text: str) -> None:
    assert mask(text) == text


@given(st.text("0123456789-. ()+가@a,", max_size=60))
def test_masking_ends_and_is_stable(text: str) -> None:
    assert mask(mask(text)) == mask(text)


def test_a_number_that_the_answer_repeats_is_masked_there_too() -> None:
    assert mask_alike("010-1234-5678은 자료에 없어요. 1357에 물어보세요.", "제 번호 010-1234-5678") == (
        "[전화번호]은 자료에 없어요. 1357에 물어보세요."
    )
