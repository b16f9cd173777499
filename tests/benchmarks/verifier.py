"""How well the verifier tells right claims from wrong ones, on the claims of tests/golden/claims.

    python -m tests.benchmarks.verifier [--mistakes [SET]]

Each line is {"claim", "slug", "facts", "right", "kind"}: `facts` are sentences of the shipped document `slug`, word for
word, which the claim cites. A wrong claim has one subtle mistake, of the kind named. Language models wrote those of
`copied` and `copied_kept` in answer to Ongil's own prompts (prompts/answer.md, the passages of real questions); the
weights are fitted on `copied`, and nobody has read `copied_kept`. Those of `reworded` put the passages in words and
an order of their own, which the prompt forbids: they show what becomes of that. Those of `shortened` are wrong alone: copies
that leave out what matters, each found by somebody who looked for what the verifier of that day let pass.
"""

import argparse
import json
import statistics
import time
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.answer import Claim
from bot.style import polite
from bot.verification import Verdict, Verifier
from knowledge.document import Document
from knowledge.korean import Analyzer
from knowledge.markdown import read_document
from knowledge.passage import Passage, cut
from knowledge.settings import SHIPPED_DOCUMENTS

CLAIMS = Path(__file__).parents[1] / "golden" / "claims"
#: Composers' sentences: those that the weights are fitted on, those that nobody has read, those that reword.
FITTED, KEPT, REWORDED = SETS = ("copied", "copied_kept", "reworded")
#: Wrong ones alone, each of which somebody found that an earlier verifier let pass.
FOUND = "shortened"


@dataclass(frozen=True)
class Row:
    """A claim of a set with the passages that it cites."""

    text: str
    passages: tuple[Passage, ...]
    right: bool
    kind: str


@dataclass(frozen=True)
class Judged:
    """A claim of a set, what is true of it, and the verifier's verdict."""

    right: bool
    kind: str
    verdict: Verdict


@cache
def shipped() -> tuple[dict[str, Document], dict[str, Passage]]:
    """The shipped documents by slug and their passages by id."""
    documents = {path.stem: read_document(path) for path in sorted(SHIPPED_DOCUMENTS.glob("*.md"))}
    passages = {passage.id: passage for document in documents.values() for passage in cut(document)}
    return documents, passages


def rows(name: str) -> list[Row]:
    """The claims of a set. Raises KeyError when a document no longer has a sentence that a claim cites."""
    facts = {(p.slug, p.text): p for p in shipped()[1].values() if p.kind == "fact"}
    found = []
    for line in (CLAIMS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        cited = tuple(facts[row["slug"], fact] for fact in row["facts"])
        found.append(Row(row["claim"], cited, row["right"], row["kind"]))
    return found


def judge(name: str, verifier: Verifier) -> list[Judged]:
    """The verdicts on a set. Raises KeyError as `rows` does."""
    documents, passages = shipped()
    judged = []
    for row in rows(name):
        claim = Claim(row.text, tuple(passage.id for passage in row.passages))
        (verdict,) = verifier.verify([claim], passages, documents)
        judged.append(Judged(row.right, row.kind, verdict))
    return judged


def table(judged: list[Judged]) -> list[str]:
    """Recall of each kind of wrong claim, then recall, precision and false alarms over all."""
    kinds: dict[str, list[Judged]] = defaultdict(list)
    for row in judged:
        if not row.right:
            kinds[row.kind].append(row)
    lines = [
        f"| {kind} | {len(rows)} | {sum(not row.verdict.kept for row in rows) / len(rows):.2f} |"
        for kind, rows in sorted(kinds.items())
    ]
    wrong = [row for row in judged if not row.right]
    right = [row for row in judged if row.right]
    caught = sum(not row.verdict.kept for row in wrong)
    alarms = sum(not row.verdict.kept for row in right)
    lines.append(
        f"| all {len(wrong)} wrong, {len(right)} right | recall {caught / len(wrong):.3f} | "
        f"precision {caught / max(1, caught + alarms):.3f}, false alarms {alarms / max(1, len(right)):.3f} |"
    )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--mistakes",
        nargs="?",
        const=FITTED,
        choices=(*SETS, FOUND),
        help="print the wrong verdicts of a set",
    )
    options = parser.parse_args()
    analyzer = Analyzer()
    verifier = Verifier(analyzer)
    for name in (*SETS, FOUND):
        judged = judge(name, verifier)
        print(f"\n{name}\n| wrong claims of kind | claims | recall |\n|---|---|---|")
        print("\n".join(table(judged)))
        if options.mistakes == name:
            for row in judged:
                if row.right != row.verdict.kept:
                    print(
                        "ALARM" if row.right else "MISSED",
                        row.kind,
                        row.verdict.claim.text,
                        "—",
                        row.verdict.reason,
                    )
    documents, passages = shipped()
    facts = [passage for passage in passages.values() if passage.kind == "fact"]
    claims = [Claim(polite(fact.text, analyzer), (fact.id,)) for fact in facts]
    dropped = [verdict for verdict in verifier.verify(claims, passages, documents) if not verdict.kept]
    times = []
    for claim in claims:
        start = time.perf_counter()
        verifier.verify([claim], passages, documents)
        times.append((time.perf_counter() - start) * 1000)
    print(f"\npolite facts: {len(claims)}, dropped {len(dropped)}, {statistics.median(times):.3f} ms a claim")


if __name__ == "__main__":
    main()
