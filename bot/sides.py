"""Things side by side (비교 대상): what a question joins by name, and the program that stands for each.

"배민이랑 쿠팡이츠 수수료" asks one thing of two. Each side is asked for itself, so that a platform stands for the
program that the asked attribute is about; a side that the documents do not have is named as such.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.aspects import asked
from bot.corpus import Corpus
from bot.names import PLATFORM_NAME, PLATFORM_OF, platforms, squash, without_names, without_platforms
from bot.question import Question, part_of
from bot.strangers import elsewhere, strange_names
from knowledge.korean import Analyzer

if TYPE_CHECKING:
    from bot.evidence import Evidence

#: A letter that ends in a consonant: only behind it is 이 a part of 이랑 (배민이랑, but 제로페이랑).
_CLOSED = (
    "[" + "".join(chr(code) for code in range(ord("가"), ord("힣") + 1) if (code - ord("가")) % 28) + "]"
)
#: Joins two names, without a space only where a platform follows. "A가 B보다 …" joins with the particle behind A.
_JOINT = re.compile(
    rf"(?<=[가-힣A-Za-z0-9)])(?:(?<={_CLOSED})이랑|랑|하고|와|과|보다|(?<={_CLOSED})이나)(?:은|는)?\s+(?!같이|함께|다르게|달리)|"
    rf"(?<=[가-힣A-Za-z0-9)])(?:(?<={_CLOSED})이랑|랑|하고)(?={PLATFORM_NAME})|\s+(?:vs\.?|VS\.?|아니면|또는|대)\s+|"
    r"\s?[,/]\s?|(?:이|가|은|는)\s+(?=\S+(?:\s\S+)?보다\s)"
)
#: Where the names end and what is asked of them begins.
_ASKS = re.compile(
    r"^(?:중|둘|비교|차이|각각|어느|어디|어떤|어떻|뭐|뭔|뭣|머|누가|누구|더|다른|달라|다르|낫|나은|나아|나을|비싸|많이|빨|쉬|편|수수료|정산|비용|가격|요금$|배달비|조건|"
    r"혜택|지원|가입|신청|대상|기간|광고비|할인|효과|좋|싼|싸|유리)"
)
#: What only compares: of one thing alone there is nothing to compare.
COMPARES = re.compile(
    r"(?<![가-힣])(?:중에서?|중|둘\s?중에?|각각|비교\S*|차이\S*|어느\s?(?:쪽|게|것|거)\S*|어디가|어디|더|뭐가|뭐|뭘|머가|"
    r"나아\S*|나은\S*|나을\S*|낫\S*|좋[아은을]\S*|좋\S*|달라\S*|다른\S*|다르\S*|다릅\S*|싸\S*|싼\S*|비싸\S*|비싼\S*|유리\S*|적[어은]\S*|많\S*|똑같\S*|써야\S*|할까\S*)(?![가-힣])"
)
_FILLER = re.compile(
    r"^(?:(?:혹시|근데|그런데|그럼|그러면|저기|사장님|요즘|지금|저는|우리는|그냥)[\s,]+|(?:아|음|저)[\s,]+)+"
)
#: Names have no more words than this.
LONGEST_NAME = 3
MOST_SIDES = 4
#: How sure it must be that a program is what a side's own question is about.
STANDS = 0.3


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things: its `name` as it stands in the question, the question of it alone, and its program.

    `slug` is empty when the documents do not have it; `sure`: how sure it is that they answer (0 to 1). `evidence`:
    what was found for it alone; None when it is told from what was found for the whole question. `alone`: it is a question of its own.
    """

    name: str
    text: str
    slug: str = ""
    sure: float = 0.0
    evidence: "Evidence | None" = field(default=None, repr=False)
    alone: bool = False


#: The programs that a question is about, best first, and how sure that is (0 to 1).
About = Callable[[str], tuple[tuple[str, ...], float]]


def named_sides(question: Question, corpus: Corpus, analyzer: Analyzer, about: About) -> tuple[Side, ...]:
    """The things that a question joins by name; none when it joins none, or something that is no name."""
    names, tail = _split(question.text, corpus, analyzer)
    if len(names) < 2:
        return ()
    found: list[Side] = []
    rest = _bare(COMPARES.sub(" ", tail), corpus, analyzer)
    # "배민이랑 쿠팡이츠 포장 수수료" asks both for what stands behind the last name.
    shared = without_platforms(names[-1]) if platforms(names[-1]) else ""
    for name in names[:MOST_SIDES]:
        of_name = f"{shared} {rest}".strip() if squash(name) in PLATFORM_OF else rest
        if _outside(name, corpus, analyzer):
            found.append(Side(name, name))
            continue
        if not corpus.names.find(name) and not platforms(name):
            return ()
        side = _stood_for(
            Side(name, name if asked(name) else f"{name} {of_name}".strip()), corpus, analyzer, about
        )
        if not side.slug:
            return ()
        found.append(side)
    return tuple(found) if any(side.slug for side in found) else ()


def ask_of(side: Side, question: Question, corpus: Corpus) -> Question:
    """The question of one side alone, with what the whole question asks for."""
    return replace(part_of(question, side.text, corpus.names), topic=())


def _split(text: str, corpus: Corpus, analyzer: Analyzer) -> tuple[list[str], str]:
    """The names that are joined, and what is asked of them."""
    text = _FILLER.sub("", text)
    parts: list[str] = []
    start = 0
    for joint in _JOINT.finditer(text):
        part = text[start : joint.start()].strip()
        if parts and any(_asks(word) for word in part.split()[1:-1]):
            break  # what is asked has begun: 효과 is no 효 with another thing
        if part:
            parts.append(part)
        start = joint.end()
    last = text[start:].split()
    head: list[str] = []
    while last and len(head) < LONGEST_NAME and not ((head or len(parts) > 1) and _asks(last[0])):
        head.append(last.pop(0))
    if not parts and len(head) > 1:
        # Names that only stand one after the other: 스마트스토어 쿠팡 중에.
        if not re.match(r"(?:둘\s?)?(?:중|비교|차이|어디가|뭐가|각각)", " ".join(last)):
            return [], ""
        if not all(platforms(word) or _outside(word, corpus, analyzer) for word in head):
            return [], ""
        return head, " ".join(last)
    if not parts:
        return [], ""
    names = [_bare(part, corpus, analyzer) for part in (*parts, *([" ".join(head)] if head else []))]
    if not all(_is_name(name, corpus, analyzer) for name in names):
        return [], ""
    return names, " ".join(last)


def _asks(word: str) -> bool:
    return bool(_ASKS.search(word) or asked(word))


def _bare(text: str, corpus: Corpus, analyzer: Analyzer) -> str:
    """A text without the particles at its end and the marks around it."""
    text = re.sub(r"\s+", " ", text).strip(" ?!.,~")
    for token in reversed(analyzer.tokens(text)):
        # 요기요 and 땡겨요 only look like words with an ending.
        if not token.tag.startswith("J") or token.end < len(text) or _last_name(text, corpus):
            break
        text = text[: token.start].rstrip()
    return text


def _last_name(text: str, corpus: Corpus) -> bool:
    """Whether the last word of a text is a name."""
    word = text.split()[-1]
    return squash(word) in corpus.names.programs or squash(word) in PLATFORM_OF


def _is_name(text: str, corpus: Corpus, analyzer: Analyzer) -> bool:
    """Whether a text may be a name: few words, and no verb among those that are not a known one's."""
    known = [mention.name for mention in corpus.names.find(text)]
    rest = without_platforms(without_names(text, known))
    tokens = analyzer.tokens(rest)
    return 0 < len(text.split()) <= LONGEST_NAME and not any(
        token.tag in ("EF", "EC", "ETM", "ETN", "VV") for token in tokens
    )


def _outside(name: str, corpus: Corpus, analyzer: Analyzer) -> bool:
    """Whether a name is none of the documents': another platform's, a bank's, a scheme's."""
    own = corpus.names.find(name)
    strange = [word for word in elsewhere(name) if not any(word in mention.name for mention in own)]
    if strange:
        return True
    tokens = analyzer.tokens(name)
    if not own and strange_names(name, tokens, corpus):
        return True
    if own or platforms(name):
        return False
    nouns = [token.form.lower() for token in tokens if token.tag in ("NNG", "NNP", "SL")]
    return bool(nouns) and (
        not corpus.says(squash(name)) and len(squash(name)) > 2 and _is_unknown(nouns, corpus)
    )


def _is_unknown(nouns: Sequence[str], corpus: Corpus) -> bool:
    return any(not corpus.knows(noun) for noun in nouns)


def _stood_for(side: Side, corpus: Corpus, analyzer: Analyzer, about: About) -> Side:
    """The side with its program: one of its platform when it names one, and none that ended unless it is named."""
    ranked, sure = about(side.text)
    if sure < STANDS and (platform := platforms(side.name)):
        # As documents write it: no search knows 쿠빵.
        ranked, sure = about(f"{platform[0]} {without_platforms(side.text)}".strip())
    named = [mention.slug for mention in corpus.names.find(side.text) if mention.share >= 0.5]
    if sure < STANDS and not named:
        return side
    wanted = set(platforms(side.name))
    if wanted:
        ranked = tuple(slug for slug in ranked if wanted & corpus.names.mentioned_in[slug])
    own = [slug for slug in ranked if slug in named] or list(ranked)
    own = [slug for slug in ranked if _goes_on(slug, side, corpus, analyzer)] or own
    open_ones = [slug for slug in own if corpus.documents[slug].status != "ended"]
    return replace(side, slug=next(iter(open_ones or own), ""), sure=sure)


def _goes_on(slug: str, side: Side, corpus: Corpus, analyzer: Analyzer) -> bool:
    """Whether a program's title says the side's name and then what is asked (네이버 스마트스토어 수수료 체계)."""
    title, name = squash(corpus.documents[slug].title), squash(side.name)
    after = title.partition(name)[2] if name in title else ""
    asks = [token.form for token in analyzer.tokens(side.text.removeprefix(side.name)) if token.tag == "NNG"]
    return any(word in after for word in asks)
