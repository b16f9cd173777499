"""Which kind of answer a question gets, and from which programs: evidence in, draft out."""

from collections.abc import Sequence
from dataclasses import replace

from bot.aspects import Aspect, asked
from bot.clauses import clauses
from bot.compose import compose_one
from bot.compose_broad import MOST_PROGRAMS, compose_list, compose_side_by_side
from bot.corpus import Corpus
from bot.draft import Draft
from bot.evidence import Evidence
from bot.facts import ScoredFact, score_facts
from bot.joined import in_front, joined
from bot.lists import of_platforms, over_too, standing
from bot.missing import gap
from bot.names import short_title, without_names, without_platforms
from bot.parts import for_each_part, put_first
from bot.question import Question, asks_for_list
from bot.successors import asks_instead, pointer, rest_of, successor
from bot.words import content_words
from knowledge.document import Document
from knowledge.korean import Analyzer
from knowledge.passage import Passage

#: A program of a list may score this much less than the best one; the first few may be a little further away.
LIST_NEAR, LIST_FAR, LIST_LEAST = 0.45, 0.65, 5
#: A worry is met with few programs.
GOAL_PROGRAMS = 4
#: How many facts of each section introduce a program.
INTRODUCTION = (("개요", 2), ("지원 대상", 1), ("지원 내용", 1), ("신청 방법", 1), ("일정", 1))
#: Two programs side by side: the second may score this much less when nothing names it.
BESIDE_NEAR = 0.35
#: What an ended program's document does not tell when it names nothing in its place.
NO_SUCCESSOR = "대신할 새 사업"
#: A program this far ahead of all others tells of both sides itself.
ONE_TELLS_BOTH = 0.25


def plan(question: Question, evidence: Evidence, corpus: Corpus, analyzer: Analyzer) -> Draft:
    """The draft of an answer. The evidence has at least one program."""

    # What is missing is decided on the search alone, for which that decision was fitted (bot/reranking).
    searched = replace(evidence, reranked={})

    def facts_of(slug: str, evidence: Evidence = evidence) -> Sequence[ScoredFact]:
        return score_facts(question, slug, corpus, analyzer, evidence.within, evidence.reranked)

    def documents(slugs: Sequence[str]) -> list[Document]:
        return [corpus.documents[slug] for slug in slugs if corpus.facts.get(slug)]

    if question.sides:
        return joined(
            question, evidence, corpus, analyzer, lambda part, found: plan(part, found, corpus, analyzer)
        )
    if question.shape == "list":
        return compose_list(
            documents(listed(question, evidence, corpus, analyzer)), facts_of, analyzer, question
        )
    if question.shape in ("compare", "several"):
        slugs = beside(question, evidence, corpus)
        if len(slugs) > 1:
            beside_each_other = documents(slugs)
            holes = {
                document.slug: gap(
                    question, document, facts_of(document.slug, searched), searched, corpus, analyzer
                )
                for document in beside_each_other
            }
            untold = {slug: hole.name for slug, hole in holes.items() if hole.surely}
            return compose_side_by_side(question, beside_each_other, facts_of, untold, analyzer)
    best = evidence.programs[0][0]
    facts = _each_part(question, best, facts_of(best), evidence, corpus, analyzer)
    document = corpus.documents[best]
    plain = (
        _each_part(question, best, facts_of(best, searched), searched, corpus, analyzer)
        if evidence.reranked
        else facts
    )
    missing = _missing(question, document, plain, searched, corpus, analyzer)
    if document.status == "ended" and asks_instead(question.text):
        if other := successor(document, corpus):
            return plan(
                _of_successor(question, best, other, corpus), in_front(other, evidence), corpus, analyzer
            )
        missing = missing or [NO_SUCCESSOR]
    before = corpus.documents.get(question.instead_of)
    after = pointer(document, corpus, analyzer)
    return compose_one(question, document, facts, missing, analyzer, before, after)


def _of_successor(question: Question, ended: str, other: str, corpus: Corpus) -> Question:
    """The question asked of the program that is in an ended one's place."""
    text = f"{short_title(corpus.documents[other].title)} {rest_of(question.text, corpus.names)}".strip()
    return replace(
        question,
        text=text,
        aspects=asked(text),
        mentions=corpus.names.find(text),
        topic=(other,),
        instead_of=ended,
    )


def _missing(
    question: Question,
    document: Document,
    facts: Sequence[ScoredFact],
    evidence: Evidence,
    corpus: Corpus,
    analyzer: Analyzer,
) -> list[str]:
    """The names of what the document does not tell: of the question as a whole, and of each thing it asks for."""
    whole = gap(question, document, facts, evidence, corpus, analyzer)
    # What is compared is often worded like nothing in the document.
    beside = question.shape in ("compare", "several")
    found = [whole.name] if (whole.surely if beside else whole.missing) else []
    for clause in clauses(question.text, analyzer):
        part = replace(question, text=clause, aspects=asked(clause))
        of_part = score_facts(part, document.slug, corpus, analyzer, evidence.within)
        hole = gap(part, document, of_part, evidence, corpus, analyzer)
        if hole.surely:
            found.append(hole.name)
    return list(dict.fromkeys(found))


def _each_part(
    question: Question,
    slug: str,
    facts: Sequence[ScoredFact],
    evidence: Evidence,
    corpus: Corpus,
    analyzer: Analyzer,
) -> list[ScoredFact]:
    """The facts with the best one for each thing that is asked in front."""
    first: dict[str, ScoredFact] = {}
    if question.aspects[:1] == (Aspect.STATUS,) and corpus.documents[slug].status != "ongoing":
        # Whether it came about is told by what was announced, and when.
        start = next(fact for fact in facts if fact.passage.id == corpus.facts[slug][0].id)
        first[start.passage.id] = start
    if facts and about_itself(question, corpus, analyzer):
        # What the program is, then what is nearest to the question: it may ask for more than it seems to.
        told = introduction(facts, corpus.facts[slug])
        for fact in (*told[:1], facts[0], *told[1:]):
            first.setdefault(fact.passage.id, fact)
    if facts:
        for fact in for_each_part(question, slug, corpus, analyzer, evidence.within):
            first.setdefault(fact.passage.id, fact)
    return put_first(list(first.values()), facts)


def about_itself(question: Question, corpus: Corpus, analyzer: Analyzer) -> bool:
    """Whether a question asks what a program is, and no more: its name and hardly another word."""
    asks_what = Aspect.WHAT in question.aspects
    # A platform's own name is a program's only where nothing but what it is is asked (스마트스토어가 뭐예요).
    by_platform = asks_what and bool(question.platforms) and not question.mentions
    if any(aspect is not Aspect.WHAT for aspect in question.aspects) or not (
        question.mentions or question.topic or by_platform
    ):
        return False
    rest = without_names(question.text, [mention.name for mention in question.mentions])
    if by_platform:
        rest = without_platforms(rest)
    titles = {
        word
        for slug in question.topic
        for word in content_words(analyzer.tokens(corpus.documents[slug].title))
    }
    others = [word for word in content_words(analyzer.tokens(rest)) if word not in titles]
    return len(others) <= int(asks_what and not by_platform)


def introduction(facts: Sequence[ScoredFact], order: Sequence[Passage]) -> list[ScoredFact]:
    """What introduces a program: the first sentences of its overview, then of what it gives, to whom, and how."""
    by_id = {fact.passage.id: fact for fact in facts}
    sections: dict[str, list[ScoredFact]] = {}
    for passage in order:
        sections.setdefault(passage.section, []).append(by_id[passage.id])
    parts_of = [sections.get(name, [])[:most] for name, most in INTRODUCTION]
    return [fact for part in parts_of for fact in part]


def listed(question: Question, evidence: Evidence, corpus: Corpus, analyzer: Analyzer) -> list[str]:
    """The programs of a list: those of the platform that is named, of platforms at large, else those near the best."""
    scores = dict(evidence.programs)
    if status := standing(question):
        own = [slug for slug in scores if corpus.documents[slug].status == status]
        if question.platforms:
            own = [slug for slug in own if corpus.names.platforms_of[slug] & set(question.platforms)] or own
        if own:
            return own[:MOST_PROGRAMS]
    if at_large := of_platforms(question, evidence.programs, corpus, analyzer, LIST_NEAR):
        return at_large
    if question.goal:
        # What is over helps nobody who asks what to do.
        open_ones = [
            (slug, score) for slug, score in evidence.programs if corpus.documents[slug].status != "ended"
        ]
        most = MOST_PROGRAMS if asks_for_list(question.text) else GOAL_PROGRAMS
        return [slug for slug, score in open_ones if score >= open_ones[0][1] - LIST_FAR][:most]
    if question.platforms:
        own = [slug for slug in scores if corpus.names.platforms_of[slug] & set(question.platforms)]
        if len(own) > 1:
            # Those that ended come last: a list that must be cut loses them first.
            ended = [slug for slug in own if corpus.documents[slug].status == "ended"]
            return own if over_too(question) else [slug for slug in own if slug not in ended] + ended
    # A name in the question lifts its program; the others are no further from what the list is about.
    best = min(evidence.programs[0][1], 1.0)
    near = [slug for slug, score in evidence.programs if score >= best - LIST_NEAR]
    far = [slug for slug, score in evidence.programs[:LIST_LEAST] if score >= best - LIST_FAR]
    return (near if len(near) > len(far) else far)[:MOST_PROGRAMS]


def _in_all(slug: str, sides: Sequence[Sequence[str]]) -> bool:
    """Whether a program comes first or second for each of the things that are put side by side."""
    return all(slug in side[:2] for side in sides)


def beside(question: Question, evidence: Evidence, corpus: Corpus) -> list[str]:
    """The programs to put side by side, in the order in which the question names them.

    A program that is named stands for itself; a platform stands for its best program. One program that
    tells of all that was named is enough: then there is nothing to put beside it.
    """
    scores = dict(evidence.programs)
    slugs = list(question.named)
    covered = {platform for slug in slugs for platform in corpus.names.platforms_of[slug]}
    wanted = [platform for platform in question.platforms if platform not in covered]
    for platform in wanted:
        own = [slug for slug in scores if platform in corpus.names.platforms_of[slug] and slug not in slugs]
        own = [slug for slug in own if corpus.documents[slug].status != "ended"] or own
        if own:
            slugs.append(own[0])
    if len(question.named) == 1 and len(question.years) > 1 and len(evidence.sides) < 2:
        return slugs  # one program, in one year and in another
    (top, best), *others = evidence.programs
    if not slugs and (not others or best - others[0][1] >= ONE_TELLS_BOTH) and _in_all(top, evidence.sides):
        return [top]
    for part in evidence.sides:
        if len(slugs) < 2 and part[0] not in slugs:
            slugs.append(part[0])
    if len(slugs) < 2:
        near = [
            slug for slug, score in evidence.programs if score >= best - BESIDE_NEAR and slug not in slugs
        ]
        slugs += near[: 2 - len(slugs)]
    return slugs[:4]
