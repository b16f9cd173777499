"""Aliases (별칭): an office or a platform by whichever of its names, as one word."""

import re
from typing import Final

from knowledge.korean import Token

#: Offices (기관), each with the names that documents and people use. 공단 alone is no name: there are many (근로복지 공단).
OFFICES: Final = (
    ("중소벤처기업부", "중기부"),
    ("소상공인시장진흥공단", "소진공"),
    ("과학기술정보통신부", "과기정통부"),
    ("공정거래위원회", "공정위"),
    ("방송미디어통신위원회", "방미통위"),
    ("농림축산식품부", "농식품부"),
    ("고용노동부", "노동부"),
    ("보건복지부", "복지부"),
    ("한국전력", "한전"),
    ("중소기업중앙회", "중기중앙회"),
    ("한국인터넷기업협회", "인기협"),
    ("지역신용보증재단", "지역신보", "신보"),
    ("정부24",),
    ("소상공인24",),
    ("홈택스",),
    ("기업마당",),
    ("배달의민족", "배민", "우아한형제들"),
    ("스마트스토어", "스스"),
    ("온누리상품권", "온누리"),
    ("신용카드", "카드"),
)

#: Those of which each name is one and the same thing wherever it stands.
_ONE: Final = (
    *(names for names in OFFICES if names[0] not in ("신용카드", "온누리상품권", "배달의민족")),
    ("배달의민족", "배민"),
    ("당근", "당근마켓"),
    ("카카오톡", "카톡"),
    ("쿠팡이츠", "쿠팡잇츠"),
)
_NAME_OF: Final = {name: names[0] for names in _ONE for name in names}
#: At the start of a word: 지역 신보 is one, 외신보 is none.
_NAMES = re.compile(
    r"(?<![가-힣A-Za-z])(?:" + "|".join(sorted(map(re.escape, _NAME_OF), key=len, reverse=True)) + r")"
)


def unified(text: str, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens of a text, those of a name that has others joined into one of its first name."""
    found = [(match.start(), match.end(), _NAME_OF[match[0]]) for match in _NAMES.finditer(text)]
    if not found:
        return tokens
    starts, ends = {t.start for t in tokens}, {t.end for t in tokens}
    kept = [span for span in found if span[0] in starts and span[1] in ends]
    joined: list[Token] = []
    for token in tokens:
        span = next((s for s in kept if s[0] <= token.start < s[1]), None)
        if span is None:
            joined.append(token)
        elif token.start == span[0]:
            joined.append(Token(span[2], "NNP", span[0], span[1]))
    return tuple(joined)
