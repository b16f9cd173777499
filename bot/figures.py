"""The figures of a Korean sentence: amounts, rates, dates, counts, telephone numbers, as comparable values."""

import re
from dataclasses import dataclass

_UNITS = {"천": 1e3, "백": 1e2, "십": 1e1, "조": 1e12, "억": 1e8, "만": 1e4}
_MARKER = re.compile(r"\[\d+(?:\s*,\s*\d+)*\]")
_PHONE = re.compile(r"(?<!\d)0\d{1,2}-\d{3,4}-\d{4}(?!\d)|(?<!\d)1\d{3}-\d{4}(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)")
_DOTTED = re.compile(r"(?<![\d.])(\d{4})\.\s?(\d{1,2})\.(?:\s?(\d{1,2})\.?)?(?!\d)")
_PART = re.compile(
    r"(\d[\d,]*(?:\.\d+)?)\s?(천|백|십)?"
    # 3천 5백만, 3천500만: what follows a thousand or a hundred belongs to it.
    r"((?<=[천백])\s?\d{1,3}(?![\d,.])\s?[백십]?(?=\s?(?:조|억|만|여|원|명|곳|개(?!월)|건)))?"
    r"\s?(조|억|만)?"
)
_UNIT = re.compile(
    r"\s?(?:여\s?)?(원|%p|%포인트|%|퍼센트|프로|명|곳|개월|개|건|팀|년|월|일|시간|시|분|주|회|배|점포|점|종|톤|가지|차|대)?"
)
_SAME = {"퍼센트": "%", "프로": "%", "%포인트": "%p"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it counts; the unit is empty where none is written."""

    value: float
    unit: str = ""


def figures(text: str) -> list[Figure]:
    """The figures of a text in its order: 1억 400만원 is 104,000,000원, 2024-11-06 is 2024년, 11월 and 6일.

    Citation markers are no figures. A telephone number is one figure, its digits, with the unit 번.
    """
    found: list[Figure] = []
    text = _MARKER.sub(" ", text)
    for match in _PHONE.finditer(text):
        found.append(Figure(float(re.sub(r"\D", "", match[0])), "번"))
    text = _PHONE.sub(" ", text)
    for pattern in (_ISO, _DOTTED):
        for match in pattern.finditer(text):
            found += [
                Figure(float(part), unit) for part, unit in zip(match.groups(), "년월일", strict=True) if part
            ]
        text = pattern.sub(" ", text)
    end, scale = -1, 0.0
    for match in _PART.finditer(text):
        number, small, rest, large = match.groups()
        unit = _UNITS.get(small, 1.0) * _UNITS.get(large, 1.0)
        value = round(float(number.replace(",", "").rstrip(".")) * unit, 6)
        if rest:
            digits = re.sub(r"\D", "", rest)
            value += float(digits) * _UNITS.get(rest.strip()[-1], 1.0) * _UNITS.get(large, 1.0)
        suffix = _UNIT.match(text, match.end())
        name = (suffix[1] if suffix else None) or ""
        name = _SAME.get(name, name)
        # 1억 400만원 is one amount: a smaller part right behind a larger one belongs to it.
        if found and not text[end : match.start()].strip() and end >= 0 and scale > unit and scale >= 1e4:
            found[-1] = Figure(found[-1].value + value, name)
        else:
            found.append(Figure(value, name))
        end, scale = match.end(), unit
    return found


def supported(figure: Figure, given: list[Figure]) -> bool:
    """Whether one of the given figures is the same; a unit that one side does not write is no contradiction."""
    return any(
        abs(other.value - figure.value) < 1e-6
        and (other.unit == figure.unit or not other.unit or not figure.unit)
        for other in given
    )
