"""Vague goals (막연한 고민): 손님이 없어요, 온라인 시작하고 싶어요. What to look for when no program is asked for."""

import re
from typing import TYPE_CHECKING

from bot.clauses import asking_part, asks
from bot.words import nouns

if TYPE_CHECKING:
    from bot.corpus import Corpus
    from knowledge.korean import Analyzer

#: So many telling words of a program beside a worry make a question of its own; how rare such a word is, and how sure
#: it must be that the program answers.
OF_ITS_OWN, TELLING, SURE = 2, 0.4, 0.7

#: What a worry sounds like, without spaces, and the documents' words for what may help.
GOALS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"손님.{0,8}(?:없|안와|안오|줄|끊|반토막|떨어|오게|끌어|늘리|모으|모을|유치)|가게(?:를)?.{0,6}모르|알릴수|알리고싶|알리는(?:법|방법)|"
            r"홍보.{0,6}(?:어떻게|하고싶|해야|하려|할만|할수|배울|도와)|단골.{0,8}(?:늘|만들|없|알리|관리|소식)"
        ),
        "가게 홍보 광고 손님 알리기 단골 소식 지도 등록",
    ),
    (
        re.compile(
            r"(?:온라인|인터넷|쇼핑몰|앱).{0,14}(?:시작|해보고|팔아보|팔고싶|팔려고|팔거나|진출)|"
            r"온라인(?:으로|에서)?(?:도)?장사(?:를)?(?:하고|해보)"
        ),
        "온라인 판매 시작 입점 판로 스마트스토어 쇼핑몰 홈쇼핑 교육",
    ),
    (
        re.compile(
            r"판로|(?:온라인|인터넷|방송|홈쇼핑).{0,14}(?:넓게|팔아\s?주|대신팔)|(?:방송|홈쇼핑).{0,14}(?:팔아보|팔고싶|진출)"
        ),
        "판로 지원 입점 온라인 쇼핑몰 TV홈쇼핑 방송 기획관 상설관 농산물 판매",
    ),
    (
        re.compile(
            r"(?:매출|장사)(?:이|가|도)?(?:너무|통|영|진짜|요즘)*(?:안돼|안되|안나|떨어|줄었|반토막|힘들|바닥)|먹고살기힘|버티기힘|너무힘들"
        ),
        "매출 경영안정 고정비 지원 정책자금 온라인 판로 홍보",
    ),
    (
        re.compile(
            r"(?:고정비|공과금|전기세|전기요금|가스비|관리비).{0,12}(?:부담|도와|지원|보태|힘들|감당|줄이|줄일|무서)|남는게없"
        ),
        "고정비 공과금 경영안정 바우처 부담경감 크레딧 전기요금 지원",
    ),
    (
        re.compile(
            r"(?:수수료|떼가는|떼이는|배달비).{0,10}(?:부담|너무|줄이|줄일|아끼|아낄|감당|무서|덜낼|덜내|덜한|덜떼|적은)"
        ),
        "배달앱 수수료 낮은 공공배달앱 상생요금제 포장 수수료 상한제",
    ),
    (
        re.compile(r"(?:돈|자금|운영비)(?:이|도)?(?:없|부족|급해|급한|막혔|필요한데)|대출(?:을)?받고싶|급전"),
        "소상공인 정책자금 대출 융자 경영안정",
    ),
    (
        re.compile(
            r"(?:일손|직원|알바|사람|종업원).{0,8}(?:부족|모자라|안구해|구하기.{0,4}(?:힘|어려)|대신)|인건비.{0,4}(?:너무|부담|감당|올라|비싸|줄이|아끼)"
        ),
        "구인 알바 키오스크 서빙로봇 테이블오더 스마트 기술",
    ),
    (
        re.compile(
            r"(?:폐업|문닫|접으|접을|접어야|그만두|그만둘|못버티|망하|망했|때려치).{0,20}(?:도움|도와|지원|제도|혜택|방법|기댈|뭐|뭘|어떡|어떻게)"
        ),
        "폐업 철거비 재기 재도전 사업정리 고용보험 취업 창업",
    ),
    (
        re.compile(
            r"(?:ai|에이아이|인공지능|챗gpt|챗지피티).{0,8}(?:배우|배울|가르|갈차|교육|공부)|(?:배우고싶|배울데|배울수|가르쳐주는데|가르쳐주는곳)"
        ),
        "무료 교육 강의 배우기 온라인 AI 활용",
    ),
    (
        re.compile(
            r"(?:전통시장|재래시장|시장)(?:서|에서)?.{0,10}(?:상인|장사|사람|파는|팔아).{0,40}(?:도움|도와|지원|혜택|방법)"
        ),
        "전통시장 상인 단골시장 온누리상품권 온라인 장보기 배송 지원",
    ),
    (
        re.compile(
            r"(?:뭐|무엇|어디|뭘)(?:부터|서부터)(?:해야|시작|하면)|(?:컴퓨터|인터넷|스마트폰|디지털)(?:을|를|은|도)?(?:하나도|잘|아예)?(?:못하|못해|몰라|모르|어려|서툰|서툴)"
        ),
        "무료 교육 상담 온라인 배우기 디지털 전환",
    ),
)


def leads_to(text: str, slug: str, corpus: "Corpus", analyzer: "Analyzer") -> bool:
    """Whether a worry only leads to a question of one program (인터넷으로 팔려는데 구매안전 확인증은 어디서 떼요)."""
    beside = re.sub(r"\s+", "", text)
    for pattern, _ in GOALS:
        beside = pattern.sub(" ", beside)
    telling = {
        word
        for word in nouns(analyzer.tokens(text))
        if len(word) > 1
        and word in beside
        and slug in corpus.words.get(word, ())
        and corpus.weight(word) >= TELLING
    }
    return len(telling) >= OF_ITS_OWN and asks(asking_part(text))


def goal(text: str) -> str:
    """The words to search with for a worry; empty when the text is none."""
    squeezed = re.sub(r"\s+", "", text)
    return " ".join(words for pattern, words in GOALS if pattern.search(squeezed))
