"""Retrieval, measured: index a BEIR-style folder with the product's own code and write each query's top ten.

    python -m tests.benchmarks.retrieval --data SET_DIR --out RUN.jsonl [--leg fused|lexical|dense]
        [--reranker llm|NAME_OR_PATH]

SET_DIR has corpus.jsonl (_id, title?, text), queries.jsonl (_id, text) and qrels.tsv (query, document,
relevance; a header is skipped). A document is one passage and a program of its own. RUN.jsonl has a line
{"query_id": "…", "doc_ids": ["best", …]} for each query; a summary goes to stderr.
"""

import argparse
import json
import math
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from knowledge.bundled import BundledModel
from knowledge.korean import Analyzer
from knowledge.lexical import LexicalIndex
from knowledge.passage import Passage
from knowledge.pipeline import embedded_text
from knowledge.sentences import Sentences
from knowledge.tokens import Recall, Recorder

TOP = 10
BATCH = 500


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def passages(folder: Path) -> list[Passage]:
    """The corpus as passages; a title that the text repeats at its start is not said twice."""
    found = []
    for row in rows(folder / "corpus.jsonl"):
        title, text = row.get("title") or "", row["text"]
        if title and text.startswith(title):
            text = text[len(title) :].lstrip()
        found.append(
            Passage(
                id=row["_id"], slug=row["_id"], kind="fact", section="", text=text, title=title, context=title
            )
        )
    return found


def judged(folder: Path) -> dict[str, set[str]]:
    """The relevant documents of each query."""
    relevant: dict[str, set[str]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) >= 3 and cells[-1].strip().isdigit() and int(cells[-1]) > 0:
            relevant.setdefault(cells[0], set()).add(cells[-2])
    return relevant


def ndcg(ranked: Sequence[str], wanted: set[str]) -> float:
    """Normalised discounted cumulative gain of the first ten, binary relevance."""
    gain = sum(1 / math.log2(place + 2) for place, id in enumerate(ranked[:TOP]) if id in wanted)
    return gain / sum(1 / math.log2(place + 2) for place in range(min(TOP, len(wanted))))


def index(corpus: list[Passage], folder: Path, analyzer: Analyzer, *, dense: bool = True) -> Any:
    """Both legs of the product over a corpus, on disk under `folder`, as a generation offers them."""
    recorder = Recorder(analyzer)
    LexicalIndex.build(corpus, recorder).save(folder / "lexical")
    generation = SimpleNamespace(passages=corpus, documents={}, lexical=LexicalIndex.load(folder / "lexical"))
    if not dense:
        return generation
    import chromadb
    from chromadb.config import Settings

    from knowledge.embedding import load_embeddings
    from knowledge.settings import KnowledgeSettings

    model: Any = load_embeddings(KnowledgeSettings(), analyzer)
    generation.embeddings = model
    if isinstance(model, BundledModel):
        Sentences.build(corpus, recorder, model).save(folder / "sentences")
        generation.sentences = Sentences.load(folder / "sentences")
        model = model.reading(Recall(recorder))
    client = chromadb.PersistentClient(str(folder / "chroma"), settings=Settings(anonymized_telemetry=False))
    collection = client.create_collection(
        "passages", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    for start in range(0, len(corpus), BATCH):
        part = corpus[start : start + BATCH]
        vectors = model.embed_documents([embedded_text(passage) for passage in part])
        collection.upsert(ids=[passage.id for passage in part], embeddings=vectors)
    generation.collection = collection
    return generation


def run(retriever: Any, queries: list[dict[str, Any]]) -> Iterator[tuple[str, list[str], float]]:
    """Each query's id, its best ten documents, and the seconds they took."""
    for query in queries:
        started = time.perf_counter()
        found = [candidate.passage_id for candidate in retriever.search(query["text"], TOP)]
        yield query["_id"], found, time.perf_counter() - started


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. 0 when the run was written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, metavar="SET_DIR")
    parser.add_argument("--out", type=Path, required=True, metavar="RUN.jsonl")
    parser.add_argument("--leg", choices=("fused", "lexical", "dense"), default="fused")
    parser.add_argument(
        "--reranker",
        metavar="llm|NAME_OR_PATH",
        help="what reads the best passages again (default: RERANKER)",
    )
    options = parser.parse_args(arguments)

    from bot.reranking.reranker import load_reranker
    from bot.search import HybridRetriever
    from bot.settings import BotSettings

    settings = BotSettings()
    if options.reranker is not None:
        settings = settings.model_copy(update={"reranker": options.reranker or None})
    reranker = load_reranker(settings)

    corpus, queries, relevant = (
        passages(options.data),
        rows(options.data / "queries.jsonl"),
        judged(options.data),
    )
    analyzer = Analyzer()
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        generation = index(corpus, Path(folder), analyzer, dense=options.leg != "lexical")
        indexed = time.perf_counter() - started
        retriever = HybridRetriever(
            generation=generation, analyzer=analyzer, leg=options.leg, reranker=reranker
        )
        retriever.warm()
        scores, times = [], []
        with options.out.open("w", encoding="utf-8") as out:
            for id, found, seconds in run(retriever, queries):
                out.write(json.dumps({"query_id": id, "doc_ids": found}, ensure_ascii=False) + "\n")
                times.append(seconds)
                if id in relevant:
                    scores.append(ndcg(found, relevant[id]))
    times.sort()
    mean = sum(scores) / len(scores) if scores else float("nan")
    middle, late = (1000 * times[int(part * (len(times) - 1))] if times else 0.0 for part in (0.5, 0.95))
    print(
        f"{options.data.name}: {options.leg}{f', {reranker.name}' if reranker else ''}: nDCG@10 {mean:.4f} over {len(scores)} queries, {len(corpus)} documents;"
        f" indexed in {indexed:.1f} s; a query p50 {middle:.1f} ms, p95 {late:.1f} ms",
        file=sys.stderr,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
