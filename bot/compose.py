"""The extractive composer: an answer made of the documents' own sentences, in polite style.

It answers the question first; the rest of what a merchant needs next follows while it is short.
"""

import re
from collections.abc import Sequence

from bot import josa
from bot.answer import Claim
from bot.aspects import Aspect
from bot.clauses import clauses
from bot.draft import Draft, Line
from bot.facts import ScoredFact
from bot.names import short_title
from bot.question import Question
from bot.rows import completed
from bot.style import polite
from bot.yes_no import on_standing, verdict
from knowledge.document import Document
from knowledge.korean import Analyzer

#: The longest answer about one thing and about several, in characters.
ONE_LIMIT, BROAD_LIMIT = 600, 1_600

#: A fact this much worse than the best one is not told, unless fewer than `LEAST_FACTS` are.
NEAR = 2.0
LEAST_FACTS, MOST_FACTS = 3, 5


#: How a sentence begins or ends that goes on from the one before it.
_LEANS = re.compile(
    r"^(?:그\s|그전|그때|그\S{1,3}에는|이후|이와|다른\s보도|닷새|두\s(?:발표|보도|내용)|\d[\d.,]*%(?:라고|라는))|(?:글|안내|보도)도\s있다\.$"
)


def status_claims(document: Document) -> list[Claim]:
    """What must be said first of a program that cannot simply be used: ended, only announced, not confirmed."""
    policy = document.kind in ("policy", "statistic")
    if document.status == "ended":
        return [Claim("지금은 끝난 일이에요." if policy else "지금은 끝난 사업이에요.")]
    if document.status == "announced":
        return [Claim("발표된 것까지만 확인되고, 실제로 시작했는지는 자료에 없어요.")]
    if document.status == "pending":
        return [Claim("아직 확정되지 않고 논의 중(계류)인 일이에요.")]
    if document.status == "unknown":
        return [Claim("올해도 하는지는 자료에서 확인되지 않아요.")]
    return []


def compose_one(
    question: Question,
    document: Document,
    facts: Sequence[ScoredFact],
    missing: Sequence[str],
    analyzer: Analyzer,
    before: Document | None = None,
    after: Line | None = None,
) -> Draft:
    """An answer about one program; `missing` names what was asked and its document does not tell.

    `before`: the ended program in whose place this one is; `after`: what points to one in this one's place.
    """
    title = short_title(document.title)
    # An office's file has its title in its text, too.
    facts = [fact for fact in facts if not _same(fact.passage.text, document.title)] or facts
    lines: list[Line] = []
    if before is not None:
        lines.append(Line((Claim(short_title(before.title)), *status_claims(before)), lead="■ "))
        lines.append(Line((Claim("지금은 대신 이런 사업이 있어요."),)))
    standing = status_claims(document)
    if standing and (answer := on_standing(question, document.status)):
        standing[0] = Claim(f"{answer}, {standing[0].text}")
    lines.append(Line((Claim(title), *standing), lead="■ "))
    if missing:
        lines.append(Line((not_told(missing), Claim("확인되는 것은 이래요."))))
    # Each further thing that is asked has room for a fact of its own.
    most = MOST_FACTS + max(0, len(clauses(question.text, analyzer)) - 1) - bool(missing) - bool(after)
    told = completed(in_reading_order(chosen(facts, most), facts), facts, question, analyzer)
    if not question.past and any(aspect is not Aspect.WHAT for aspect in question.aspects):
        told = newest_first(told)
    if told and not missing and (decided := verdict(question, told[0], analyzer)):
        lines.append(Line((Claim(decided),)))
    lines += [Line((sentence(fact, analyzer),), lead="• ") for fact in told]
    lines += [after] if after else []
    return Draft(tuple(lines), tuple(missing), ONE_LIMIT)


def _same(text: str, title: str) -> bool:
    """Whether a fact is nothing but the title, however it is spaced."""
    return "".join(text.split()) == "".join(title.split())


def not_told(missing: Sequence[str]) -> Claim:
    """The sentence that says what was asked and is not in the documents."""
    names = list(dict.fromkeys(plain(name).removeprefix("물어보신 ") for name in missing))
    return Claim(f"물어보신 {josa.topic(', '.join(names))} 자료에 없어요.")


def chosen(facts: Sequence[ScoredFact], most: int) -> list[ScoredFact]:
    """The facts worth telling: the best and those near it, best first."""
    if not facts:
        return []
    near = [fact for fact in facts if fact.score >= facts[0].score - NEAR]
    return (near if len(near) >= LEAST_FACTS else list(facts[:LEAST_FACTS]))[:most]


def in_reading_order(told: Sequence[ScoredFact], facts: Sequence[ScoredFact]) -> list[ScoredFact]:
    """The best fact, then the others as the document has them; one that leans on the sentence before it has it."""
    by_place = {fact.place: fact for fact in facts}
    ordered: list[ScoredFact] = []
    for fact in [*told[:1], *sorted(told[1:], key=lambda fact: fact.place)]:
        before = by_place.get(fact.place - 1)
        if leans(fact) and before is not None and before not in ordered:
            ordered.append(before)
        if fact not in ordered:
            ordered.append(fact)
    return ordered[: len(told) + 1]


def leans(fact: ScoredFact) -> bool:
    """Whether a fact makes sense only behind the one before it."""
    return bool(_LEANS.search(fact.passage.text))


def newest_first(facts: Sequence[ScoredFact]) -> list[ScoredFact]:
    """What holds now before the conditions of earlier years; the order stays within each."""
    newest = max((fact.year for fact in facts), default=0)
    return sorted(facts, key=lambda fact: 0 < fact.year < newest)


def sentence(fact: ScoredFact, analyzer: Analyzer) -> Claim:
    """A fact as a claim that stands on itself."""
    return Claim(polite(fact.passage.text, analyzer), (fact.passage.id,))


def plain(name: str) -> str:
    """The name of what is missing without figures: the code says none that no source gives."""
    name = re.sub(r"20\d\d년(?:\s?\d+월)?(?:\s?(?:이후|이전|현재|에도|부터))?\s*", "", name)
    return re.sub(r"\s{2,}", " ", re.sub(r"\S*\d\S*", "", name)).strip(" ·,()") or Aspect.WHAT.value
