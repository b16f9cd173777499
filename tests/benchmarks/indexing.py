"""`ongil ingest` beside LangChain's own indexing, in one run, over the same documents and the same model folder.

    python -m tests.benchmarks.indexing [--sizes 500 …] [--facts 4] [--plot FILE.png] [--out ROWS.json]
    python -m tests.benchmarks.indexing --shipped 0 --facts 20 --sizes 50 150 500 1500 5000 --cleanups incremental \
        --plot FILE.png                                                      # the growth to 100,000 passages
    python -m tests.benchmarks.indexing --drawn ROWS.json --plot FILE.png    # the plot of an earlier run

Needs the `benchmarks` extra (pip install -e ".[benchmarks]" -c constraints.txt). LangChain's: the files read, split as
in its tutorial, `langchain_core.indexing.index` with `SQLRecordManager` (SQLite) and Chroma on the disk, cleanup
`incremental` and `scoped_full`, all else as it comes. Over the shipped documents, and over so many made ones
(`--sizes`, each of `--facts` sentences), each step in a process of its own: everything is new, nothing changed, one
document changed, one is gone. `work` is what the step itself takes, without Python's start, imports and the loading of
LangChain's model (Ongil loads its own within the step); `process` is the whole command.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks import stock
from tests.benchmarks.measure import measured, table
from tests.benchmarks.speed import material, write_documents

OURS = "Ongil"
CLEANUPS = ("incremental", "scoped_full")
STEPS = ("first", "unchanged", "one changed", "one removed")

Numbers = dict[str, float]


class Counted:
    """LangChain's embeddings, counting the texts that they are given."""

    def __init__(self, model: Any) -> None:
        self.model, self.texts = model, 0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of texts."""
        self.texts += len(texts)
        vectors: list[list[float]] = self.model.embed_documents(texts)
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        vector: list[float] = self.model.embed_query(text)
        return vector


def langchain_step(cleanup: str, documents: Path, folder: Path) -> Numbers:
    """In this process: synchronise LangChain's index in `folder` with the documents."""
    from langchain_classic.indexes import SQLRecordManager
    from langchain_core.indexing import index

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = Counted(stock.embeddings())
        model.embed_query("미리 불러와요")
        store = stock.opened(folder, model)
        records = SQLRecordManager("stock", db_url=f"sqlite:///{folder / 'records.sqlite3'}")
        records.create_schema()
        started = time.perf_counter()
        texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(documents.glob("*.md"))}
        found = index(stock.pieces(texts), records, store, cleanup=cleanup, source_id_key="name")
        work = time.perf_counter() - started
    return {
        "work s": work,
        "embedded": model.texts,
        "deleted": found["num_deleted"],
        "indexed": store._collection.count(),
    }


def ongil_step(documents: Path, folder: Path) -> Numbers:
    """`ongil ingest` of the documents, in a process of its own."""
    used = measured(["-m", "bot", "ingest", str(documents), "--json"], {"ONGIL_DATA": str(folder)})
    report = json.loads(used.stdout.strip().splitlines()[-1])
    return {
        "work s": report["seconds"],
        "embedded": report["passages_embedded"],
        "deleted": report["removed"],
        "indexed": report["passages"],
        "process s": used.wall,
        "cpu s": used.cpu,
        "peak MB": used.peak,
    }


def step(name: str, documents: Path, folder: Path) -> Numbers:
    """One step of one system, in a process of its own."""
    if name == OURS:
        return ongil_step(documents, folder)
    command = ["-m", "tests.benchmarks.indexing", "--step", name, str(documents), str(folder)]
    used = measured(command, {})
    found: Numbers = json.loads(used.stdout.strip().splitlines()[-1])
    return {**found, "process s": used.wall, "cpu s": used.cpu, "peak MB": used.peak}


def change_one(documents: Path) -> None:
    """Another sentence in the middle document."""
    path = sorted(documents.glob("*.md"))[len(list(documents.glob("*.md"))) // 2]
    head, mark, rest = path.read_text(encoding="utf-8").partition("\n- ")
    path.write_text(f"{head}{mark}이번에 고친 문장: {rest}", encoding="utf-8")


def remove_one(documents: Path) -> None:
    """The last document is gone."""
    max(documents.glob("*.md")).unlink()


def compared(documents: Path, place: Path, cleanups: Sequence[str]) -> dict[str, dict[str, Numbers]]:
    """Every step of every system over a folder, which changes by it; the systems take turns at each step."""
    found: dict[str, dict[str, Numbers]] = {name: {} for name in (OURS, *cleanups)}
    for name in found:
        (place / name).mkdir(parents=True)
    for number, title in enumerate(STEPS):
        if title == "one changed":
            change_one(documents)
        if title == "one removed":
            remove_one(documents)
        # Whoever comes first finds the files in no cache.
        order = list(found)[number % len(found) :] + list(found)[: number % len(found)]
        for name in order:
            found[name][title] = step(name, documents, place / name)
            sys.stderr.write(f"{title}, {name}: {json.dumps(found[name][title])}\n")
    return found


def written(rows: Sequence[dict[str, Any]]) -> str:
    """The numbers as a table, a line a step; `×` is LangChain's work over Ongil's."""
    head = ["documents", "step", *(f"{name}: work, process, embedded, peak" for name in rows[0]["found"])]
    lines = []
    for row in rows:
        for title in STEPS:
            own = row["found"][OURS][title]["work s"]
            cells = []
            for name, steps in row["found"].items():
                values = steps[title]
                times = "" if name == OURS else f" ({values['work s'] / own:.1f} ×)"
                cells.append(
                    f"{values['work s']:.2f} s{times}, {values['process s']:.1f} s,"
                    f" {values['embedded']:,.0f} of {values['indexed']:,.0f}, {values['peak MB']:,.0f} MB"
                )
            lines.append([f"{row['documents']:,}", title, *cells])
    return table(head, lines)


def plot(rows: Sequence[dict[str, Any]], file: Path) -> None:
    """Seconds, chunks embedded and memory by the size of Ongil's index: a line a system, a column a step."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    measures = {
        "work s": "seconds of work",
        "process s": "seconds of the process",
        "embedded": "embedded",
        "peak MB": "MB",
    }
    figure, axes = pyplot.subplots(len(measures), len(STEPS), figsize=(14, 12), sharex=True, sharey="row")
    for line, (measure, words) in zip(axes, measures.items(), strict=True):
        for axis, title in zip(line, STEPS, strict=True):
            for name in rows[0]["found"]:
                points = [
                    (row["found"][OURS]["first"]["indexed"], row["found"][name][title][measure])
                    for row in rows
                ]
                axis.plot(*zip(*sorted(points), strict=True), marker="o", label=name)
            axis.set_xscale("log")
            axis.set_yscale("symlog" if measure == "embedded" else "log")
            axis.grid(alpha=0.3)
        line[0].set_ylabel(words)
    for axis, title in zip(axes[0], STEPS, strict=True):
        axis.set_title(title)
    for axis in axes[-1]:
        axis.set_xlabel("passages of Ongil's index")
    axes[0][0].legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(file, dpi=80)


def report(options: argparse.Namespace) -> list[dict[str, Any]]:
    """All rows: the shipped documents, then each size."""
    from knowledge.settings import SHIPPED_DOCUMENTS

    rows = []
    with tempfile.TemporaryDirectory() as place:
        for number, size in enumerate([*([] if options.shipped == 0 else [0]), *options.sizes]):
            documents = Path(place) / f"documents-{number}"
            if size:
                write_documents(documents, material(None)[0], size * options.facts, facts=options.facts)
            else:
                documents.mkdir()
                for path in sorted(SHIPPED_DOCUMENTS.glob("*.md"))[: options.shipped]:
                    shutil.copy(path, documents)
            count = len(list(documents.glob("*.md")))
            found = compared(documents, Path(place) / f"indexes-{number}", options.cleanups)
            rows.append({"documents": count, "found": found})
            shutil.rmtree(Path(place) / f"indexes-{number}")
            if options.out:
                # A large size may be too much for the machine: the rows before it are kept.
                options.out.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return rows


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[500], help="documents, beside the shipped ones"
    )
    parser.add_argument("--facts", type=int, default=4, help="sentences a made document")
    parser.add_argument("--shipped", type=int, help="only so many of the shipped documents (0: without them)")
    parser.add_argument("--cleanups", nargs="*", choices=CLEANUPS, default=CLEANUPS, help="of LangChain's")
    parser.add_argument("--plot", type=Path, metavar="FILE.png")
    parser.add_argument("--drawn", type=Path, metavar="ROWS.json", help="measure nothing: rows of before")
    parser.add_argument("--out", type=Path, metavar="ROWS.json")
    parser.add_argument("--step", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.step:
        cleanup, documents, folder = options.step
        print(json.dumps(langchain_step(cleanup, Path(documents), Path(folder))))
        return 0
    rows = json.loads(options.drawn.read_text(encoding="utf-8")) if options.drawn else report(options)
    print(written(rows))
    if options.plot:
        plot(rows, options.plot)
    return 0


if __name__ == "__main__":
    sys.exit(main())
