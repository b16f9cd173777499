"""Topics (주제): what is said of one thing must not be what the passages say of another (A는 X, B는 Y)."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.verification.reading import Reading
from bot.verification.roles import JOINTS, sentences, telling_words
from knowledge.korean import Token

_PREDICATES = frozenset(["VV", "VA", "VCP", "VCN", "XSV", "XSA"])


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause with a topic of its own (직접대출은 …): the topic's words, and what is said of it."""

    topic: frozenset[str]
    comment: frozenset[str]
    head: str
    named: bool
    gapped: bool = False  # without a predicate of its own: A는 X, B는 Y
    start: int = 0


def crossed(claim: Reading, evidence: Reading) -> str:
    """A topic of which the claim says what the passages say of the other one; empty when there is none."""
    theirs = _clauses(evidence)
    ours = _clauses(claim)
    # Only topics of one kind are told apart by what is said of them: 직접대출 and 대리대출, 네이버 and 뤼튼.
    alike = [
        other
        for place, other in enumerate(theirs)
        if any(
            mine is not other
            and (
                mine.head[-1:] == other.head[-1:]
                or (mine.named and other.named)
                or (theirs[min(at, place)].gapped and abs(at - place) == 1)
            )
            for at, mine in enumerate(theirs)
        )
    ]
    for clause in ours:
        if topic := _crossed(clause, alike):
            return topic
    # Two clauses that each tell what the other should need no likeness.
    topics = [_crossed(clause, theirs) for clause in ours]
    return topics[0] if len(topics) > 1 and all(topics) else ""


def _crossed(clause: _Clause, theirs: list[_Clause]) -> str:
    topics = telling_words([other.topic for other in theirs])
    comments = telling_words([other.comment for other in theirs])
    topic, comment = clause.topic & topics, clause.comment & comments
    meant = [other for other in theirs if 2 * len(topic & other.topic) >= len(other.topic & topics) > 0]
    said = [other for other in theirs if comment & other.comment]
    return " ".join(sorted(topic)) if topic and len(meant) == 1 and said and meant[0] not in said else ""


def _clauses(reading: Reading) -> list[_Clause]:
    """The clauses that have a topic (은, 는, else 도, 이, 가); one whose topic is denied is left out."""
    found: list[_Clause] = []
    for start, end in sentences(reading):
        clause: list[Token] = []
        for token in [t for t in reading.tokens if start <= t.start < end] + [Token(",", "SP", end, end)]:
            clause.append(token)
            if token.form != "," and not (token.tag == "EC" and token.form in JOINTS):
                continue
            marks = [
                i
                for particles in (("은", "는"), ("도", "이", "가"))
                for i, t in enumerate(clause)
                if t.tag.startswith("J") and t.form in particles
            ]
            if not marks and token.form == ",":
                continue  # the comma stands within a topic
            if marks:
                topic, told = clause[: marks[0]], clause[marks[0] + 1 :]
                if found and found[-1].gapped and found[-1].start >= start:
                    # A는 X, B는 Y를 …한다: the predicate is of both.
                    told = told[: next((i for i, t in enumerate(told) if t.tag in ("JKO", "JKB")), len(told))]
                if topic and not any(
                    t.tag in ("VX", "VCN") or t.tag == "SN" or t.form in ("없", "안", "못") for t in topic
                ):
                    named = any(t.tag == "NNP" for t in topic)
                    gapped = token.form == "," and not any(t.tag in _PREDICATES for t in told)
                    found.append(
                        _Clause(_words(topic), _words(told), topic[-1].form, named, gapped, topic[0].start)
                    )
            clause = []
    return found


def _words(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset(
        t.form.lower() for t in tokens if t.tag in ("NNG", "NNP", "SL", "XR", "VV", "VA") and len(t.form) > 1
    )
