"""Particles (조사) that follow the last letter of the word before them."""

import re

#: How digits are read: whether the reading ends in a consonant (영 일 이 삼 사 오 육 칠 팔 구).
_DIGIT_FINAL = dict(
    zip("0123456789", (True, True, False, True, False, False, True, True, True, False), strict=True)
)
_LATIN_FINAL = set("lmnr")


def has_final(word: str) -> bool:
    """Whether a word ends in a consonant when it is read aloud. Brackets and punctuation do not count."""
    letters = re.sub(r"[^\w]", "", re.sub(r"\([^)]*\)\s*$", "", word.strip())) or re.sub(r"[^\w]", "", word)
    last = letters[-1:].lower()
    if "가" <= last <= "힣":
        return (ord(last) - ord("가")) % 28 != 0
    return _DIGIT_FINAL.get(last, last in _LATIN_FINAL)


def topic(word: str) -> str:
    """The word with 은 or 는."""
    return word + ("은" if has_final(word) else "는")


def subject(word: str) -> str:
    """The word with 이 or 가."""
    return word + ("이" if has_final(word) else "가")


def along(word: str) -> str:
    """The word with 이랑 or 랑."""
    return word + ("이랑" if has_final(word) else "랑")
