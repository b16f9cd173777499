"""What belongs into a list (목록) and in which order: by theme, by who runs it, by how it stands."""

import re
from collections.abc import Iterable, Sequence
from heapq import nlargest

from bot.answer import Candidate
from bot.corpus import Corpus
from bot.names import platforms, squash
from bot.question import Question
from bot.words import nouns
from knowledge.document import Document
from knowledge.fusion import DENSE
from knowledge.korean import Analyzer

#: Asks for what platforms do, and names none.
_AT_LARGE = re.compile(
    r"플랫폼\s?(?:들|사|기업|회사|업체)|플랫폼(?:에서|이|은|의)?\s?(?:하는|해\s?주는|도와|지원|상생|프로그램|혜택)|빅\s?테크|네카쿠|대기업(?:들|\s?플랫폼)|(?:앱|인터넷)\s?(?:회사|업체|기업)들"
)
#: Asks for programs in so many words.
_PROGRAMS = re.compile(
    r"(?:제도|사업|지원|프로그램|서비스|혜택|교육|대출)(?:들|(?:이|은|을)?\s?(?:있으면|뭐|머|전부|모두|다\s))|"
    r"(?:어떤|무슨)\s?(?:제도|사업|지원|프로그램|서비스|혜택|교육|대출)"
)
#: What is done about platforms is none of what they do.
_RULES = re.compile(r"규제|(?<![가-힣])법|제도|국회|논의|통계|갑질|횡포")
#: Asks for what stands in a certain way.
_STANDING = {
    "ended": re.compile(
        r"(?:끝난|종료된|종료한|없어진|사라진)\s?(?:사업|지원|제도|프로그램|혜택|거|것|게)(?!들?(?:이?라도|까지|도|든))"
    ),
    "announced": re.compile(r"(?:발표만|예고만|계획만)\s?(?:된|한|나온)|발표\s?단계"),
    "pending": re.compile(r"(?:논의|계류|추진)\s?(?:중인|되는)\s?(?:법|제도|정책|거|것|게)"),
}
#: Asks for what is over, too.
_OVER_TOO = re.compile(
    r"(?:끝난|종료된|없어진|지난(?!달|주|번|해|\s?(?:달|주|번))|예전|옛날)|[가-힣]던\s?(?:거|것|게|사업|지원|제도|프로그램)"
)
#: Words of a list's question that are no theme.
_NO_THEME = frozenset(
    "종류 목록 리스트 지원 지원금 사업 제도 프로그램 혜택 서비스 도움 도와주 소상공인 자영업자 자영업 사장 사장님 가게 플랫폼 플랫폼들 기업 회사 대기업 업체 관련 거 것 추천 정리 전부 모두".split()
)
#: What the groups are called whose programs no single platform runs.
_KINDS = {"government_program": "정부 사업", "policy": "제도", "statistic": "통계"}
OTHERS = "여러 곳"
#: So many programs of each platform when none is named.
OF_EACH = 2
#: A program so far ahead of all others is the only one that a list is about. On the lists of tests/golden, those of several
#: programs stay below .42, those of one mostly pass .45.
FAR_AHEAD = 0.44
#: Less far is enough when so many of the ten nearest facts are its own: of lists of several programs, those with so many
#: stay below .22.
AHEAD, NEAREST, OWN = 0.28, 10, 8
#: A shorter list needs no headings.
LEAST_GROUPED = 4


def over_too(question: Question) -> bool:
    """Whether a list is to have what has ended as well as what goes on."""
    return bool(_OVER_TOO.search(question.text))


def theme(question: Question, analyzer: Analyzer) -> list[str]:
    """The nouns that say what a list is to be about."""
    return [word for word in nouns(analyzer.tokens(question.text)) if word not in _NO_THEME]


def of_one_program(
    question: Question, programs: Sequence[tuple[str, float]], found: Iterable[Candidate]
) -> bool:
    """Whether what a list is to name stands in one program's sheet (배민 교육 과목, 바우처 쓸 수 있는 곳).

    `found`: the facts of all programs with their scores.
    """
    if question.shape != "list" or question.goal or standing(question) or _AT_LARGE.search(question.text):
        return False
    if len(programs) < 2:
        return False
    ahead = programs[0][1] - programs[1][1]
    near = nlargest(NEAREST, found, key=lambda fact: (fact.lexical or 0.0) + DENSE * (fact.dense or 0.0))
    own = sum(fact.slug == programs[0][0] for fact in near)
    return ahead >= FAR_AHEAD or (ahead >= AHEAD and own >= OWN and not _PROGRAMS.search(question.text))


def is_known_theme(
    question: Question, programs: Sequence[tuple[str, float]], corpus: Corpus, analyzer: Analyzer
) -> bool:
    """Whether the best programs are called by all that a list is to be about (대출 종류, 정산 관련 제도).

    A list of what has ended, or of what platforms do, needs no more words.
    """
    words = theme(question, analyzer)
    if question.shape != "list":
        return False
    if not words:
        return bool(standing(question) or _AT_LARGE.search(question.text))
    for slug, _ in programs[:3]:
        document = corpus.documents[slug]
        names = squash(" ".join((document.title, *document.aliases)))
        if all(squash(word) in names for word in words):
            return True
    return False


def of_platforms(
    question: Question, programs: Sequence[tuple[str, float]], corpus: Corpus, analyzer: Analyzer, near: float
) -> list[str]:
    """The programs of a list of what platforms do, a few of each; none when that is not what is asked."""
    if question.platforms or question.public or not _AT_LARGE.search(question.text):
        return []
    if _RULES.search(question.text):
        return []
    own = [
        (slug, score)
        for slug, score in programs
        if corpus.documents[slug].kind == "platform_program"
        and corpus.names.platforms_of[slug]
        and (corpus.documents[slug].status != "ended" or over_too(question))
    ]
    if own and theme(question, analyzer):
        own = [(slug, score) for slug, score in own if score >= own[0][1] - near]
    found: list[str] = []
    count: dict[str, int] = {}
    for slug, _ in own:
        group = group_of(corpus.documents[slug])
        count[group] = count.get(group, 0) + 1
        found += [slug] if count[group] <= OF_EACH else []
    return found


def standing(question: Question) -> str:
    """The status that the programs of a list must have; empty when the question says none."""
    return next((status for status, asks in _STANDING.items() if asks.search(question.text)), "")


def group_of(document: Document) -> str:
    """Who runs a program: its platform, or its kind when no single platform does."""
    run = platforms(f"{document.title} {document.provider}")
    if len(run) == 1:
        return run[0]
    return _KINDS.get(document.kind or "", OTHERS)


def grouped(documents: Sequence[Document]) -> list[tuple[str, list[Document]]]:
    """The programs under who runs them, those that ended last in each; one group without a name for a short list."""
    alive = [document for document in documents if document.status != "ended"]
    ended = [document for document in documents if document.status == "ended"]
    groups: dict[str, list[Document]] = {}
    for document in (*alive, *ended):
        groups.setdefault(group_of(document), []).append(document)
    if len(documents) < LEAST_GROUPED or not 1 < len(groups) < len(documents):
        return [("", [*alive, *ended])]
    return list(groups.items())
