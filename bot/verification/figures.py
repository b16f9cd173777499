"""The figures of a Korean sentence: amounts, rates, dates, counts, telephone numbers, as comparable values."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bot.verification.counters import COUNTED, UNIT, UNITS
from bot.verification.dates import Day, dates
from bot.verification.numerals import DAYS, NATIVE, numeral

_MARKER = re.compile(r"\[\d+(?:\s*,\s*\d+)*\]")
_PHONE = re.compile(
    r"(?<![\d-])(?:0\d{1,2}[-.) ]\s?\d{3,4}[-. ]\d{4}|1[568]\d{2}(?:[- ]\d{4}|\d{4}(?!\d|\s?(?:원|명|개|건|곳|회|톤|포인트)))|1\d{3}-\d{4}|0\d{8,10})(?![\d-])"
)
#: What has digits and is no figure: one to one, and the names of laws' articles.
_NO_FIGURE = re.compile(r"1\s?(?:대|:)\s?1(?!\d)")
_ARTICLE = re.compile(r"제\s?(\d+)조(?:의\s?\d+)?")
_FRACTION = re.compile(r"(\d+)분의\s?(\d+)")

_DAYS = re.compile(r"(?<![가-힣])(" + "|".join(DAYS) + r")(?![가-힣]*날|에 |마다)")
_HALF = re.compile(r"절반|(?<![가-힣])반값|반반")
_HALF_YEAR = re.compile(r"(?<![가-힣])반(?:년|기(?=마다|별))")
#: Where a numeral may begin: a digit, or letters that make a number only before a unit (천만원, 오백만 원).
_START = re.compile(
    r"\d|(?<![가-힣\d])[일이삼사오육칠팔구십백천만억](?=[일이삼사오육칠팔구십백천만억]|\s?원|\s?(?:명|개|건|곳))"
)
_SPELT_UNIT = re.compile(r"\s?(?:여\s?)?(?:원|명|개|건|곳|퍼센트|프로|포인트|회|톤)")
_RANGE = re.compile(r"\s?[~-]\s?(?:최대\s?)?$")
_OR = re.compile(r"\s?(?:또는|이나|나|·|,)\s?(?!많|최)[^,.]{0,8}")
#: Names that end in a number.
_NAMED = re.compile(r"(?:소상공인|정부|공영홈)$")
_WORKDAYS = re.compile(r"영업일(?:로|\s?기준)?(?:으로)?\s?(?:약\s)?$")
_NOON = re.compile(r"(오전|아침|새벽|오후|저녁|밤|낮)\s?$")

#: How the words before a figure and behind it bound it. `to` and `from` also stand where nothing is bounded
#: (A부터 B까지), so they only contradict each other's side.
_BEFORE = (
    ("le", re.compile(r"(?:최대|최고|많게는|많으면|많아야|한도\S{0,2})\s?(?:로\s|약\s)?$")),
    ("ge", re.compile(r"(?:최소|최저|적어도|하한\S?)\s?$")),
)
_BEHIND = (
    ("le", re.compile(r"[가-힣]{0,3}?\s?(?:이하|이내|안쪽|안으로|[을를이] 넘지 ?않|[이가] 한도)")),
    (
        "lt",
        re.compile(
            r"[가-힣]?\s?(?:미만|보다 (?:적|작|낮)|[이가도] ?(?:(?:안|채) ?(?:되|된|돼)|(?:되|차)지 ?않))"
        ),
    ),
    ("ge", re.compile(r"[가-힣]?\s?이상")),
    ("over", re.compile(r"[가-힣]?\s?(?:[을를이가]? ?넘|보다 (?:많|크|높))")),
    ("gt", re.compile(r"[가-힣]?\s?초과")),
    ("to", re.compile(r"[가-힣]{0,3}?\s?(?:까지|이전|전까지|안에)")),
    ("from", re.compile(r"[가-힣]{0,2}?\s?(?:부터|이후)")),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it counts; the unit is empty where none is written.

    `bound`: le (최대, 이하), lt (미만), ge (최소, 이상), gt (초과), over (넘는), to (까지, the end of a range), from (부터), or
    empty. `start` and `end` are places in the text; `spelt`: counted in native words (두 가지).
    """

    value: float
    unit: str = ""
    bound: str = field(default="", compare=False)
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)
    spelt: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        return f"{self.value:,.15g}{self.unit}"


def figures(text: str) -> list[Figure | Day]:
    """The figures of a text in its order: 1억 400만원 and 1억4백만 원 are 104,000,000원, 석 달 is 3개월.

    Citation markers are no figures. A telephone number is one figure, its digits, with the unit 전화.
    """
    text = _plain(text)
    found: list[Figure | Day] = []
    for match in _PHONE.finditer(text):
        found.append(Figure(float(re.sub(r"\D", "", match[0])), "전화", "", *match.span()))
    text = _blank(_PHONE, text)
    for match in _ARTICLE.finditer(text):
        found.append(Figure(float(match[1]), "조항", "", *match.span()))
    text = _blank(_ARTICLE, text)
    for match in _FRACTION.finditer(text):
        found.append(Figure(round(int(match[2]) / max(1, int(match[1])), 6), "분수", "", *match.span()))
    text = _blank(_FRACTION, text)
    days, text = dates(text)
    found += days
    found += _words(text)
    found += _numbers(text)
    found.sort(key=lambda figure: figure.start)
    bounded = [_bounded(figure, text) for figure in found]
    # 100억원 또는 1,000억원 이상: a limit behind the last holds for all.
    for place in range(len(bounded) - 2, -1, -1):
        figure, after = bounded[place], bounded[place + 1]
        if (
            not figure.bound
            and isinstance(figure, Figure)
            and isinstance(after, Figure)
            and figure.unit == after.unit
            and _OR.fullmatch(text, figure.end, after.start)
        ):
            bounded[place] = replace(figure, bound=after.bound)
    return bounded


def supported(figure: Figure | Day, given: Iterable[Figure | Day]) -> bool:
    """Whether one of the given figures is the same; a unit that one side does not write is no contradiction."""
    return any(same(figure, other) for other in given)


def same(figure: Figure | Day, other: Figure | Day) -> bool:
    """Whether `other` carries `figure`: the same value and unit, or a date that says at least as much."""
    if isinstance(figure, Day):
        if isinstance(other, Day):
            return figure.within(other)
        return figure.month is None and other.value == figure.year and not other.unit
    if isinstance(other, Day):
        return (figure.unit == "" and figure.value == other.year) or (
            figure.unit == "일" and figure.value == other.day
        )
    if abs(_months(figure) - _months(other)) < 1e-6 and {figure.unit, other.unit} == {"년", "개월"}:
        return True
    if (
        any({figure.unit, other.unit} == units for units in _SCALES)
        and abs(_scaled(figure) - _scaled(other)) < 1e-4
    ):
        return True
    if figure.unit == other.unit == "시" and figure.value < 12 <= other.value:
        return other.value - 12 == figure.value
    return abs(figure.value - other.value) < 1e-6 and (
        figure.unit == other.unit or not figure.unit or not other.unit
    )


def comparable(figure: Figure | Day, other: Figure | Day) -> bool:
    """Whether two figures count the same, so that one may be taken for the other."""
    if isinstance(figure, Day) or isinstance(other, Day):
        return isinstance(figure, Day) and isinstance(other, Day)
    # 15만 and 30만 포인트; but 1357 and 6개 are nothing alike.
    return figure.unit == other.unit or (
        "" in (figure.unit, other.unit) and min(figure.value, other.value) >= 10_000
    )


#: Units of which one is so many of the other: 5분의 1 is 20%, 두 달 is 60일, 일주일 is 7일; 60번 is 60건.
_SCALES = tuple(map(frozenset, (["분수", "%"], ["개월", "일"], ["주", "일"], ["회", "건"])))
_SIZES = {"분수": 100, "개월": 30, "주": 7}


def _scaled(figure: Figure) -> float:
    return figure.value * _SIZES.get(figure.unit, 1)


def _months(figure: Figure) -> float:
    return figure.value * 12 if figure.unit == "년" else figure.value


def _plain(text: str) -> str:
    """Full-width forms and the many tildes made plain, citation markers blanked; every place stays."""
    table = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    table |= dict.fromkeys(map(ord, "～∼〜–—−"), ord("~")) | {ord("\u00a0"): 32, ord("‘"): ord("'")}
    text = text.translate(table)
    return _blank(_NO_FIGURE, _blank(_MARKER, text))


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: " " * len(match[0]), text)


def _words(text: str) -> list[Figure]:
    """Figures in native words: 세 곳, 석 달, 대여섯 명, 이틀, 절반."""
    found = []
    for match in COUNTED.finditer(text):
        unit = "명" if match[2] == "분" else UNITS.get(match[2] or "", "")
        listing = match[2] in ("가지", "개", "곳", "군데", "분", "사람")
        found += [Figure(float(value), unit, "", *match.span(), listing) for value in NATIVE[match[1]]]
    found += [Figure(float(DAYS[m[1]]), "일", "", *m.span()) for m in _DAYS.finditer(text)]
    found += [Figure(50.0, "%", "", *m.span()) for m in _HALF.finditer(text)]
    return found + [Figure(6.0, "개월", "", *m.span()) for m in _HALF_YEAR.finditer(text)]


def _numbers(text: str) -> list[Figure]:
    """Figures that begin with a digit or a Sino-Korean numeral."""
    found: list[Figure] = []
    at = 0
    while match := _START.search(text, at):
        start = match.start()
        read = numeral(text, start)
        if read is None:
            at = start + 1
            continue
        value, end = read
        at = end
        if not text[start].isdigit() and not _SPELT_UNIT.match(text, end):
            continue
        suffix = UNIT.match(text, end)
        unit = UNITS[suffix[1]] if suffix else ""
        if (
            start
            and not unit
            and re.match(r"[가-힣]", text[start - 1])
            and (re.match(r"[가-힣]", text[end : end + 1]) or _NAMED.search(text, 0, start))
        ):
            continue  # part of a name: 배민1플러스, 소상공인24
        if unit == "일" and _WORKDAYS.search(text, max(0, start - 10), start):
            unit = "영업일"
        if unit == "시" and (noon := _NOON.search(text, 0, start)):
            value = (
                value % 12 + (12 if noon[1] in ("오후", "저녁", "밤", "낮") else 0) if value <= 12 else value
            )
            start = noon.start()
        figure = Figure(value, unit, "", start, suffix.end() if suffix else end)
        if found and _RANGE.search(text, found[-1].end, start) and not text[found[-1].end : start].isspace():
            found[-1] = _from(found[-1], figure, text[start:end])
            figure = replace(figure, bound="to")
        found.append(figure)
    return found


def _from(low: Figure, high: Figure, written: str) -> Figure:
    """The lower end of a range with what it leaves to the upper one: 10~20만원, 1,900~2,900원, 9~18시."""
    if low.unit:
        return replace(low, bound="from")
    scales = re.search(r"[십백천만억조]+$", written.strip())
    scale = 1
    for letter in scales[0] if scales else "":
        scale *= {"십": 10, "백": 100, "천": 1_000, "만": 10**4, "억": 10**8, "조": 10**12}[letter]
    value = low.value * scale if low.value * scale <= high.value else low.value
    return replace(low, value=value, unit=high.unit, bound="from")


def _bounded(figure: Figure | Day, text: str) -> Figure | Day:
    """The figure with the bound that the words around it give."""
    for bound, pattern in _BEHIND:
        if pattern.match(text, figure.end):
            return replace(figure, bound=bound)
    for bound, pattern in _BEFORE:
        if pattern.search(text[max(0, figure.start - 8) : figure.start]):
            return replace(figure, bound=bound)
    return figure
