"""How much the search may still say beside a second reader (bot/reranking), tried with simulated readers.

    python -m tests.benchmarks.rerankers [SET_DIR …] [--facts]

No model: a reader's logit is chance plus, for a passage that answers, its sharpness in standard deviations; what it
says is that as a probability. Its mistakes know nothing of the search's, which real ones do a little, so the figures
compare weights, not models. Prints nDCG@10 for `SEARCH` (bot/reranking/reranker.py) over BEIR-style sets and, with
--facts, how often a fact that answers comes first for `RERANKED` (bot/facts.py) over the golden questions.
"""

import argparse
import math
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot import facts
from bot.reranking import reranker
from knowledge.korean import Analyzer
from tests.benchmarks.retrieval import index, judged, ndcg, passages, rows

#: In deviations: one that hardly knows anything, to one that is hardly ever wrong.
SHARPNESS = (2.0, 3.0, 4.0, 5.0)
SEARCH = (0.0, 0.25, 0.5, 0.75, 0.9, 1.0, 2.0)
RERANKED = (0.0, 1.0, 2.0, 3.0, 4.0, 6.0)


def reader(sharpness: float, answers: Sequence[bool], chance: np.random.Generator) -> list[float]:
    """What a simulated reader says of passages, 0 to 1."""
    logits = chance.normal(size=len(answers)) + sharpness * np.asarray(answers)
    return [1 / (1 + math.exp(-(2 * logit - sharpness))) for logit in logits]


def told(sharpness: float, names: Sequence[str], answers: Sequence[bool], chance: Any) -> dict[str, float]:
    """The same as the shares that the product makes of it."""

    class Simulated:
        name = "simulated"

        def scores(self, question: str, texts: Sequence[str], *, chat: str | None = None) -> list[float]:
            return reader(sharpness, answers, chance)

    return reranker.shares(Simulated(), "", dict.fromkeys(names, ""))


def over_sets(folders: Sequence[Path]) -> Iterator[str]:
    """nDCG@10 of the lexical leg's best thirty in their new order."""
    from bot.search import HybridRetriever

    analyzer = Analyzer()
    for folder in folders:
        relevant = judged(folder)
        with tempfile.TemporaryDirectory() as made:
            generation = index(passages(folder), Path(made), analyzer, dense=False)
            search = HybridRetriever(generation=generation, analyzer=analyzer, leg="lexical")
            found = [
                (
                    [(c.passage_id, c.score) for c in search.search(row["text"], reranker.DEPTH)],
                    relevant[row["_id"]],
                )
                for row in rows(folder / "queries.jsonl")
                if row["_id"] in relevant
            ]
        alone = np.mean([ndcg([name for name, _ in scores], wanted) for scores, wanted in found])
        yield f"{folder.name}: search alone {alone:.4f}; SEARCH {' '.join(map(str, SEARCH))}"
        for sharpness in SHARPNESS:
            means = []
            for weight in SEARCH:
                reranker.SEARCH, chance = weight, np.random.default_rng(0)
                gains = []
                for scores, wanted in found:
                    names = [name for name, _ in scores]
                    shares = told(sharpness, names, [name in wanted for name in names], chance)
                    again = reranker.redistributed(scores, shares)
                    gains.append(ndcg([name for name, _ in again], wanted))
                means.append(float(np.mean(gains)))
            yield f"  sharpness {sharpness:.0f}: " + " ".join(f"{mean:.4f}" for mean in means)


def over_facts() -> Iterator[str]:
    """How often a fact that tells what is wanted comes first among its program's."""
    from bot.conversation import Standing
    from bot.evidence import gather
    from tests.benchmarks.fit import Fit, items, tells

    fit = Fit()
    ready, analyzer = fit.ready, fit.analyzer
    asked = []
    for item in items("answerable"):
        if item["kind"] not in ("single", "multi"):
            continue
        question = fit.assistant._understand(Standing(item["turns"][0]), ready.corpus)
        evidence = gather(question, ready.corpus, ready.searcher, analyzer)
        slug, must = item["expect"]["cite_any"][0], item["expect"]["must_contain"]
        read = ready.searcher.search(question.query, reranker.DEPTH)
        good = [c.slug == slug and any(tells(c.text, group) for group in must) for c in read]
        if any(good):
            asked.append((question, evidence, slug, [c.passage_id for c in read], good))
    yield f"golden facts ({len(asked)}): RERANKED {' '.join(map(str, RERANKED))}"
    for sharpness in SHARPNESS:
        means = []
        for weight in RERANKED:
            facts.RERANKED, chance = weight, np.random.default_rng(0)
            first = []
            for question, evidence, slug, names, good in asked:
                shares = told(sharpness, names, good, chance)
                best = facts.score_facts(question, slug, ready.corpus, analyzer, evidence.within, shares)[0]
                first.append(best.passage.id in {n for n, flag in zip(names, good, strict=True) if flag})
            means.append(float(np.mean(first)))
        yield f"  sharpness {sharpness:.0f}: " + " ".join(f"{mean:.3f}" for mean in means)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sets", type=Path, nargs="*", metavar="SET_DIR")
    parser.add_argument("--facts", action="store_true", help="the golden questions; needs the shipped index")
    options = parser.parse_args(arguments)
    before = reranker.SEARCH, facts.RERANKED
    try:
        for line in over_sets(options.sets):
            print(line, flush=True)
        for line in over_facts() if options.facts else ():
            print(line, flush=True)
    finally:
        reranker.SEARCH, facts.RERANKED = before
    return 0


if __name__ == "__main__":
    sys.exit(main())
