"""The weight of the dense leg, measured: nDCG@10 of BEIR-style folders for a row of weights.

    python -m tests.benchmarks.weights SET_DIR... [--weights 0,0.005,0.01]

Run it after the embedding model changed, and put the weight that is best over the sets, and on none below
the lexical leg, into DENSE of knowledge/fusion.py. Odd and even queries are shown apart: what is best on one
half must hold on the other.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from knowledge import fusion
from knowledge.korean import Analyzer
from tests.benchmarks.retrieval import index, judged, ndcg, passages, rows, run

WEIGHTS = "0,0.02,0.04,0.05,0.06,0.07,0.08,0.1"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sets", type=Path, nargs="+", metavar="SET_DIR")
    parser.add_argument("--weights", default=WEIGHTS)
    options = parser.parse_args(arguments)

    from bot.search import HybridRetriever

    analyzer = Analyzer()
    for folder in options.sets:
        relevant = judged(folder)
        queries = [row for row in rows(folder / "queries.jsonl") if row["_id"] in relevant]
        with tempfile.TemporaryDirectory() as place:
            retriever = HybridRetriever(
                generation=index(passages(folder), Path(place), analyzer), analyzer=analyzer
            )
            for weight in map(float, options.weights.split(",")):
                setattr(fusion, "DENSE", weight)  # noqa: B010 (a constant everywhere else)
                retriever.ranker.rank.cache_clear()
                scores = [ndcg(found, relevant[id]) for id, found, _ in run(retriever, queries)]
                odd, even = scores[1::2], scores[::2]
                print(
                    f"{folder.name} {weight:<7} {sum(scores) / len(scores):.4f}"
                    f"  (even {sum(even) / len(even):.4f}, odd {sum(odd) / max(1, len(odd)):.4f})",
                    file=sys.stderr,
                    flush=True,
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
