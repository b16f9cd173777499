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

from bot.verification.reading import Reading
from bot.verification.words import Word, words

#: Particles and endings behind which the next item of a list follows.
_AND: Final = frozenset("와 나 이랑 랑 하고 이며 며 고 거나".split())
#: Endings behind which another clause follows.
_CLAUSE: Final = frozenset("고 며 면서 지만 는데 ᆫ데 나 아 어 아서 어서 여 므로 다가 거나 도록 려고".split())
#: Words that bound what stands behind them, or tell how much of it.
_BOUNDS: Final = re.compile(
    r"최[대소고저]|약|평균|일부|추가|대부분|주로|보통|각각|매달|매년|하루|연간|이미|아직|처음|따로|다시|새로|먼저|직접|전년|월|연|안"
)
#: The same behind a figure.
_BOUNDS_BEHIND: Final = re.compile(r"이상|이하|미만|초과|이내|정도|가량|안팎|남짓|쯤|내외|이전|이후|넘")
#: What stands alone in front of anything.
_TIME: Final = re.compile(r"\d(?:년|월|일|분기|시)$|기준$|때$|뒤$|전$|후$")
#: Words of all that there is of something: of what, is said before them.
_ALL: Final = frozenset("모든 모두 전부 전체 각 누구 누구나 어디 어디나".split())
#: What leads from one sentence to the next.
_SO: Final = frozenset("그래서 다만 또 또한 그리고 그러나 하지만 단".split())
#: What makes a report or a plan of a sentence.
_HEDGE: Final = re.compile(r"[다라자]고$|[다라자]는$|겠|계획|예정|방침|전망")
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
        "limit of all left out",
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
    pairs = _laid(ours, theirs)
    placed = {n for n, _ in pairs}
    strange = [word for n, word in enumerate(ours) if n not in placed]
    found: dict[str, float] = defaultdict(float)
    for signs in (_at_no_place(strange), _as_meant(ours, theirs, pairs), _left_out(ours, theirs, pairs)):
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
    """Whether two words are one; Kiwi cuts some verbs otherwise at a sentence's end (지원받는다, 지원받아요)."""
    if ours.stem == theirs.stem or ours.text == theirs.text:
        return True
    least = min(len(ours.text), len(theirs.text))
    shared = next((n for n in range(least) if ours.text[n] != theirs.text[n]), least)
    alike = shared >= max(2, least - 1) or shared >= max(3, least - 2)
    return ours.verb and theirs.verb and ours.ends and alike


def _worth(ours: Word, theirs: Word) -> float:
    alike = _STUCK * (ours.stuck == theirs.stuck) + _BRACKET * (ours.bracket == theirs.bracket)
    return 1 + alike + _MEANT * (ours.meant == theirs.meant)


def _at_no_place(strange: Sequence[Word]) -> Iterator[tuple[str, float]]:
    yield "word at no place", float(bool(strange))
    yield "words at no place", float(min(len(strange), 4))
    yield "figure at no place", float(any(word.figure for word in strange))
    yield "verb at no place", float(any(word.verb for word in strange))


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
    yield "end no longer past", float("었" in other.meant - word.meant)
    if other.ends or not rest:
        yield "end meant otherwise", float(word.meant != other.meant)
        return
    yield "end meant otherwise", float(bool((word.meant ^ other.meant) - {"었"}))
    yield "cut in a sentence", 1.0
    told = other.last.endswith(("다고", "라고")) and word.text.endswith(("대요", "래요"))
    named = other.last == "로" and other.listed and "이" in word.stuck  # 광고로, …: 광고예요
    clause = other.last in _CLAUSE or other.listed or (other.verb and other.last in _AND)
    yield "cut inside a clause", float(not (clause or told or named))
    reported = any(_HEDGE.search(form) for w in rest for form in (w.stem, *w.stuck))
    yield "cut from a report", float(reported and not any(_HEDGE.search(form) for form in word.stuck))
    past = any("었" in w.meant for w in rest if w.ends)
    yield "cut from another time", float(("었" in word.meant) != past and "었" not in other.meant)


def _inside(word: Word, other: Word, between: Sequence[Word]) -> Iterator[tuple[str, float]]:
    """Signs of what is stuck to a word that is not the last; `between`: what was left out behind it."""
    if word.stuck == other.stuck or word.text == other.text:
        return
    if word.ends and other.ends:
        yield "meant otherwise inside", float(word.meant != other.meant)
    elif between and word.ends_like(between[-1]):
        # It took the place of its list's last item: 가맹하거나 갱신할 수 없다, 가맹할 수 없다.
        yield "in another's place", float(not (other.listed or other.last in _AND))
        yield "in the place of more", float(between[-1].stem == "등")
    else:
        yield "stuck on otherwise", 1.0
        if word.verb or other.verb:
            yield "ending changed", 1.0
            yield "meant otherwise inside", float(word.meant != other.meant)
        else:
            yield "particle changed" if word.stuck else "particle lost", 1.0


def _left_out(
    ours: Sequence[Word], theirs: Sequence[Word], pairs: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, float]]:
    """Signs of what was left out, before, between and behind the words that stayed."""
    taken = [m for _, m in pairs]
    for (n, before), after in zip([(-1, -1), *pairs], [*taken, len(theirs)], strict=True):
        gap = list(theirs[before + 1 : after])
        while gap and gap[-1].text in _SO and after < len(theirs):
            gap.pop()
        if not gap:
            continue
        kept = theirs[before] if before >= 0 else None
        behind = kept is not None and kept.figure and bool(_BOUNDS_BEHIND.fullmatch(gap[0].stem))
        yield "bound left out", float(behind)
        if after == len(theirs):
            yield "bracket left out", float(gap[0].bracket)
            yield "sentence left out behind", float(kept is not None and gap[-1].sentence > kept.sentence)
            continue
        last = gap[-1]
        took = before >= 0 and ours[n].stuck != theirs[before].stuck and ours[n].ends_like(last)
        # Of two things of one name the first or the second may stay: 주문관리 수수료와 매출연동 수수료를.
        twin = (gap[0].listed or gap[0].last in _AND) and gap[0].stem == theirs[after].stem
        kind = "item" if took or twin else _kind(gap)
        place = "between" if kept else "before"
        yield "limit left out" if kind == "limit" else f"left out {place}: {kind}", 1.0
        yield "limit of all left out", float(last.limits and theirs[after].stem in _ALL)
        same = last.sentence == theirs[after].sentence
        yield "left out before what stays", float(same and kind in ("noun", "limit", "figure", "of"))
        bound = same and not last.listed and bool(_BOUNDS.fullmatch(last.stem))
        yield "bound left out", float(bound and last.bracket == theirs[after].bracket)
        if kept is not None:
            yield "runs across sentences", float(kept.sentence != theirs[after].sentence and not kept.ends)
            alone = not (kept.stuck or kept.listed or kept.bracket or _TIME.search(kept.text))
            goes = not (gap[0].bracket or took or twin)
            yield "head left out", float(alone and goes)
            yield "head left out behind its limit", float(kept.limits and goes)


def _kind(gap: Sequence[Word]) -> str:
    """What kind of words were left out, by the last of them."""
    last = gap[-1]
    if all(word.bracket for word in gap):
        return "bracket"
    if last.ends:
        return "sentence"
    if last.listed or (not last.verb and last.last in _AND):
        return "item"
    if last.verb:
        return "clause" if last.last in _CLAUSE else "limit" if last.limits else "verb"
    if last.last in ("는", "도"):
        return "topic"
    if last.last in ("가", "를"):
        return "argument"
    if last.last:
        return "of" if last.last == "의" else "adverbial"
    return "figure" if last.figure else "noun"
