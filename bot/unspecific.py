"""A question of nothing (무엇을 묻는지 모르는 질문): "신청은 어떻게 해요?" with nothing before it. It is asked back."""

import re

from bot.aspects import asked
from bot.corpus import Corpus
from bot.lists import group_of
from bot.names import short_title
from bot.question import Question, leans_back
from bot.words import content_words
from knowledge.korean import Analyzer

#: Words that go with any program's question and say nothing of which (교 is an ending of the south: 하는교).
_ANY = frozenset(
    """지원 지원금 지원금액 지원사업 사업 프로그램 제도 혜택 금액 돈 비용 서류 준비 준비물 신청 신청서 접수 등록 가입 기간 기한 마감 마감일 대상 자격 조건
    내용 절차 방법 전화 전화번호 번호 연락처 문의처 링크 사이트 홈페이지 주소 수수료 이자 한도 필요 가능 해당 얼마 얼마나 끝나 시작 시작하 걸리 들어오 제출 내 넣
    하 되 주 나가 받 까지 부터 오늘 정부 나라 국가 달라지 다르 비교 차이 바뀌 변하 최대 최소 나중 정확 정확히 자세히 자세하 자격요건 요건 본인 본인부담 자부담 기준 교 걸 껄""".split()
)
#: Asks the question before once more ("다시", "다시 알려줘요").
_AGAIN = re.compile(
    r"(?:아\s|네\s|그럼\s|좀\s)?(?:한\s?번\s?(?:더|만)\s?)?(?:다시|재시도|한\s?번\s?더)(?:\s?한\s?번(?:만)?)?(?:\s?(?:좀|더))?"
    r"\s?(?:알려|말해|말씀해|답해|대답해|설명해|물어|찾아|해|검색해)?\s?(?:봐|줘|주세요|주실래요|줄래|주라|볼게|볼께)?(?:요|여)?[.!?~ㅠㅜ\s]*"
)
_OFFERS = re.compile(r"사업|지원|제도|프로그램|혜택|교육")
_IN_ONE_PLACE = re.compile(
    r"(?:(?<![가-힣])한\s?(?:군데|곳)(?:에서|서)|(?<![가-힣])한(?:데|꺼번에|\s?번에|\s?방에)).{0,12}(?:사이트|누리집|홈페이지|링크)"
)
_AMOUNT = re.compile(r"\d")
EXAMPLES = 3


def asks_of_nothing(question: Question, corpus: Corpus, analyzer: Analyzer) -> bool:
    """Whether a question asks for something and does not say of what."""
    if question.mentions or question.platforms or question.topic or question.goal or question.public:
        return False
    if asks_again(question.text):
        return True
    if question.shape == "list" and _OFFERS.search(question.text):
        return False  # what there is at all is a list's business
    if _IN_ONE_PLACE.search(question.text):
        return False  # that says which: the site where all is applied for
    if not (question.aspects or leans_back(question.text)) or _AMOUNT.search(question.text):
        return False
    words = content_words(analyzer.tokens(question.text))
    return all(says_not_which(word) for word in words)


def says_not_which(word: str) -> bool:
    """Whether a word names what is asked of a program and not which program (서류, 신청, 수수료)."""
    return word in _ANY or bool(asked(word))


def asks_again(text: str) -> bool:
    """Whether a turn only asks for the question before it once more."""
    return bool(_AGAIN.fullmatch(text.strip()))


def examples(programs: tuple[tuple[str, float], ...], corpus: Corpus) -> list[str]:
    """Programs that may be meant, as slugs: what comes near, each of somebody else, none that has ended."""
    found: dict[str, str] = {}
    for slug, _ in programs:
        document = corpus.documents[slug]
        title = short_title(document.title)
        usable = document.status == "ongoing" and document.kind != "policy"
        if usable and not any(char.isdigit() for char in title):
            found.setdefault(group_of(document), slug)
    return list(found.values())[:EXAMPLES]
