"""Fit the verifier's decision on the judged claims of tests/golden/claims, all but the blind ones.

    python -m tests.benchmarks.verifier_fit [--write]

Logistic regression over the signs of the claims that no rule drops unweighed, and of the documents' own sentences. A sign may only speak against a claim,
save those that tell how freely it is worded: wrong claims of the sets are often copies with one change, and what
is worded freely is mostly right. Prints recall of wrong claims and false alarms in ten folds of programs, so that
no claim is judged by weights that have seen a claim of its program; `--write` writes bot/verification/weights.json.
"""

import argparse
import json
import re
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
from bot.verification.signs import Signs
from knowledge.korean import Analyzer
from tests.benchmarks.verifier import FITTED, STRANGERS, Row, rows, shipped

#: Inverse strength of the regularisation, chosen in the folds, and the share of strangers' right claims that may fall.
C = 0.02
FALSE_ALARMS = 0.2
#: The thresholds that are printed, by that share, and how often a sign must have been seen to be weighed.
PARTS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3)
LEAST = 3
SEEDS = 4
#: The documents' own sentences in polite style, right claims as they are.
OWN = "own sentences"
#: Signs of free wording: their weights may have either sign.
WORDING = re.compile(
    r"copied|told.*|length|aligned|homes|differences|meant|another predicate|predicate new for another|new letter|"
    r"who for what|reordered|agent of another clause|lost verb|free word in a copy"
)
#: What can only speak for a claim.
FOR = ("told", "told at home")
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def fit(x: Floats, y: Flags, names: list[str]) -> tuple[Floats, float]:
    """Weights of the signs as they are, and the bias."""
    # A rare sign is not scaled up beyond a tenth: what is seen thrice is not to weigh more for it.
    scale = np.maximum(x.std(axis=0), 0.1)
    z, target = x / scale, y.astype(float)

    def loss(at: Floats) -> tuple[float, Floats]:
        line = z @ at[1:] + at[0]
        off = 1 / (1 + np.exp(-line)) - target
        value = float((np.logaddexp(0, line) - target * line).sum() + at[1:] @ at[1:] / C / 2)
        return value, np.concatenate([[off.sum()], z.T @ off + at[1:] / C])

    bounds: list[tuple[float | None, float | None]] = [(None, None)]
    for name in names:
        if name in FOR:
            bounds.append((None, 0.0))
        else:
            bounds.append((None, None) if WORDING.fullmatch(name) else (0.0, None))
    found = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=bounds)
    return found.x[1:] / scale, float(found.x[0])


def in_folds(x: Floats, wrong: Flags, soft: Flags, programs: list[str], names: list[str]) -> Floats:
    """How doubtful each claim is by weights that have seen none of its program's; 1 where a rule drops it."""
    told = np.zeros(len(wrong))
    order = sorted(set(programs))
    for seed in range(SEEDS):
        fold = dict(zip(order, np.random.default_rng(seed).permutation(len(order)) % 10, strict=True))
        folds = np.array([fold[program] for program in programs])
        for number in range(10):
            seen, held = (folds != number) & soft, folds == number
            weights, bias = fit(x[seen], wrong[seen], names)
            told[held] += 1 / (1 + np.exp(-(x[held] @ weights + bias))) / SEEDS
    told[~soft] = 1.0
    return told


def judged() -> Iterator[tuple[str, Row, Signs | None]]:
    """Each claim to fit on: its set, itself, and its signs; None where a rule drops it unweighed."""
    analyzer = Analyzer()
    verifier = Verifier(analyzer)
    documents, passages = shipped()
    for name in FITTED:
        for row in rows(name):
            yield name, row, verifier.signs(row.text, row.passages, documents)
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
    values = [found.values if found else {} for _, _, found in claims]
    count = Counter(name for signs in values for name, value in signs.items() if value)
    names = sorted(name for name, times in count.items() if times >= LEAST)
    x = np.array([[signs.get(name, 0.0) for name in names] for signs in values])
    told = in_folds(x, wrong, soft, [row.passages[0].slug for _, row, _ in claims], names)
    strangers = np.isin(sets, STRANGERS)
    limits = [float(np.quantile(told[strangers & ~wrong], 1 - part)) for part in PARTS]
    print(f"{len(names)} signs; recall of wrong claims/false alarms in ten folds of programs, by threshold")
    print(" " * 16 + "  ".join(f"at {limit:.3f}   " for limit in limits))
    for name in (*FITTED, OWN):
        bad, good = told[(sets == name) & wrong], told[(sets == name) & ~wrong]
        cells = [f"{_share(bad, limit)}/{_share(good, limit)}" for limit in limits]
        print(f"{name:16}" + "  ".join(cells))
    cells = [f"{_share(told[strangers & wrong], n)}/{_share(told[strangers & ~wrong], n)}" for n in limits]
    print(f"{'strangers':16}" + "  ".join(cells))
    limit = limits[PARTS.index(FALSE_ALARMS)]
    for what, right in (
        ("recall of the strangers' wrong claims", False),
        ("false alarms of their right ones", True),
    ):
        kinds = np.array([row.kind for _, row, _ in claims])
        cells = [
            f"{kind} {_share(told[mine], limit)} ({mine.sum()})"
            for kind in sorted(set(kinds[strangers & (wrong != right)]))
            for mine in [strangers & (wrong != right) & (kinds == kind)]
        ]
        print(f"{what} by kind at {limit:.3f}: " + ", ".join(cells))
    if options.write:
        weights, bias = fit(x[soft], wrong[soft], names)
        fitted = {
            "bias": round(bias, 4),
            "threshold": round(limit, 3),
            "weights": {name: round(float(value), 4) for name, value in zip(names, weights, strict=True)},
        }
        path = Path(bot.verification.__file__).parent / WEIGHTS
        path.write_text(json.dumps(fitted, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"written: {path}")


def _share(told: Floats, limit: float) -> str:
    return f"{(told >= limit).mean():.3f}" if len(told) else "-"


if __name__ == "__main__":
    main()
