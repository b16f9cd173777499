"""What a document's text says of the document itself: title, provider, dates, contact, each with how sure.

A guess is sure when the text itself names it (`공고일: 2026. 1. 5.`), and likely when it only looks like it.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from ingest.readers.blocks import Block, Heading, Reading, Table, Text
from ingest.readers.clean import one_line, syllables
from ingest.readers.rows import texts_of


class Guess(NamedTuple):
    """`field` is title, provider, source_date (공고일), period (접수기간), valid_until or contact (문의처)."""

    field: str
    value: str
    sure: bool


_DATE: Final = r"['‘’]?(\d{4}|\d{2})\s*[.년/-]\s*(\d{1,2})\s*[.월/-]\s*(\d{1,2})\s*일?"
_LATER: Final = r"(?:['‘’]?(\d{4}|\d{2})\s*[.년/-]\s*)?(\d{1,2})\s*[.월/-]\s*(\d{1,2})\s*일?"
_WEEKDAY: Final = r"\.?\s*(?:\([월화수목금토일]\))?"
_TIME: Final = r"(?:\s*\d{1,2}\s*[:시]\s*(?:\d{2}분?)?\s*)?"
_PUBLISHED: Final = re.compile(
    rf"(?:공고|게시|등록|발표|배포|보도|작성|고시)\s*(?:일시|일자|시점|일)\s*[:：]?\s*{_DATE}|배포\s*[:：]\s*{_DATE}"
)
_PERIOD: Final = re.compile(
    rf"((?:신청|접수|모집|공모)(?:\s*(?:및|·|/)?\s*(?:신청|접수))?\s*(?:기간|기한|일정))\s*[:：]?\s*\(?{_DATE}{_WEEKDAY}{_TIME}\s*[~∼～\-–]\s*{_LATER}"
)
_ONLY_DATE: Final = re.compile(rf"{_DATE}\.?")
_NUMBERED_NOTICE: Final = re.compile(
    r"[「『\[<(]?\s*([가-힣][가-힣A-Za-z·]{1,20}(?: [가-힣]{2,12})?)\s*(?:공고|고시)\s*제\s*\d{2,4}\s*[-–‑~]\s*\d+\s*호"
)
_HEAD: Final = re.compile(
    r"([가-힣]{2,15}(?:\s?[가-힣]{2,15})?(?:부|처|청|시|군|구|도|공단|진흥원|재단|공사|협회|중앙회|위원회|은행|센터))\s*(?:장|장관|이사장|원장|회장|시장|도지사|군수|구청장|사장|위원장)?"
)
_OFFICE: Final = re.compile(r"[가-힣]{2,}(?:부|처|청|공단|진흥원|재단|공사|협회|중앙회|위원회|센터|주식회사)")
_PHONE: Final = r"0\d{1,2}\s?[-)–.]\s?\d{3,4}\s?[-–.]\s?\d{4}|1[5-9]\d{2}\s?[-–]\s?\d{4}"
_CONTACT: Final = re.compile(
    rf"(문의처?|문의\s*전화|문의사항|연락처|콜센터|고객센터|대표\s*전화|담당자?|전화)[^0-9]{{0,40}}?({_PHONE})"
)
_TITLE: Final = re.compile(
    r"(?:공고문?|안내문?|모집|계획|사업|시행|개최|지침|요강|보고서|신청서|설명서|매뉴얼|가이드|고시|조례|규정|약관|자료)(?:\s*[(（][^()（）]{1,20}[)）])?$"
)
_NO_TITLE: Final = re.compile(
    r"^(?:보도자료|보도참고자료|공고|안내문?|참고자료|목차|차례|별첨|붙임.*|\[.*\]|[-–—※*ㅇo○□•·].*)$"
)
_LABELLED: Final = re.compile(r"^[^:：]{1,15}[:：]\s*\S")

LONGEST_TITLE: Final = 100


def guesses(reading: Reading, facts: Sequence[tuple[str, str]]) -> list[Guess]:
    """What is found; a field that is not found is left out."""
    texts = [text for _, text in facts]
    lines = [one_line(line) for text in texts_of(reading.blocks) for line in text.split("\n")]
    found = [
        _title(reading),
        _provider(reading, [line for line in lines if line]),
        _published(texts),
        *_period(texts),
        _contact(texts),
    ]
    return [guess for guess in found if guess is not None]


def _title(reading: Reading) -> Guess | None:
    lines = list(_first_lines(reading.blocks))
    shown = [one_line(text) for text, _ in lines]
    for number, text in enumerate(shown[:12]):
        if _could_be_title(text) and _TITLE.search(text):
            return Guess("title", text, number < 6)
    for text, styled in lines:
        if styled and _could_be_title(one_line(text)):
            return Guess("title", one_line(text), True)
    own = one_line(reading.title)
    if syllables(own) >= 4 and len(own) <= LONGEST_TITLE and any(own in text for text in shown):
        return Guess("title", own, True)
    for number, text in enumerate(shown):
        if _could_be_title(text) and syllables(text) >= 6:
            after = shown[number + 1] if number + 1 < len(shown) else ""
            if text.endswith(",") and len(text) + len(after) < LONGEST_TITLE:
                text = f"{text} {after}"
            return Guess("title", text.rstrip(","), False)
    if syllables(own) >= 4 and len(own) <= LONGEST_TITLE:
        return Guess("title", own, False)
    return None


def _could_be_title(text: str) -> bool:
    return (
        5 <= len(text) <= LONGEST_TITLE
        and not _NO_TITLE.match(text)
        and not _LABELLED.match(text)
        and not _NUMBERED_NOTICE.match(text)
        and not _HEAD.fullmatch(text)
        and not re.search(r"(?:다|요|까)\.$|주시기 바랍니다", text)
        and not _ONLY_DATE.fullmatch(text)
    )


def _first_lines(blocks: Iterable[Block], most: int = 25) -> Iterable[tuple[str, bool]]:
    """The first lines, and whether each is marked as a heading; a table's are its cells'."""
    count = 0
    for block in blocks:
        if isinstance(block, Table):
            rows = [line for row in block.rows for cell in row for line in cell.text.split("\n")]
            # A frame around a title has one cell or two; a real table has no title in it.
            lines = [(line, False) for line in rows] if len(rows) <= 6 else []
        elif isinstance(block, Heading):
            lines = [(block.text, True)]
        elif isinstance(block, Text):
            lines = [(line, False) for line in block.text.split("\n")]
        for line, styled in lines:
            if any(letter.isalnum() for letter in line):
                yield line, styled
                count += 1
                if count >= most:
                    return


def _provider(reading: Reading, texts: Sequence[str]) -> Guess | None:
    for text in texts[:15]:
        if match := _NUMBERED_NOTICE.match(text):
            return Guess("provider", match[1].strip(), True)
    for text, before in zip(texts[1:], texts, strict=False):
        head = _HEAD.fullmatch(text)
        if head and (_ONLY_DATE.fullmatch(before) or text.endswith("장")):
            return Guess("provider", head[1], bool(_ONLY_DATE.fullmatch(before)))
    author = one_line(reading.author)
    if _OFFICE.search(author) and len(author) <= 30:
        return Guess("provider", author, False)
    return None


def _published(texts: Sequence[str]) -> Guess | None:
    days = []
    for text in texts:
        for match in _PUBLISHED.finditer(text):
            parts = [part for part in match.groups() if part]
            if (day := _day(*parts)) is not None:
                days.append(day)
    if days:
        return Guess("source_date", days[0].isoformat(), len(set(days[:3])) == 1)
    for text in texts:
        if (alone := _ONLY_DATE.fullmatch(text)) and (day := _day(*alone.groups())) is not None:
            return Guess("source_date", day.isoformat(), False)
    return None


def _period(texts: Sequence[str]) -> list[Guess]:
    """접수기간 as it stands, and its last day when there is no other."""
    ends: list[tuple[str, date]] = []
    for text in texts:
        for match in _PERIOD.finditer(text):
            begin = _day(*match.groups()[1:4])
            year, month, day = match.groups()[4:7]
            if begin is None:
                continue
            end = _day(year or str(begin.year), month, day)
            if end is not None and end < begin and not year:
                end = _day(str(begin.year + 1), month, day)
            if end is not None and end >= begin:
                ends.append((f"{begin.isoformat()} ~ {end.isoformat()}", end))
    if not ends:
        return []
    sure = len({end for _, end in ends}) == 1
    period = Guess("period", ends[0][0], sure)
    return [period, Guess("valid_until", max(end for _, end in ends).isoformat(), sure)]


def _contact(texts: Sequence[str]) -> Guess | None:
    for text in texts:
        if match := _CONTACT.search(text):
            return Guess("contact", re.sub(r"\s", "", match[2]), match[1].startswith("문의"))
    return None


def _day(year: str, month: str, day: str) -> date | None:
    number = int(year)
    try:
        return date(number + 2000 if number < 100 else number, int(month), int(day))
    except ValueError:
        return None
