"""Broad answers: a list of programs, two or more side by side."""

import re
from collections.abc import Callable, Mapping, Sequence

from bot.answer import Claim
from bot.aspects import Aspect, told
from bot.compose import BROAD_LIMIT, chosen, not_told, sentence, status_claims
from bot.draft import Draft, Line
from bot.facts import ScoredFact
from bot.lists import grouped, over_too
from bot.names import short_title
from bot.question import Question
from bot.rows import completed
from knowledge.document import Document
from knowledge.korean import Analyzer

#: The most programs in a list, and the most facts of each when programs stand side by side.
MOST_PROGRAMS, FACTS_EACH = 10, 5
LONGEST_GIST = 130
#: A list tells the asked rate of a program when one of its best facts has it.
TOLD_IN_A_LIST = 3
#: What a list says of a program that cannot simply be used, behind its name.
MARKS = {
    "ended": " (끝난 사업)",
    "announced": " (발표 단계)",
    "pending": " (논의 중)",
    "unknown": " (올해 미확인)",
}

#: What is compared when the question names no point.
COMPARED = (Aspect.AMOUNT, Aspect.RATE, Aspect.WHO)

_AMOUNT = re.compile(r"\d[\d,.]*\s?(?:천|백)?\s?(?:만|억)?\s?원")
#: An amount that is a condition, or so large that it is a budget (수백억, 조).
_OTHER_AMOUNT = re.compile(
    r"\d[\d,.억만천백조\s]*원\s?(?:이하|미만|이상|초과|을?\s?넘)|\d[\d,]{2,}\s?억[\d,.만천백\s]*원?|\d[\d,.]*\s?조[\d,.억만천백\s]*원?"
)

#: The facts of a program, best first, for the question at hand.
FactsOf = Callable[[str], Sequence[ScoredFact]]


def compose_list(
    documents: Sequence[Document], facts_of: FactsOf, analyzer: Analyzer, question: Question | None = None
) -> Draft:
    """Programs that fit, by who runs them, each with how it stands and a sentence; those that ended come last.

    The sentence tells the rate when that is asked and the program has one, else what the program is.
    """
    lines = [Line((Claim("자료에 있는 것 가운데 맞는 것들이에요."),))]
    alive = [document for document in documents if document.status != "ended"]
    ended = [document for document in documents if document.status == "ended"]
    # Asked for what is over, too, a list that must be cut does not lose it.
    too = question is not None and over_too(question)
    chosen_ones = list(documents)[:MOST_PROGRAMS] if too else [*alive, *ended][:MOST_PROGRAMS]
    for group, own in grouped(chosen_ones):
        if group:
            lines.append(Line((Claim(group),), lead="■ "))
        for document in own:
            gist = _gist(facts_of(document.slug), analyzer, question)
            head = f"{short_title(document.title)}{MARKS.get(document.status, '')}"
            lines.append(Line((Claim(f"{head}: {gist.text}", gist.support),), lead="• "))
    if len(documents) > MOST_PROGRAMS:
        lines.append(Line((Claim("이 밖에도 더 있어요. 궁금한 것을 조금 더 적어 주시면 찾아 드려요."),)))
    return Draft(tuple(lines), (), BROAD_LIMIT)


def _gist(facts: Sequence[ScoredFact], analyzer: Analyzer, question: Question | None) -> Claim:
    """One sentence for a list: the rate when it is asked, else the first of the overview unless it is long."""
    rate = question is not None and Aspect.RATE in question.aspects
    telling = [
        fact
        for fact in chosen(facts, TOLD_IN_A_LIST)
        if rate and Aspect.RATE in told(fact.passage.text) and len(fact.passage.text) <= LONGEST_GIST
    ]
    overview = [
        fact for fact in facts if fact.features["place"] == 0 and len(fact.passage.text) <= LONGEST_GIST
    ]
    return sentence((telling or overview or chosen(facts, 1))[0], analyzer)


def compose_side_by_side(
    question: Question,
    documents: Sequence[Document],
    facts_of: FactsOf,
    missing: Mapping[str, str],
    analyzer: Analyzer,
) -> Draft:
    """Two or more programs, one short block each, on the same points.

    `missing` names, by slug, what was asked and that program's document does not tell.
    """
    lines: list[Line] = []
    for document in documents:
        lines.append(Line((Claim(short_title(document.title)), *status_claims(document)), lead="■ "))
        if document.slug in missing:
            lines.append(Line((not_told([missing[document.slug]]),), lead="• "))
        all_facts = facts_of(document.slug)
        facts = completed(on_points(question, all_facts), all_facts, question, analyzer)
        lines += [Line((sentence(fact, analyzer),), lead="• ") for fact in facts]
    named = tuple(
        f"{short_title(document.title)}: {missing[document.slug]}"
        for document in documents
        if document.slug in missing
    )
    return Draft(tuple(lines), named, BROAD_LIMIT)


def is_paid(text: str) -> bool:
    """Whether a sentence has an amount that somebody gets or pays: no condition (매출 3억원 이하), no budget."""
    return bool(_AMOUNT.search(_OTHER_AMOUNT.sub(" ", text)))


def on_points(question: Question, facts: Sequence[ScoredFact]) -> list[ScoredFact]:
    """What the program is, then the best fact for each point that is compared, then the best of the rest."""
    points = [aspect for aspect in question.aspects if aspect is not Aspect.WHAT] or COMPARED
    picked = [
        fact for fact in facts if fact.features["place"] == 0 and len(fact.passage.text) <= LONGEST_GIST
    ]
    for point in points[:3]:
        telling = [fact for fact in facts if fact not in picked and point in told(fact.passage.text)]
        paying = [fact for fact in telling if point is Aspect.AMOUNT and is_paid(fact.passage.text)]
        picked += (paying or telling)[:1]
    return [*picked, *(fact for fact in facts if fact not in picked)][:FACTS_EACH]
