"""The pieces of a text that the bundled embedding model has vectors for.

A morpheme is one piece where the model knows it. Of a word that it does not know (배민, 온누리상품권,
coupang, 110) the known nouns inside it are pieces, and so are its own form and its character pairs, each
hashed to one of a few thousand buckets: two texts that share an unknown word are alike by it.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from knowledge.korean import Token

#: Raised when the same tokens would give other pieces than before.
VERSION = 1

#: What a morpheme is looked up by: its form, and for other than nouns a mark, since 배 (boat) is no 배/VV.
MARKS = {
    **dict.fromkeys(["NNG", "NNP", "NP", "NR", "XR", "SL", "SH", "SN", "UN"], ""),
    **dict.fromkeys(["NNB"], "/B"),
    **dict.fromkeys(["VV", "VA", "VX", "VCN"], "/V"),
    **dict.fromkeys(["MAG", "MAJ", "MM", "IC"], "/M"),
    **dict.fromkeys(["XPN", "XSN", "XSV", "XSA", "XSM", "VCP"], "/X"),
    **dict.fromkeys(["JKS", "JKC", "JKG", "JKO", "JKB", "JKV", "JKQ", "JX", "JC"], "/J"),
    **dict.fromkeys(["EP", "EF", "EC", "ETN", "ETM"], "/E"),
    **dict.fromkeys(["W_URL", "W_EMAIL", "W_HASHTAG", "W_MENTION", "W_SERIAL", "W_EMOJI"], ""),
}

#: Marks whose morphemes, when unknown, are looked at more closely; an unknown ending says nothing.
OPEN = frozenset(["", "/V", "/M", "/B"])

#: The longest known noun that is looked for inside an unknown word.
LONGEST_PART = 6


def key(form: str, tag: str) -> str | None:
    """What a morpheme is looked up by; None for punctuation and the like."""
    mark = MARKS.get(tag)
    return None if mark is None or not form else form.lower() + mark


class Vocabulary:
    """The known pieces: row r of the vectors is `keys[r]`, and the last `buckets` rows are the hashed ones."""

    def __init__(self, keys: Sequence[str], buckets: int) -> None:
        self.keys = keys
        self.buckets = buckets
        self.rows = {key: row for row, key in enumerate(keys)}
        # Unknown words come again within a corpus, and cutting one up is slow beside a look-up.
        self._of_unknown = lru_cache(maxsize=20_000)(self.of_unknown)

    def __len__(self) -> int:
        return len(self.keys) + self.buckets

    def bucket(self, name: str) -> int:
        """The row of a hashed piece, the same on every machine."""
        return len(self.keys) + zlib.crc32(name.encode("utf-8", "surrogatepass")) % self.buckets

    def parts(self, form: str) -> list[int]:
        """The known nouns of two letters or more inside a word, the longest first from the left."""
        found, start = [], 0
        while start < len(form) - 1:
            for end in range(min(len(form), start + LONGEST_PART), start + 1, -1):
                row = self.rows.get(form[start:end])
                if row is not None and end - start < len(form):
                    found.append(row)
                    start = end - 1
                    break
            start += 1
        return found

    def of_unknown(self, form: str) -> tuple[tuple[int, float], ...]:
        """The pieces of an unknown word with their weights: its form, and its known nouns or letter pairs."""
        parts = self.parts(form)
        if not parts:
            framed = f"<{form}>"
            size = 2 if any("가" <= letter <= "힣" for letter in form) else 3
            parts = [self.bucket(framed[i : i + size]) for i in range(len(framed) - size + 1)]
            share = 1 / max(1, len(parts))
        else:
            share = 1.0
        return ((self.bucket(f"<{form}>"), 1.0), *((row, share) for row in parts))

    def count(self, tokens: Iterable[Token]) -> dict[int, float]:
        """How often each piece stands in an analysed text, by row; unknown words count their pieces' weights."""
        counts: dict[int, float] = {}
        for token in tokens:
            name = key(token.form, token.tag)
            if name is None:
                continue
            row = self.rows.get(name)
            if row is not None:
                counts[row] = counts.get(row, 0.0) + 1.0
            elif MARKS[token.tag] in OPEN:
                for row, weight in self._of_unknown(token.form.lower()):
                    counts[row] = counts.get(row, 0.0) + weight
        return counts


def dampen(
    counts: Mapping[int, float], power: float
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """Rows and weights of a text: the second mention of a word adds less than the first (counts ** power)."""
    rows = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
    weights = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
    return rows, np.power(weights, np.float32(power))
