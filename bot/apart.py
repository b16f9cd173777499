"""Different programs in one message that it does not name: asked for one after the other, or side by side.

- **Apart** (따로 묻는 것): "철거비는 평당 얼마고 실업급여는 몇 달 나와요". A clause is about another program than the rest
  when another program answers it for sure, is ahead of the first one there, and is one of those that the whole
  message is about; the less the clause says, the further ahead.
- **Described** (풀어서 견주는 것): "지역 문화로 장사하는 사람 주는 돈이랑 오디션으로 뽑는 사업이랑 어느 쪽이 많아요". Each
  description leads to a program of its own for sure.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.amounts import AMOUNT
from bot.aspects import asked
from bot.clauses import clauses
from bot.corpus import Corpus
from bot.counterparts import JOINED, together
from bot.evidence import Evidence
from bot.names import without_platforms
from bot.question import Question, part_of
from bot.sides import MOST_SIDES, Side
from bot.unspecific import says_not_which
from bot.words import content_words, nouns
from knowledge.korean import Analyzer

#: Words that a clause needs to stand alone, a platform for one: "신청은 어디서 해요" asks of what the rest is about.
LEAST_WORDS = 2
#: A noun that no other program has is enough: 철거비 얼마까지고.
FEW = 1
#: How sure it must be that the documents answer the clause; one that asks for no aspect may be part of a story.
SURE, SURE_OF_A_STORY = 0.6, 0.95
#: Words of a description at least; names alone are bot/sides.py's.
LEAST_DESCRIBED = 2
#: By how much another program must be ahead in a clause that stands alone. Like the numbers below it, read off the
#: questions of tests/golden that ask twice.
AHEAD = 0.25
#: The same of a program that the clause calls by its name or its platform, neither of which is the first one's; how
#: sure it must be of that one when the clause asks for no aspect.
CALLED_AHEAD, SURE_OF_CALLED = 0.1, 0.8
#: What a message is about is among its best programs; only one that is so far ahead in its clause need not be.
BEST, FAR_AHEAD = 3, 0.6
#: How near to the whole message a program must be when its clause leans on the others (그 기계 사는 돈은).
NEAR_THE_WHOLE = 0.65

#: The same for what a clause asks for as a gift where the first program is a law; how sure it must be of that.
NEAR_THE_LAW, SURE_OF_A_GIFT = 0.5, 0.5

#: What points back to the clause before.
_BACK = re.compile(r"(?:거기|그거|그건|그게|그것|그걸|그\s|이거|이건|여기|둘\s?다)")
#: Words of a question about two things: together, or which of them.
_BESIDE = re.compile(
    r"각각|둘\s?(?:다|중)|비교|차이|어느\s?(?:쪽|게|것|거)|어디가|뭐가|머가|어떻게\s?(?:달|다르)|다른|달라|다르|얼마씩|같(?:나|아|은(?:가|지|\s?(?:거|건|게)(?![가-힣])))"
)


def asked_apart(
    question: Question,
    whole: Evidence,
    corpus: Corpus,
    analyzer: Analyzer,
    weigh: Callable[[Question], Evidence],
) -> tuple[Side, ...]:
    """The clauses that are about different programs, those of one program together; none when all are about one.

    `whole` is what was found for the whole question; `weigh` finds for a part.
    """
    if question.shape == "list" or question.goal:
        return ()
    asking = clauses(question.text, analyzer, yes_no=True)
    if len(asking) < 2 or not whole.programs:
        return ()
    sides: dict[str, Side] = {}
    for clause in asking[:MOST_SIDES]:
        part = replace(part_of(question, clause, corpus.names), shape="one")
        evidence = weigh(part)
        slug = _another_program(part, evidence, whole, corpus, analyzer) or whole.programs[0][0]
        if slug in sides:
            both = replace(part, text=f"{sides[slug].text} {clause}")
            sides[slug] = replace(sides[slug], text=both.text, evidence=weigh(both))
        else:
            sure = max(evidence.confidence, whole.confidence if slug in dict(whole.programs[:BEST]) else 0.0)
            sides[slug] = Side(clause, clause, slug, sure, evidence, alone=True)
    return tuple(sides.values()) if len(sides) > 1 else ()


def _stands(part: Question, corpus: Corpus, analyzer: Analyzer) -> bool:
    """Whether a clause says what it is about: by a name, by what is paid, or by enough words; and does not point back."""
    if _BACK.match(part.text):
        return False
    tokens = analyzer.tokens(without_platforms(part.text))
    words = {word for word in content_words(tokens) if not says_not_which(word)}
    # Verbs alone do what was spoken of before: 바뀌었으면 뭐로 바뀌었는지.
    things = nouns(tokens)
    telling = any(0 < len(corpus.words.get(word, ())) <= FEW for word in words & set(things))
    return (
        _by_amount(part, corpus)
        or bool(part.mentions)
        or telling
        or (bool(part.platforms or things) and len(words) + bool(part.platforms) >= LEAST_WORDS)
    )


def _by_amount(part: Question, corpus: Corpus) -> bool:
    """Whether a clause calls a program by what it pays, as the documents say it (작년에 50만원 준 거)."""
    return any(corpus.says(amount) for amount in AMOUNT.findall(part.text))


def described(
    question: Question,
    whole: Evidence,
    corpus: Corpus,
    analyzer: Analyzer,
    weigh: Callable[[Question], Evidence],
) -> tuple[Side, ...]:
    """The things that a comparison describes, each with its program; none when one of them is not sure."""
    if question.shape == "list" or question.goal or not _BESIDE.search(question.text):
        return ()
    texts = [text.strip(" ,") for text in JOINED.split(question.text)]
    texts = [text for text in texts if text]
    if len(texts) < 2:
        return ()
    # Behind a second joint stands what is asked of both; behind one joint it stands at the second's end.
    things, tail = texts[:2], " ".join(texts[2:])
    scores = dict(whole.programs)
    sides, offers, tops = [], [], set()
    for thing in things:
        part = replace(part_of(question, thing, corpus.names), shape="one")
        evidence = weigh(part)
        says = [word for word in content_words(analyzer.tokens(thing)) if not says_not_which(word)]
        if len(says) < LEAST_DESCRIBED or evidence.confidence < SURE:
            return ()
        sides.append(Side(thing, f"{thing} {tail}".strip(), sure=evidence.confidence))
        # What both are about may be said of one of them alone.
        tops.add(evidence.programs[0][0])
        both = [(slug, (4 * score + scores.get(slug, 0.0)) / 5) for slug, score in evidence.programs]
        offers.append(sorted(both, key=lambda pair: -pair[1]))
    found = together(sides, offers, whole, corpus, shared=False) if len(tops) > 1 else ()
    # What is best for the whole question and for none of its halves tells of both (가게 하나랑 안 하는 가게 매출).
    return found if whole.programs[0][0] in {side.slug for side in found} else ()


def _another_program(
    part: Question, evidence: Evidence, whole: Evidence, corpus: Corpus, analyzer: Analyzer
) -> str:
    """The program that a clause is about, if that is another one than the whole message's best; else empty."""
    first, top = whole.programs[0][0], evidence.programs[0][0]
    scores = dict(evidence.programs)
    near = dict(whole.programs[:BEST])
    stands, called = _stands(part, corpus, analyzer), _calls(part, top, first, corpus)
    said = [word for word in nouns(analyzer.tokens(part.text)) if not says_not_which(word)]
    # A law gives nothing: what a clause asks for as a gift is another program's that the whole message is about.
    if part.given and corpus.documents[first].kind == "policy":
        giving = [slug for slug in near if corpus.documents[slug].kind != "policy"]
        giving = [slug for slug in giving if near[slug] >= NEAR_THE_LAW]
        if giving and not (stands and said):
            return max(giving, key=lambda slug: scores.get(slug, 0.0))
        if top in giving and evidence.confidence >= SURE_OF_A_GIFT:
            return top
    if top == first:
        return ""
    ahead = scores[top] - scores.get(first, 0.0)
    least = SURE if asked(part.text) else SURE_OF_CALLED if called else SURE_OF_A_STORY
    if evidence.confidence < least or (top not in near and not stands):
        return ""
    if ahead >= FAR_AHEAD and (stands or ((said or part.given) and near[top] >= NEAR_THE_WHOLE)):
        return top
    return top if stands and top in near and ahead >= (CALLED_AHEAD if called else AHEAD) else ""


def _calls(part: Question, top: str, first: str, corpus: Corpus) -> bool:
    """Whether a clause calls a program by its name or its platform, and the other one by neither."""
    named = {mention.slug for mention in part.mentions}
    platforms = set(part.platforms)
    by_platform = (
        platforms & corpus.names.platforms_of[top] and not platforms & corpus.names.platforms_of[first]
    )
    return (top in named and first not in named) or bool(by_platform)
