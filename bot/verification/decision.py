"""The decision (판정): how much the signs together make a claim doubtful, weighed as fitted on judged claims."""

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

#: Where `python -m tests.benchmarks.verifier_fit` writes the weights: a bias, a weight a sign, and the threshold.
WEIGHTS = "weights.json"


@cache
def weights() -> dict[str, Any]:
    """The fitted bias, weights by sign, and threshold."""
    found: dict[str, Any] = json.loads((files("bot.verification") / WEIGHTS).read_text(encoding="utf-8"))
    return found


def doubt(signs: Mapping[str, float]) -> float:
    """How likely it is, from 0 to 1, that the claim is not carried."""
    fitted = weights()
    total = fitted["bias"] + sum(fitted["weights"].get(name, 0.0) * value for name, value in signs.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def doubtful(signs: Mapping[str, float]) -> bool:
    """Whether the claim must not be told."""
    return doubt(signs) >= float(weights()["threshold"])
