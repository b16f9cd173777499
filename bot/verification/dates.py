"""The dates of a Korean sentence, in whichever way they are written: 2024-11-06, 24년 11월 6일, '24.11.6., 11/6."""

import re
from dataclasses import dataclass, field

_RANGE = r"\s?[~-]\s?"
_YEAR = r"(?:(?P<year>(?:19|20)\d\d|['’]?\d\d)년\s?)?"
#: Longest first. Each names year, month, day and, for a second end, month2 and day2.
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?(?![\d-])",
        r"(?<![\d.])(?P<year>(?:19|20)\d\d|['’]\d\d)\.\s?(?P<month>\d{1,2})\.(?:\s?(?P<day>\d{1,2})(?:\.|(?=\D|$)))?(?!\d)",
        r"(?<![\d.])(?P<year>\d\d)\.\s?(?P<month>\d{1,2})\.\s?(?P<day>\d{1,2})\.?(?!\d)",
        r"(?<![\d.])(?P<month>\d{1,2})\.\s?(?P<day>\d{1,2})\.(?=\s?(?:까지|부터|이후|이전|에|자|기준|[~(]))",
        rf"(?<!\d){_YEAR}(?P<month>\d{{1,2}})월\s?(?P<day>\d{{1,2}})(?:일)?{_RANGE}(?P<day2>\d{{1,2}})일",
        rf"(?<!\d){_YEAR}(?P<month>\d{{1,2}})월?{_RANGE}(?P<month2>\d{{1,2}})월(?!\s?\d{{1,2}}일)",
        rf"(?<!\d){_YEAR}(?P<month>\d{{1,2}})월(?:\s?(?P<day>\d{{1,2}})일)?",
        r"(?<![\d/])(?:(?P<year>(?:19|20)\d\d|\d\d)/)?(?P<month>\d{1,2})/(?P<day>\d{1,2})(?![\d/])",
        rf"(?<!\d)(?P<year>(?:19|20)\d\d)년?{_RANGE}(?P<year2>(?:19|20)\d\d)년",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)년",
        r"(?<!\d)['’](?P<year>\d\d)년?(?!\d)",
    )
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as precise as it is written; what is not written is None. `bound` as in `Figure`."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    bound: str = field(default="", compare=False)
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return "-".join(str(part).zfill(2) if part else "?" for part in (self.year, self.month, self.day))

    def within(self, other: "Day") -> bool:
        """Whether the other date gives all that this one does, and the same; a year may be left out there."""
        return (
            (self.year is None or other.year in (None, self.year))
            and (self.month is None or other.month == self.month)
            and (self.day is None or other.day == self.day)
        ) and (self.month is not None or self.year is None or other.year == self.year)


def dates(text: str) -> tuple[list[Day], str]:
    """The dates of a text in its order, and the text with them blanked, character for character.

    A date without a year has that of the date before it (2025년 7월 14일부터 11월 28일까지).
    """
    found: list[Day] = []
    for pattern in _PATTERNS:
        for match in reversed(list(pattern.finditer(text))):
            days = _days(match)
            if days:
                found += days
                text = text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]
    found.sort(key=lambda day: day.start)
    year = None
    for place, day in enumerate(found):
        if day.year is None and year is not None:
            found[place] = Day(year, day.month, day.day, day.bound, day.start, day.end)
        year = day.year or year
    return found, text


def _days(match: re.Match[str]) -> list[Day]:
    """One or two dates; none when the numbers are no date."""
    given = match.groupdict()
    year = _year(given.get("year"))
    month, day = (int(given[name]) if given.get(name) else None for name in ("month", "day"))
    second = (
        _year(given.get("year2")) or year,
        int(given["month2"]) if given.get("month2") else month,
        int(given["day2"]) if given.get("day2") else day,
    )
    pairs = [(year, month, day)]
    if any(given.get(name) for name in ("year2", "month2", "day2")):
        pairs.append(second)
    if any((m is not None and not 1 <= m <= 12) or (d is not None and not 1 <= d <= 31) for _, m, d in pairs):
        return []
    if len(pairs) == 1:
        return [Day(*pairs[0], "", match.start(), match.end())]
    middle = match.start() + 1
    return [Day(*pairs[0], "from", match.start(), middle), Day(*pairs[1], "to", middle, match.end())]


def _year(text: str | None) -> int | None:
    if not text:
        return None
    number = int(text.strip("'’"))
    return number if number > 99 else 2000 + number
