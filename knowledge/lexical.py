"""Lexical search: BM25 over morphemes, morpheme pairs and letter pairs, of the text and of the program's names.

One sparse matrix of terms by passages holds all five, each already weighted, so that a question is a sum of
a few rows of it. The arrays of a large index are memory-mapped: only what a question touches is read.

BM25 as in Robertson and Zaragoza (2009), The Probabilistic Relevance Framework, with Lucene's idf:
    impact = idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / mean length))
    idf    = ln(1 + (N - df + 0.5) / (df + 0.5))
"""

import hashlib
import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from knowledge import terms
from knowledge.arrays import read_array
from knowledge.errors import IndexUnreadable
from knowledge.korean import content
from knowledge.passage import Passage

if TYPE_CHECKING:
    from knowledge.korean import Analyzer
    from knowledge.tokens import Reads

Floats = npt.NDArray[np.float32]

#: Raised when an index of the same passages would be another one.
VERSION: Final = f"3.{terms.VERSION}"

META: Final = "lexical.json"
ARRAYS: Final = ("keys", "starts", "rows", "impacts")


@dataclass(frozen=True, slots=True)
class Space:
    """A kind of term: what its BM25 counts in the sum, and BM25's two parameters."""

    weight: float
    k1: float = 1.2
    b: float = 0.75


#: Fitted on half of the queries of five sets and checked on the other half (tests/benchmarks/README.md).
SPACES: Final = {
    "morpheme": Space(1.0),
    "pair": Space(0.5),
    "gram": Space(0.5),
    "name": Space(0.25, 0.8, 0.5),
    "name gram": Space(0.25, 0.8, 0.5),
}


#: Which terms of a question each kind of term is looked up by.
KINDS: Final = {
    "morpheme": "morphemes",
    "pair": "pairs",
    "gram": "grams",
    "name": "morphemes",
    "name gram": "grams",
}

#: What a question that leads to a document counts beside the document's facts.
LEADS: Final = 0.7


@dataclass(frozen=True, slots=True)
class Sums:
    """The scores of each passage, and of each group of passages as a whole: every term where it stands best.

    `ideal` is what the question would score as a passage of usual length.
    """

    passages: Floats
    groups: Floats
    ideal: float


def idf(size: int, df: Any) -> Any:
    """What a term of `df` passages among `size` tells."""
    return np.log1p((size - df + 0.5) / (df + 0.5))


def key(space: str, term: str) -> int:
    """A term as a number of 64 bits, the same on every machine."""
    name = f"{space}\n{term}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(name, digest_size=8).digest(), "little")


class LexicalIndex:
    """The lexical scores of passages, by row: the place of the passage among those that were given to `build`."""

    def __init__(
        self,
        size: int,
        keys: npt.NDArray[np.uint64],
        starts: npt.NDArray[np.int64],
        rows: npt.NDArray[np.uint32],
        impacts: Floats,
    ) -> None:
        """`size` passages; term `keys[i]` (ascending) is in `rows[starts[i]:starts[i + 1]]` with these `impacts`."""
        self.size, self._keys, self._starts, self._rows, self._impacts = size, keys, starts, rows, impacts

    def __len__(self) -> int:
        return self.size

    @classmethod
    def build(cls, passages: Sequence[Passage], analyzer: "Reads") -> "LexicalIndex":
        """Index passages: a fact with its program's names, a question by itself."""
        names = list(dict.fromkeys(passage.context for passage in passages if passage.kind == "fact"))
        contexts = {
            name: (content(tokens), terms.grams(name))
            for name, tokens in zip(names, analyzer.tokens_many(names), strict=True)
        }
        vocabularies = {space: _Vocabulary() for space in SPACES}
        for passage, tokens in zip(passages, analyzer.tokens_many(p.text for p in passages), strict=True):
            forms, letters = content(tokens), terms.grams(passage.text)
            name_forms, name_grams = contexts[passage.context] if passage.kind == "fact" else ([], [])
            vocabularies["morpheme"].add([*name_forms, *forms])
            vocabularies["pair"].add([*terms.pairs(name_forms), *terms.pairs(forms)])
            vocabularies["gram"].add([*name_grams, *letters])
            vocabularies["name"].add(name_forms)
            vocabularies["name gram"].add(name_grams)
        keys, starts, rows, impacts = _merge([v.weighted(name) for name, v in vocabularies.items()])
        counts = np.array([1.0 if p.kind == "fact" else LEADS for p in passages], dtype=np.float32)
        return cls(len(passages), keys, starts, rows, impacts * counts[rows])

    def scores(self, query: str, analyzer: "Analyzer") -> Floats:
        """The score of every passage, 0 where nothing matches. Raises IndexUnreadable on a damaged index."""
        nothing = np.zeros(self.size, dtype=np.int64)
        return self.sums(terms.Query(query, analyzer.tokens(query)), nothing, 1).passages

    def sums(self, query: terms.Query, group: npt.NDArray[np.int64], groups: int) -> "Sums":
        """The scores for a question that was read already; passage `i` belongs to group `group[i]` of `groups`.

        The passages of a group stand together: `group` never falls. Raises IndexUnreadable on a damaged index.
        """
        wanted = [
            (space, key(space, term), worth)
            for space, kind in KINDS.items()
            for term, worth in getattr(query, kind).items()
        ]
        keys = np.fromiter((term for _, term, _ in wanted), dtype=np.uint64, count=len(wanted))
        places = np.searchsorted(self._keys, keys).tolist()
        spans: list[tuple[int, int, float]] = []
        ideal = 0.0
        for place, (space, term, worth) in zip(places, wanted, strict=True):
            start = end = 0
            if place < len(self._keys) and int(self._keys[place]) == term:
                start, end = int(self._starts[place]), int(self._starts[place + 1])
                spans.append((start, end, worth))
            if not space.startswith("name"):
                ideal += worth * SPACES[space].weight * float(idf(self.size, end - start))
        try:
            passages, whole = self._added(spans, group, groups)
        except (IndexError, ValueError) as error:
            raise _unreadable("자리가 맞지 않아요") from error
        return Sums(passages, whole, ideal)

    def _added(
        self, spans: Sequence[tuple[int, int, float]], group: npt.NDArray[np.int64], groups: int
    ) -> tuple[Floats, Floats]:
        """The impacts of some terms' spans, each times its worth, added up by passage and, the best of each term, by group."""
        spans = [span for span in spans if span[1] > span[0]]
        if not spans:
            return np.zeros(self.size, dtype=np.float32), np.zeros(groups, dtype=np.float32)
        rows = np.concatenate([self._rows[start:end] for start, end, _ in spans])
        found = np.concatenate([np.float32(worth) * self._impacts[start:end] for start, end, worth in spans])
        members = group[rows]
        new = np.diff(members, prepend=-1) != 0
        new[np.cumsum([end - start for start, end, _ in spans])[:-1]] = True
        firsts = np.flatnonzero(new)
        whole = np.bincount(members[firsts], weights=np.maximum.reduceat(found, firsts), minlength=groups)
        passages = np.bincount(rows, weights=found, minlength=self.size)
        return passages.astype(np.float32), whole.astype(np.float32)

    def save(self, folder: Path) -> None:
        """Write the index into a folder, which is made where it does not exist."""
        folder.mkdir(parents=True, exist_ok=True)
        columns: tuple[npt.NDArray[Any], ...] = (self._keys, self._starts, self._rows, self._impacts)
        arrays = dict(zip(ARRAYS, columns, strict=True))
        for name, values in arrays.items():
            np.save(folder / f"{name}.npy", values, allow_pickle=False)
        meta = {"version": VERSION, "size": self.size, "lengths": {n: len(v) for n, v in arrays.items()}}
        (folder / META).write_text(json.dumps(meta), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Open a saved index. Raises IndexUnreadable when it is missing, broken or of another version."""
        try:
            meta = json.loads((folder / META).read_text(encoding="utf-8"))
            version, size = meta["version"], int(meta["size"])
            lengths = {name: int(meta["lengths"][name]) for name in ARRAYS}
            arrays = {name: read_array(folder / f"{name}.npy") for name in ARRAYS}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _unreadable(type(error).__name__) from error
        if version != VERSION:
            raise _unreadable(f"{version} 판으로 만들었어요")
        keys, starts, rows, impacts = arrays.values()
        whole = (
            all(values.ndim == 1 and len(values) == lengths[name] for name, values in arrays.items())
            and [values.dtype.name for values in arrays.values()] == ["uint64", "int64", "uint32", "float32"]
            and len(starts) == len(keys) + 1
            and int(starts[-1]) == len(rows) == len(impacts)
        )
        if not whole:
            raise _unreadable("크기가 맞지 않아요")
        return cls(size, keys, starts, rows, impacts)


def _unreadable(reason: str) -> IndexUnreadable:
    return IndexUnreadable(
        f"낱말 색인을 읽을 수 없어요 ({reason}). `ongil ingest`로 색인을 다시 만들어 주세요."
    )


class _Numbers(dict[str, int]):
    """Numbers the terms as they come."""

    def __missing__(self, form: str) -> int:
        return self.setdefault(form, len(self))


class _Vocabulary:
    """The terms of one space while the index is built: 8 bytes an occurrence, not a Python object."""

    def __init__(self) -> None:
        self.ids = _Numbers()
        self.occurrences = array("I")
        self.lengths = array("I")

    def add(self, forms: Iterable[str]) -> None:
        """The terms of the next passage."""
        before = len(self.occurrences)
        self.occurrences.extend(map(self.ids.__getitem__, forms))
        self.lengths.append(len(self.occurrences) - before)

    def weighted(self, name: str) -> Iterator[npt.NDArray[np.generic]]:
        """Keys, number of passages a term, rows and impacts, term by term."""
        space, size = SPACES[name], max(1, len(self.lengths))
        lengths = np.frombuffer(self.lengths, dtype=np.uint32)
        occurrences = np.frombuffer(self.occurrences, dtype=np.uint32)
        rows = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
        cells, tf = np.unique(occurrences.astype(np.int64) * size + rows, return_counts=True)
        ids, rows = np.divmod(cells, size)
        df = np.bincount(ids, minlength=len(self.ids))
        tells = idf(len(lengths), df)
        # Passages without any term of this kind (questions have no names) say nothing about the usual length.
        mean = lengths[lengths > 0].mean() if len(occurrences) else 1.0
        norm = space.k1 * (1 - space.b + space.b * lengths[rows] / mean)
        yield np.fromiter((key(name, form) for form in self.ids), dtype=np.uint64, count=len(self.ids))
        yield df.astype(np.int64)
        yield rows.astype(np.uint32)
        yield (space.weight * tells[ids] * tf * (space.k1 + 1) / (tf + norm)).astype(np.float32)


def _merge(
    spaces: Sequence[Iterable[npt.NDArray[np.generic]]],
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64], npt.NDArray[np.uint32], Floats]:
    """The spaces' terms in one, by ascending key: keys, starts, rows, impacts."""
    keys, df, rows, impacts = (np.concatenate(parts) for parts in zip(*spaces, strict=True))
    order = np.argsort(keys)
    before = np.cumsum(df) - df
    starts = np.concatenate([[0], np.cumsum(df[order])]).astype(np.int64)
    taken = np.repeat(before[order] - starts[:-1], df[order]) + np.arange(starts[-1])
    return keys[order], starts, rows[taken], impacts[taken]
