"""Clauses (절) of a text and the units in them: each figure and each word that says something, with its particle."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.verification.dates import Day
from bot.verification.figures import Figure
from bot.verification.predicates import ROLES, Said
from bot.verification.reading import Reading
from knowledge.korean import Token

_WORDS = frozenset(["NNG", "NNP", "XR", "SL", "VV", "VA", "MAG", "NR", "MM", "XPN", "NP"])
_PHRASE = frozenset(["NNG", "NNP", "XSN", "NNB", "SL", "XR", "SN", "SO", "SW", "NR", "SSO", "SSC"])
_CONDITIONS = frozenset(["면", "으면", "ᆫ다면", "는다면", "거든", "다면", "려면", "으려면"])

#: A particle behind a figure, where Kiwi often reads another word (20%를).
_PARTICLE = re.compile(
    r"\s?(?:정도|쯤|가량|안팎|남짓|이상|이하|미만|초과|이내)?"
    r"(으로|에서|에게|까지|부터|보다|로|은|는|이|가|을|를|도|만|의|에)(?=[\s,.]|$)"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A run of tokens up to the endings of a predicate, or a piece of a list with a topic or a number of its own.

    `kind`: main, rel (before a noun), cond (면), conc (어도), nom (기), list, or paren, whose `host` is the clause
    that the brackets stand in.
    """

    kind: str
    sentence: int
    said: Said | None = None
    host: int | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A figure or a word; its clause, its place among the tokens and what its particle makes of it."""

    form: str
    tag: str
    clause: int
    place: int
    role: str
    figure: Figure | Day | None = None

    @property
    def kind(self) -> str:
        """figure, name, noun, letter (a noun of one), verb or adverb."""
        if self.figure is not None:
            return "figure"
        if self.tag in ("NNP", "SL"):
            return "name"
        if self.tag in ("NNG", "XR"):
            return "noun" if len(self.form) > 1 else "letter"
        return "verb" if self.tag in ("VV", "VA") else "adverb"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A reading with its clauses, its units in their order, and the text of each clause."""

    reading: Reading
    clauses: tuple[Clause, ...]
    units: tuple[Unit, ...]
    texts: tuple[str, ...]


def parse(reading: Reading) -> Parsed:
    """The clauses and units of a reading."""
    clauses, of = _clauses(reading)
    tokens = reading.tokens
    texts = []
    for place in range(len(clauses)):
        own = [token for token, clause in zip(tokens, of, strict=True) if clause == place]
        texts.append(reading.text[own[0].start : own[-1].end] if own else "")
    return Parsed(reading, tuple(clauses), tuple(_units(reading, of)), tuple(texts))


def _clauses(reading: Reading) -> tuple[list[Clause], list[int]]:
    """The clauses, and for each token which one it is in."""
    tokens = reading.tokens
    ends = {said.end: said for said in reading.said}
    clauses: list[Clause] = []
    of = [0] * len(tokens)
    start = sentence = 0

    def close(end: int, kind: str, said: Said | None = None) -> None:
        nonlocal start
        if end > start:
            of[start:end] = [len(clauses)] * (end - start)
            clauses.append(Clause(kind, sentence, said))
            start = end

    for place, token in enumerate(tokens):
        if place in ends and place > start:
            close(place, _kind(tokens[place - 1]), ends[place])
        if token.tag == "SF":
            close(place + 1, "main")
            sentence += 1
        elif token.tag == "SP" and token.form == ",":
            part = tokens[start:place]
            if any((t.tag == "JX" and t.form in ("은", "는", "도")) or t.tag == "SN" for t in part):
                close(place + 1, "list")
    close(len(tokens), "main", ends.get(len(tokens)))
    inside = False
    for place, token in enumerate(tokens):
        if token.tag == "SSO" and token.form in "([" and not inside and place + 1 < len(tokens):
            inside = True
            clauses.append(Clause("paren", clauses[of[place]].sentence, None, of[place]))
        if inside:
            of[place] = len(clauses) - 1
        if token.tag == "SSC" and token.form in ")]":
            inside = False
    return clauses, of


def _kind(last: Token) -> str:
    if last.tag == "ETM":
        return "rel"
    if last.tag == "EC" and last.form in _CONDITIONS:
        return "cond"
    if last.form in ("어도", "아도", "여도", "더라도"):
        return "conc"
    return "nom" if last.tag == "ETN" else "main"


def _units(reading: Reading, of: Sequence[int]) -> list[Unit]:
    tokens, text = reading.tokens, reading.text
    found: list[Unit] = []
    told: set[int] = set()
    for place, token in enumerate(tokens):
        within = [
            n for n, f in enumerate(reading.figures) if f.start <= token.start < max(f.end, f.start + 1)
        ]
        for n in within:
            if n not in told:
                told.add(n)
                figure = reading.figures[n]
                role = _role(tokens, text, place, figure.end)
                found.append(Unit(str(figure), "SN", of[place], place, role, figure))
        # Kiwi reads 20%를 as a noun 르.
        if within or token.tag not in _WORDS or (token.form == "르" and text[: token.start].endswith("%")):
            continue
        role = _role(tokens, text, place, token.end)
        found.append(Unit(token.form.lower(), token.tag, of[place], place, role))
    return found


def _role(tokens: Sequence[Token], text: str, place: int, end: int) -> str:
    if tokens[place].tag == "SN" and (match := _PARTICLE.match(text, end)):
        return ROLES.get(match[1], "")
    after = place + 1
    while after < len(tokens) and (tokens[after].tag in _PHRASE or tokens[after].start < end):
        after += 1
    if after < len(tokens) and tokens[after].tag[0] == "J":
        return ROLES.get(tokens[after].form, "")
    return ""
