"""What a language model is given to write from: the passages of the programs of a draft, under marks of this request."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.corpus import Corpus
from bot.draft import Draft
from bot.evidence import Evidence
from bot.facts import score_facts
from bot.guard import clean
from bot.names import short_title
from bot.question import Question
from knowledge.korean import Analyzer
from knowledge.passage import Passage

#: The most passages about one program, and about each of several.
MOST_ALONE, MOST_EACH, MOST_PROGRAMS = 14, 4, 10
#: Letters of a mark: no vowels, so that no mark is a word.
_LETTERS = "bcdfghjkmnpqrstvwxz"
#: What could end our fences, or look like them.
_FENCE = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "\n": " ", "\r": " "})


@dataclass(frozen=True, slots=True)
class Sheet:
    """Passages by mark. Marks and the word in the fences are made anew each time: no document can know them."""

    passages: Mapping[str, Passage]
    fence: str
    titles: Mapping[str, str]

    @property
    def text(self) -> str:
        """The passages by program, each behind its mark, as the prompt has them."""
        lines: list[str] = []
        about = ""
        for mark, passage in self.passages.items():
            if passage.slug != about:
                about = passage.slug
                lines.append(f"# {data(self.titles[about])}")
            section = f"({data(passage.section)}) " if passage.section else ""
            lines.append(f"[{mark}] {section}{data(passage.text)}")
        return "\n".join(lines)


def data(text: str) -> str:
    """A text of somebody else's as it may stand between fences: one line, nothing that closes them."""
    return " ".join(clean(text).translate(_FENCE).split())


def lay_out(
    question: Question, draft: Draft, evidence: Evidence, corpus: Corpus, analyzer: Analyzer
) -> Sheet:
    """The passages that the draft stands on, then the others of its programs that answer best."""
    told = [key for line in draft.lines for claim in line.claims for key in claim.support]
    slugs = list(dict.fromkeys(corpus.passages[key].slug for key in told))[:MOST_PROGRAMS]
    most = MOST_ALONE if len(slugs) == 1 else MOST_EACH
    passages: list[Passage] = []
    for slug in slugs:
        own = [corpus.passages[key] for key in dict.fromkeys(told) if corpus.passages[key].slug == slug]
        if len(own) < most:
            scored = score_facts(question, slug, corpus, analyzer, evidence.within, evidence.reranked)
            own += [fact.passage for fact in scored if fact.passage not in own][: most - len(own)]
        passages += own
    titles = {slug: short_title(corpus.documents[slug].title) for slug in slugs}
    return Sheet(dict(zip(marks(len(passages)), passages, strict=True)), marks(1)[0], titles)


def marks(count: int) -> Sequence[str]:
    """So many different marks, by chance."""
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(secrets.choice(_LETTERS) for _ in range(4))] = None
    return list(found)
