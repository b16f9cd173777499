"""Figures: one amount, date or count is one value, in whichever of the Korean ways it is written."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.verification.dates import Day
from bot.verification.figures import Figure, figures, same, supported
from bot.verification.reading import read
from bot.verification.values import unsupported
from tests.bot.samples import ANALYZER

SINO = "영일이삼사오육칠팔구"


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


def in_letters(value: int) -> str:
    """삼천오백만 원: as it is read aloud, with 일 left out before 천, 백 and 십."""
    said = ""
    for name, unit in (("조", 10**12), ("억", 10**8), ("만", 10**4), ("", 1)):
        part, value = divmod(value, unit)
        group = ""
        for word, size in (("천", 1000), ("백", 100), ("십", 10), ("", 1)):
            digit, part = divmod(part, size)
            if digit:
                group += ("" if digit == 1 and word else SINO[digit]) + word
        said += group + name if group else ""
    return said + " 원"


@given(AMOUNTS, st.sampled_from([digits, plain, grouped]))
def test_an_amount_is_one_figure(value: int, write: Callable[[int], str]) -> None:
    assert figures(f"최대 {write(value)}까지 준다.") == [Figure(value, "원")]


@given(ROUND, st.sampled_from([spoken, in_letters]))
def test_an_amount_as_it_is_said_is_one_figure(value: int, write: Callable[[int], str]) -> None:
    assert figures(f"최대 {write(value)}까지 준다.") == [Figure(value, "원")]


@given(ROUND, st.sampled_from([digits, grouped, spoken]), st.sampled_from([10, 100, 10_000]))
def test_an_amount_of_another_scale_is_another(value: int, write: Callable[[int], str], scale: int) -> None:
    assert not supported(Figure(value * scale, "원"), figures(write(value)))


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_a_date_is_one_however_it_is_written(day: date) -> None:
    wanted = [Day(day.year, day.month, day.day)]
    for text in (
        day.isoformat(),
        f"{day.year}. {day.month}. {day.day}.",
        f"'{day.year % 100:02}.{day.month}.{day.day}.",
        f"{day.year}년 {day.month}월 {day.day}일",
        f"{day.year % 100:02}년 {day.month}월 {day.day}일",
        f"{day.year}/{day.month}/{day.day}",
    ):
        assert figures(f"({text} 기준)") == wanted, text
    (short,) = figures(f"{day.month}/{day.day}에 열어요")
    assert same(short, wanted[0])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1억 400만원 미만", [Figure(104_000_000, "원")]),
        ("2.5억 원과 1천200만 원", [Figure(250_000_000, "원"), Figure(12_000_000, "원")]),
        ("천만원, 오백만 원, 5백만 원", [Figure(10_000_000, "원"), *[Figure(5_000_000, "원")] * 2]),
        ("10~20만원", [Figure(100_000, "원"), Figure(200_000, "원")]),
        ("2.0~7.8%", [Figure(2, "%"), Figure(7.8, "%")]),
        ("세 곳에서 열 명이 석 달 동안", [Figure(3, "개"), Figure(10, "명"), Figure(3, "개월")]),
        ("대여섯 곳", [Figure(5, "개"), Figure(6, "개")]),
        ("3%와 3퍼센트, 0.5%포인트", [Figure(3, "%"), Figure(3, "%"), Figure(0.5, "%p")]),
        ("9~11월", [Day(None, 9), Day(None, 11)]),
        ("2025년 7월 14일부터 11월 28일까지", [Day(2025, 7, 14), Day(2025, 11, 28)]),
        ("저녁 6시, 오전 9시, 18시", [Figure(18, "시"), Figure(9, "시"), Figure(18, "시")]),
        ("국번 없이 1357", [Figure(1357)]),
        ("전화 02-1234-5678, 1533-0100", [Figure(212345678, "전화"), Figure(15330100, "전화")]),
        ("1차, 2순위, 3단계", [Figure(1, "차"), Figure(2, "순위"), Figure(3, "단계")]),
        ("제12조에 따라 229개 시군구", [Figure(12, "조항"), Figure(229, "개")]),
        ("배민1플러스를 쓰는 이 회사", []),
        ("그렇다 [1] 맞다 [2][13] 또 [3, 4]", []),
        ("1대1로 가르친다", []),
    ],
)
def test_figures_of(text: str, wanted: list[Figure | Day]) -> None:
    assert figures(text) == wanted


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("최대 30만원", "le"),
        ("3억원 이하", "le"),
        ("1억 원 미만", "lt"),
        ("30년 이상", "ge"),
        ("8억원 초과", "gt"),
        ("최소 5만원", "ge"),
        ("7월 1일부터", "from"),
        ("12월 31일까지", "to"),
        ("10억 원을 넘지 않는", "le"),
        ("50㎡보다 작은", "lt"),
        ("많으면 4억 원", "le"),
        ("많게는 80%", "le"),
        ("25만원", ""),
    ],
)
def test_bounds(text: str, bound: str) -> None:
    assert [figure.bound for figure in figures(text)] == [bound]


def test_what_is_the_same_and_what_is_not() -> None:
    assert same(Figure(1, "년"), Figure(12, "개월"))
    assert same(Day(2024, 11), Day(2024, 11, 6))
    assert same(Day(None, 11, 6), Day(2024, 11, 6))
    assert not same(Day(2024, 11, 6), Day(2024, 11))
    assert not same(Day(2024, 11, 7), Day(2024, 11, 6))
    assert not same(Figure(3, "%"), Figure(3, "%p"))
    assert not same(Figure(3, "개월"), Figure(3, "년"))


def test_what_is_the_same_in_other_units() -> None:
    assert same(Figure(2, "개월"), Figure(60, "일"))
    assert same(Figure(0.2, "분수"), Figure(20, "%"))
    assert same(Figure(60, "회"), Figure(60, "건"))
    assert not same(Figure(60, "회"), Figure(60, "개"))
    assert not same(Figure(2, "개월"), Figure(2, "일"))


@pytest.mark.parametrize(
    ("claim", "told", "supported_"),
    [
        ("1주 안에 나와요.", "지원금을 주는 사업이다.", False),
        ("1주 안에 나와요.", "주문과 주소를 주말에 확인한다.", False),
        ("1주에 5일 열어요.", "매주 5일 연다.", True),
        ("1주에 5일 열어요.", "주 5일 연다.", True),
        ("1주에 2번 열어요.", "한 주에 두 번 연다.", True),
        ("1주 안에 나와요.", "한 주소에 한 곳만 준다.", False),
        ("1주 걸려요.", "한 주가 걸린다.", True),
        ("1일 안에 알려 줘요.", "일반 소상공인이 일부를 일하며 배운다.", False),
        ("1일 안에 알려 줘요.", "3월 2일에 알린다.", False),
        ("1일에 5천원이에요.", "하루 5천원이다.", True),
        ("1일 매출을 보여 줘요.", "일매출을 보여 준다.", True),
        ("1일 뒤에 들어와요.", "다음 날 들어온다.", True),
        ("1개월 안에 내요.", "3월에 낸다.", False),
        ("1개월 안에 내요.", "대출을 전달하고 배달한다.", False),
        ("1개월에 20만원이에요.", "월 20만원이다.", True),
        ("1개월마다 내요.", "매달 낸다.", True),
        ("1개월 이용료는 2만원이에요.", "월이용료는 2만원이다.", True),
        ("1년 동안 줘요.", "연매출 3억원 이하에 준다.", False),
        ("1년 동안 줘요.", "내년에 연결하는 서비스를 연구한다.", False),
        ("1년 안에 줘요.", "문을 연 가게에 준다.", False),
        ("1년 안에 줘요.", "문을 연 3곳에 준다.", False),
        ("1년 매출이 3억원 이하예요.", "연매출이 3억원 이하이다.", True),
        ("공급대가가 1년에 4,800만원이 안 돼요.", "연 공급대가가 4,800만원 미만이다.", True),
        ("1년 내내 받아요.", "연중 받는다.", True),
        ("1년에 2번 열어요.", "연 2회 연다.", True),
        ("1개씩 줘요.", "당근으로 전달한다.", False),
        ("1회 줘요.", "매출이 월등한 가게에 준다.", False),
        ("1곳만 골라요.", "한 곳만 고른다.", True),
        ("1회만 줘요.", "한 번만 준다.", True),
        ("1명에 20만원이에요.", "인당 20만원이다.", True),
    ],
)
def test_one_is_carried_by_its_own_words_only(claim: str, told: str, supported_: bool) -> None:
    ours, theirs = read(claim, ANALYZER), read(told, ANALYZER)
    (one,) = (f for f in ours.figures if isinstance(f, Figure) and f.value == 1)
    assert unsupported(one, ours, theirs, read("", ANALYZER)) != supported_


@pytest.mark.parametrize(
    ("claim", "told", "supported_"),
    [
        ("28만 6천 명 남짓이에요.", "286,012명이다.", True),
        ("28만 7천 명 남짓이에요.", "286,012명이다.", False),
        ("80% 가까이 신청했어요.", "79%가 신청했다.", True),
        ("80%가 신청했어요.", "79%가 신청했다.", False),
        ("약 5천 명이 배웠어요.", "4,980명이 배웠다.", True),
        ("약 6천 명이 배웠어요.", "4,980명이 배웠다.", False),
        ("1%를 깎아 줘요.", "0.1%를 깎아 준다.", False),
        ("1㎡에 20만원이에요.", "3.3㎡에 20만원이다.", False),
        ("1년 동안 줘요.", "2년 동안 준다.", False),
        ("일 년에 한 번 줘요.", "해마다 준다.", True),
        ("파는 분과 사는 분 두 분이 가입해요.", "판매자와 구매자가 가입한다.", True),
    ],
)
def test_a_figure_is_told_as_it_is_or_rounded_and_said_so(claim: str, told: str, supported_: bool) -> None:
    ours, theirs = read(claim, ANALYZER), read(told, ANALYZER)
    wanting = [figure for figure in ours.figures if unsupported(figure, ours, theirs, read("", ANALYZER))]
    assert (not wanting) == supported_


@given(st.text())
def test_any_text_has_figures_or_none(text: str) -> None:
    found = figures(text)
    assert all(supported(figure, found) for figure in found)


def test_citation_markers_are_no_figures() -> None:
    assert figures("그렇다 [1] 맞다 [2][13] 또 [3, 4]") == []


def test_names_that_end_in_a_number_have_no_figure() -> None:
    assert figures("소상공인24, 정부24에서 신청한다.") == []


def test_workdays_are_no_days() -> None:
    assert figures("영업일로 5일 이내") == figures("5영업일 이내")
