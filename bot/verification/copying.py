"""Copying (옮겨 적기): how a sentence that should be its passage's own departs from it.

A composer may leave out words of a passage and end its sentence politely, and nothing else (prompts/answer.md). So the
words of the sentence are laid along the passage's, in their order. The signs are words that stand at no such place, what
is stuck on otherwise, how the sentence ends, and what was left out: a clause or an item of a list goes without harm,
what limits a noun, a predicate or a figure does not.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.verification.omissions import AND, CLAUSE, IF, omissions
from bot.verification.reading import Reading
from bot.verification.words import Word, words

#: What makes a report or a plan of a sentence.
_HEDGE: Final = re.compile(
    r"[다라자]고$|[다라자]는$|겠|도록|계획|예정|방침|전망|요구|권고|촉구|검토|제안|중단"
)
#: How a statement ends; 줄까요 and 주세요 state nothing.
_STATES: Final = frozenset("다 ᆫ다 는다 어요 아요 여요 에요 예요 이에요 요 ᆸ니다 습니다".split())
_GIVING: Final = frozenset("주 돌려주 빌려주 도와주 지원 제공 보태 대 깎 면제".split())
_DENIED: Final = frozenset("없 않 못하 아니".split())
#: Particles that single out, widen or count.
_SINGLING: Final = frozenset("만 도 까지 마다 뿐 밖에 부터 씩".split())
#: More words than these on both sides are compared with nothing: no sentence is so long.
_MOST: Final = 60_000
#: What two pairs of words add by standing side by side on both sides; what two words of one stem do when the same is
#: stuck to them, when both stand in brackets or neither, and when they are meant alike.
_NEIGHBOURS, _STUCK, _BRACKET, _MEANT = 0.35, 0.3, 0.2, 0.2
#: Each of these alone makes another statement; what was left out is weighed (bot/verification/decision.py).
_DEPARTS: Final = frozenset(
    [
        "word at no place",
        "stuck on otherwise",
        "end meant otherwise",
        "end no longer past",
        "meant otherwise inside",
        "cut inside a clause",
        "cut from a report",
        "in the place of more",
        "bound left out",
        "condition left out",
        "limit of all left out",
        "exclusion left out",
        "another's predicate",
        "figure left out of its count",
        "figure of another item",
        "denial left out",
        "ends otherwise",
        "head left out behind its limit",
        "runs across sentences",
    ]
)


@dataclass(frozen=True, slots=True)
class Copying:
    """How strong each sign is, by name, and the words of the claim that stand at no place of what is cited."""

    signs: dict[str, float]
    strange: tuple[str, ...]

    @property
    def departs(self) -> bool:
        """Whether it is no copy, whatever was left out."""
        return not _DEPARTS.isdisjoint(self.signs)


def copying(claim: Reading, told: Reading) -> Copying:
    """How a claim departs from being a copy of what it cites."""
    ours, theirs = words(claim), words(told)
    if not ours or len(ours) * len(theirs) > _MOST:
        return Copying({"word at no place": 1.0}, ())
    pairs = _laid(ours, theirs)
    placed = {n for n, _ in pairs}
    strange = [word for n, word in enumerate(ours) if n not in placed]
    found: dict[str, float] = defaultdict(float)
    found["word at no place"] = float(bool(strange))
    for signs in (_as_meant(ours, theirs, pairs), omissions(ours, theirs, pairs)):
        for name, value in signs:
            found[name] += value
    return Copying({name: value for name, value in found.items() if value}, tuple(w.text for w in strange))


def _laid(ours: Sequence[Word], theirs: Sequence[Word]) -> list[tuple[int, int]]:
    """Pairs of words that are the same, in order: as many as can be, alike and side by side where there is a choice."""
    rows, columns = len(ours), len(theirs)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    paired = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            if _same(ours[i], theirs[j]):
                beside = paired[i + 1][j + 1] + _NEIGHBOURS if paired[i + 1][j + 1] else 0.0
                paired[i][j] = _worth(ours[i], theirs[j]) + max(best[i + 1][j + 1], beside)
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired[i][j])
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < rows and j < columns:
        beside = _NEIGHBOURS * (bool(pairs) and pairs[-1] == (i - 1, j - 1))
        if paired[i][j] and paired[i][j] + beside >= max(best[i + 1][j], best[i][j + 1]) - 1e-9:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _same(ours: Word, theirs: Word) -> bool:
    """Whether two words are one; Kiwi cuts some verbs otherwise at a sentence's end (알려졌다, 알려졌어요)."""
    if ours.stem == theirs.stem or ours.text == theirs.text:
        return True
    past = ours.ends and theirs.ends and ours.text.endswith("어요") and theirs.text.endswith("다")
    return past and len(theirs.text) > 2 and ours.text[:-2] == theirs.text[:-1]


def _worth(ours: Word, theirs: Word) -> float:
    alike = _STUCK * (ours.stuck == theirs.stuck) + _BRACKET * (ours.bracket == theirs.bracket)
    return 1 + alike + _MEANT * (ours.meant == theirs.meant)


def _as_meant(
    ours: Sequence[Word], theirs: Sequence[Word], pairs: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, float]]:
    """Signs of what is stuck to the words that stayed."""
    final = max((n for n, word in enumerate(ours) if not word.bracket), default=0)
    for place, (n, m) in enumerate(pairs):
        if n == final:
            yield from _at_the_end(ours[n], theirs, m)
            continue
        # What stands in brackets comes and goes by itself.
        later = (at for _, at in pairs[place + 1 :] if theirs[at].bracket == theirs[m].bracket)
        between = [
            word for word in theirs[m + 1 : next(later, len(theirs))] if word.bracket == theirs[m].bracket
        ]
        yield from _inside(ours[n], theirs[m], between)


def _at_the_end(word: Word, theirs: Sequence[Word], m: int) -> Iterator[tuple[str, float]]:
    """Signs of how the claim ends where the passage may go on."""
    other = theirs[m]
    rest = [w for w in theirs[m + 1 :] if w.sentence == other.sentence and not w.bracket]
    hearsay = word.last.endswith(("대요", "래요"))
    told = hearsay and other.last.endswith(("다고", "라고"))
    # 신청한다: 신청하세요. But who gives is not asked to: 지원금을 주세요.
    bids = word.last == "세요" and word.stem not in _GIVING and "주" not in word.stuck
    yield "ends otherwise", float(word.verb and not (hearsay or bids or word.last in _STATES))
    yield "end no longer past", float("었" in other.meant - word.meant)
    yield "stuck on otherwise", float(bool((set(word.stuck) - set(other.stuck)) & _SINGLING))
    if other.ends or not rest:
        yield "end meant otherwise", float(word.meant != other.meant)
        return
    yield "end meant otherwise", float(bool((word.meant ^ other.meant) - {"었"}))
    yield "cut in a sentence", 1.0
    # 직원 50명, 매출 10억원이다: 직원 50명이에요. But not 음식점, 카페를 뺀다: 음식점이에요.
    topic = next((n for n, w in enumerate(rest) if w.last == "는"), len(rest))
    limited = any(w.limits and not w.figure for w in rest[: min(topic, len(rest) - 1)])
    named = other.listed and not limited and (not rest[-1].ends or "이" in rest[-1].stuck)
    titled = other.last == "로" and other.listed and "이" in word.stuck  # 광고로, …: 광고예요
    clause = (
        other.verb and other.last != "다가" and (other.listed or other.last in CLAUSE or other.last in AND)
    )
    yield "cut inside a clause", float(not (clause or told or named or titled))
    denied = bool(_DENIED & {*rest[-1].stuck, rest[-1].stem})
    yield "or left out", float(other.last in ("거나", "나") and not denied)
    reported = any(_HEDGE.search(form) for w in rest for form in (w.stem, *w.stuck))
    yield "cut from a report", float(reported and not any(_HEDGE.search(form) for form in word.stuck))
    past = any("었" in w.meant for w in rest if w.ends)
    yield "cut from another time", float(("었" in word.meant) != past and "었" not in other.meant)


def _crosses(gap: Sequence[Word]) -> bool:
    """Whether a clause or a sentence ends among some words."""
    return any(w.ends or (w.verb and w.last in CLAUSE) for w in gap)


def _inside(word: Word, other: Word, between: Sequence[Word]) -> Iterator[tuple[str, float]]:
    """Signs of what is stuck to a word that is not the last; `between`: what was left out behind it."""
    if word.stuck == other.stuck or word.text == other.text:
        return
    if word.ends and other.ends:
        yield "meant otherwise inside", float(word.meant != other.meant)
    elif between and word.ends_like(between[-1]) and not (_crosses(between) and not word.verb):
        # It took the place of its list's last item: 가맹하거나 갱신할 수 없다, 가맹할 수 없다.
        yield "in another's place", float(not (other.listed or other.last in AND))
        denied = bool(_DENIED & set(between[-1].stuck))
        yield "or left out", float(other.last in ("거나", "나") and not denied)
        yield "in the place of more", float(between[-1].stem == "등")
        # 20건 이상이고 반품률이 20% 미만이면: 20건 이상이면.
        yield "condition left out", float(bool(IF.search(word.last)) and other.last in AND)
    else:
        yield "stuck on otherwise", 1.0
