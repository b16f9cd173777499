"""Yes or no (네·아니요): what a passage decides of a question that can be answered so, said first.

Nothing is concluded: the sentence must have what the question is about, and say it plainly, without a condition.
"""

import re

from bot.facts import ScoredFact, without_programs
from bot.names import PLATFORM_OF, platforms
from bot.question import Question
from bot.words import content_words
from knowledge.document import Status
from knowledge.korean import Analyzer

YES = "네, 자료에는 이렇게 나와 있어요."
NO = "아니요, 자료에는 이렇게 나와 있어요."
#: What a question says besides, and needs not stand in the sentence.
_SAID = frozenset(
    "신청 이용 사용 쓰 하 되 있 받 내 내야 들 가게 사장 소상공인 경우 그냥 진짜 정말 혹시 꼭 반드시 무조건".split()
)

#: Ends like a question that yes or no answers, and has no question word.
_POLAR = re.compile(
    r"(?:나요|까요|가요|죠|지요|는지요?|[았었됐였했났렸]어요|되나|하나|있나|없나|받나|주나|드나|돼요|되요|예요|에요|이에요|인가요|해요|있어요|없어요|줘요|받아요|들어요|맞아요|맞나|거죠|라면서요|다면서요|는교|냐|니)[?!.~ㅠㅋ]*$"
)
_OPEN = re.compile(
    r"얼마|얼만|몇|언제|어디|어떻|어케|누가|누구|뭐|뭔|무엇|무슨|어느|어떤|왜|며칠|방법|알려|각각|비교|차이"
)
#: What the question is about, the sentences that say it is so, and those that say it is not.
_FREE = (
    re.compile(r"무료|공짜|돈\s?(?:안|없이)|꽁짜"),
    re.compile(r"무료(?!로\s?(?:먼저|미리))|공짜|이용료가 없|수수료가 없|돈이 들지 않"),
    re.compile(r"유료|돈이 들|요금을 (?:내|받)"),
)
_PAID = (
    re.compile(r"돈\s?(?:이|을)?\s?(?:드|들|내|나가)|유료|비용\s?(?:이|을)?\s?(?:드|들|있)"),
    _FREE[2],
    _FREE[1],
)
_DUTY = (
    re.compile(r"(?:꼭|반드시|무조건|의무)|해야\s?(?:하|돼|되|해)|[어아]야\s?(?:하|돼|되)"),
    re.compile(r"해야 한다|해야 해요|의무(?:다|이다|가 있)|필요하다"),
    re.compile(r"의무가 없|하지 않아도|안 해도|필요 없|면제"),
)
_CAN = (
    re.compile(r"(?:수|쑤)\s?(?:있|잇)|되나|되는|돼|되죠|되지|가능|들을|끼워"),
    re.compile(r"수 있(?:다|고)|가능하(?:다|고)|누구나"),
    re.compile(r"수 없(?:다|고)|안 된다|되지 않는다|빠졌(?:다|고)|빠진다|제외"),
)
_TOPICS = (_FREE, _PAID, _DUTY, _CAN)
#: A sentence that holds only under a condition, or that somebody only said, decides nothing.
_IF = re.compile(
    r"면(?:\s|,)|경우|이하|미만|이상|초과|까지|부터|만\s|제외|단,|다만|안내가 있|글이 있|보도|주장|설명|예고|계획|했다|였다|었다|다르다|\(\d{4}년"
)
#: A question that denies is answered the other way round; which way is meant is not for us to say.
_DENIED = re.compile(
    r"(?:안|못)\s?(?:되|돼|받|하|들|내|떼)|(?:수|비용|돈)\s?(?:이|는|도)?\s?없[나어죠지]|아니[죠지]|않"
)
#: Asks of everything, or says it of everything.
_ALL = re.compile(r"(?<![가-힣])(?:다|전부|모두|모든|전체|싹)(?![가-힣])|(?<=\s)모두")
#: Whether an ended program still runs; whether it is over.
_STILL = re.compile(
    r"지금도|아직|올해도|내년에도|요즘도|여태도?|현재도|계속|(?:또|다시)\s?(?:하|해|받|주|줘)|지금\s?(?:신청|받|하)|신청\s?(?:되|돼|할\s?수|가능)"
)
_OVER = re.compile(r"끝났|끝난|없어졌|사라졌|종료|마감됐")
_ONLY = re.compile(r"만(?=\s|[이은]?\s?(?:되|돼|가능|받|들))|밖에")
_NOT = re.compile(r"(?:지|진)\s?(?:않|못)|(?<![가-힣])(?:안|못)\s|없[는이]")
_CLAUSE = re.compile(r"(?<=[가-힣]고),?\s|(?<=지만)\s|,\s")


def on_standing(question: Question, status: Status | None) -> str:
    """네 or 아니요 to whether a program still runs or a plan came about; empty when that is not asked."""
    if not _is_polar(question.text):
        return ""
    if status == "ended":
        return "네" if _OVER.search(question.text) else ("아니요" if _STILL.search(question.text) else "")
    return "아니요" if status == "pending" and "통과" in question.text else ""


def verdict(question: Question, fact: ScoredFact, analyzer: Analyzer) -> str:
    """네 or 아니요 when the sentence decides the question; empty when it does not."""
    if not _is_polar(question.text) or question.years:
        return ""
    rest = without_programs(question)
    for asks, yes, no in _TOPICS:
        if not asks.search(rest):
            continue
        told = fact.passage.text
        if _ONLY.search(rest) or (_ALL.search(rest) and not _ALL.search(told)):
            return ""
        run = set(platforms(told))
        words = content_words(analyzer.tokens(asks.sub(" ", rest)))
        about = {word for word in words if word not in _SAID and PLATFORM_OF.get(word) not in run}
        denied = bool(_NOT.search(asks.sub(" ", rest)))
        return _decided(told, about, denied, yes, no, analyzer)
    return ""


def _is_polar(text: str) -> bool:
    """Whether yes or no answers a question, and which of them says what is plain."""
    return bool(_POLAR.search(text.strip())) and not _OPEN.search(text) and not _DENIED.search(text)


def _decided(
    told: str, about: set[str], denied: bool, yes: re.Pattern[str], no: re.Pattern[str], analyzer: Analyzer
) -> str:
    """What the one clause that has all the words says; the whole sentence when the question has no more words."""
    clauses = [clause for clause in _CLAUSE.split(told) if clause] if about else [told]
    saying = []
    for clause in clauses:
        words = {token.form.lower() for token in analyzer.tokens(clause)}
        if about <= words and (yes.search(clause) or no.search(clause)):
            saying.append(clause)
    if len(saying) != 1 or _IF.search(saying[0]):
        return ""
    # 쓰지 않는 사장님도 들을 수 있다 answers who asks of those who do not.
    if bool(_NOT.search(no.sub(" ", yes.sub(" ", saying[0])))) != denied:
        return ""
    says = bool(yes.search(saying[0])), bool(no.search(saying[0]))
    return {(True, False): YES, (False, True): NO}.get(says, "")
