"""Amounts of questions: read in digits, and as names of what pays them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.amounts import AMOUNT, PAID, in_digits


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("작년 오십만원짜리", "작년 50만원짜리"),
        ("십억 원 넘으면", "10억원 넘으면"),
        ("매일 만원씩", "매일 만원씩"),
        ("이십오만원하고 삼천만 원", "25만원하고 3,000만원"),
    ],
)
def test_letters_are_read_in_digits(text: str, read: str) -> None:
    assert in_digits(text) == read


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("작년 50만원짜리는요?", "50만원"),
        ("올해 25만원 주는 거 어디다 써요", "25만원"),
        ("25만원짜리 가방 어디서 사요", None),
    ],
)
def test_what_pays_is_called_by_it(text: str, amount: str | None) -> None:
    match = PAID.search(text)
    assert (match[1] if match else None) == amount


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert in_digits(in_digits(text)) == in_digits(text)
    assert all(match[0] for match in AMOUNT.finditer(text))
