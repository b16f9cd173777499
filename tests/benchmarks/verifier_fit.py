"""Fit the verifier's decision on the composers' sentences of tests/golden/claims/copied.jsonl.

    python -m tests.benchmarks.verifier_fit [--write]

Logistic regression over the signs of the claims that no rule drops unweighed, and of the documents' own sentences. A sign
may only speak against a claim. Prints recall of wrong claims and false alarms in
ten folds of programs, so that no claim is judged by weights that have seen a claim of its program; `--write` writes
bot/verification/weights.json.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

import bot.verification
from bot.style import polite
from bot.verification import Verifier
from bot.verification.decision import WEIGHTS
from knowledge.korean import Analyzer
from tests.benchmarks.verifier import FITTED, Row, rows, shipped

#: Inverse strength of the regularisation, chosen in the folds, and the share of right claims that may fall.
C = 0.1
FALSE_ALARMS = 0.02
#: The shares whose thresholds are printed, and how often a sign must have been seen to be weighed.
PARTS = (0.005, 0.01, 0.02, 0.03, 0.05)
LEAST = 3
#: A weight below this decides nothing.
NOTHING = 0.02
SEEDS = 4
#: The documents' own sentences in polite style, right claims as they are; what one weighs beside a composer's.
OWN = "own sentences"
OWN_WEIGHT = 0.5
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def fit(x: Floats, y: Flags, names: list[str], worth: Floats) -> tuple[Floats, float]:
    """Weights of the signs as they are, and the bias; `worth`: how much each claim counts."""
    # A rare sign is not scaled up beyond a tenth: what is seen thrice is not to weigh more for it.
    scale = np.maximum(x.std(axis=0), 0.1)
    z, target = x / scale, y.astype(float)

    def loss(at: Floats) -> tuple[float, Floats]:
        line = z @ at[1:] + at[0]
        off = 1 / (1 + np.exp(-line)) - target
        value = float((worth * (np.logaddexp(0, line) - target * line)).sum() + at[1:] @ at[1:] / C / 2)
        off *= worth
        return value, np.concatenate([[off.sum()], z.T @ off + at[1:] / C])

    # A sign speaks against a claim, if at all.
    bounds = [(None, None), *[(0.0, None)] * len(names)]
    found = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=bounds)
    return found.x[1:] / scale, float(found.x[0])


def in_folds(
    x: Floats, wrong: Flags, soft: Flags, programs: list[str], names: list[str], worth: Floats
) -> Floats:
    """How doubtful each claim is by weights that have seen none of its program's; 1 where a rule drops it."""
    told = np.zeros(len(wrong))
    order = sorted(set(programs))
    for seed in range(SEEDS):
        fold = dict(zip(order, np.random.default_rng(seed).permutation(len(order)) % 10, strict=True))
        folds = np.array([fold[program] for program in programs])
        for number in range(10):
            seen, held = (folds != number) & soft, folds == number
            weights, bias = fit(x[seen], wrong[seen], names, worth[seen])
            told[held] += 1 / (1 + np.exp(-(x[held] @ weights + bias))) / SEEDS
    told[~soft] = 1.0
    return told


def judged() -> Iterator[tuple[str, Row, dict[str, float] | None]]:
    """Each claim to fit on: its set, itself, and its signs; None where a rule drops it unweighed."""
    analyzer = Analyzer()
    verifier = Verifier(analyzer)
    documents, passages = shipped()
    for row in rows(FITTED):
        yield FITTED, row, verifier.signs(row.text, row.passages, documents)
    for fact in passages.values():
        if fact.kind == "fact":
            row = Row(polite(fact.text, analyzer), (fact,), True, OWN)
            yield OWN, row, verifier.signs(row.text, row.passages, documents)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="write the weights")
    options = parser.parse_args()
    claims = list(judged())
    sets = np.array([name for name, _, _ in claims])
    wrong = np.array([not row.right for _, row, _ in claims])
    soft = np.array([found is not None for _, _, found in claims])
    values = [found or {} for _, _, found in claims]
    count = Counter(name for signs in values for name, value in signs.items() if value)
    names = sorted(name for name, times in count.items() if times >= LEAST)
    x = np.array([[signs.get(name, 0.0) for name in names] for signs in values])
    worth = np.where(sets == OWN, OWN_WEIGHT, 1.0)
    told = in_folds(x, wrong, soft, [row.passages[0].slug for _, row, _ in claims], names, worth)
    said = sets == FITTED
    limits = [float(np.quantile(told[said & ~wrong], 1 - part)) for part in PARTS]
    print(f"{len(names)} signs; recall of wrong claims/false alarms in ten folds of programs, by threshold")
    print(" " * 16 + "  ".join(f"at {limit:.3f}   " for limit in limits))
    for name in (FITTED, OWN):
        bad, good = told[(sets == name) & wrong], told[(sets == name) & ~wrong]
        cells = [f"{_share(bad, limit)}/{_share(good, limit)}" for limit in limits]
        print(f"{name:16}" + "  ".join(cells))
    limit = limits[PARTS.index(FALSE_ALARMS)]
    for what, right in (("recall of wrong claims", False), ("false alarms of right ones", True)):
        kinds = np.array([row.kind for _, row, _ in claims])
        cells = [
            f"{kind} {_share(told[mine], limit)} ({mine.sum()})"
            for kind in sorted(set(kinds[said & (wrong != right)]))
            for mine in [said & (wrong != right) & (kinds == kind)]
        ]
        print(f"{what} by kind at {limit:.3f}: " + ", ".join(cells))
    if options.write:
        weights, bias = fit(x[soft], wrong[soft], names, worth[soft])
        fitted = {
            "bias": round(bias, 4),
            "threshold": round(limit, 3),
            "weights": {
                name: round(float(value), 4)
                for name, value in zip(names, weights, strict=True)
                if abs(value) >= NOTHING
            },
        }
        path = Path(bot.verification.__file__).parent / WEIGHTS
        path.write_text(json.dumps(fitted, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"written: {path}")


def _share(told: Floats, limit: float) -> str:
    return f"{(told >= limit).mean():.3f}" if len(told) else "-"


if __name__ == "__main__":
    main()
