"""Omissions (빠진 것): what a shortened copy has left out, and whether it limits what stays.

A clause, an item of a list, a remark in brackets or a sentence goes without harm. What belongs to a word that stays does
not: a condition, a bound, a limit that excludes, the subject of a predicate that another one is given.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.verification.words import Word

#: Particles and endings behind which the next item of a list follows.
AND: Final = frozenset("와 나 이랑 랑 하고 이며 며 고 거나".split())
#: Endings behind which another clause follows.
CLAUSE: Final = frozenset("고 며 면서 지만 는데 ᆫ데 나 아 어 아서 어서 여 므로 거나 려고".split())
#: Words that bound or deny what stands behind them, or tell how much of it.
_BOUNDS: Final = re.compile(
    r"최[대소고저]|약|평균|일부|추가|대부분|주로|보통|각각|매달|매년|하루|연간|이미|아직|처음|따로|다시|새로|먼저|직접|전년|월|연|안|"
    r"못|덜|거의|제외|말"
)
#: The same behind a figure.
_BOUNDS_BEHIND: Final = re.compile(r"이상|이하|미만|초과|이내|정도|가량|안팎|남짓|쯤|내외|이전|이후|넘")
#: Particles that bound.
_BOUNDING: Final = frozenset("만 까지 마다 밖에 뿐".split())
#: Endings and nouns of a condition.
IF: Final = re.compile(r"(?:면|어야|려면)$")
_CASE: Final = frozenset("때 경우 뒤 다음 동안".split())
#: Verbs of a limit that takes something out.
_EXCLUDING: Final = frozenset("제외 빼 아니 없 빠지 말 않".split())
#: Behind a word, they deny it.
_DENYING: Final = frozenset("아니 제외 금지 면제 폐지 중단 빼 빠지".split())
#: What a figure counts, when a space stands between.
_COUNTED: Final = frozenset("명 개 곳 건 회 원 년 개월 일 주 시간 가지 팀 대 번 포인트 % 퍼센트 여".split())
#: What stands alone in front of anything.
_TIME: Final = re.compile(r"\d(?:년|월|일|분기|시)$|기준$|때$|뒤$|전$|후$")
#: Words of all that there is of something: of what, is said before them.
_ALL: Final = frozenset("모든 모두 전부 전체 각 누구 누구나 어디 어디나".split())
#: What leads from one sentence to the next.
_SO: Final = frozenset("그래서 다만 또 또한 그리고 그러나 하지만 단".split())
_SUBJECT: Final = frozenset(["는", "가"])


def omissions(
    ours: Sequence[Word], theirs: Sequence[Word], pairs: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, float]]:
    """Signs of what was left out before, between and behind the words that stayed, by name.

    `pairs`: the places of each word that stayed in the claim and in what it cites.
    """
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
        took = kept is not None and ours[n].text != kept.text and ours[n].ends_like(gap[-1])
        if kept is not None:
            yield from _behind(gap, kept, theirs, before, after)
        # Of two things of one name the first or the second may stay: 주문관리 수수료와 매출연동 수수료를.
        twin = (gap[0].listed or gap[0].last in AND) and gap[0].stem == theirs[after].stem
        item = took or twin
        kind = "item" if item else _kind(gap)
        place = "between" if kept else "before"
        yield "limit left out" if kind == "limit" else f"left out {place}: {kind}", 1.0
        same = gap[-1].sentence == theirs[after].sentence
        yield "left out before what stays", float(same and kind in ("noun", "limit", "figure", "of"))
        if same and not item:
            yield from _leaning(gap, theirs, before, after)
        if kept is not None:
            yield "runs across sentences", float(kept.sentence != theirs[after].sentence and not kept.ends)
            alone = not (kept.stuck or kept.listed or kept.bracket or _TIME.search(kept.text))
            goes = not (gap[0].bracket or item)
            yield "head left out", float(alone and goes)
            yield "head left out behind its limit", float(kept.limits and goes)


def _behind(
    gap: Sequence[Word], kept: Word, theirs: Sequence[Word], before: int, after: int
) -> Iterator[tuple[str, float]]:
    """Signs of what was left out and belongs to the word that stays before it."""
    goes_on = gap[0].bracket == kept.bracket and not kept.listed
    yield "denial left out", float(goes_on and gap[0].stem in _DENYING)
    # 거래가 50회 미만이거나 간이과세자면: 거래가 간이과세자면.
    either = gap[-1].last == "거나" and kept.last in _SUBJECT
    yield "another's predicate", float(either)
    if gap[-1].sentence != theirs[after].sentence:
        return
    # 8억원 이하는 0%, 12억 초과는 0.5%다: 8억원 이하는 0.5%. The label of one item, the figure of another.
    units = {_unit(w) for w in gap if w.figure and w.listed and w.bracket == kept.bracket}
    first = next((w for w in theirs[after : after + 2] if not _BOUNDS.fullmatch(w.stem)), theirs[after])
    own = not (kept.listed or kept.ends or (kept.verb and kept.last in CLAUSE) or kept.last in AND)
    yield "figure of another item", float(first.figure and own and _unit(first) in units)
    # 계약한 가게는 빼 주고, 다른 가게는 돌려준다: 계약한 가게는 돌려준다.
    verb = next((n for n, w in enumerate(gap) if w.verb and w.last in CLAUSE), len(gap))
    topic = any(w.last == "는" and not w.bracket and not w.verb for w in gap[verb:])
    told = any(w.last in _SUBJECT and w.sentence == kept.sentence for w in theirs[: before + 1])
    # 새 가게도 적용된다: 하위 20% 가게는 적용된다. 금리를 깎아 준다: 60% 이상을 깎아 준다.
    topic = topic or (gap[-1].last in ("는", "도") and not gap[-1].verb and not gap[-1].bracket)
    led = kept.last in ("를", "에서") and not kept.listed and verb < len(gap)
    yield "another's predicate", float((topic and told) or led)


def _unit(word: Word) -> str:
    """What a figure counts, as its last letters."""
    return re.sub(r".*\d", "", word.stem)


def _leaning(
    gap: Sequence[Word], theirs: Sequence[Word], before: int, after: int
) -> Iterator[tuple[str, float]]:
    """Signs of what was left out and belongs to what stays behind it."""
    stays = theirs[after]
    leaning: list[Word] = []
    clause = False
    for word in reversed(gap):
        if word.bracket != stays.bracket:
            continue
        clause = word.verb and word.last in CLAUSE
        if clause or word.listed or word.ends or (not word.verb and word.last in AND):
            break
        leaning.append(word)
    # 거래 20건 이상이고 반품률이 20% 미만이면: 반품률이 20% 미만이면.
    apart = any(IF.search(w.last) or "어야" in w.stuck or w.last == "나" for w in gap)
    if gap[-1].verb and gap[-1].last in CLAUSE and not apart:
        ends = (w for w in theirs[after:] if w.verb and (w.ends or w.last in CLAUSE or IF.search(w.last)))
        following = next(ends, None)
        must = following is not None and (IF.search(following.last) or "어야" in following.stuck)
        yield "condition left out", float(bool(must))
    if not leaning:
        return
    bound = any(_BOUNDS.fullmatch(w.stem) or _BOUNDING & set(w.stuck) for w in leaning)
    yield "bound left out", float(bound)
    yield (
        "condition left out",
        float(any((w.verb and IF.search(w.last)) or w.stem in _CASE for w in leaning)),
    )
    yield "limit of all left out", float(leaning[0].limits and stays.stem in _ALL)
    excludes = any(w.limits and (w.stem in _EXCLUDING or {"않", "아니"} & set(w.stuck)) for w in leaning)
    yield "exclusion left out", float(excludes)
    # 직원은 서류를 내고 대표는 면접을 본다: 직원은 면접을 본다. What has a verb of its own stands before that.
    verb = next((n for n, w in enumerate(leaning) if w.verb), len(leaning))
    subject = any(w.last in _SUBJECT for w in leaning[:verb])
    told = any(w.last in _SUBJECT and w.sentence == stays.sentence for w in theirs[: before + 1])
    yield "another's predicate", float(clause and subject and told)
    last = gap[-1]
    counted = last.figure and not last.stuck and not last.listed and stays.stem in _COUNTED
    counted = counted and not (before >= 0 and theirs[before].figure)
    yield "figure left out of its count", float(counted)


def _kind(gap: Sequence[Word]) -> str:
    """What kind of words were left out, by the last of them."""
    last = gap[-1]
    if all(word.bracket for word in gap):
        return "bracket"
    if last.ends:
        return "sentence"
    if last.listed or (not last.verb and last.last in AND):
        return "item"
    if last.verb:
        return "clause" if last.last in CLAUSE else "limit" if last.limits else "verb"
    if last.last in ("는", "도"):
        return "topic"
    if last.last in ("가", "를"):
        return "argument"
    if last.last:
        return "of" if last.last == "의" else "adverbial"
    return "figure" if last.figure else "noun"
