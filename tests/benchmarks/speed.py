"""Speed and memory of Ongil, measured.

    python -m tests.benchmarks.speed [--data SET_DIR] [--sizes 1000 10000 100000] [--no-answers] [--out ROWS.json]

For each size, documents of twenty facts are made by recombining sentences (of SET_DIR/corpus.jsonl, else of the
shipped documents), `ongil ingest` indexes them (a process of its own: seconds, CPU seconds, peak memory), and a
new process asks for the ten best facts of SET_DIR's queries (else of the golden questions), once each, warm, on one
core. At the end, whole answers over the shipped documents, as `ongil ask` makes them, warm, on one core; these alone
with `--sizes` and no size.
"""

import argparse
import json
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.measure import measured, one_core, percentile, table

#: Facts a document, and questions asked at most.
FACTS, ASKED = 20, 300
CONVERSATIONS = Path(__file__).parents[1] / "golden" / "conversations.jsonl"

SHEET = """---
title: {title}
provider: 온길
kind: platform_program
status: ongoing
checked_on: 2025-11-09
---
## 개요
{facts}

[^a]: [기사](https://example.com/{number}) 2024-11-06
"""


def material(data: Path | None) -> tuple[list[list[str]], list[str]]:
    """Texts, each as its sentences, and questions."""
    if data is None:
        from knowledge.markdown import read_document
        from knowledge.settings import SHIPPED_DOCUMENTS
        from tests.benchmarks.programs import golden

        documents = [read_document(path) for path in sorted(SHIPPED_DOCUMENTS.glob("*.md"))]
        texts = [fact.text for document in documents for fact in document.facts]
        questions = [question for question, _, _ in golden()]
    else:
        from tests.benchmarks.retrieval import rows

        texts = [row["text"] for row in rows(data / "corpus.jsonl")]
        questions = [row["text"] for row in rows(data / "queries.jsonl")]
    cut = [[plain(part) for part in re.split(r"(?<=[.?!])\s+|\n+", text) if plain(part)] for text in texts]
    return [sentences for sentences in cut if sentences], list(dict.fromkeys(questions))


def plain(sentence: str) -> str:
    """A sentence without what Markdown would read as its own."""
    return re.sub(r"[\[\]<>`*_#|\s]+", " ", sentence).strip(" -")


def write_documents(
    folder: Path, texts: Sequence[Sequence[str]], size: int, seed: int = 1, facts: int = FACTS
) -> None:
    """`size` facts in documents of `facts` each: as many sentences as some text has, drawn from all texts."""
    chance = random.Random(seed)
    sentences = [sentence for text in texts for sentence in text]
    folder.mkdir(parents=True)
    for number in range(0, size, facts):
        lines = dict.fromkeys(
            # The number keeps facts of one short sentence apart.
            f"{' '.join(chance.choices(sentences, k=len(chance.choice(texts))))} {place}번"
            for place in range(number, min(number + facts, size))
        )
        title = " ".join(chance.choice(sentences).split()[:4]).replace(":", " ").strip("-'\"!?,.%@&{} ")
        sheet = SHEET.format(
            title=json.dumps(f"{title} {number}", ensure_ascii=False),
            facts="\n".join(f"- {fact}[^a]" for fact in lines),
            number=number,
        )
        (folder / f"made-{number:06d}.md").write_text(sheet, encoding="utf-8")


def ask(data: Path, questions: Sequence[str]) -> dict[str, float]:
    """In this process: milliseconds of a warm query over the index in a data folder."""
    from bot.finder import HybridSearch
    from knowledge.library import Library
    from knowledge.settings import KnowledgeSettings

    library = Library(KnowledgeSettings(ongil_data=data))
    started = time.perf_counter()
    search = HybridSearch(library.current(), library.analyzer)
    search.warm()
    opened = time.perf_counter() - started
    return {"open s": opened, **timed(lambda question: search.search(question, 10), questions)}


def answers(questions: Sequence[str]) -> dict[str, dict[str, float]]:
    """In this process: milliseconds of a whole warm answer over the shipped documents, indexed in ONGIL_DATA.

    Of questions that stand alone, and of the later turns of the golden conversations.
    """
    from bot.assistant import Assistant
    from bot.evaluation.golden import read_golden
    from bot.settings import BotSettings
    from ingest.shipped import ensure_index

    settings = BotSettings()
    ensure_index(settings)
    assistant = Assistant(settings)
    assistant.load()
    later = [case.turns for case in read_golden(str(CONVERSATIONS)).cases if len(case.turns) > 1]
    return {
        "a question": timed(lambda question: assistant.answer([question]), questions),
        "a later turn": timed(assistant.answer, later, first=later[:5]),
    }


def timed(
    call: Callable[[Any], object], questions: Sequence[Any], first: Sequence[Any] | None = None
) -> dict[str, float]:
    """p50 and p95 of a call in milliseconds, each question once, after the `first` that are left out.

    By the clock, and by what the core spent on it: the clock also counts what other programs did meanwhile.
    """
    for question in first or [f"{question} 좀 알려 줘요" for question in questions[:5]]:
        call(question)
    times, spent = [], []
    for question in questions:
        started, used = time.perf_counter(), time.process_time()
        call(question)
        times.append(1000 * (time.perf_counter() - started))
        spent.append(1000 * (time.process_time() - used))
    return {
        "p50 ms": percentile(times, 0.5),
        "p95 ms": percentile(times, 0.95),
        "p50 cpu ms": percentile(spent, 0.5),
        "p95 cpu ms": percentile(spent, 0.95),
    }


def of_size(size: int, source: Path | None) -> dict[str, float]:
    """Index and ask `size` passages."""
    texts, questions = material(source)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_documents(folder / "documents", texts, size)
        (folder / "questions.json").write_text(json.dumps(questions[:ASKED], ensure_ascii=False), "utf-8")
        settings = {"ONGIL_DATA": str(folder / "data")}
        indexed = measured(["-m", "bot", "ingest", str(folder / "documents"), "--json"], settings)
        counted = json.loads(indexed.stdout.strip().splitlines()[-1])
        asked = measured(["-m", "tests.benchmarks.speed", "--ask", str(folder)], settings)
        disk = sum(path.stat().st_size for path in (folder / "data").rglob("*") if path.is_file())
    return {
        "passages": float(counted["passages"]),
        "index s": indexed.wall,
        "index cpu s": indexed.cpu,
        "index peak MB": indexed.peak,
        "disk MB": disk / 2**20,
        **json.loads(asked.stdout.strip().splitlines()[-1]),
        "peak MB": asked.peak,
    }


def written(rows: Sequence[dict[str, float]]) -> str:
    """The sizes as a table."""
    keys = list(rows[0]) if rows else []
    return table(keys, [[f"{row[key]:,.1f}".removesuffix(".0") for key in keys] for row in rows])


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, metavar="SET_DIR", help="a BEIR-style folder")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--no-answers", action="store_true", help="leave the whole answers out")
    parser.add_argument("--out", type=Path, metavar="ROWS.json")
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--answers", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.ask or options.answers:
        one_core()
        if options.ask:
            questions = json.loads((options.ask / "questions.json").read_text("utf-8"))
            print(json.dumps(ask(options.ask / "data", questions)))
        else:
            print(json.dumps(answers(material(None)[1])))
        return 0
    rows = [of_size(size, options.data) for size in options.sizes]
    if rows:
        print(written(rows))
    whole: dict[str, dict[str, float]] = {}
    if not options.no_answers:
        with tempfile.TemporaryDirectory() as data:
            ran = measured(["-m", "tests.benchmarks.speed", "--answers"], {"ONGIL_DATA": data})
        whole = json.loads(ran.stdout.strip().splitlines()[-1])
        for name, took in whole.items():
            print(
                f"{name}, answered: p50 {took['p50 ms']:.1f} ms, p95 {took['p95 ms']:.1f} ms"
                f" (CPU: p50 {took['p50 cpu ms']:.1f} ms, p95 {took['p95 cpu ms']:.1f} ms)"
            )
    if options.out:
        options.out.write_text(json.dumps({"sizes": rows, "answers": whole}, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
