"""Names: who a claim speaks of must be who its passages speak of."""

import re
from typing import Final

from bot.names import PLATFORMS, platforms
from bot.verification.aliases import OFFICES
from bot.verification.reading import Reading

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
