"""Ongil beside LangChain's stock retrievers, in one run, over the same documents, questions and embedding model.

    python -m tests.benchmarks.peers [--data SET_DIR] [--runs 5] [--plot FILE.png] [--out ROWS.json]

Needs the `benchmarks` extra (pip install -e ".[benchmarks]" -c constraints.txt). What is measured:

- quality: the right program first and in the first three (tests/golden/answerable.jsonl, single questions), and
  nDCG@10 of a BEIR-style folder with --data;
- the first answer of a new process over knowledge/documents: `ongil ask` makes a whole answer, the others only
  retrieve. Runs are paired and alternate; ratios are the median of the pairs;
- a warm query on one core.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks import measure, stock
from tests.benchmarks.measure import Used, measured, percentile, table

PEERS = {"stock": "Chroma as_retriever", "ensemble": "EnsembleRetriever (BM25 + Chroma)"}
OURS = "Ongil"
QUESTION = "배민 매출 중간쯤인데 상위 60프로면 배달비 우리가 얼마 내게 되나"

Ranked = Callable[[str], list[str]]


def shipped(limit: int | None = None) -> dict[str, str]:
    """The shipped documents as a loader gives them: the whole text of each file."""
    from knowledge.settings import SHIPPED_DOCUMENTS

    files = sorted(SHIPPED_DOCUMENTS.glob("*.md"))[:limit]
    return {path.stem: path.read_text(encoding="utf-8") for path in files}


def programs(rank: Ranked, questions: Sequence[tuple[str, set[str]]]) -> tuple[float, float]:
    """The share of questions whose right program comes first, and in the first three."""
    places = [rank(question) for question, _ in questions]
    wanted = [right for _, right in questions]
    first, three = (
        sum(bool(set(found[:top]) & right) for found, right in zip(places, wanted, strict=True)) / len(wanted)
        for top in (1, 3)
    )
    return first, three


def latencies(rank: Ranked, questions: Sequence[str]) -> list[float]:
    """Milliseconds of each question, the first three asked before and left out."""
    for question in questions[:3]:
        rank(f"{question} 좀 알려 줘요")
    times = []
    for question in questions:
        started = time.perf_counter()
        rank(question)
        times.append(1000 * (time.perf_counter() - started))
    return times


def peers(folder: Path, texts: Mapping[str, str], model: Any) -> dict[str, Ranked]:
    """LangChain's two, over the documents, as functions from a question to document names."""
    stock.build(folder, texts, model)

    def ranker(kind: str) -> Ranked:
        found = stock.retriever(kind, folder, model)
        return lambda question: stock.names(found.invoke(question))

    return {name: ranker(kind) for kind, name in PEERS.items()}


def ours(documents: Sequence[str], folder: Path) -> Ranked:
    """Ongil's search for programs over the shipped documents of these names."""
    from bot.finder import HybridSearch
    from knowledge.korean import Analyzer
    from knowledge.markdown import read_document
    from knowledge.passage import cut
    from knowledge.settings import SHIPPED_DOCUMENTS
    from tests.benchmarks.retrieval import index

    analyzer = Analyzer()
    rows = [passage for name in documents for passage in cut(read_document(SHIPPED_DOCUMENTS / f"{name}.md"))]
    search = HybridSearch(index(rows, folder, analyzer), analyzer)
    return lambda question: [slug for slug, _ in search.document_scores(question)]


def beir(data: Path, folder: Path, model: Any) -> dict[str, float]:
    """nDCG@10 of each over a BEIR-style folder."""
    from bot.finder import HybridSearch
    from knowledge.korean import Analyzer
    from tests.benchmarks.retrieval import index, judged, ndcg, passages, rows

    relevant, queries = judged(data), rows(data / "queries.jsonl")
    corpus, analyzer = passages(data), Analyzer()
    texts = {
        row["_id"]: f"{row.get('title') or ''}\n{row['text']}".strip() for row in rows(data / "corpus.jsonl")
    }
    search = HybridSearch(index(corpus, folder / "ours", analyzer), analyzer)
    ranks: dict[str, Ranked] = {
        OURS: lambda question: [found.passage_id for found in search.search(question, 10)],
        **peers(folder / "peers", texts, model),
    }
    return {
        name: statistics.mean(
            ndcg(rank(row["text"]), relevant[row["_id"]]) for row in queries if row["_id"] in relevant
        )
        for name, rank in ranks.items()
    }


def first_answers(folder: Path, data: Path, runs: int) -> dict[str, list[Used]]:
    """What the first answer of a new process takes, by name; the first run of each is left out."""
    commands = {
        OURS: ["-m", "bot", "ask", QUESTION],
        **{
            name: ["-m", "tests.benchmarks.stock", kind, str(folder), QUESTION]
            for kind, name in PEERS.items()
        },
    }
    found: dict[str, list[Used]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            used = measured(command, {"ONGIL_DATA": str(data)})
            if run:
                found[name].append(used)
    return found


def report(options: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Everything, as numbers by name. LangChain's numbers over Ongil's where they compare (`… x`)."""
    from tests.benchmarks.programs import golden

    texts = shipped(options.documents)
    questions = [(text, right) for text, right, _ in golden() if right & set(texts)]
    model = stock.embeddings()
    numbers: dict[str, dict[str, float]] = {name: {} for name in (OURS, *PEERS.values())}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "set").mkdir()
        ranks = {OURS: ours(list(texts), folder / "ours"), **peers(folder, texts, model)}
        for name, rank in ranks.items():
            # Ongil remembers questions: their times come first.
            times = latencies(rank, [question for question, _ in questions])
            numbers[name]["first"], numbers[name]["in 3"] = programs(rank, questions)
            numbers[name]["query p50 ms"] = percentile(times, 0.5)
            numbers[name]["query p95 ms"] = percentile(times, 0.95)
        if options.data:
            for name, value in beir(options.data, folder / "set", model).items():
                numbers[name]["nDCG@10"] = value
        used = first_answers(folder, folder / "data", options.runs) if options.runs else {}
        for name, runs in used.items():
            for part in ("wall", "cpu", "peak"):
                values = [getattr(run, part) for run in runs]
                pairs = zip(values, (getattr(run, part) for run in used[OURS]), strict=True)
                numbers[name][f"first {part}"] = statistics.median(values)
                numbers[name][f"first {part} x"] = statistics.median(theirs / own for theirs, own in pairs)
    for values in numbers.values():
        values["query x"] = values["query p50 ms"] / numbers[OURS]["query p50 ms"]
    return numbers


COLUMNS = {
    "first": ("program first", "{:.3f}"),
    "in 3": ("in 3", "{:.3f}"),
    "nDCG@10": ("nDCG@10", "{:.4f}"),
    "query p50 ms": ("query p50", "{:.1f} ms"),
    "query p95 ms": ("p95", "{:.1f} ms"),
    "query x": ("p50, times Ongil's", "{:.1f}"),
    "first wall": ("first answer", "{:.1f} s"),
    "first wall x": ("times Ongil's", "{:.1f}"),
    "first cpu": ("CPU", "{:.1f} s"),
    "first cpu x": ("times Ongil's", "{:.1f}"),
    "first peak": ("memory", "{:.0f} MB"),
    "first peak x": ("times Ongil's", "{:.2f}"),
}


def written(numbers: Mapping[str, Mapping[str, float]]) -> str:
    """The numbers as a table, a line a measure."""
    measures = [key for key in COLUMNS if any(key in values for values in numbers.values())]
    rows = [
        [COLUMNS[key][0], *(COLUMNS[key][1].format(values[key]) for values in numbers.values())]
        for key in measures
    ]
    return table(["", *numbers], rows)


def plot(numbers: Mapping[str, Mapping[str, float]], file: Path) -> None:
    """The same as bars: quality, and costs as multiples of Ongil's."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    drawn = [("first", "right program first"), ("in 3", "in the first three"), ("nDCG@10", "nDCG@10")]
    costs = [
        ("first wall x", "first answer, time"),
        ("first cpu x", "first answer, CPU"),
        ("first peak x", "first answer, memory"),
        ("query x", "warm query"),
    ]
    figure, axes = pyplot.subplots(1, 2, figsize=(11, 4))
    for axis, keys, title in zip(
        axes, (drawn, costs), ("quality", "cost, as a multiple of Ongil's"), strict=True
    ):
        keys = [(key, label) for key, label in keys if key in numbers[OURS]]
        for place, (name, values) in enumerate(numbers.items()):
            at = [i + 0.27 * (place - 1) for i in range(len(keys))]
            axis.bar(at, [values[key] for key, _ in keys], 0.25, label=name)
        axis.set_xticks(range(len(keys)), [label for _, label in keys], fontsize=8)
        axis.set_title(title)
    axes[0].legend(fontsize=8, loc="lower right")
    figure.tight_layout()
    figure.savefig(file, dpi=120)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, metavar="SET_DIR", help="a BEIR-style folder, for nDCG@10")
    parser.add_argument("--runs", type=int, default=5, help="paired runs of a new process (0: none)")
    parser.add_argument("--documents", type=int, help="only so many of the shipped documents")
    parser.add_argument("--plot", type=Path, metavar="FILE.png")
    parser.add_argument("--out", type=Path, metavar="ROWS.json")
    options = parser.parse_args(arguments)
    numbers = report(options)
    print(written(numbers))
    if options.out:
        options.out.write_text(json.dumps(numbers, indent=1), encoding="utf-8")
    if options.plot:
        plot(numbers, options.plot)
    return 0


if __name__ == "__main__":
    measure.one_core()
    sys.exit(main())
