"""Amounts (금액) in a question: as they are written, spelt out in letters, and as names of what pays them."""

import re
from typing import Final

from bot.verification.numerals import numeral

#: An amount of money or a rate, as a question or a document writes it.
AMOUNT: Final = re.compile(
    r"\d[\d,.]{0,15}\s?(?:천|백)?\s?(?:조|억|만)\s?원?|\d[\d,.]{0,15}\s?(?:원|%|퍼센트)"
)
#: What calls a support by what it pays (작년 50만원짜리는, 올해 25만원 주는 거); 25만원짜리 가방 is a bag.
PAID: Final = re.compile(
    r"(\d[\d,.]{0,15}\s?(?:천|백)?\s?(?:만|억)\s?원?)"
    r"(?:\s?짜리(?=[은는이가을를도로요]|\s(?:둘|그|이거|신청|어디|언제|매출|지금|아직|작년|올해)|[\s?!.~]*$)|"
    r"씩?\s?(?:준|준다는|주던|주는|줬던|받은|받던|넣어\s?준|넣어\s?주는)\s?(?:거|건|것|게))[가-힣]*"
)
#: An amount in letters; 매일 만원 has none of one.
_IN_LETTERS: Final = re.compile(r"(?<!매)([일이삼사오육칠팔구십백천]+\s?[만억])\s?원")


def in_digits(text: str) -> str:
    """A text with the amounts that it spells out (오십만원) in digits, as documents write them."""
    return _IN_LETTERS.sub(_digits, text)


def _digits(match: re.Match[str]) -> str:
    read = numeral(match[1], 0)
    if read is None or read[1] < len(match[1]) or read[0] % 10_000:
        return match[0]
    tens = int(read[0] // 10_000)
    return f"{tens // 10_000}억원" if tens % 10_000 == 0 else f"{tens:,}만원"
