"""Counts: what a number of things is a number of (7개 시장 42개 점포)."""

from bot.verification.dates import Day
from bot.verification.figures import Figure, same
from bot.verification.meanings import FREE, SYNONYMS
from bot.verification.reading import Reading


def miscounted(claim: Reading, evidence: Reading) -> str:
    """A count whose noun is another count's in the passages (42개 시장 7개 점포); empty when there is none."""
    theirs = [(figure, noun) for figure in evidence.figures if (noun := _counted(figure, evidence))]
    for figure in claim.figures:
        noun = _counted(figure, claim)
        meant = {other for known, other in theirs if same(figure, known)}
        if (
            noun
            and meant
            and not any(_alike(noun, other) for other in meant)
            and any(_alike(noun, other) for known, other in theirs if not same(figure, known))
        ):
            return str(figure)
    return ""


def _counted(figure: Figure | Day, reading: Reading) -> str:
    """The noun that a count is of: directly behind it (42개 점포), else directly before it (점포 42곳)."""
    if isinstance(figure, Day) or figure.unit not in ("개", "명", "회", "건", "대", "종", "톤"):
        return ""
    behind = next((t for t in reading.tokens if t.start >= figure.end), None)
    if (
        behind is not None
        and behind.tag == "NNG"
        and behind.start - figure.end <= 1
        and behind.form not in FREE
    ):
        return behind.form
    before = [t for t in reading.tokens if t.end <= figure.start]
    near = before[-1] if before else None
    if near is None or near.tag != "NNG" or near.form in FREE or figure.start - near.end > 1:
        return ""
    return near.form


def _alike(noun: str, other: str) -> bool:
    return noun == other or noun in other or other in noun or other in SYNONYMS.get(noun, ())
