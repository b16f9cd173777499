"""Counterparts (맞수): the programs that a comparison puts side by side, chosen together.

What is compared is of one kind: "네이버랑 쿠팡, 판 돈 미리 주는 거 몇 퍼센트예요" asks of one platform's quick settlement
and of the other's, also where the other's warehouse service has more of the words. So each side offers its best
programs, and those are taken that suit their sides and each other: by words that their titles share, or one
program that tells of both. Sides that no names join are read here too: platforms, and years (작년 거랑 올해 거).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise, product

from bot.amounts import AMOUNT
from bot.aspects import asked
from bot.corpus import Corpus
from bot.evidence import SURE, Evidence
from bot.names import PLATFORM_NAME, PLATFORM_OF, platforms, short_title, squash, without_platforms
from bot.question import YEAR, Question, years
from bot.sides import COMPARES, MOST_SIDES, STANDS, Side, ask_of
from bot.words import content_words
from knowledge.document import Document
from knowledge.korean import Analyzer

Weigh = Callable[[Question], Evidence]

#: What programs of one kind add to the mean of their scores (the best program of a side has about 1).
OF_ONE_KIND = 0.15
#: The same of one program that stands for several sides.
THE_SAME = 0.05
#: By how much a program that tells of all sides must be ahead.
BY_ITSELF = 0.1
#: How many programs a side offers, and how much less than its best one they may score.
OFFERED, WITHIN = 5, 0.5
#: What it adds to a program of a year that it states the side's amount.
STATED = 0.2
#: A word that says what kind of program a title names has so many letters, and stands in so few titles.
LEAST_LETTERS, FEW = 3, 3
#: Particles that are left alone when the name before them is taken out.
_LOOSE = re.compile(r"(?<![가-힣])(?:이랑|랑|하고|와|과|에서|은|는|이|가|의|둘\s?다|둘|거|것|쪽)(?![가-힣])")
_THING = re.compile(r"(?<![가-힣])(?:거|것|건|게)$")
_MARKED = re.compile(rf"({PLATFORM_NAME})(?:에서|에)?\s?(?:꺼|거|것|쪽)?(?:은|는)(?![가-힣])", re.IGNORECASE)
#: A platform's name with what joins it to the next word.
_NAME = re.compile(
    rf"(?P<name>{PLATFORM_NAME})(?:에서는|에서|이랑|랑|하고|보다|와|과|은(?!행)|는|도(?=\s))?", re.IGNORECASE
)
#: Joins two things that are described.
JOINED = re.compile(
    r"(?<=[가-힣A-Za-z0-9)])(?:이랑|랑|하고|와|과|보다)(?:은|는)?[\s,]+(?!같이|함께|다르게|달리|싶)"
)


def by_platform(
    question: Question, named: Sequence[Side], whole: Evidence, corpus: Corpus, weigh: Weigh
) -> tuple[Side, ...]:
    """A side for each platform that a comparison names, asked as if it named no other.

    `named` are the sides that it joins by name (bot/sides.py): when those are plain platforms, they are taken as they are.
    """
    if named and all(PLATFORM_OF.get(squash(side.name)) for side in named):
        sides = [*named]
    elif _contrasts(question) and not question.named and not named:
        sides = [
            Side(platform, _of_one(question.text, platform)) for platform in question.platforms[:MOST_SIDES]
        ]
    else:
        return ()
    if len(sides) < 2:
        return ()
    sides = [_asked_alone(side, question, corpus, weigh) for side in sides]
    if not named and whole.confidence < STANDS and not _stand(sides):
        return ()
    offers = [_of_platform(side, platforms(side.name)[0], corpus) for side in sides]
    return together(sides, offers, whole, corpus)


def one_tells_all(question: Question, whole: Evidence, corpus: Corpus) -> bool:
    """Whether a program of none of the platforms that a question names tells of all of them (정부 교육을 두 곳에서)."""
    wanted = set(question.platforms)
    if len(wanted) < 2 or question.named or len(whole.programs) < 2:
        return False
    (top, best), (_, second), *_ = whole.programs
    told = corpus.names.mentioned_in[top]
    return best - second >= BY_ITSELF and wanted <= told and not wanted & corpus.names.platforms_of[top]


def _contrasts(question: Question) -> bool:
    """Whether a question sets its platforms side by side: in so many words, or by what marks each (네이버는 … 쿠팡은 …)."""
    if question.shape in ("compare", "several"):
        return True
    marks = list(_MARKED.finditer(question.text))
    parts = [question.text[one.start() : other.start()] for one, other in pairwise(marks)]
    several = len({PLATFORM_OF[squash(match[1])] for match in marks}) > 1
    # Of each something is asked: 네이버는 안 하고 쿠팡은 하는데 얼마예요 asks of one.
    return question.shape == "one" and several and all(asked(part) for part in parts)


def by_year(
    question: Question, whole: Evidence, corpus: Corpus, analyzer: Analyzer, weigh: Weigh, this_year: int
) -> tuple[Side, ...]:
    """A side for each of two years (작년 오십만원 준 거랑 올해 이십오만원 준 거랑), each with a program of its own.

    What both are about may be said of one of them alone, so the `whole` question has half a say.
    """
    first, *others = [match.start() for match in YEAR.finditer(question.text)] or [0]
    if (
        question.goal
        or not others
        or len(question.named) > 1
        or any(mention.name in squash(question.text[:first]) for mention in question.mentions)
        or not JOINED.search(question.text[first : others[0]])
    ):
        return ()
    parts = [question.text[first : others[0]], question.text[others[0] :]]
    things = [JOINED.split(part, maxsplit=1) for part in parts]
    # What is asked of both stands behind the second joint, if there is one.
    tail = " ".join(things[1][1:])
    said = [AMOUNT.search(thing) or content_words(analyzer.tokens(thing)) for thing, *_ in things]
    if not said[0] or not (said[1] or _THING.search(things[1][0])):
        return ()  # two years of one thing: 작년이랑 올해 금리
    sides, offers = [], []
    for thing, *_ in things:
        side = Side(thing.strip(), f"{thing.strip()} {tail}".strip())
        side = _asked_alone(side, question, corpus, weigh)
        sides.append(side)
        offers.append(_of_year(side, set(years(thing, this_year)), whole, corpus))
    if whole.confidence < SURE and not _stand(sides):
        return ()
    return together(sides, offers, whole, corpus, shared=False)


def _stand(sides: Sequence[Side]) -> bool:
    """Whether the documents answer each side by itself."""
    return all(side.sure >= STANDS for side in sides)


def _asked_alone(side: Side, question: Question, corpus: Corpus, weigh: Weigh) -> Side:
    """The side with what is found for it alone."""
    evidence = weigh(ask_of(side, question, corpus))
    return replace(side, evidence=evidence, sure=max(side.sure, evidence.confidence))


def _of_one(text: str, platform: str) -> str:
    """A question as if it named no other platform than this one."""

    def kept(name: re.Match[str]) -> str:
        return f"{name['name']} " if PLATFORM_OF[squash(name["name"])] == platform else " "

    rest = _NAME.sub(kept, text)
    return " ".join(_LOOSE.sub(" ", COMPARES.sub(" ", rest)).split())


def together(
    sides: Sequence[Side],
    offers: Sequence[Sequence[tuple[str, float]]],
    whole: Evidence,
    corpus: Corpus,
    shared: bool = True,
) -> tuple[Side, ...]:
    """The sides with their programs, chosen so that they suit their sides and each other; none when one has none.

    `offers`: each side's programs with their scores, best first. `shared`: whether one program may stand for several.
    """
    if not all(offers):
        return ()
    near = [[pair for pair in offer if pair[1] >= offer[0][1] - WITHIN][:OFFERED] for offer in offers]
    kinds = {slug: _kind(corpus.documents[slug]) for slug in {slug for offer in near for slug, _ in offer}}

    @cache
    def suit(one: str, other: str) -> float:
        if one == other:
            return THE_SAME
        return OF_ONE_KIND * any(_is_rare(word, corpus) for word in kinds[one] & kinds[other])

    def worth(chosen: tuple[tuple[str, float], ...]) -> float:
        pairs = [suit(one, other) for (one, _), (other, _) in combinations(chosen, 2)]
        return sum(score for _, score in chosen) / len(chosen) + sum(pairs) / len(pairs)

    chosen = [one for one in product(*near) if shared or len({slug for slug, _ in one}) == len(one)]
    if not chosen:
        return ()
    best = max(chosen, key=worth)
    return tuple(
        # What is compared may be said more plainly of both together than of one.
        replace(side, slug=slug, sure=max(whole.confidence, side.sure))
        for side, (slug, _) in zip(sides, best, strict=True)
    )


def _of_platform(side: Side, platform: str, corpus: Corpus) -> list[tuple[str, float]]:
    """The programs that a platform offers, best first: its own before others that tell of it, open ones before ended."""
    ranked = side.evidence.programs if side.evidence else ()
    own = [pair for pair in ranked if platform in corpus.names.platforms_of[pair[0]]]
    own = own or [pair for pair in ranked if platform in corpus.names.mentioned_in[pair[0]]]
    return [pair for pair in own if corpus.documents[pair[0]].status != "ended"] or own


def _of_year(side: Side, wanted: set[int], whole: Evidence, corpus: Corpus) -> list[tuple[str, float]]:
    """The programs that may be of a year, best first: a title with years is of those alone.

    Owners call a support by what it pays (작년 오십만원): a program that states the amount is more likely meant.
    """
    scores = dict(whole.programs)
    amounts = {squash(amount) for amount in AMOUNT.findall(side.name)}
    fitting = []
    for slug, score in side.evidence.programs if side.evidence else ():
        titled = {int(year) for year in re.findall(r"20[12]\d", corpus.documents[slug].title)}
        if not titled or titled & wanted:
            facts = corpus.facts.get(slug, ())
            stated = any(amount in squash(fact.text) for amount in amounts for fact in facts)
            fitting.append((slug, (score + scores.get(slug, 0.0)) / 2 + STATED * stated))
    return sorted(fitting, key=lambda pair: -pair[1])


def _kind(document: Document) -> frozenset[str]:
    """What kind of program a title says it is, whosever it is: its longer words."""
    words = re.split(r"[\s·]+", without_platforms(short_title(document.title)))
    return frozenset(word for word in words if len(word) >= LEAST_LETTERS)


def _is_rare(word: str, corpus: Corpus) -> bool:
    """Whether few titles have a word: then it says of what kind a program is."""
    return (
        sum(word in _kind(document) for document in corpus.documents.values() if word in document.title)
        <= FEW
    )
