"""What the model learns from: pairs of texts that belong together, of several kinds.

`read` takes the folder of the training files (`*.jsonl.gz`, lines with q and pos, sometimes neg; s1, s2 and
score) and the folder of the shipped documents. A fifth of the groups is held out: its pairs are never learned
from and are what `measure` reports on beside the public sets.
"""

import gzip
import json
import random
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.document import Document
from knowledge.markdown import read_document

#: One group of this many is held out.
HELD_OUT = 5

#: A sentence taken out of its passage to ask for it: long enough to say something, shorter than the rest.
SENTENCE = range(15, 151)
LEAST_SENTENCES = 3

#: The files whose passages are worth finding, and what two of their rows have in common that makes each the
#: other's answer: the same question, the same passage, the same intention.
GROUPED_BY = {
    "easylaw_heading_chunk": "q",
    "kobest_boolq": "pos",
    "parakqc_noklue": "group",
    "sae4k": "q",
    "songys_question_pair_pos": "q",
    "nli_triplets": "q",
}


@dataclass(frozen=True)
class Pair:
    """`anchor` is answered by, or means the same as, `positive`; those of one group are each other's as well.

    `negative` is a text that is neither, where the file names one.
    """

    anchor: str
    positive: str
    group: int
    held_out: bool
    negative: str = ""


@dataclass(frozen=True)
class Scored:
    """Two sentences and how alike they are, 0 to 5."""

    sentence1: str
    sentence2: str
    score: float

    @property
    def held_out(self) -> bool:
        """Whether the pair is kept aside."""
        return kept_aside(group_of(self.sentence1))


@dataclass(frozen=True)
class Material:
    """Everything there is to learn from: pairs by the name of their kind, and scored sentences."""

    pairs: dict[str, list[Pair]]
    scored: list[Scored]

    def texts(self) -> list[str]:
        """Every text once, in a stable order."""
        found: dict[str, None] = {}
        for pairs in self.pairs.values():
            for pair in pairs:
                found.update(dict.fromkeys([pair.anchor, pair.positive, pair.negative]))
        for scored in self.scored:
            found.update(dict.fromkeys([scored.sentence1, scored.sentence2]))
        found.pop("", None)
        return list(found)


def group_of(value: object) -> int:
    """A number for a group, the same in every run."""
    return zlib.crc32(str(value).encode("utf-8", "surrogatepass"))


def kept_aside(group: int) -> bool:
    """Whether a group is held out."""
    return group % HELD_OUT == 0


def read(folder: Path, documents: Path | None = None) -> Material:
    """The training files of a folder and the questions of the documents."""
    pairs: dict[str, list[Pair]] = {}
    scored: list[Scored] = []
    for path in sorted(folder.glob("*.jsonl.gz")):
        name = path.name.removesuffix(".jsonl.gz")
        for row in rows(path):
            if "score" in row:
                scored.append(Scored(row["s1"], row["s2"], float(row["score"])))
            else:
                group = group_of(row.get(GROUPED_BY.get(name, "q"), row["q"]))
                pair = Pair(row["q"], row["pos"], group, kept_aside(group), row.get("neg", ""))
                pairs.setdefault(name, []).append(pair)
    passages = [pair for name in ("easylaw_heading_chunk", "kobest_boolq") for pair in pairs.get(name, [])]
    pairs["cloze"] = list(cloze(passages))
    pairs["asked"] = list(asked(documents)) if documents else []
    return Material({name: found for name, found in pairs.items() if found}, scored)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def cloze(passages: list[Pair]) -> Iterator[Pair]:
    """A sentence of each passage with the rest of it: what a question shares with its passage, at no cost.

    The groups are the passages' own, so that what is held out there is held out here.
    """
    chance = random.Random(0)
    seen: set[str] = set()
    for pair in passages:
        passage = pair.positive
        if passage in seen:
            continue
        seen.add(passage)
        sentences = [part.strip() for part in re.split(r"(?<=[.다요])\s+|\n", passage)]
        sentences = [sentence for sentence in sentences if len(sentence) in SENTENCE]
        if len(sentences) >= LEAST_SENTENCES:
            sentence = chance.choice(sentences)
            yield Pair(sentence, passage.replace(sentence, " ", 1), pair.group, pair.held_out)


def asked(folder: Path) -> Iterator[Pair]:
    """Each line of `asked_as` with each fact of its document, as the fact is indexed.

    A document is a group. What is held out are questions: others ask for the same document.
    """
    for path in sorted(folder.glob("*.md")):
        document = read_document(path)
        for question in document.asked_as:
            for passage in indexed(document):
                yield Pair(question, passage, group_of(document.slug), kept_aside(group_of(question)))


def indexed(document: Document) -> list[str]:
    """The facts of a document, each with the names that its document goes by."""
    names = dict.fromkeys([document.title, document.provider, *document.aliases])
    context = " · ".join(name for name in names if name)
    return [f"{context}\n{fact.text}" for fact in document.facts]
