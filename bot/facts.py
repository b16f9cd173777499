"""Which facts of a program answer a question: the second half of the search."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.answer import Candidate
from bot.aspects import Aspect, told
from bot.corpus import Corpus
from bot.endings import ENDS, endings
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
    "words": 0.3,
    "aspects": 0.91,
    "first_aspect": 0.84,
    "section": 0.31,
    "year": 0.63,
    "letters": 0.2,
    "overview": -0.3,
    "private": 0.16,
    "bygone": -0.22,
    "lexical": 0.18,
    "dense": 0.54,
    "asked": 0.28,
    "asked_dense": 0.64,
    "place": -0.3,
    "asked_letters": 0.44,
    "all_words": 1.29,
    "dense_8": 0.54,
    "asked_8": 0.46,
    "asked_dense_8": 0.71,
    "asked_letters_8": 0.67,
    "dense_4": 0.6,
    "asked_4": 0.58,
    "asked_dense_4": 0.93,
    "asked_letters_4": 0.79,
}


#: The same for a question of so few words that its ending is all of it: then no likeness is counted thrice. Fitted on
#: fewer questions than the table above, before there were endings.
OF_SHORT = {
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

#: With fewer pairs of letters than this, likeness to a text says little.
LEAST_PAIRS = 6
#: What of the search is taken for the endings of a question, too (bot/endings.py).
OF_ENDS = ("dense", "asked", "asked_dense")

#: What a fact loses, three years behind its program's newest one, when the question is about now. Set, not fitted:
#: the golden set asks much about what once was, a merchant can only act on what is.
OUTDATED = -0.4
#: The same of what a fact itself says is no longer so (예전 유입수수료는 …였다), unless it goes on to what is.
FORMER = -2.0
#: What a fact that tells the asked attribute gains in the section of that attribute, when nothing else is asked for
#: (경영안정바우처 얼마예요). Set, not fitted, like those below: an amount is said of much, of what is given only there.
IN_ITS_SECTION = 3.0
#: The same of a report that says otherwise than the program's other facts: it stands behind what it differs from.
CONTRARY = -1.0

#: What the second pass (bot/reranking) adds to the fact that it likes best. Set, not fitted: of 0 to 6 it does best over
#: models of any sharpness (`python -m tests.benchmarks.rerankers --facts`). It decides between facts that the search
#: cannot tell apart, and not against one that is far ahead.
RERANKED = 3.0
NOT_RERANKED: Mapping[str, float] = {}

#: What the search says of a program's facts and gaps for a text, by passage id.
Within = Callable[[str, str], Mapping[str, Candidate]]

_LOST_PARTICLE = re.compile(r"(?<=\s)(?:은|는|이|가|을|를|에|의|도|와|과|랑|이랑|하고|에서|으로|로)(?=\s)")
#: A fact of what was or was said once, as against one that holds.
_BYGONE = re.compile(r"예전|당시|[았었였했났갔왔됐렸웠]다(?:\([^)]*\))?\.?$")
_FORMER = re.compile(r"^(?:(?:예전|이전)(?:에는)?|초기에는)\s(?!.*(?:으나|지만))|그때는|당시\s?기준")
_CONTRARY = re.compile(r"[와과] 다르다")
_ASKS_WHICH = re.compile(r"다르|다른|다릅|달라|엇갈|헷갈|맞(?:아|나|는|죠|지)|어느\s?(?:게|쪽|말)")
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
    rest = _besides_names(question)
    return rest if len(squash(rest)) > 3 else question.text


def _besides_names(question: Question) -> str:
    rest = without_names(question.text, [mention.name for mention in question.mentions])
    # A particle that has lost its name is no word (은 would be silver).
    return _LOST_PARTICLE.sub(" ", f" {rest} ").strip()


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
    within: Within,
    reranked: Mapping[str, float] = NOT_RERANKED,
) -> list[ScoredFact]:
    """The facts of a program, best first.

    `within` says what the search says of the program's passages for a text; `reranked` what a second pass says of
    those that it read, 0 to 1.
    """
    facts = corpus.facts.get(slug, ())
    own = next((SECTION_OF.get(aspect) for aspect in question.aspects if aspect is not Aspect.WHAT), None)
    besides = _besides_names(question)
    bare = own is not None and bool(besides) and not content_words(analyzer.tokens(besides))
    rest = residue(question, analyzer)
    words = content_words(analyzer.tokens(rest))
    letters = bigrams(rest)
    found = _found(facts, within(slug, rest))
    ends = [
        (count, bigrams(end), _found(facts, within(slug, end)))
        for count, end in zip(ENDS, endings(rest, analyzer), strict=True)
    ]
    weights = OF_SHORT if all(letters == of_end for _, of_end, _ in ends) else WEIGHTS
    newest = max((_told_for(fact) for fact in facts), default=0)
    rows = []
    for place, fact in enumerate(facts):
        features = _features(question, fact, corpus, words, letters)
        features |= {name: values[place] for name, values in found.items()}
        features["place"] = -place / len(facts)
        features["asked_letters"] = _asked_letters(fact, corpus, letters)
        features["all_words"] = _all_words(fact, corpus, words)
        for count, of_end, found_for_end in ends:
            features |= {f"{name}_{count}": found_for_end[name][place] for name in OF_ENDS}
            features[f"asked_letters_{count}"] = _asked_letters(fact, corpus, of_end)
        score = sum(weights.get(name, 0.0) * value for name, value in features.items())
        if not question.past and _told_for(fact):
            score += OUTDATED * min(newest - _told_for(fact), 3) / 3
        if not question.past and _FORMER.search(fact.text):
            score += FORMER
        if bare and fact.section == own and features["first_aspect"]:
            score += IN_ITS_SECTION
        if _CONTRARY.search(fact.text) and not _ASKS_WHICH.search(question.text):
            score += CONTRARY
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


def _found(facts: Sequence[Passage], rows: Mapping[str, Candidate]) -> dict[str, list[float]]:
    """What the search says of each fact, and of the best question below it: how far behind the program's best one.

    A fact without questions is like one whose questions are unlike this one.
    """
    of = [rows.get(fact.id) for fact in facts]
    values = {
        "lexical": [row.lexical or 0.0 if row else 0.0 for row in of],
        "dense": [(row.dense or 0.0) / 5 if row else 0.0 for row in of],
        "asked": [row.asked or 0.0 if row else 0.0 for row in of],
        "asked_dense": [(row.asked_dense or 0.0) / 5 if row else 0.0 for row in of],
    }
    return {name: [value - max(column, default=0.0) for value in column] for name, column in values.items()}


def _asked_letters(fact: Passage, corpus: Corpus, letters: frozenset[str]) -> float:
    """The share of a question's pairs of letters that the likest question below a fact has."""
    questions = corpus.asked_of.get(fact.id, ())
    alike = max((len(letters & bigrams(question.text)) for question in questions), default=0)
    return alike / max(LEAST_PAIRS, len(letters))


def _all_words(fact: Passage, corpus: Corpus, words: Sequence[str]) -> float:
    """The share of a question's words that a fact has together with the questions below it."""
    questions = corpus.asked_of.get(fact.id, ())
    has = corpus.words_in.get(fact.id, frozenset()).union(*(corpus.words_in[q.id] for q in questions))
    return corpus.total([word for word in words if word in has]) / (corpus.total(words) or 1.0)


def _told_for(fact: Passage) -> int:
    """The year whose conditions a fact tells (2024년에는 …, … (2025년)); 0 for what happened on a day or holds on."""
    return max((int(year) for year in _YEAR.findall(fact.text)), default=0)


def _year(question: Question, fact: Passage) -> float:
    """1 when the fact names a year that is asked for, half when only its source is of that year."""
    asked = {str(year) for year in question.years}
    if any(year in fact.text for year in asked):
        return 1.0
    return 0.5 if any((source.date or "")[:4] in asked for source in fact.sources) else 0.0
