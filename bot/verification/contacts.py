"""What only a passage may give: addresses of pages and mail. And what no sentence of an answer has: markup, orders."""

import re

from bot.verification.reading import Reading, squash

_URL = re.compile(
    r"(?:https?://|www\.)[^\s)\]]+|(?<![\w.@-])[\w가-힣-]+(?:\.[\w가-힣-]+)*\.(?:com|net|org|kr|co|io|me|ly|app|dev|shop|xyz|info|한국)(?![a-zA-Z])(?:/[^\s)\]]*)?",
    re.IGNORECASE,
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.]+")
_MARKUP = re.compile(r"!?\[[^\]]*\]\([^)]*\)|<[a-zA-Z/!][^>]*>|```|\*\*|^#{1,6}\s|\{\{|\}\}", re.MULTILINE)
_ORDERS = re.compile(
    r"(?:이전|위|앞)(?:의)?\s?(?:지시|명령|규칙)|(?:시스템|system)\s?(?:프롬프트|prompt|메시지)|ignore\s+(?:all|previous)|"
    r"(?:비밀번호|주민등록번호|카드번호|인증번호|계좌번호)\S*\s?(?:입력|보내|알려|적어|넣)",
    re.IGNORECASE,
)


def foreign(claim: str, *evidence: Reading) -> str:
    """An address, markup or order in the claim that the passages do not have; empty when there is none."""
    for pattern in (_URL, _MAIL):
        for match in pattern.finditer(claim):
            address = squash(match[0].removeprefix("https://").removeprefix("http://"))
            if not any(address in reading.squashed for reading in evidence):
                return match[0]
    for pattern in (_MARKUP, _ORDERS):
        found = pattern.search(claim)
        if found and not any(found[0] in reading.text for reading in evidence):
            return found[0]
    return ""
