"""Typing errors (오타): a word that nobody has, one letter away from a word of the documents, is read as that word.

A question typed on a phone between two customers has slips (수수로, 키오스쿠). Search bears them, since most pairs
of letters are still right; what decides whether the documents know the subject does not. Only what the documents
do not have and no dictionary knows is touched: 토스 stays 토스, one letter from 포스 (POS) as it is.

Neighbours are found by deletions (Garbe's SymSpell) over letters, jamo, not syllables: 로 and 료 differ in one of
two. One letter may be wrong, missing, too many, or two neighbours swapped (Damerau 1964).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from knowledge.korean import Token, normalise
from knowledge.settings import BUNDLED_MODEL
from knowledge.static_model import VOCABULARY

#: Words are compared from this length on, in syllables; shorter ones have too many neighbours.
SHORTEST, LONGEST = 2, 8
#: So many syllables of a name are enough to know it by, whatever words a slip has made of them.
SURELY = 4
#: What is said once may be a slip itself, or the name of a person.
OFTEN = 2
#: The most words of one question that are corrected: with more of them wrong, it is no typing error.
MOST = 4

#: How a noun that nobody knows is tagged.
_NAMING = frozenset(["NNG", "NNP", "XR", "UN"])

_WORD = re.compile(r"[가-힣]+")
_BASE = 0xAC00


def jamo(word: str) -> str:
    """The letters of a Korean word, each syllable's first, middle and, where it has one, last consonant."""
    letters = []
    for syllable in word:
        code = ord(syllable) - _BASE
        letters += [chr(0x1100 + code // 588), chr(0x1161 + code % 588 // 28)]
        if last := code % 28:
            letters.append(chr(0x11A7 + last))
    return "".join(letters)


def deletions(letters: str) -> Iterator[str]:
    """The letters themselves, and without one of them."""
    yield letters
    for place in range(len(letters)):
        yield letters[:place] + letters[place + 1 :]


def one_apart(left: str, right: str) -> bool:
    """Whether one letter was replaced, left out, put in, or swapped with its neighbour."""
    if left == right or abs(len(left) - len(right)) > 1:
        return False
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    a, b = left[start:], right[start:]
    return (
        a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:] and len(a) > 1)
    )


class Speller:
    """Corrects questions towards the words of one generation's documents. Made cheaply; reads at the first slip."""

    def __init__(self, words: Iterable[str], tokens: Callable[[str], Sequence[Token]]) -> None:
        """`words` are nouns and names of the documents, as often as they are said; `tokens` analyses a text."""
        self._source, self._tokens = words, tokens

    @cached_property
    def _known(self) -> dict[str, int]:
        """The documents' words with how often they are said."""
        counts: dict[str, int] = defaultdict(int)
        for word in self._source:
            if SHORTEST <= len(word) <= LONGEST and _WORD.fullmatch(word):
                counts[word] += 1
        return {word: count for word, count in counts.items() if count >= OFTEN}

    @cached_property
    def _near(self) -> dict[str, list[str]]:
        """The documents' words by their letters, whole and without one."""
        near: dict[str, list[str]] = defaultdict(list)
        for word in self._known:
            for letters in deletions(jamo(word)):
                near[letters].append(word)
        return dict(near)

    @cached_property
    def _dictionary(self) -> frozenset[str]:
        """Words that are right though no document has them: the nouns that the bundled model has a vector for."""
        lines = (BUNDLED_MODEL / VOCABULARY).read_text(encoding="utf-8").split("\n")
        return frozenset(line for line in lines if _WORD.fullmatch(line))

    def corrected(self, text: str, strange: Callable[[Sequence[Token]], list[str]]) -> str:
        """The text with its typing errors mended.

        `strange` names the words among some tokens that no document has: what is written instead of them
        must have fewer.
        """
        for _ in range(MOST):
            tokens = self._tokens(text)
            unknown = strange(tokens)
            if not unknown:
                return text
            for mended in self._candidates(text, tokens, frozenset(unknown)):
                if len(strange(self._tokens(mended))) < len(unknown):
                    text = mended
                    break
            else:
                return text
        return text

    def _candidates(self, text: str, tokens: Sequence[Token], unknown: frozenset[str]) -> list[str]:
        """The text with one slip mended, the longest and most usual words first."""
        if normalise(text) != text:
            return []
        found: list[tuple[int, int, str]] = []
        for token in tokens:
            if token.form.lower() not in unknown:
                continue
            for word in _WORD.finditer(text):
                if word.start() < token.end and token.start < word.end():
                    for start, end in self._windows(text, word.span(), token):
                        for other in self.neighbours(text[start:end]):
                            mended = text[:start] + other + text[end:]
                            found.append((start - end, -self._known[other], mended))
        return [mended for _, _, mended in sorted(found)]

    def _windows(self, text: str, word: tuple[int, int], token: Token) -> Iterator[tuple[int, int]]:
        """The parts of a word that touch the token and may be a slip."""
        # A verb that is analysed is one, and a dictionary's word is right; a misspelt noun comes out as a name.
        plain = token.tag not in _NAMING or token.form in self._dictionary
        shortest = SURELY if plain else SHORTEST
        first, last = word
        for start in range(first, min(token.end, last)):
            for end in range(max(start + shortest, token.start + 1), min(last, start + LONGEST) + 1):
                # Two syllables are enough only where a word begins.
                short = end - start == SHORTEST and start > first and (start, end) != (token.start, token.end)
                window = text[start:end]
                if not (short or window in self._dictionary or window in self._known):
                    yield start, end

    def neighbours(self, word: str) -> list[str]:
        """The documents' words one letter away from a word."""
        letters = jamo(word)
        near = {other for key in deletions(letters) for other in self._near.get(key, ())}
        return sorted(other for other in near if one_apart(letters, jamo(other)))
