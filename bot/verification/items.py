"""Items (항목): of several things that a passage tells one after the other, each figure belongs to its own.

"1차 선정 팀은 최대 6,000만원, 파이널 선정 팀은 추가 최대 4,000만원" has two. A claim that names one and tells the other's
figure has put it in the wrong place, whatever else of its passage it leaves out.
"""

from typing import NamedTuple

from bot.verification.reading import Reading
from bot.verification.roles import JOINTS

_LABELS = frozenset("NNG NNP SL XR MM NR XPN SN".split())


class _Item(NamedTuple):
    """The words up to the topic of an item, or up to its figure, what is told of it, and the figures of that."""

    label: frozenset[str]
    told: frozenset[str]
    figures: frozenset[str]


def misplaced(claim: Reading, told: Reading) -> float:
    """How many figures the claim tells of another item of what is cited than they belong to."""
    items = _items(told)
    wrong = 0
    for part in _items(claim):
        said = part.label | part.told
        for figure in part.figures:
            own = [item for item in items if figure in item.figures]
            if len(own) != 1:
                continue
            others = [item.label for item in items if item is not own[0] and figure not in item.label]
            known = frozenset().union(*others)
            ours = own[0].label - known
            wrong += bool(ours) and not ours & said and bool((known - own[0].label - own[0].told) & said)
    return float(wrong)


def _items(reading: Reading) -> list[_Item]:
    """The items of a text: its clauses, and the parts of its lists."""
    found: list[_Item] = []
    words: list[tuple[str, bool]] = []  # each with whether it is a figure
    topic = 0

    def close() -> None:
        nonlocal topic
        first = topic or next((n for n, (_, figure) in enumerate(words) if figure), 0)
        if len(words) > first:
            label, rest = words[:first], words[first:]
            found.append(
                _Item(
                    frozenset(word for word, _ in label),
                    frozenset(word for word, _ in rest),
                    frozenset(word for word, figure in rest if figure),
                )
            )
        words.clear()
        topic = 0

    done = -1
    aside = 0
    for token in reading.tokens:
        # (2025년) says when something was told, not of which item.
        aside += (token.tag == "SSO") - (token.tag == "SSC")
        if aside > 0:
            continue
        figure = next((n for n, f in enumerate(reading.figures) if f.start <= token.start < f.end), None)
        if figure is not None:
            if figure != done:
                words.append((str(reading.figures[figure]), True))
                done = figure
        elif token.tag in ("SF", "SP") or (token.tag == "EC" and token.form in JOINTS):
            close()
        elif token.tag == "JX" and token.form in ("은", "는") and not topic:
            topic = len(words)
        elif token.tag in _LABELS:
            words.append((token.form.lower(), False))
    close()
    return found
