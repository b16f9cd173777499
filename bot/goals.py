"""Vague goals (막연한 고민): 손님이 없어요, 온라인 시작하고 싶어요. What to look for when no program is asked for."""

import re

#: What a worry sounds like, without spaces, and the documents' words for what may help.
GOALS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"손님(?:이|도)?(?:너무|통|진짜|하나도)?(?:없|안와|안오|줄|끊)|가게(?:를)?(?:아무도|사람들이)?모르|홍보(?:를)?(?:어떻게|하고싶|해야|하려)|단골(?:을|이)?(?:늘|만들|없)"
        ),
        "가게 홍보 광고 손님 알리기 단골 소식 지도 등록",
    ),
    (
        re.compile(
            r"온라인(?:으로|에서)?(?:도)?(?:시작|해보고|팔아보|진출|장사(?:를)?(?:하고|해보))|인터넷(?:으로|에)?(?:장사|팔아보고|판매(?:를)?(?:시작|하고|해보))"
        ),
        "온라인 판매 시작 입점 스마트스토어 쇼핑몰 판로 교육",
    ),
    (
        re.compile(
            r"(?:매출|장사)(?:이|가|도)?(?:너무|통|영|진짜|요즘)?(?:안돼|안되|안나|떨어|줄었|반토막|힘들|바닥)|먹고살기힘|버티기힘|너무힘들"
        ),
        "매출 경영안정 고정비 지원 정책자금 온라인 판로 홍보",
    ),
    (
        re.compile(r"(?:돈|자금|운영비)(?:이|도)?(?:없|부족|급해|급한|막혔|필요한데)|대출(?:을)?받고싶|급전"),
        "소상공인 정책자금 대출 융자 경영안정",
    ),
    (
        re.compile(
            r"(?:일손|직원|알바|사람)(?:이|을)?(?:부족|모자라|안구해|구하기(?:가)?힘)|인건비(?:가)?(?:너무|부담|감당|올라|비싸)"
        ),
        "구인 알바 키오스크 서빙로봇 테이블오더 스마트 기술",
    ),
    (
        re.compile(
            r"(?:뭐|무엇|어디|뭘)(?:부터|서부터)(?:해야|시작|하면)|(?:컴퓨터|인터넷|스마트폰|디지털)(?:을|를|은)?(?:하나도|잘|아예)?(?:못|몰라|모르|어려)"
        ),
        "무료 교육 상담 온라인 배우기 디지털 전환",
    ),
)


def goal(text: str) -> str:
    """The words to search with for a worry; empty when the text is none."""
    squeezed = re.sub(r"\s+", "", text)
    return " ".join(words for pattern, words in GOALS if pattern.search(squeezed))
