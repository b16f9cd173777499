"""Names of things that no document has: a bank's loan, another ministry's voucher, a platform's other service.

Such a name is built like a covered one (수출바우처, 카카오뱅크), and its parts may well stand in the documents;
an answer from the nearest covered program would be wrong.
"""

import re
from collections.abc import Sequence

from bot.corpus import Corpus
from bot.names import PLATFORM_OF, squash
from knowledge.korean import Token

#: Nouns that end the name of a program or a product, and are seldom used to describe one.
_HEADS = frozenset(
    [
        "바우처",
        "패키지",
        "사관학교",
        "장려금",
        "자금",
        "공제",
        "페이",
        "뱅크",
        "은행",
        "카드",
        "금융",
        "펀드",
        "통장",
        "보증",
        "연금",
        "적금",
        "보험",
        "수당",
        "급여",
        "저축",
        "쿠폰",
        "머니",
        "포인트",
        "마일리지",
        "멤버십",
        "캐시",
        "아카데미",
        "스쿨",
        "센터",
        "대출",
        "론",
        "지원단",
        "추진단",
        "재단",
        "인증",
        "업소",
    ]
)
#: Names of other platforms, shops, banks and public schemes that merchants mention; strange only while no
#: document has them.
_ELSEWHERE = re.compile(
    r"11번가|십일번가|토스(?!트)|지마켓|g마켓|옥션|무신사|에이블리|지그재그|오늘의집|마켓컬리|컬리|알리익스프레스|테무|아마존|쇼피|이베이|큐텐|"
    r"캐치테이블|테이블링|야놀자|여기어때|에어비앤비|인스타(?:그램)?|유튜브|틱톡|페이스북|구글|번개장터|중고나라|숨고|크몽|아이디어스|"
    r"배민커넥트|배민상회|배민라이더스|쿠팡플레이|쿠팡와우|와우멤버십|쿠팡파트너스|카카오뱅크|카뱅|카카오페이|카카오t|카카오택시|카카오맵(?!매장)|카카오게임|멜론|네이버웹툰|네이버카페|케이뱅크|"
    r"국민은행|신한은행|우리은행|농협|새마을금고|신협|미소금융|햇살론|새출발기금|노란우산|두루누리|근로장려금|자녀장려금|일자리안정자금|국민연금|건강보험료?|산재보험|내일채움|청년내일|"
    r"예비창업패키지|초기창업패키지|청년창업|수출바우처|혁신바우처|데이터바우처|클라우드바우처|농식품바우처|비대면바우처|스마트공장|스마트팜|착한가격업소|모범음식점|지역화폐|고향사랑|민생회복|재난지원금|손실보상|버팀목|방역지원금|"
    r"종합소득세|종소세|원천세|양도세|상속세|증여세|퇴직금|주휴수당|최저임금|실업급여수급|권리금|임대차보호"
)
#: Subjects of a shop owner's day that no support program is about: a word of these says what the question is about.
OFF_TOPIC = frozenset(
    """점심 저녁밥 아침밥 간식 야식 날씨 기온 미세먼지 장마 태풍 우산 병원 의사 약 약국 두통 허리 무릎 감기 통증 다이어트 임신 강아지 고양이 소송 고소 고발 변호사 합의금 이혼 위자료
    상속 증여 권리금 보증금 건물주 임대인 월세 원상복구 주식 주가 배당 코인 비트코인 이더리움 로또 복권 부동산 아파트 청약 사주 운세 타로 궁합 축구 야구
    올림픽 월드컵 대통령 선거 국회의원 정당 레시피 양념 육수 소스 반죽 맛집 드라마 영화 노래 가수 아이돌 게임 여행 비행기 호텔 번역 영어 일본어 중국어
    일당 일급 주급 연봉 숙제 수학 과학자 역사 코딩 파이썬 엑셀 함수 연애 고백 남친 여친 결혼 농담 개그 유머 수수께끼 시급 주휴수당 퇴직금 최저임금 노동청 해고 근로계약서
    위생교육 위생점검 보건증 식중독 진상 별점 리뷰어 인테리어 도배 누수 에어컨 냉장고 특허 상표권 주민등록번호 비밀번호 암호 토큰""".split()
)
#: Words that stand before a name without being part of it, in a message without spaces.
_BEFORE_NAMES = frozenset(
    "예전 옛날 지금 올해 작년 재작년 요즘 이번 우리 저희 제 내 그 이 저 나라 정부 소상공인 사장 가게".split()
)
_NOUN_TAGS = frozenset(["NNG", "NNP", "SL", "SN", "XPN", "XSN", "XR", "NR"])


def strange_names(text: str, tokens: Sequence[Token], corpus: Corpus) -> list[str]:
    """The names in a text that are built like a program's or a service's, and stand in no document."""
    found = [name for name in elsewhere(text) if not corpus.says(name)]
    for token in tokens:
        # One word to the analyser (근로장려금), but built like a name.
        form = token.form.lower()
        if token.tag in ("NNG", "NNP") and not corpus.says(form) and _ends_like_name(form):
            found.append(form)
    for run in _runs(tokens):
        while run and (run[0].form in _BEFORE_NAMES or run[0].form.lower() in PLATFORM_OF) and len(run) > 2:
            run = run[1:]
        forms = [token.form.lower() for token in run]
        for place, form in enumerate(forms):
            if place and (form in _HEADS or _ends_like_name(form)):
                name = "".join(forms[: place + 1])
                if not corpus.says(name) and not _described(forms[:place], form, corpus):
                    found.append(name)
            platform = PLATFORM_OF.get(form)
            if platform and place + 1 < len(forms) and run[place + 1].start == run[place].end:
                after = forms[place + 1]
                if run[place + 1].tag in ("NNG", "NNP", "SL") and not _of_platform(after, platform, corpus):
                    found.append(form + after)
    return list(dict.fromkeys(found))


def elsewhere(text: str) -> list[str]:
    """The platforms, shops, banks and schemes that a text names and that are nobody's covered here, squashed."""
    return _ELSEWHERE.findall(squash(text))


def from_elsewhere(text: str, corpus: Corpus) -> bool:
    """Whether a text names a platform, a bank or a scheme that merchants know and no document has."""
    return any(not corpus.says(name) for name in elsewhere(text))


def foreign_to(text: str, slug: str, corpus: Corpus) -> bool:
    """Whether a text names a platform, a bank or a scheme that merchants know and a program's document has not."""
    said = squash(" ".join(fact.text for fact in corpus.facts.get(slug, ())))
    return any(name not in said for name in elsewhere(text))


def off_topic(words: Sequence[str], top: Sequence[str], corpus: Corpus) -> bool:
    """Whether a word says that the question is about something else, and the best programs do not have it."""
    return any(word in OFF_TOPIC and not corpus.words.get(word, frozenset()) & set(top) for word in words)


def _ends_like_name(form: str) -> bool:
    return any(form.endswith(head) and form != head for head in _HEADS)


def _runs(tokens: Sequence[Token]) -> list[list[Token]]:
    """The longest chains of nouns written without a space between them."""
    runs: list[list[Token]] = [[]]
    for token in tokens:
        if token.tag not in _NOUN_TAGS or (runs[-1] and token.start != runs[-1][-1].end):
            runs.append([])
        if token.tag in _NOUN_TAGS:
            runs[-1].append(token)
    return [run for run in runs if len(run) > 1]


def _described(before: Sequence[str], head: str, corpus: Corpus) -> bool:
    """Whether a document has the head with the word right before it (소상공인대출, 고용보험)."""
    return corpus.says(before[-1] + head) and len(before) == 1


def _of_platform(word: str, platform: str, corpus: Corpus) -> bool:
    """Whether a document that tells of the platform has the word."""
    return any(platform in corpus.names.mentioned_in[slug] for slug in corpus.words.get(squash(word), ()))
