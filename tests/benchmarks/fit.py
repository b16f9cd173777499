"""Fit the weights of the pipeline's three decisions on the project's golden set.

    python -m tests.benchmarks.fit [facts|judge|missing]

All but answerable.jsonl and refusals.jsonl were written by language models that knew neither the code nor the other
questions; so were those of unseen.jsonl and outside.jsonl, on which nothing is fitted. Prints each table of weights as it stands in the code (bot/facts.py, bot/evidence.py,
bot/missing.py), and how well the decision does on the questions it was fitted on and, in ten folds, on questions it
was not. Needs the shipped documents' index (`ongil ingest`).
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from bot.aspects import Aspect, told, unknown
from bot.assistant import Assistant
from bot.conversation import Standing
from bot.endings import endings
from bot.evidence import gather, judge_features, rank_programs
from bot.facts import score_facts
from bot.missing import gap_features
from bot.names import short_title, squash
from bot.settings import BotSettings
from bot.verification.figures import Figure, figures

#: The word for each attribute in the shortest of questions.
SHORT = {
    Aspect.AMOUNT: "얼마예요",
    Aspect.RATE: "수수료",
    Aspect.WHO: "대상",
    Aspect.HOW: "신청 방법",
    Aspect.WHEN: "언제예요",
    Aspect.PHONE: "전화번호",
}
#: So many facts of an attribute make it told, whatever a gap names besides.
SEVERAL = 3
GOLDEN = Path(__file__).parents[1] / "golden"
#: The sets of all kinds of questions.
MIXED = ("answerable", "owners", "kept_aside", "blind", "fresh", "market", "street", "hard")


def items(name: str) -> Iterator[dict[str, Any]]:
    """The golden questions that stand alone."""
    for line in (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if len(item["turns"]) == 1 and not item["expect"].get("either"):
            yield item


def meant(item: dict[str, Any], programs: Sequence[tuple[str, float]]) -> str:
    """The program that a question is about: of several that may be cited, the one that the search finds first."""
    wanted = item["expect"]["cite_all"] or item["expect"]["cite_any"]
    return next((slug for slug, _ in programs if slug in wanted), wanted[0])


def about_one(item: dict[str, Any]) -> bool:
    """Whether a question is about one program."""
    expect = item["expect"]
    return bool(expect["cite_any"] or expect["cite_all"]) and len(expect["cite_all"]) < 2


def tells(text: str, wanted: list[str]) -> bool:
    """Whether a fact tells one of the wanted alternatives; amounts compare by value."""
    values = {figure.value for figure in figures(text) if isinstance(figure, Figure)}
    return any(
        squash(alternative) in squash(text)
        or any(
            isinstance(found, Figure) and found.value >= 10_000 and found.value in values
            for found in figures(alternative)[:1]
        )
        for alternative in wanted
    )


class Fit:
    """The features of the golden questions under one open index."""

    def __init__(self) -> None:
        self.assistant = Assistant(BotSettings())
        self.ready = self.assistant._current()
        self.analyzer = self.assistant._analyzer

    def facts(self) -> None:
        """Softmax over a program's facts: those that tell what is wanted against the others."""
        rows = []
        for item in (item for name in MIXED for item in items(name)):
            if item["kind"] not in ("single", "multi") or not about_one(item):
                continue
            question = self.assistant._understand(Standing(item["turns"][0]), self.ready.corpus)
            evidence = gather(question, self.ready.corpus, self.ready.searcher, self.analyzer)
            slug = meant(item, evidence.programs)
            scored = score_facts(question, slug, self.ready.corpus, self.analyzer, evidence.within)
            wanted = [
                any(tells(fact.passage.text, group) for group in item["expect"]["must_contain"])
                for fact in scored
            ]
            if any(wanted) and not all(wanted):
                rows.append((np.array([list(f.features.values()) for f in scored]), np.array(wanted)))
                names = list(scored[0].features)

        def fit(train: list[Any]) -> Any:
            weights = np.zeros(train[0][0].shape[1])
            for _ in range(1500):
                slope = np.zeros_like(weights)
                for features, wanted in train:
                    scores = features @ weights
                    shares = np.exp(scores - scores.max())
                    shares /= shares.sum()
                    slope += features.T @ (wanted / wanted.sum() - shares)
                weights += 0.3 * (slope / len(train) - 0.02 * weights)
            return weights

        def first(data: list[Any], weights: Any, k: int) -> float:
            return float(np.mean([w[np.argsort(-(f @ weights))[:k]].any() for f, w in data]))

        # A question whose ending is all of it has no likeness of its own for the ending.
        whole = [place for place, name in enumerate(names) if not name[-1].isdigit()]
        for table, chosen in (("WEIGHTS", list(range(len(names)))), ("OF_SHORT", whole)):
            data = [(features[:, chosen], wanted) for features, wanted in rows]
            weights = fit(data)
            folds = [[row for i, row in enumerate(data) if i % 5 == fold] for fold in range(5)]
            held = [
                [first(test, fit([r for r in data if not any(r is t for t in test)]), k) for k in (1, 3, 5)]
                for test in folds
            ]
            print(
                f"{table} =",
                {names[place]: round(float(w), 2) for place, w in zip(chosen, weights, strict=True)},
            )
            print(f"{len(data)} questions; a wanted fact among the first 1, 3, 5:")
            print("  fitted", [round(first(data, weights, k), 3) for k in (1, 3, 5)])
            print("  held out", np.mean(held, axis=0).round(3).tolist())

    def judge(self) -> None:
        """Answer or refuse."""
        questions = [
            (item["turns"][0], not item["expect"]["refuse"])
            for name in (*MIXED, "refusals")
            for item in items(name)
            if item["kind"] not in ("greeting", "injection")
        ]
        # Who goes on at length about two things that no document has is refused, too.
        strange = [text for text, answered in questions if not answered]
        questions += [(f"{one} {other}", False) for one, other in pairwise(strange)]
        rows = []
        for text, _ in questions:
            question = self.assistant._understand(Standing(text), self.ready.corpus)
            scores = self.ready.searcher.document_scores(question.text)
            programs = rank_programs(question, self.ready.corpus, scores)
            rows.append(judge_features(question, programs, dict(scores), self.ready.corpus, self.analyzer))
        labels = [answered for _, answered in questions]
        self._logistic("JUDGE", rows, labels, 0.003)

    def missing(self) -> None:
        """Told or not told."""
        rows, labels = [], []
        for item in (item for name in (*MIXED, "gaps") for item in items(name)):
            if item["kind"] not in ("single", "missing_attribute", "multi") or not about_one(item):
                continue
            if item["kind"] != "missing_attribute" and item["expect"].get("partial_ok"):
                continue
            question = self.assistant._understand(Standing(item["turns"][0]), self.ready.corpus)
            slug = meant(item, self.ready.searcher.document_scores(question.text))
            # In a talk, and beside another question, the end of it is all that is said.
            for text in dict.fromkeys((question.text, endings(question.text, self.analyzer)[0])):
                rows.append(self._gap_features(text, slug))
                labels.append(item["kind"] == "missing_attribute")
        for text, slug in self._short():
            rows.append(self._gap_features(text, slug))
            labels.append(False)
        self._logistic("WEIGHTS", rows, labels, 0.03)

    def _gap_features(self, text: str, slug: str) -> dict[str, float]:
        """What the decision rests on when this is asked of a program."""
        question = self.assistant._understand(Standing(text), self.ready.corpus)
        evidence = gather(question, self.ready.corpus, self.ready.searcher, self.analyzer)
        facts = score_facts(question, slug, self.ready.corpus, self.analyzer, evidence.within)
        document = self.ready.corpus.documents[slug]
        return gap_features(question, document, facts, evidence, self.ready.corpus, self.analyzer)[0]

    def _short(self) -> Iterator[tuple[str, str]]:
        """What nobody writes into a set of questions and many type: a program's name and one word (제로페이 수수료).

        Only of what the program's facts tell and its gaps do not name, or that several of them tell: then a gap names
        something narrower (결제 수수료율).
        """
        for slug, facts in self.ready.corpus.facts.items():
            document = self.ready.corpus.documents[slug]
            counts = Counter(aspect for fact in facts for aspect in told(fact.text))
            known = set(counts)
            gaps = set().union(*(unknown(entry) for entry in document.not_known))
            for aspect, word in SHORT.items():
                if aspect in known - gaps or counts[aspect] >= SEVERAL:
                    yield f"{short_title(document.title)} {word}", slug

    def _logistic(self, table: str, rows: list[dict[str, float]], labels: list[bool], decay: float) -> None:
        """Logistic regression with both classes weighted alike, on standardised features."""
        names, data, wanted = (
            list(rows[0]),
            np.array([list(row.values()) for row in rows]),
            np.array(labels, float),
        )
        middle, spread = data.mean(0), data.std(0) + 1e-9

        def fit(x: Any, y: Any) -> Callable[[Any], Any]:
            z = np.c_[(x - middle) / spread, np.ones(len(x))]
            balance = np.where(y > 0, 0.5 / y.mean(), 0.5 / (1 - y.mean()))
            w = np.zeros(z.shape[1])
            for _ in range(4000):
                w -= 0.5 * (
                    z.T @ ((1 / (1 + np.exp(-z @ w)) - y) * balance) / len(y) + decay * np.r_[w[:-1], 0]
                )
            self.weights = w
            return lambda x: 1 / (1 + np.exp(-np.c_[(x - middle) / spread, np.ones(len(x))] @ w))

        order = np.random.RandomState(0).permutation(len(data))
        held = np.zeros(len(data))
        for fold in range(10):
            test = order[fold::10]
            train = np.setdiff1d(order, test)
            held[test] = fit(data[train], wanted[train])(data[test])
        own = fit(data, wanted)(data)
        plain = self.weights[:-1] / spread
        bias = float(self.weights[-1] - (plain * middle).sum())
        print(
            table, "=", dict(zip([*names, "bias"], [*plain.round(3).tolist(), round(bias, 3)], strict=True))
        )
        for label, p in (("fitted", own), ("held out", held)):
            for cut in (0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9):
                no, yes = ((p < cut) & (wanted > 0)).sum(), ((p >= cut) & (wanted == 0)).sum()
                print(
                    f"  {label}, cut {cut}: {no} of {int(wanted.sum())} lost, {yes} of {int((1 - wanted).sum())} wrongly taken"
                )


def main() -> None:
    """Fit what is named, or all three."""
    fit = Fit()
    for name in sys.argv[1:] or ["facts", "judge", "missing"]:
        {"facts": fit.facts, "judge": fit.judge, "missing": fit.missing}[name]()


if __name__ == "__main__":
    main()
