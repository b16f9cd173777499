"""Korean numerals: 1억 400만, 5백, 삼천만, 2.5억, 열두 and 대여섯 as numbers."""

import re
from typing import Final

#: The four places within a group, and the groups of four digits.
PLACES: Final = {"십": 10, "백": 100, "천": 1_000}
GROUPS: Final = {"만": 10**4, "억": 10**8, "조": 10**12}
DIGITS: Final = dict(zip("일이삼사오육칠팔구", range(1, 10), strict=True))

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")

#: Native numerals before a counter. One (한) is left out: 한 번에, 한 사람 and 한 달 count nothing.
_ONES = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9}
_TENS = {"열": 10, "스물": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60, "일흔": 70}
NATIVE: Final[dict[str, tuple[int, ...]]] = {
    **{one: (value,) for one, value in _ONES.items() if value > 1},
    **{ten: (value,) for ten, value in _TENS.items()},
    **{ten + one: (value + more,) for ten, value in _TENS.items() for one, more in _ONES.items()},
    "스무": (20,),
    "석": (3,),
    "넉": (4,),
    "두세": (2, 3),
    "두어": (2, 3),
    "서너": (3, 4),
    "너댓": (4, 5),
    "네댓": (4, 5),
    "대여섯": (5, 6),
    "예닐곱": (6, 7),
}
#: Native words for a number of days.
DAYS: Final = {
    "이틀": 2,
    "사흘": 3,
    "나흘": 4,
    "닷새": 5,
    "엿새": 6,
    "이레": 7,
    "여드레": 8,
    "아흐레": 9,
    "열흘": 10,
    "보름": 15,
    "일주일": 7,
}


def numeral(text: str, start: int) -> tuple[float, int] | None:
    """The numeral at `start` as its value and where it ends; None when there is none.

    It begins with a digit, or with a Sino-Korean digit or scale; whether such a word is a number at all
    (만 원, but not 이 회사) is for the caller to see.
    """
    total, group, digit = 0.0, 0.0, None
    lowest_group, lowest_place = 10**16, 10**4
    spelt = not text[start : start + 1].isdigit()
    end = at = start
    while at < len(text):
        here = at + 1 if at > start and text[at] == " " else at
        match = _NUMBER.match(text, here)
        letter = text[here] if here < len(text) else ""
        if match or (letter in DIGITS and _is_digit(text, here, spelt)):
            if digit is not None or (here > at and not (at > start and _goes_on(text, here))):
                break
            value = float(match[0].replace(",", "")) if match else float(DIGITS[letter])
            # Three digits behind 3천 are its own; four are not.
            if at > start and value >= min(lowest_place, lowest_group):
                break
            digit, at = value, match.end() if match else here + 1
            at -= text[at - 1] == ","
        elif letter in PLACES and PLACES[letter] < lowest_place and (here == at or _is_scale(text, here)):
            lowest_place = PLACES[letter]
            group += (1 if digit is None else digit) * lowest_place
            digit, at = None, here + 1
        elif letter in GROUPS and GROUPS[letter] < lowest_group and (here == at or _is_scale(text, here)):
            lowest_group, lowest_place = GROUPS[letter], 10**4
            total += (group + (digit or 0) or 1) * lowest_group
            group, digit, at = 0.0, None, here + 1
        else:
            break
        end = at
    return (round(total + group + (digit or 0), 6), end) if end > start else None


def _is_digit(text: str, at: int, spelt: bool) -> bool:
    """Whether 이, 삼, 사 … is a digit here: before a scale, or at the end of a numeral in letters (삼십오 명)."""
    return bool(
        re.match(
            r".\s?[십백천만억]" + (r"|.\s?(?:원|명|개|건|곳|회|년|퍼센트|프로)" if spelt else ""), text[at:]
        )
    )


def _goes_on(text: str, at: int) -> bool:
    """Whether a number behind a space belongs to the one before it: 1억 400만, 28만 6,012, 2만 5천, 3만 5원."""
    if text[at - 2] not in PLACES and text[at - 2] not in GROUPS:
        return False
    rest = re.match(r"(\d[\d,]*(?:\.\d+)?)\s?([십백천만억])?\s?(원)?|([일이삼사오육칠팔구])", text[at:])
    if rest is None:
        return False
    return bool(rest[2] or rest[3] or rest[4]) or len(re.sub(r"\D", "", rest[1])) >= 3


def _is_scale(text: str, at: int) -> bool:
    """Whether the letter behind a space is a scale (5 만원) and not a word of its own (5 만남)."""
    return re.match(r".(?:\s?[\d십백천만억조원명개건곳여]|\s|$)", text[at:]) is not None
