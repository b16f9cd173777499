"""What the pipeline reads of a generation of the index besides searching it."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from bot.names import Names, squash
from bot.spelling import Speller
from bot.words import content_words
from knowledge.document import Document
from knowledge.korean import Analyzer, Token
from knowledge.passage import Passage
from knowledge.tokens import heading


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents, facts by program, names, and which words which program and passage has.

    Made once for each generation. `words` maps a word to the programs that have it, `words_in` a passage's
    id to its content words, `asked_of` the id of a fact or a gap to the questions below it; `text` is all that the documents say, squashed.
    """

    documents: Mapping[str, Document]
    passages: Mapping[str, Passage]
    facts: Mapping[str, tuple[Passage, ...]]
    questions: Mapping[str, tuple[Passage, ...]]
    gaps: Mapping[str, tuple[Passage, ...]]
    asked_of: Mapping[str, tuple[Passage, ...]]
    names: Names
    words: Mapping[str, frozenset[str]] = field(repr=False)
    words_in: Mapping[str, frozenset[str]] = field(repr=False)
    text: str = field(repr=False)
    speller: Speller = field(repr=False)

    @classmethod
    def of(
        cls,
        documents: Mapping[str, Document],
        passages: Sequence[Passage],
        analyzer: Analyzer,
        read: Iterable[Sequence[Token]] | None = None,
    ) -> "Corpus":
        """Collect from the documents and passages of a generation.

        `read` has the morphemes of the passages and then of the headings, as the generation keeps them;
        without it they are analysed now.
        """
        headings = {document.slug: heading(document) for document in documents.values()}
        texts = [*(passage.text for passage in passages), *headings.values()]
        analysed = iter(analyzer.tokens_many(texts) if read is None else read)
        rows: dict[str, dict[str, list[Passage]]] = {
            kind: defaultdict(list) for kind in ("fact", "question", "gap")
        }
        asked_of: dict[str, list[Passage]] = defaultdict(list)
        words: dict[str, set[str]] = defaultdict(set)
        words_in: dict[str, frozenset[str]] = {}
        said: list[str] = []
        for passage, tokens in zip(passages, islice(analysed, len(passages)), strict=True):
            words_in[passage.id] = frozenset(content_words(tokens))
            if passage.of:
                asked_of[passage.of].append(passage)
            if passage.kind != "gap" or not passage.of:
                rows[passage.kind][passage.slug].append(passage)
            if passage.kind == "gap":
                continue  # the words of what is not told are none of the documents'
            said += _naming(tokens)
            for token in tokens:
                words[token.form.lower()].add(passage.slug)
        for slug, tokens in zip(headings, analysed, strict=True):
            said += _naming(tokens)
            for token in tokens:
                words[token.form.lower()].add(slug)
        return cls(
            documents=documents,
            passages={passage.id: passage for passage in passages},
            facts={slug: tuple(found) for slug, found in rows["fact"].items()},
            questions={slug: tuple(found) for slug, found in rows["question"].items()},
            asked_of={id: tuple(found) for id, found in asked_of.items()},
            gaps={slug: tuple(found) for slug, found in rows["gap"].items()},
            names=Names.of(documents.values()),
            words={word: frozenset(slugs) for word, slugs in words.items()},
            words_in=words_in,
            text="\n".join(
                squash(text) for text in (*headings.values(), *(p.text for p in passages if p.kind != "gap"))
            ),
            speller=Speller(said, analyzer.tokens),
        )

    def knows(self, word: str) -> bool:
        """Whether any document has the word."""
        return word in self.words

    def says(self, name: str) -> bool:
        """Whether the name stands in any document, whatever spaces it is written with."""
        return squash(name) in self.text

    def tells(self, slug: str, amount: str) -> bool:
        """Whether a program's facts have an amount by which merchants may call it (50만원 주던 거)."""
        return any(squash(amount) in squash(fact.text) for fact in self.facts.get(slug, ()))

    def corrected(self, text: str) -> str:
        """A question without its typing errors, as far as the documents' words tell them."""

        def strange(tokens: Sequence[Token]) -> list[str]:
            return [word for word in content_words(tokens) if not self.knows(word)]

        return self.speller.corrected(text, strange)

    def weight(self, word: str) -> float:
        """How much a word tells one program from another: its inverse document frequency, 0 to 1."""
        n = max(2, len(self.documents))
        return math.log(1 + n / (1 + len(self.words.get(word, ())))) / math.log(1 + n)

    def total(self, words: Iterable[str]) -> float:
        """The weights of the words together."""
        return sum(self.weight(word) for word in words)

    def coverage(self, words: Iterable[str], slugs: Iterable[str], other: Iterable[str] = ()) -> float:
        """The weighted share of the words that at least one of the programs has; 1 for no words.

        `other` are words that say the same in the documents' way: each that a program has makes up for one that
        it has not.
        """
        wanted = list(words)
        chosen = set(slugs)
        found = [word for word in (*wanted, *other) if self.words.get(word, frozenset()) & chosen]
        total = self.total(wanted)
        return min(1.0, self.total(found) / total) if total else 1.0


def _naming(tokens: Iterable[Token]) -> list[str]:
    """The nouns of a text, and those that are written as one word together (배달앱)."""
    found: list[str] = []
    run, end = "", -1
    for token in tokens:
        if token.tag not in ("NNG", "NNP", "NP", "XR", "XSN"):
            continue
        found.append(token.form)
        run = run + token.form if token.start == end else token.form
        end = token.end
        if run != token.form:
            found.append(run)
    return found
