"""Which facts of a program answer a question: the second half of the search."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.answer import Candidate
from bot.aspects import Aspect, told
from bot.corpus import Corpus
from bot.names import squash, without_names
from bot.question import Question
from bot.words import content_words
from knowledge.korean import Analyzer
from knowledge.passage import Passage
from knowledge.synonyms import written

#: Where a program's sheet tells an aspect.
SECTION_OF = {
    Aspect.HOW: "신청 방법",
    Aspect.WHO: "지원 대상",
    Aspect.WHEN: "일정",
    Aspect.PHONE: "문의",
    Aspect.WHAT: "개요",
    Aspect.AMOUNT: "지원 내용",
}

#: Fitted by `python -m tests.benchmarks.fit facts` on the golden set (softmax over a program's facts).
WEIGHTS = {
    "words": 0.42,
    "aspects": 1.06,
    "first_aspect": 1.08,
    "section": 0.35,
    "year": 0.69,
    "letters": 0.32,
    "overview": -0.56,
    "private": 0.07,
    "bygone": -0.26,
    "lexical": 0.3,
    "dense": 1.18,
    "asked": 0.63,
    "asked_dense": 1.41,
    "place": -0.4,
    "asked_letters": 0.91,
    "all_words": 1.96,
}


#: What a fact loses, three years behind its program's newest one, when the question is about now. Set, not fitted:
#: the golden set asks much about what once was, a merchant can only act on what is.
OUTDATED = -0.4
#: The same of what a fact itself says is no longer so (예전 유입수수료는 …였다), unless it goes on to what is.
FORMER = -2.0

#: What the second pass (bot/reranking) adds to the fact that it likes best. Set, not fitted: it must hold for any
#: model (`python -m tests.benchmarks.rerankers --facts`). About what all words of the question and its letters are worth
#: together: it decides between facts that the search cannot tell apart and still needs them to be about the question.
RERANKED = 3.0
NOT_RERANKED: Mapping[str, float] = {}

_LOST_PARTICLE = re.compile(r"(?<=\s)(?:은|는|이|가|을|를|에|의|도|와|과|랑|이랑|하고|에서|으로|로)(?=\s)")
#: A fact of what was or was said once, as against one that holds.
_BYGONE = re.compile(r"예전|당시|[았었였했났갔왔됐렸웠]다(?:\([^)]*\))?\.?$")
_FORMER = re.compile(r"^(?:(?:예전|이전)(?:에는)?|초기에는)\s(?!.*(?:으나|지만))|그때는|당시\s?기준")
_YEAR = re.compile(r"(?<!\d)(20[12]\d)년(?!\s?\d{1,2}월(?!\s?(?:보도|기준|안내|글|에는)))")


@dataclass(frozen=True, slots=True)
class ScoredFact:
    """A fact and how well it answers the question; only the order and the differences mean something.

    `year` is the year whose conditions it tells, 0 for all other facts; `place` its place in the document.
    """

    passage: Passage
    score: float
    features: Mapping[str, float]
    year: int = 0
    place: int = 0


@lru_cache(maxsize=16_384)
def bigrams(text: str) -> frozenset[str]:
    """The pairs of letters of a text without spaces: what is left in common when words are misspelt."""
    squeezed = squash(text)
    return frozenset(squeezed[i : i + 2] for i in range(len(squeezed) - 1))


def without_programs(question: Question) -> str:
    """The question without the names of the programs; the whole question when hardly a letter is left."""
    rest = without_names(question.text, [mention.name for mention in question.mentions])
    # A particle that has lost its name is no word (은 would be silver).
    rest = _LOST_PARTICLE.sub(" ", f" {rest} ").strip()
    return rest if len(squash(rest)) > 3 else question.text


def residue(question: Question, analyzer: Analyzer) -> str:
    """What is asked of the programs that a question names.

    The whole question when nothing that says something is left (스마트스토어 판매수수료 몇 퍼센트): then the name
    itself says which of the program's facts is meant.
    """
    rest = without_programs(question)
    return rest if content_words(analyzer.tokens(rest)) else question.text


def score_facts(
    question: Question,
    slug: str,
    corpus: Corpus,
    analyzer: Analyzer,
    found: Mapping[str, Candidate],
    reranked: Mapping[str, float] = NOT_RERANKED,
) -> list[ScoredFact]:
    """The facts of a program, best first.

    `found` has what the search says of each passage for the residue of the question, by passage id; `reranked`
    what a second pass says of those that it read, 0 to 1.
    """
    facts = corpus.facts.get(slug, ())
    rest = residue(question, analyzer)
    words = content_words(analyzer.tokens(rest))
    letters = bigrams(rest)
    lexical = [found[fact.id].lexical or 0.0 if fact.id in found else 0.0 for fact in facts]
    dense = [found[fact.id].dense or 0.0 if fact.id in found else 0.0 for fact in facts]
    # The questions below a fact; a fact without any is like one whose questions are unlike this one.
    asked = [found[fact.id].asked or 0.0 if fact.id in found else 0.0 for fact in facts]
    asked_dense = [found[fact.id].asked_dense or 0.0 if fact.id in found else 0.0 for fact in facts]
    newest = max((_told_for(fact) for fact in facts), default=0)
    rows = []
    for place, fact in enumerate(facts):
        features = _features(question, fact, corpus, words, letters)
        features["lexical"] = lexical[place] - max(lexical)
        features["dense"] = (dense[place] - max(dense)) / 5
        features["asked"] = asked[place] - max(asked)
        features["asked_dense"] = (asked_dense[place] - max(asked_dense)) / 5
        features["place"] = -place / len(facts)
        features |= _asked(fact, corpus, words, letters)
        score = sum(WEIGHTS.get(name, 0.0) * value for name, value in features.items())
        if not question.past and _told_for(fact):
            score += OUTDATED * min(newest - _told_for(fact), 3) / 3
        if not question.past and _FORMER.search(fact.text):
            score += FORMER
        score += RERANKED * reranked.get(fact.id, 0.0)
        rows.append(ScoredFact(fact, score, features, _told_for(fact), place))
    return sorted(rows, key=lambda row: -row.score)


def _features(
    question: Question, fact: Passage, corpus: Corpus, words: Sequence[str], letters: frozenset[str]
) -> dict[str, float]:
    tells = told(fact.text)
    asks = [aspect for aspect in question.aspects if aspect is not Aspect.WHAT]
    has = corpus.words_in.get(fact.id, frozenset())
    # Words that say the same in the documents' way make up for those that the fact has not.
    common = [word for word in (*words, *(written(question.text) - set(words))) if word in has]
    return {
        "words": min(1.0, corpus.total(common) / (corpus.total(words) or 1.0)),
        "aspects": sum(aspect in tells for aspect in asks) / len(asks) if asks else 0.0,
        "first_aspect": float(bool(asks) and asks[0] in tells),
        "section": float(any(SECTION_OF.get(aspect) == fact.section for aspect in question.aspects)),
        "year": _year(question, fact),
        "letters": len(letters & bigrams(fact.text)) / max(1, len(letters)),
        "overview": float(
            fact.section == "개요"
            and (not asks or asks[0] is Aspect.STATUS or question.aspects[0] is Aspect.WHAT)
            and fact.id == corpus.facts[fact.slug][0].id
        ),
        "private": float(bool(fact.sources) and fact.sources[0].private),
        "bygone": float(not question.past and bool(_BYGONE.search(fact.text))),
    }


def _asked(fact: Passage, corpus: Corpus, words: Sequence[str], letters: frozenset[str]) -> dict[str, float]:
    """How well a fact together with the questions below it meets the question, 0 to 1."""
    questions = corpus.asked_of.get(fact.id, ())
    has = corpus.words_in.get(fact.id, frozenset()).union(*(corpus.words_in[q.id] for q in questions))
    alike = max((len(letters & bigrams(question.text)) for question in questions), default=0)
    return {
        "asked_letters": alike / max(1, len(letters)),
        "all_words": corpus.total([word for word in words if word in has]) / (corpus.total(words) or 1.0),
    }


def _told_for(fact: Passage) -> int:
    """The year whose conditions a fact tells (2024년에는 …, … (2025년)); 0 for what happened on a day or holds on."""
    return max((int(year) for year in _YEAR.findall(fact.text)), default=0)


def _year(question: Question, fact: Passage) -> float:
    """1 when the fact names a year that is asked for, half when only its source is of that year."""
    asked = {str(year) for year in question.years}
    if any(year in fact.text for year in asked):
        return 1.0
    return 0.5 if any((source.date or "")[:4] in asked for source in fact.sources) else 0.0
