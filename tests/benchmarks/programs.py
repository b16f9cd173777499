"""Programs and facts, measured: is the right program first, and the fact that answers, for shop owners' questions?

    python -m tests.benchmarks.programs [--leg fused|lexical|dense]

Two sets over knowledge/documents: `golden` (tests/golden/answerable.jsonl, single turns; a fact answers when
it is of an expected program and has the figure or name that the answer must have) and `asked` (every
`asked_as` line, from an index without those lines).
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from knowledge.korean import Analyzer
from knowledge.markdown import read_document
from knowledge.passage import Passage, cut
from knowledge.settings import SHIPPED_DOCUMENTS
from tests.benchmarks.retrieval import index

GOLDEN = Path(__file__).parent.parent / "golden" / "answerable.jsonl"


def golden() -> list[tuple[str, set[str], list[list[str]]]]:
    """Question, programs that may answer, and for each thing that the answer must have the ways to write it."""
    found = []
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        wanted = set(row["expect"]["cite_any"]) | set(row["expect"]["cite_all"])
        if len(row["turns"]) == 1 and wanted:
            found.append((row["turns"][0], wanted, row["expect"]["must_contain"]))
    return found


def program_places(retriever: Any, questions: Iterable[tuple[str, set[str]]]) -> list[int]:
    """The place of the best expected program for each question, 0 the first."""
    return [
        next(place for place, (slug, _) in enumerate(retriever.document_scores(question)) if slug in wanted)
        for question, wanted in questions
    ]


def fact_places(retriever: Any, questions: Iterable[tuple[str, set[str], list[list[str]]]]) -> list[int]:
    """The place of the first fact that holds one of the things wanted, where the documents have such a fact."""
    places = []
    for question, wanted, must in questions:
        ways = [way for group in must for way in group]
        for place, found in enumerate(retriever.search(question, 10_000)):
            if found.slug in wanted and any(way in found.text for way in ways):
                places.append(place)
                break
    return places


def summary(name: str, places: Sequence[int]) -> str:
    """Shares at the first place and within the first three and ten, and the mean reciprocal rank."""
    size = max(1, len(places))
    first, three, ten = (sum(place < limit for place in places) / size for limit in (1, 3, 10))
    mean = sum(1 / (place + 1) for place in places) / size
    return f"{name}: first {first:.3f}, in 3 {three:.3f}, in 10 {ten:.3f}, MRR {mean:.3f} ({len(places)})"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--leg", choices=("fused", "lexical", "dense"), default="fused")
    options = parser.parse_args(arguments)

    from bot.search import HybridRetriever

    analyzer = Analyzer()
    documents = [read_document(path) for path in sorted(SHIPPED_DOCUMENTS.glob("*.md"))]
    rows = [passage for document in documents for passage in cut(document)]

    def retriever(passages: list[Passage], folder: str) -> HybridRetriever:
        generation = index(passages, Path(folder), analyzer, dense=options.leg != "lexical")
        return HybridRetriever(generation=generation, analyzer=analyzer, leg=options.leg)

    with tempfile.TemporaryDirectory() as whole, tempfile.TemporaryDirectory() as unasked:
        full = retriever(rows, whole)
        questions = golden()
        print(summary("golden, program", program_places(full, [q[:2] for q in questions])), file=sys.stderr)
        print(summary("golden, fact", fact_places(full, questions)), file=sys.stderr)
        bare = retriever([row for row in rows if row.kind == "fact"], unasked)
        asked = [(row.text, {row.slug}) for row in rows if row.kind == "question"]
        print(summary("asked, program", program_places(bare, asked)), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
