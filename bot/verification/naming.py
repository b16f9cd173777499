"""Names: who a claim speaks of must be who its passages speak of."""

import re
from typing import Final

from bot.names import PLATFORMS, platforms
from bot.verification.reading import Reading

#: Offices (기관), each with the names that documents and people use.
OFFICES: Final = (
    ("중소벤처기업부", "중기부"),
    ("소상공인시장진흥공단", "소진공", "공단"),
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
    ("공정거래위원회", "공정위"),
    ("신용카드", "카드"),
)

#: How many of them are offices of the state, of which a passage that names one means that one.
MINISTRIES: Final = 8
_ANY = re.compile(
    "|".join(
        sorted(
            {name for names in OFFICES for name in names if len(name) > 1}
            | {name for names in PLATFORMS.values() for name in names if len(name) > 1 and name != "스스"},
            key=len,
            reverse=True,
        )
    )
)


def other_names(text: str) -> str:
    """All names of the offices that a text names, so that any of them grounds a claim."""
    found = []
    for names in (*OFFICES, *PLATFORMS.values()):
        if any(name in text for name in names):
            found += [name for name in names if name not in text]
    return " ".join(found)


def spans(text: str) -> list[tuple[int, int, str]]:
    """Where a text names a platform or an office by a name that the analysis may tear apart, and the name."""
    return [(match.start(), match.end(), match[0]) for match in _ANY.finditer(text)]


def _offices(text: str) -> set[str]:
    """The ministries and agencies that a text names, each by its first name."""
    return {names[0] for names in OFFICES[:MINISTRIES] if any(name in text for name in names)}


def stranger(claim: Reading, evidence: Reading, owners: tuple[str, ...]) -> str:
    """A platform or office that the claim names and its passages do not; empty when there is none.

    A platform that only runs the program (`owners`) may be named where the passages name no other, or
    where it runs the program alone.
    """
    theirs = platforms(evidence.text)
    known, ours = _offices(evidence.text), _offices(claim.text)
    if known and ours - known:
        return min(ours - known)
    for name in platforms(claim.text):
        if name in theirs or (name in owners and (len(owners) == 1 or not theirs)):
            continue
        return name
    return ""
