"""The source block under an answer, as plain lines: the terminal and Telegram print the same ones."""

import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bot.answer import Citation

#: What each status is called; a statistic is neither running nor over.
STATUS_WORDS = {
    "ongoing": "진행 중",
    "announced": "예정",
    "pending": "계류",
    "ended": "종료",
    "published": "발표",
    "unknown": "확인 안 됨",
}

UNOFFICIAL = "비공식"


@dataclass(frozen=True, slots=True)
class SourceLine:
    """`[1] 기사 제목 (2024년 11월 6일)`, in pieces: the title is the link's text when there is a url."""

    markers: str
    title: str
    url: str | None
    note: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.markers, self.title, self.note) if part)


def korean_date(value: str | None) -> str:
    """`2024-11-06` as 2024년 11월 6일, `2024-11` as 2024년 11월, `2024` as 2024년; nothing for no date."""
    if not value:
        return ""
    return " ".join(f"{int(part)}{unit}" for part, unit in zip(value.split("-"), "년월일", strict=False))


def status_word(status: str) -> str:
    """The status in a merchant's words; a status that nobody foresaw is not confirmed."""
    return STATUS_WORDS.get(status, STATUS_WORDS["unknown"])


def web_address(url: str) -> str | None:
    """The url when a chat can link to it, in ASCII as terminals and Telegram want it."""
    if not url.startswith(("https://", "http://")) or any(c.isspace() for c in url):
        return None
    return quote(url, safe=string.punctuation)


def source_lines(citations: Iterable[Citation]) -> list[SourceLine]:
    """One line a source, in the order of the markers; citations of one source share a line."""
    groups: dict[tuple[str, str, str | None, bool], list[Citation]] = {}
    for citation in citations:
        key = (citation.source_url, citation.source_title, citation.source_date, citation.unofficial)
        groups.setdefault(key, []).append(citation)
    return [
        SourceLine(
            markers="".join(f"[{citation.marker}]" for citation in group),
            title=" ".join((title or group[0].title or url).split()),
            url=web_address(url),
            note=source_note(date, unofficial),
        )
        for (url, title, date, unofficial), group in groups.items()
    ]


def source_note(date: str | None, unofficial: bool) -> str:
    """What stands behind a source's title: its date, and whether it is a private one."""
    return f"({korean_date(date) or '날짜 모름'})" + (f" · {UNOFFICIAL}" if unofficial else "")


def program_lines(citations: Iterable[Citation]) -> list[str]:
    """A line a cited program: its name, its status, and the day on which that was last confirmed (확인일)."""
    programs: dict[str, Citation] = {}
    for citation in citations:
        programs.setdefault(citation.slug, citation)
    return [f"{c.title}: {standing(c)}" for c in programs.values()]


def standing(citation: Citation) -> str:
    """`진행 중 · 확인일 2025년 11월 9일`."""
    checked = korean_date(citation.checked_on)
    return status_word(citation.status) + (f" · 확인일 {checked}" if checked else "")


def checked_line(citations: Sequence[Citation], already_said: str = "") -> str:
    """The 확인일 of the cited programs in one line; empty when `already_said` tells each of them.

    Programs that were checked on different days have their markers before the day.
    """
    markers: dict[str, str] = {}
    for citation in citations:
        if citation.checked_on:
            day = korean_date(citation.checked_on)
            markers[day] = markers.get(day, "") + f"[{citation.marker}]"
    if all(day in already_said for day in markers):
        return ""
    if len(markers) == 1:
        return "확인일 " + next(iter(markers))
    return "확인일 " + ", ".join(f"{marked} {day}" for day, marked in markers.items())
