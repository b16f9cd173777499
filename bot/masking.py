"""Personal numbers out of a merchant's text, before anything is kept."""

import re

_GAP = r"[-–—.·\s]?"
_NO_DIGIT_BEFORE, _NO_DIGIT_AFTER = r"(?<![\d,.])", r"(?!\d)(?!\s*(?:만|억|천|조|원))"


def _number(*groups: str) -> str:
    return _NO_DIGIT_BEFORE + _GAP.join(groups) + _NO_DIGIT_AFTER


#: Longer numbers first: the head of a card number looks like a business number.
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("[이메일]", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("[카드번호]", re.compile(_number(r"\d{4}", r"\d{4}", r"\d{4}", r"\d{3,4}"))),
    ("[주민등록번호]", re.compile(_number(r"\d{6}", r"[1-8]\d{6}"))),
    (
        "[전화번호]",
        re.compile(
            r"(?<!\d)\+?82[-–—.·\s]?\(?0?\)?" + r"\d{1,2}" + _GAP + r"\d{3,4}" + _GAP + r"\d{4}(?!\d)"
        ),
    ),
    ("[전화번호]", re.compile(r"(?<![\d,.])\(?0\d{1,3}\)?" + _GAP + r"\d{3,4}" + _GAP + r"\d{4}(?!\d)")),
    ("[사업자등록번호]", re.compile(_number(r"\d{3}", r"\d{2}", r"\d{5}"))),
    ("[전화번호]", re.compile(r"(?<![\d,.])1[5-8]\d{2}[-–—.·\s]\d{4}" + _NO_DIGIT_AFTER)),
    # An account: groups of digits with hyphens, ten digits or more in all. A date has eight.
    ("[계좌번호]", re.compile(r"(?<![\d,.-])(?=(?:-?\d){10,16}(?![\d-]))\d{2,6}(?:-\d{1,8}){1,3}(?!\d)")),
)


def mask(text: str) -> str:
    """The text with phone, business, card, resident and account numbers and addresses of e-mail replaced."""
    for label, pattern in PATTERNS:
        text = pattern.sub(label, text)
    return text


def mask_alike(text: str, question: str) -> str:
    """A text with what `mask` finds in the question replaced: an answer may repeat a number of its question."""
    for label, pattern in PATTERNS:
        for found in pattern.findall(question):
            text = text.replace(found, label)
    return text
