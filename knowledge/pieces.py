"""The pieces of a text that the bundled embedding model counts, by name.

A morpheme is one piece. Where the model has no vector for it (배민, 온누리상품권, coupang, 110), the known
nouns inside it are pieces as well, or else its character pairs: two texts that share an unknown word, or
nearly, are alike by it.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from knowledge.korean import Token

#: Raised when the same tokens would give other pieces than before.
VERSION = 2

#: What a morpheme is named by: its form, and for other than nouns a mark, since 배 (boat) is no 배/VV.
MARKS = {
    **dict.fromkeys(["NNG", "NNP", "NP", "NR", "XR", "SL", "SH", "SN", "UN"], ""),
    **dict.fromkeys(["W_URL", "W_EMAIL", "W_HASHTAG", "W_MENTION", "W_SERIAL", "W_EMOJI"], ""),
    **dict.fromkeys(["NNB"], "/B"),
    **dict.fromkeys(["VV", "VA", "VX", "VCN"], "/V"),
    **dict.fromkeys(["MAG", "MAJ", "MM", "IC"], "/M"),
    **dict.fromkeys(["XPN", "XSN", "XSV", "XSA", "XSM", "VCP"], "/X"),
    **dict.fromkeys(["JKS", "JKC", "JKG", "JKO", "JKB", "JKV", "JKQ", "JX", "JC"], "/J"),
    **dict.fromkeys(["EP", "EF", "EC", "ETN", "ETM"], "/E"),
}

#: Marks of particles, endings and affixes: they say little of what a text is about.
FUNCTION = ("/J", "/E", "/X")

#: First letter of the name of an unknown word, of a number that is unknown, and of a character pair.
UNKNOWN, NUMBER, PAIR = "?", "#", "~"

#: The longest known noun that is looked for inside an unknown word.
LONGEST_PART = 6


def key(form: str, tag: str) -> str | None:
    """The name of a morpheme; None for punctuation and the like."""
    mark = MARKS.get(tag)
    return None if mark is None or not form else form.lower() + mark


class Vocabulary:
    """The pieces that a model has vectors for, `keys` in the order of its rows; counts the pieces of texts."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.keys = keys
        self.rows = {name: row for row, name in enumerate(keys)}
        # Unknown words come again within a corpus, and cutting one up is slow beside a look-up.
        self._of_unknown = lru_cache(maxsize=20_000)(self.of_unknown)

    def __len__(self) -> int:
        return len(self.keys)

    def count(self, tokens: Iterable[Token]) -> dict[str, float]:
        """How often each piece stands in a text, by name, in the order of first mention."""
        counts: dict[str, float] = {}
        for token in tokens:
            name = key(token.form, token.tag)
            if name is None:
                continue
            if name in self.rows:
                counts[name] = counts.get(name, 0.0) + 1.0
            else:
                for piece, weight in self._of_unknown(token.form.lower(), token.tag):
                    counts[piece] = counts.get(piece, 0.0) + weight
        return counts

    def of_unknown(self, form: str, tag: str) -> tuple[tuple[str, float], ...]:
        """The pieces of an unknown word with their weights: its form, and its known nouns or character pairs."""
        if tag == "SN":
            return ((NUMBER + form, 1.0),)
        if MARKS[tag] in FUNCTION:
            return ((UNKNOWN + form + MARKS[tag], 1.0),)
        if parts := self.parts(form):
            return ((UNKNOWN + form, 1.0), *((part, 1.0) for part in parts))
        framed = f"<{form}>"
        # Letters of the Latin alphabet say less each than syllables do.
        size = 2 if any("가" <= letter <= "힣" for letter in form) else 3
        pairs = [framed[start : start + size] for start in range(len(framed) - size + 1)]
        return ((UNKNOWN + form, 1.0), *((PAIR + pair, 1 / len(pairs)) for pair in pairs))

    def parts(self, form: str) -> list[str]:
        """The known nouns of two letters or more inside a word, the longest first from the left."""
        found, start = [], 0
        while start < len(form) - 1:
            for end in range(min(len(form), start + LONGEST_PART), start + 1, -1):
                if end - start < len(form) and form[start:end] in self.rows:
                    found.append(form[start:end])
                    start = end - 1
                    break
            start += 1
        return found
