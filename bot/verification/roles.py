"""Roles: a figure, or what is done, must be told of what the passages tell it of."""

import re
from collections import Counter
from dataclasses import dataclass, replace

from bot.names import platforms
from bot.verification.dates import Day
from bot.verification.figures import Figure, comparable, same
from bot.verification.naming import spans
from bot.verification.reading import Reading

_LABELS = frozenset(["NNG", "NNP", "XR", "SL", "VV", "VA", "MAG", "NNB"])
#: 쓰는 곳 and 안 쓰는 곳 differ by a word of their own.
_NOT = frozenset(["안", "못"])
#: How many words before a figure must be its own: further ones may be of what was said before.
NEAR = 4
#: What stands between a figure and the one that it labels (하위 20%는 2.0%): no range, no list.
_OF = re.compile(r"[\s가-힣]{0,4}|[^,.~\n]{0,6}?(?:은|는|면)\s[^,.~\n]{0,8}")
#: Endings that join two clauses of which each tells something of its own.
JOINTS = frozenset(["고", "며", "으며", "지만", "으나", "나", "는데", "은데", "ᆫ데", "다가", "면서"])


@dataclass(frozen=True, slots=True)
class _Place:
    """A figure with what labels it: the words before it, the noun behind it, and its direction (에서, 으로)."""

    figure: Figure | Day
    labels: frozenset[str]
    near: tuple[str, ...]
    direction: str


def swapped(claim: Reading, evidence: Reading) -> str:
    """A figure that the passages say of something else than the claim does; empty when there is none.

    Of figures that count the same, each is labelled by the words since the last one. A claim's figure whose
    telling words all label another one of the passages', and none its own, has been put in the other's place.
    """
    theirs, ours = _places(evidence, _lone_topics(evidence)), _places(claim, set())
    found = {place: rival for place in ours if (rival := _rival(place, ours, theirs)) is not None}
    for place, rival in found.items():
        # Where the claim tells the rival too, and in its own place, nothing was swapped.
        beside = [
            mine
            for mine in ours
            if mine is not place and same(mine.figure, rival.figure) and same(rival.figure, mine.figure)
        ]
        if rival is place or _NOT & set(place.near) or not beside or any(mine in found for mine in beside):
            return str(place.figure)
    return ""


def _rival(place: _Place, ours: list[_Place], theirs: list[_Place]) -> _Place | None:
    """The passages' place in which a claim's figure was put; itself when only its direction is turned."""
    if isinstance(place.figure, Day) and place.figure.month is None:
        return None  # a year is more often the frame of a sentence than what it tells
    rivals = [other for other in theirs if comparable(other.figure, place.figure)]
    own = [other for other in rivals if same(place.figure, other.figure)]
    others = [other for other in rivals if not same(place.figure, other.figure)]
    if not own or not others:
        return None
    if place.direction and all(other.direction not in ("", place.direction) for other in own):
        return place
    telling = telling_words([other.labels for other in rivals])
    if not any(telling & other.labels for other in own) and not _NOT & telling & set(place.near):
        return None
    beside = {
        label
        for mine in ours
        if mine is not place and comparable(mine.figure, place.figure)
        for label in mine.labels
    }
    # 8억 초과~12억원 0.3%: a figure that labels it, and no other one, says plainly whose it is.
    if any(
        label[0].isdigit() and label in telling and label in other.labels
        for label in place.labels
        for other in own
    ):
        return None
    # 26개 분야 where there are 7개 분야: what stands behind a figure is counted by it.
    for label in place.near:
        if label.startswith(">") and label in telling and not any(label in other.labels for other in own):
            return next((other for other in others if label in other.labels), None)
    # The nearest telling label decides. 점포 831곳 is 831개 점포; but 7개 시장 42개 점포 is not 42개 시장.
    for label in place.near:
        meant = {label} & telling
        if any((meant | ({f">{label}"} & telling)) & other.labels for other in own):
            return None
        if label not in beside:
            for other in others:
                if meant & other.labels:
                    return other
    return None


def telling_words(groups: list[frozenset[str]]) -> set[str]:
    """The words that only one of the groups has."""
    count = Counter(word for group in groups for word in group)
    return {word for word, times in count.items() if times == 1}


def _places(reading: Reading, lone: set[int]) -> list[_Place]:
    stops = _stops(reading)
    aside = [match.span() for match in re.finditer(r"\([^()]*\)", reading.text)]
    places: list[_Place] = []
    for place, figure in enumerate(reading.figures):
        before = reading.figures[:place]
        last = max((f.end for f in before if comparable(f, figure)), default=0)
        last = max([last, *(stop for stop in stops if stop <= figure.start)])
        words = [
            token.form.lower()
            for token in reading.tokens
            if last <= token.start < figure.start
            and token.tag in _LABELS
            and token.start not in lone
            # 운전 5년(2년 거치)·시설 8년: what stands in brackets labels nothing outside them.
            and not any(a < token.start < b and not a < figure.start < b for a, b in aside)
            and not any(f.start <= token.start < f.end for f in reading.figures)
        ]
        others = {str(f) for f in before if f.start >= last and not comparable(f, figure)}
        # 하위 20%는 2.0%: the figure before it labels it when nothing but its particle stands between.
        others |= {
            str(f)
            for f in before
            if comparable(f, figure) and _of(figure, reading.text[f.end : figure.start])
        }
        behind = next((t for t in reading.tokens if t.start >= figure.end), None)
        if behind is not None and behind.tag in ("NNG", "NNP"):
            others.add(f">{behind.form.lower()}")
        if isinstance(figure, Day) and reading.text[: figure.start].rstrip().endswith("("):
            words, others = [], set()  # (2026년 3월) says when something was told, not of what
        words += [
            platform
            for start, end, name in spans(reading.text)
            if last <= start and end <= figure.start and start not in lone
            for platform in platforms(name)
        ]
        if places and places[-1].direction == "from" and comparable(places[-1].figure, figure):
            words += places[-1].near  # 400만원에서 600만원으로: both are of what stands before them
        rest = reading.text[figure.end : figure.end + 8]
        direction = (
            "from"
            if re.match(r"\s?(?:이하|미만|이상|초과)?\s?에서", rest)
            else "to"
            if re.match(r"\s?(?:이하|미만|이상|초과)?\s?으?로(?![가-힣])", rest)
            else ""
        )
        near = (*reversed(words[-NEAR:]), *sorted(others))
        places.append(_Place(figure, frozenset(near) | frozenset(words), near, direction))
    return _counted_together(places, reading.text)


def _counted_together(places: list[_Place], text: str) -> list[_Place]:
    """Places with the noun behind the last figure of a list for all of it: 땡겨요 2%, 먹깨비 1.5% 수수료."""
    for n in range(len(places) - 2, -1, -1):
        here, after = places[n], places[n + 1]
        if comparable(here.figure, after.figure) and text[here.figure.end :].startswith((",", "·")):
            behind = {label for label in after.near if label.startswith(">")}
            places[n] = replace(here, labels=here.labels | behind)
    return places


def _of(figure: Figure | Day, between: str) -> bool:
    if isinstance(figure, Day):
        return len(between) <= 4
    return _OF.fullmatch(re.sub(r"\([^()]*\)", "", between)) is not None


def _stops(reading: Reading) -> list[int]:
    """Where a figure's labels may begin: the starts of sentences and of joined clauses."""
    stops = [match.end() for match in re.finditer(r"\n|[.!?]\s", reading.text)]
    return stops + [t.end for t in reading.tokens if t.tag == "EC" and t.form in JOINTS]


def _lone_topics(reading: Reading) -> set[int]:
    """The places of the words before 은 or 는 in a sentence without a second topic: they label all its figures."""
    found: set[int] = set()
    for start, end in sentences(reading):
        tokens = [t for t in reading.tokens if start <= t.start < end]
        marks = [i for i, t in enumerate(tokens) if t.tag == "JX" and t.form in ("은", "는")]
        if len(marks) == 1:
            found |= {t.start for t in tokens[: marks[0]]}
    return found


def sentences(reading: Reading) -> list[tuple[int, int]]:
    ends = [match.end() for match in re.finditer(r"\n|[.!?](?:\s|$)", reading.text)] + [len(reading.text)]
    return list(zip([0, *ends], ends, strict=False))
