"""Signs (조짐) that a claim is not carried, by name: what rules find, what is missing, turned, or told of another."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from bot.verification import arguments, opposites, support
from bot.verification.alignment import align
from bot.verification.bindings import bindings
from bot.verification.changes import changes
from bot.verification.clauses import Parsed
from bot.verification.contrasts import contrasts
from bot.verification.displaced import displaced
from bot.verification.gaps import gaps
from bot.verification.hedges import hedges
from bot.verification.items import misplaced
from bot.verification.order import order
from bot.verification.polarity import polarity
from bot.verification.reading import Reading
from bot.verification.transfers import transfers
from bot.verification.turns import turns

Group = Literal["gap", "turn", "binding", "rule"]

#: Each alone is seldom seen, and most claims that have one are wrong: they share a weight, and two of them another.
ALARMS: Final = frozenset(
    [
        "denial",
        "opposite",
        "widened",
        "exchanged",
        "more for less",
        "before for after",
        "must for may",
        "done for planned",
        "one of",
        "both for one",
        "and for or",
        "period for another",
        "antonym",
        "antonym in the sentence",
        "in for out",
        "free for paid",
        "compared the other way",
        "to for from",
        "figure for another's",
        "name for another's",
        "order turned",
        "denial lost",
        "denial added",
        "turned predicate",
        "figure of another topic",
        "predicates exchanged",
        "of another fact",
        "new agent for another",
        "another gives",
    ]
)
#: Of these hardly any right claim has one.
SURE: Final = frozenset(
    [
        "in for out",
        "free for paid",
        "compared the other way",
        "to for from",
        "figure for another's",
        "figure of another topic",
        "predicates exchanged",
        "order turned",
        "both for one",
        "and for or",
        "more for less",
        "done for planned",
    ]
)


@dataclass(frozen=True, slots=True)
class Signs:
    """How strong each sign is, which group it is of, and the words that rules point at, each with its rule."""

    values: dict[str, float]
    groups: dict[str, Group]
    words: dict[str, str]


def signs(claim: Parsed, told: Parsed, both: Reading, program: str) -> Signs:
    """The signs that a claim is not carried by the cited text.

    `both` is what is cited with what is shown beside it, `program` all that the document says, squashed.
    """
    values: dict[str, float] = defaultdict(float)
    groups: dict[str, Group] = {}
    words = _rules(claim.reading, told.reading)
    for name in words:
        values[name], groups[name] = 1.0, "rule"
    missing = support.ungrounded(claim.reading, both, program)
    values["ungrounded"], groups["ungrounded"] = min(3.0, support.weight(missing)), "gap"
    if values["ungrounded"] >= support.LIMIT:
        values["ungrounded noun"], groups["ungrounded noun"] = 1.0, "gap"
    words["ungrounded"] = ", ".join(word for word, _ in missing)
    aligned = align(claim, told)
    near, around = aligned.near_text, aligned.around_text
    found: tuple[tuple[Group, Iterable[tuple[str, float]]], ...] = (
        ("gap", gaps(aligned, both)),
        ("turn", turns(aligned)),
        ("turn", polarity(aligned)),
        ("binding", bindings(aligned)),
        ("binding", contrasts(aligned)),
        ("binding", displaced(aligned)),
        ("binding", order(aligned)),
        ("binding", transfers(aligned)),
        ("gap", changes(claim.reading, told.reading, both)),
        ("turn", hedges(claim, told, near, around)),
        ("binding", [("figure of another item", misplaced(claim.reading, told.reading))]),
    )
    for group, pairs in found:
        for name, value in pairs:
            values[name] += value
            groups[name] = group
    alarms = sum(values.get(name, 0.0) > 0 for name in ALARMS)
    values["alarm"], groups["alarm"] = float(alarms > 0), "turn"
    values["alarms"], groups["alarms"] = float(alarms > 1), "turn"
    values["sure alarm"], groups["sure alarm"] = float(any(values.get(n, 0.0) > 0 for n in SURE)), "turn"
    return Signs(dict(values), groups, words)


def _rules(claim: Reading, told: Reading) -> dict[str, str]:
    """The rules that a claim breaks, each with the word that breaks it."""
    found = {
        "denial": opposites.denial(claim, told),
        "opposite": opposites.opposite(claim, told),
        "widened": opposites.widened(claim, told),
        "exchanged": arguments.exchanged(claim, told),
    }
    return {name: word for name, word in found.items() if word}
