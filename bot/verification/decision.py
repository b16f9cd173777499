"""The decision (판정): how much the signs together make a claim doubtful, weighed as fitted on judged claims."""

import json
import math
from functools import cache
from importlib.resources import files
from typing import Any

from bot.verification.signs import Group, Signs

#: Where `python -m tests.benchmarks.verifier_fit` writes the weights: a bias, a weight a sign, and the threshold.
WEIGHTS = "weights.json"


@cache
def weights() -> dict[str, Any]:
    """The fitted bias, weights by sign, and threshold."""
    found: dict[str, Any] = json.loads((files("bot.verification") / WEIGHTS).read_text(encoding="utf-8"))
    return found


def doubt(signs: Signs) -> float:
    """How likely it is, from 0 to 1, that the claim is not carried."""
    fitted = weights()
    total = fitted["bias"] + sum(
        fitted["weights"].get(name, 0.0) * value for name, value in signs.values.items()
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def doubtful(signs: Signs) -> bool:
    """Whether the claim must not be told."""
    return doubt(signs) >= float(weights()["threshold"])


def heaviest(signs: Signs) -> tuple[str, Group]:
    """The sign that speaks most against the claim, a rule before the others, and its group."""
    fitted = weights()["weights"]
    name = max(
        signs.values,
        key=lambda name: (signs.groups[name] == "rule", fitted.get(name, 0.0) * signs.values[name]),
    )
    return name, signs.groups[name]
