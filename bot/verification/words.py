"""The words (어절) of a sentence as a copy is checked by: each a stem with what is stuck to it.

받지 않는다고 is 받 with 지, 않, 는다고: particles, endings and auxiliaries say how a word is meant, the stem which one it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.verification.figures import Figure
from bot.verification.reading import Reading
from knowledge.korean import Token

#: A word between spaces, marks and brackets; or a mark.
_PIECE: Final = re.compile(r"[^\s()「」『』\"'“”‘’,·/]+|[,·/()]")
_SENTENCE_END: Final = re.compile(r"[가-힣%)][.!?]$")
#: Tags of what is stuck to a stem.
_STUCK: Final = re.compile(r"J|E|VCP|XSV|XSA|VX")
_MARKS: Final = frozenset("SF SP SSO SSC SE".split())
_VERB: Final = frozenset("VV VA VX VCP VCN XSV XSA".split())
#: Endings before the noun that they limit.
_LIMITING: Final = frozenset("ᆫ 는 ᆯ 던".split())
#: One form for what is the same behind a vowel and behind a consonant.
_ALIKE: Final = {
    "은": "는", "이": "가", "을": "를", "과": "와", "으로": "로", "이나": "나", "이랑": "랑",
    "았": "었", "였": "었", "ᆻ": "었", "아": "어", "아서": "어서", "아야": "어야",
    "으며": "며", "으면": "면", "으나": "나", "으므로": "므로", "으려고": "려고",
}  # fmt: skip
_LIMITING_ALIKE: Final = {"은": "ᆫ", "을": "ᆯ"}
#: What tells that a predicate may, must, will, did or did not, or is done to somebody.
_MEANT: Final = frozenset("었 겠 더 수 없 않 못하 어야 말 려고 싶 리 되 받 당하 시키".split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    `stuck` has one form for 은 and 는; `listed`: a comma or a dot stands behind it; `sentence` counts from 0.
    """

    text: str
    stem: str
    stuck: tuple[str, ...]
    verb: bool
    figure: bool
    listed: bool
    bracket: bool
    sentence: int

    @property
    def last(self) -> str:
        """The last thing that is stuck to it; empty when nothing is."""
        return self.stuck[-1] if self.stuck else ""

    @property
    def ends(self) -> bool:
        """Whether it ends a sentence."""
        return self.verb and self.last.endswith(("다", "요"))

    @property
    def limits(self) -> bool:
        """Whether it limits the noun behind it (둔 곳)."""
        return self.verb and self.last in _LIMITING

    @property
    def meant(self) -> frozenset[str]:
        """What tells that it may, must, will, did or did not, or that somebody is given it."""
        return frozenset(self.stuck) & _MEANT

    def ends_like(self, other: "Word") -> bool:
        """Whether the same is stuck to both, as far as their letters show (가맹할, 갱신할)."""
        last, theirs = (_ALIKE.get(word.text[-1:], word.text[-1:]) for word in (self, other))
        return self.stuck == other.stuck or (bool(self.stuck) and last == theirs)


def words(reading: Reading) -> list[Word]:
    """The words of a text in their order; an auxiliary (있을 수 있다, 받지 않는다) is stuck to its predicate."""
    found: list[Word] = []
    tokens = [token for token in reading.tokens if token.tag not in _MARKS]
    amounts = [figure for figure in reading.figures if isinstance(figure, Figure) and figure.unit == "원"]
    depth = sentence = at = 0
    closed = False
    for start, end in _pieces(reading.text, amounts):
        piece = reading.text[start:end]
        if piece in "()":
            depth = depth + 1 if piece == "(" else max(0, depth - 1)
            closed = piece == ")"
            continue
        if piece in ",·/":
            if (marked := _last(found, depth > 0)) is not None:
                found[marked] = replace(found[marked], listed=True)
            continue
        mine: list[Token] = []
        while at < len(tokens) and tokens[at].start < end:
            mine.append(tokens[at])
            at += 1
        if mine:
            word = _word(mine, piece, depth > 0, sentence)
            if any(figure.start < end and start < figure.end for figure in reading.figures):
                word = replace(word, figure=True)
            if word.figure and word.stem:
                stop = end - len(piece) + len(word.text)
                stuck = next((token.start for token in mine[1:] if _STUCK.match(token.tag)), stop)
                word = replace(word, stem=_counted(reading.text, start, min(stuck, stop), amounts))
            _add(word, mine[0], found)
        # A full stop may stand alone behind a bracket.
        ended = _SENTENCE_END.search(piece) or (closed and piece[0] in ".!?")
        sentence += bool(ended) and not depth
        closed = False
    return found


def _pieces(text: str, amounts: Sequence[Figure]) -> list[tuple[int, int]]:
    """Where the words and marks of a text stand; an amount is one word (3조 3,620억원)."""
    found: list[tuple[int, int]] = []
    for piece in _PIECE.finditer(text):
        if found and any(amount.start < found[-1][1] and piece.start() < amount.end for amount in amounts):
            found[-1] = (found[-1][0], piece.end())
        else:
            found.append(piece.span())
    return found


def _counted(text: str, start: int, end: int, amounts: Sequence[Figure]) -> str:
    """A stem with its amounts as they are written everywhere: 3천만원 is 3,000만 원."""
    parts = []
    for amount in amounts:
        if start <= amount.start and amount.end <= end:
            parts += [text[start : amount.start], str(amount)]
            start = amount.end
    return re.sub(r"[\s,]", "", "".join([*parts, text[start:end]])).lower()


def _last(found: Sequence[Word], bracket: bool) -> int | None:
    """The place of the last word inside brackets or outside them; None when there is none."""
    return next((n for n in reversed(range(len(found))) if found[n].bracket == bracket), None)


def _word(tokens: Sequence[Token], text: str, bracket: bool, sentence: int) -> Word:
    if text.rstrip(".!?") == "해요":  # which Kiwi takes for a noun before a bracket
        return Word("해요", "하", ("어요",), True, False, False, bracket, sentence)
    cut = next((n for n, token in enumerate(tokens) if n and _STUCK.match(token.tag)), len(tokens))
    if tokens[0].tag[0] == "J" or tokens[0].tag == "VCP":
        cut = 0
    stem = "".join(token.form for token in tokens[:cut]).lower().rstrip(".")
    stuck: list[str] = []
    if stem[1:].endswith("받"):  # 지원받다, which Kiwi takes for one word here and for two there
        stem, stuck = stem[:-1], ["받"]
    for token in tokens[cut:]:
        if token.tag == "EP" and token.form in ("시", "으시"):
            continue  # only polite
        alike = _LIMITING_ALIKE if token.tag == "ETM" else _ALIKE if token.tag[0] in "JE" else {}
        form = alike.get(token.form, token.form)
        if form == "고" and stuck and stuck[-1] in ("다", "라", "자"):
            stuck[-1] += form  # …겠다고, which Kiwi sometimes cuts
        else:
            stuck.append(form)
    return Word(
        text=text.rstrip(".!?"),
        stem=stem,
        stuck=tuple(stuck),
        verb=any(token.tag in _VERB for token in tokens),
        figure=bool(re.search(r"\d", text)),
        listed=False,
        bracket=bracket,
        sentence=sentence,
    )


def _add(word: Word, first: Token, found: list[Word]) -> None:
    """Put a word behind the others, or to the one that it belongs to."""
    if not word.stem:
        # Behind a bracket or a quotation mark: 4억원(국비 50%)을, 「픽업」으로.
        if (at := _last(found, word.bracket)) is None:
            found.append(replace(word, stem=word.text))
        else:
            noun = found[at]
            stuck = (*noun.stuck, *word.stuck)
            found[at] = replace(noun, text=noun.text + word.text, stuck=stuck, verb=noun.verb or word.verb)
        return
    before = found[-1] if found else None
    auxiliary = before is not None and (
        first.tag == "VX"
        or (first.form == "수" and first.tag == "NNB")
        or (before.last == "수" and word.stem in ("있", "없"))
        or (before.last == "어야" and word.stem in ("하", "되"))
    )
    if before is not None and before.verb and auxiliary and not before.listed:
        stem = "하" if before.last == "어야" else word.stem  # 해야 돼요 is 해야 해요
        stuck = (*before.stuck, stem, *word.stuck)
        found[-1] = replace(before, stuck=stuck, text=f"{before.text} {word.text}")
    else:
        found.append(word)
