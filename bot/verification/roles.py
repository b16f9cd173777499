"""Roles: a figure, or what is done, must be told of what the passages tell it of."""

import re
from collections import Counter
from dataclasses import dataclass

from bot.verification.figures import Day, Figure, same
from bot.verification.meanings import FREE, SYNONYMS
from bot.verification.reading import Reading

_LABELS = frozenset(["NNG", "NNP", "XR", "SL", "VV", "VA", "MAG", "NNB"])
#: Endings that join two clauses of which each tells something of its own.
_JOINTS = frozenset(["고", "며", "으며", "지만", "으나", "나", "는데", "은데", "ᆫ데", "다가", "면서"])


@dataclass(frozen=True, slots=True)
class _Place:
    """A figure with what labels it: the words before it, the noun behind it, and its direction (에서, 으로)."""

    figure: Figure | Day
    labels: frozenset[str]
    direction: str


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause with a topic of its own (직접대출은 …): the topic's words, and what is said of it."""

    topic: frozenset[str]
    comment: frozenset[str]


def swapped(claim: Reading, evidence: Reading) -> str:
    """A figure that the passages say of something else than the claim does; empty when there is none.

    Of figures that count the same, each is labelled by the words since the last one. A claim's figure whose
    telling words all label another one of the passages', and none its own, has been put in the other's place.
    """
    theirs, ours = _places(evidence), _places(claim)
    for place in ours:
        rivals = [other for other in theirs if _comparable(other.figure, place.figure)]
        own = [other for other in rivals if same(place.figure, other.figure)]
        others = [other for other in rivals if not same(place.figure, other.figure)]
        if not own or not others:
            continue
        if place.direction and all(other.direction not in ("", place.direction) for other in own):
            return str(place.figure)
        telling = _telling([other.labels for other in rivals])
        beside = [
            mine.labels for mine in ours if mine is not place and _comparable(mine.figure, place.figure)
        ]
        wanted = _known(place.labels.difference(*beside), telling)
        if not any(wanted & other.labels for other in own) and any(wanted & other.labels for other in others):
            return str(place.figure)
    return ""


def crossed(claim: Reading, evidence: Reading) -> str:
    """A topic of which the claim says what the passages say of the other one; empty when there is none."""
    theirs = _clauses(evidence)
    if len(theirs) < 2:
        return ""
    topics = _telling([clause.topic for clause in theirs])
    comments = _telling([clause.comment for clause in theirs])
    for clause in _clauses(claim) or [_Clause(frozenset(), frozenset())]:
        topic, comment = _known(clause.topic, topics), _known(clause.comment, comments)
        meant = [other for other in theirs if 2 * len(topic & other.topic) >= len(other.topic & topics) > 0]
        said = [other for other in theirs if comment & other.comment]
        if topic and len(meant) == 1 and said and meant[0] not in said:
            return " ".join(sorted(topic))
    return ""


def _telling(groups: list[frozenset[str]]) -> set[str]:
    """The words that only one of the groups has."""
    count = Counter(word for group in groups for word in group)
    return {word for word, times in count.items() if times == 1}


def _known(words: frozenset[str], telling: set[str]) -> set[str]:
    """The telling words that some words are, in form or in meaning."""
    found = set(words & telling)
    for word in words - telling:
        found |= SYNONYMS.get(word, set()) & telling
    return found


def _comparable(figure: Figure | Day, other: Figure | Day) -> bool:
    if isinstance(figure, Day) or isinstance(other, Day):
        return isinstance(figure, Day) and isinstance(other, Day)
    # 15만 and 30만 포인트; but 1357 and 6개 are nothing alike.
    return figure.unit == other.unit or (
        "" in (figure.unit, other.unit) and min(figure.value, other.value) >= 10_000
    )


def _places(reading: Reading) -> list[_Place]:
    stops = _stops(reading)
    lone = _lone_topics(reading)
    places = []
    for place, figure in enumerate(reading.figures):
        before = reading.figures[:place]
        last = max((f.end for f in before if _comparable(f, figure)), default=0)
        last = max([last, *(stop for stop in stops if stop <= figure.start)])
        labels = {
            token.form.lower()
            for token in reading.tokens
            if last <= token.start < figure.start and token.tag in _LABELS and token.start not in lone
        }
        labels |= {str(f) for f in before if f.start >= last and not _comparable(f, figure)}
        # 하위 20%는 2.0%: the figure before it labels it when nothing but its particle stands between.
        labels |= {str(f) for f in before if _comparable(f, figure) and 0 <= figure.start - f.end <= 8}
        behind = next((t for t in reading.tokens if t.start >= figure.end), None)
        if behind is not None and behind.tag in ("NNG", "NNP"):
            labels.add(behind.form.lower())
        rest = reading.text[figure.end : figure.end + 4]
        direction = (
            "from"
            if re.match(r"[가-힣]{0,2}?에서", rest)
            else "to"
            if re.match(r"\s?으?로(?![가-힣])", rest)
            else ""
        )
        places.append(_Place(figure, frozenset(labels), direction))
    return places


def _stops(reading: Reading) -> list[int]:
    """Where a figure's labels may begin: the starts of sentences and of joined clauses."""
    stops = [match.end() for match in re.finditer(r"\n|[.!?]\s", reading.text)]
    return stops + [t.end for t in reading.tokens if t.tag == "EC" and t.form in _JOINTS]


def _lone_topics(reading: Reading) -> set[int]:
    """The places of the words before 은 or 는 in a sentence without a second topic: they label all its figures."""
    found: set[int] = set()
    for start, end in _sentences(reading):
        tokens = [t for t in reading.tokens if start <= t.start < end]
        marks = [i for i, t in enumerate(tokens) if t.tag == "JX" and t.form in ("은", "는")]
        if len(marks) == 1:
            found |= {t.start for t in tokens[: marks[0]]}
    return found


def _sentences(reading: Reading) -> list[tuple[int, int]]:
    ends = [match.end() for match in re.finditer(r"\n|[.!?](?:\s|$)", reading.text)] + [len(reading.text)]
    return list(zip([0, *ends], ends, strict=False))


def _clauses(reading: Reading) -> list[_Clause]:
    """The clauses that have a topic each, of sentences with two or more topics."""
    found: list[_Clause] = []
    for start, end in _sentences(reading):
        groups: list[tuple[set[str], set[str]]] = []
        topic: set[str] = set()
        told: set[str] = set()
        has_topic = False
        for token in (t for t in reading.tokens if start <= t.start < end):
            word = token.form.lower()
            if token.tag in ("NNG", "NNP", "SL", "XR", "VV", "VA") and word not in FREE and len(word) > 1:
                told.add(word)
            elif token.tag == "JX" and token.form in ("은", "는") and not has_topic:
                topic, told, has_topic = told, set(), True
            elif (token.tag == "EC" and token.form in _JOINTS) or token.form == ",":
                if has_topic:
                    groups.append((topic, told))
                    topic, told, has_topic = set(), set(), False
        if has_topic:
            groups.append((topic, told))
        if groups:
            found += [_Clause(frozenset(t), frozenset(c)) for t, c in groups]
    return found
