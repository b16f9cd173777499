"""Bounds (한도): what stands around a figure and bounds it (최대, 까지, 약, 이상), and what a sentence bounds otherwise.

The verifier lets a writer leave out 약, or 최대 where no money is told. A language model's sentence is mostly a copy, and a
bound left out of a copy is a promise (최대 40개 시장 is not 40개 시장): each figure keeps what its passage puts around it,
as often as it stands there, and each noun its 까지 or 부터. 최대 30만원, 30만원까지 and 30만원 이내 are one.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from bot.verification.dates import Day
from bot.verification.figures import Figure, same
from bot.verification.reading import Reading
from knowledge.korean import Token

#: What words before a figure make of it, and words behind it.
_BEFORE: Final = {
    **dict.fromkeys("최대 최고 한도 상한".split(), "up to"),
    **dict.fromkeys("최소 최저 하한".split(), "from"),
    **dict.fromkeys("약 대략 거의".split(), "about"),
    "평균": "mean",
}
_BEHIND: Final = {
    **dict.fromkeys("까지 이하 이내 이전 안 한도 상한".split(), "up to"),
    **dict.fromkeys("부터 이상 이후 하한".split(), "from"),
    **dict.fromkeys("초과 넘 넘기 웃돌".split(), "over"),
    **dict.fromkeys("미만 밑돌".split(), "under"),
    **dict.fromkeys("정도 가량 안팎 내외 남짓 쯤 여".split(), "about"),
}
_RANGE: Final = frozenset("~-")
#: What may stand between a figure and its bound (최대 국비 500만원, 37개 사업까지), and how many words of it before one.
_BETWEEN: Final = frozenset("NNG NNP NNB XSN XPN SL SW SO MM MAG XR".split())
_FAR: Final = 4
#: Behind these a bound is told in so many words: 한도는 600만원, 20만 명을 넘었다.
_LINKS: Final = frozenset("은 는 이 가 을 를".split())
_MARKS: Final = frozenset("JX NNG NNB XSN VV".split())
_OF_NOUNS: Final = frozenset("평균 최대 최소 최고 최저".split())
_NOUNS: Final = frozenset("NNG NNP NNB SL XSN".split())


def misbound(claim: Reading, passage: Reading) -> list[str]:
    """What a claim bounds otherwise than its passage does, as it is written there; empty when all is alike.

    A figure that the passage does not have is not looked at.
    """
    left = [(figure, _bounds(figure, passage)) for figure in passage.figures]
    wrong: list[str] = []
    for figure in claim.figures:
        found = [other for other in left if same(figure, other[0])]
        # 2026년 of a passage that has 2026년 3월 too is the year alone.
        found.sort(key=lambda other: str(other[0]) != str(figure))
        bounds = _bounds(figure, claim)
        if kept := next((other for other in found if other[1] == bounds), None):
            left.remove(kept)
        elif any(same(figure, other) for other in passage.figures):
            wrong.append(claim.text[figure.start : figure.end])
    theirs, ours = _ends(passage), _ends(claim)
    return wrong + [
        " ".join(words)
        for words in sorted(theirs.keys() & ours.keys())
        if "" not in theirs[words] and not ours[words] <= theirs[words]
    ]


def _bounds(figure: Figure | Day, reading: Reading) -> list[str]:
    """What the words around a figure make of it."""
    inside = ["about"] if "여" in reading.text[figure.start : figure.end] else []  # 4,000여 개
    return sorted([*_before(figure, reading), *inside, *_behind(figure, reading)])


def _before(figure: Figure | Day, reading: Reading) -> Iterator[str]:
    tokens = [token for token in reading.tokens if token.end <= figure.start][-_FAR:]
    for far, token in enumerate(reversed(tokens)):
        if far == 0 and token.form in _RANGE:
            yield "up to"
            return
        linked = far == 0 and token.form in _LINKS
        if _in_figure(token, reading) or not (token.tag in _BETWEEN or linked):
            return
        if token.form in _BEFORE:
            yield _BEFORE[token.form]


def _behind(figure: Figure | Day, reading: Reading) -> Iterator[str]:
    aside = linked = False
    for far, token in enumerate(token for token in reading.tokens if token.start >= figure.end):
        if far == 0 and token.form in _RANGE:
            yield "from"
            return
        if token.tag == "SSO" or (token.tag == "SSC" and aside):
            aside = token.tag == "SSO"  # 11차 회의(11월 7일)까지
        elif not aside:
            if token.form in _BEHIND and token.tag in _MARKS:
                yield _BEHIND[token.form]
            elif linked or _in_figure(token, reading) or token.form in _BEFORE:
                return
            elif token.form in _LINKS:
                linked = True
            elif token.tag not in _BETWEEN:
                return


def _in_figure(token: Token, reading: Reading) -> bool:
    return any(figure.start <= token.start < figure.end for figure in reading.figures)


def _ends(reading: Reading) -> dict[tuple[str, ...], set[str]]:
    """The nouns of a text, alone and with the word before them, each with the 까지 or 부터 behind it and the 평균 before."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    tokens = reading.tokens
    for place, token in enumerate(tokens):
        if token.tag in _NOUNS and not _in_figure(token, reading):
            after = tokens[place + 1].form if place + 1 < len(tokens) else ""
            before = tokens[place - 1].form if place else ""
            mark = before * (before in _OF_NOUNS) + after * (after in ("까지", "부터"))
            for words in (tokens[place : place + 1], tokens[max(0, place - 1) : place + 1]):
                key = tuple(word.form.lower() for word in words)
                found[key].add(mark)
    return found
