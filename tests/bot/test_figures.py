"""Figures: one amount is one value, in whichever of the Korean ways it is written."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.figures import Figure, figures, supported


def digits(value: int) -> str:
    """12,345,678원."""
    return f"{value:,}원"


def plain(value: int) -> str:
    """12345678 원."""
    return f"{value} 원"


def grouped(value: int) -> str:
    """1,234만 5,678원: as the press writes it."""
    parts = []
    for name, unit in (("조", 10**12), ("억", 10**8), ("만", 10**4), ("", 1)):
        part, value = divmod(value, unit)
        if part:
            parts.append(f"{part:,}{name}")
    return " ".join(parts) + "원"


def spoken(value: int) -> str:
    """1천2백만원, 3억 5천만 원: as it is said, for amounts with at most two digits in each group."""
    parts = []
    for name, unit in (("조", 10**12), ("억", 10**8), ("만", 10**4), ("", 1)):
        part, value = divmod(value, unit)
        said = ""
        for word, size in (("천", 1000), ("백", 100), ("십", 10), ("", 1)):
            digit, part = divmod(part, size)
            if digit:
                said += f"{digit}{word}"
        if said:
            parts.append(said + name)
    return " ".join(parts) + " 원"


AMOUNTS = st.integers(1, 10**15)
#: 천 and 백 of 만 and 억, as amounts of support are.
ROUND = st.builds(
    lambda a, b, c, d: a * 10**11 + b * 10**10 + c * 10**7 + d * 10**6,
    *[st.integers(0, 9)] * 4,
).filter(bool)


@given(AMOUNTS, st.sampled_from([digits, plain, grouped]))
def test_an_amount_is_one_figure(value: int, write: Callable[[int], str]) -> None:
    assert figures(f"최대 {write(value)}까지 준다.") == [Figure(value, "원")]


@given(ROUND)
def test_an_amount_as_it_is_said_is_one_figure(value: int) -> None:
    assert figures(f"최대 {spoken(value)}까지 준다.") == [Figure(value, "원")]


@given(st.dates(min_value=date(1900, 1, 1)))
def test_a_date_is_its_year_month_and_day(day: date) -> None:
    wanted = [Figure(day.year, "년"), Figure(day.month, "월"), Figure(day.day, "일")]
    for text in (
        day.isoformat(),
        f"{day.year}. {day.month}. {day.day}.",
        f"{day.year}년 {day.month}월 {day.day}일",
    ):
        assert figures(f"({text} 기준)") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1억 400만원 미만", [Figure(104_000_000, "원")]),
        ("3천500만원", [Figure(35_000_000, "원")]),
        ("5년 동안 600억원", [Figure(5, "년"), Figure(60_000_000_000, "원")]),
        ("2024년 3만명", [Figure(2024, "년"), Figure(30_000, "명")]),
        ("2만원 3천원", [Figure(20_000, "원"), Figure(3_000, "원")]),
        ("1만2000여 명", [Figure(12_000, "명")]),
        ("2.5퍼센트, 50프로, 7%", [Figure(2.5, "%"), Figure(50, "%"), Figure(7, "%")]),
        ("금리 0.3%p", [Figure(0.3, "%p")]),
        ("3개월에 3개", [Figure(3, "개월"), Figure(3, "개")]),
        ("2025-12", [Figure(2025, "년"), Figure(12, "월")]),
        ("전화 02-1234-5678", [Figure(212345678, "번")]),
        ("1588-1234로", [Figure(15881234, "번")]),
        ("그렇다 [1] 맞다 [2][13] 또 [3, 4]", []),
        ("숫자가 없다", []),
        ("", []),
    ],
)
def test_figures_of(text: str, wanted: list[Figure]) -> None:
    assert figures(text) == wanted


@given(st.text())
def test_any_text_has_figures_or_none(text: str) -> None:
    found = figures(text)
    assert all(supported(figure, found) for figure in found)


def test_another_value_or_unit_is_not_supported() -> None:
    given_ = figures("5년 동안 600억원")
    assert supported(Figure(60_000_000_000, "원"), given_)
    assert not supported(Figure(6_000_000_000, "원"), given_)
    assert not supported(Figure(5, "%"), given_)
    assert not supported(Figure(600, "억"), given_)
    assert not supported(Figure(5), [])


def test_a_unit_that_one_side_leaves_out_is_no_contradiction() -> None:
    # 1,900~2,900원 gives the first number no unit of its own.
    assert supported(Figure(1_900, "원"), figures("1,900~2,900원"))
    assert supported(Figure(2_900), figures("1,900~2,900원"))
