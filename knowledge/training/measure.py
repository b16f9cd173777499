"""Measure a model folder: dense retrieval and likeness of sentences, alone, without the lexical search.

    python -m knowledge.training.measure FOLDER [--set DIR ...] [--klue FILE.json] [--korsts FILE.tsv]
        [--pairs DIR [--documents DIR]]

`--set` takes folders of corpus.jsonl, queries.jsonl and qrels.tsv. `--pairs` and `--documents` report on
the fifth that `train` holds out. Prints one JSON object; nDCG@10, or Spearman's correlation, or for `asked`
the share of the questions whose document comes first.
"""

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.bundled import BundledModel
from knowledge.korean import Analyzer
from knowledge.training.pairs import Material, Pair, read

Floats = npt.NDArray[np.float32]
TOP = 10


def ndcg(likeness: Floats, relevant: Sequence[set[int]]) -> float:
    """The mean nDCG@10 of the rows that have a relevant column."""
    gains = 1 / np.log2(np.arange(2, TOP + 2))
    found = []
    for row, wanted in zip(likeness, relevant, strict=True):
        if wanted:
            best = np.argsort(-row, kind="stable")[:TOP]
            hits = np.array([column in wanted for column in best])
            found.append(float(gains[: len(best)][hits].sum() / gains[: min(TOP, len(wanted))].sum()))
    return float(np.mean(found))


class Measured:
    """Vectors of a model, each text's once."""

    def __init__(self, folder: Path) -> None:
        self.model = BundledModel(Analyzer(), folder)

    def vectors(self, texts: Iterable[str]) -> Floats:
        """Texts × dimension."""
        return np.array(self.model.embed_documents(list(texts)), dtype=np.float32)

    def beir(self, folder: Path) -> float:
        """nDCG@10 on a BEIR-style folder; a passage is its title, when it has one, and its text."""
        corpus, queries = json_lines(folder / "corpus.jsonl"), json_lines(folder / "queries.jsonl")
        places = {str(row["_id"]): place for place, row in enumerate(corpus)}
        relevant: dict[str, set[int]] = {}
        for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if cells[-1].strip().isdigit() and int(cells[-1]) > 0:
                relevant.setdefault(cells[0], set()).add(places[cells[-2]])
        passages = [f"{row['title']}\n{row['text']}" if row.get("title") else row["text"] for row in corpus]
        likeness = self.vectors(row["text"] for row in queries) @ self.vectors(passages).T
        return ndcg(likeness, [relevant.get(str(row["_id"]), set()) for row in queries])

    def spearman(self, first: Sequence[str], second: Sequence[str], scores: Sequence[float]) -> float:
        """The correlation of cosines with given scores."""
        from scipy.stats import spearmanr

        cosines = (self.vectors(first) * self.vectors(second)).sum(axis=1)
        return float(spearmanr(cosines, scores).statistic)

    def pairs(self, pairs: list[Pair]) -> float:
        """nDCG@10 of the held out anchors over all positives, those of their group being relevant."""
        return ndcg(*self.likeness(pairs))

    def first(self, pairs: list[Pair]) -> float:
        """The share of held out anchors whose nearest positive is of their group."""
        likeness, relevant = self.likeness(pairs)
        hits = [place in wanted for place, wanted in zip(likeness.argmax(axis=1), relevant, strict=True)]
        return float(np.mean(hits))

    def likeness(self, pairs: list[Pair]) -> tuple[Floats, list[set[int]]]:
        """Cosines of the held out anchors to all positives, and the places of those of an anchor's group."""
        places = {text: place for place, text in enumerate(dict.fromkeys(pair.positive for pair in pairs))}
        of_group: dict[int, set[int]] = {}
        for pair in pairs:
            of_group.setdefault(pair.group, set()).add(places[pair.positive])
        anchors = {pair.anchor: of_group[pair.group] for pair in pairs if pair.held_out}
        return self.vectors(anchors) @ self.vectors(places).T, list(anchors.values())

    def held_out(self, material: Material) -> dict[str, float]:
        """The held out fifth: passages found, the right document first, scores of sentences."""
        found: dict[str, float] = {}
        for name in ("easylaw_heading_chunk", "kobest_boolq", "parakqc_noklue", "sae4k"):
            if name in material.pairs:
                found[f"held out: {name}"] = self.pairs(material.pairs[name])
        if "asked" in material.pairs:
            found["held out: asked"] = self.first(material.pairs["asked"])
        if scored := [one for one in material.scored if one.held_out]:
            texts = [one.sentence1 for one in scored], [one.sentence2 for one in scored]
            found["held out: scored"] = self.spearman(*texts, [one.score for one in scored])
        return found


def json_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Measure a model folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", type=Path, action="append", default=[])
    for name in ("--klue", "--korsts", "--pairs", "--documents"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args(arguments)
    measured, found = Measured(options.folder), dict[str, float]()
    for folder in options.set:
        found[folder.name] = measured.beir(folder)
    if options.klue:
        rows = json.loads(options.klue.read_text(encoding="utf-8"))
        texts = [row["sentence1"] for row in rows], [row["sentence2"] for row in rows]
        found["KLUE-STS"] = measured.spearman(*texts, [row["labels"]["label"] for row in rows])
    if options.korsts:
        with options.korsts.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
        texts = [row["sentence1"] for row in rows], [row["sentence2"] for row in rows]
        found["KorSTS"] = measured.spearman(*texts, [float(row["score"]) for row in rows])
    if options.pairs:
        found |= measured.held_out(read(options.pairs, options.documents))
    print(json.dumps({name: round(value, 4) for name, value in found.items()}, ensure_ascii=False))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
