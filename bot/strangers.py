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
_NOUN_TAGS = frozenset(["NNG", "NNP", "SL", "SN", "XPN", "XSN", "XR", "NR"])


def strange_names(text: str, tokens: Sequence[Token], corpus: Corpus) -> list[str]:
    """The names in a text that are built like a program's or a service's, and stand in no document."""
    found = [name for name in _ELSEWHERE.findall(squash(text)) if not corpus.says(name)]
    for token in tokens:
        # One word to the analyser (근로장려금), but built like a name.
        form = token.form.lower()
        if token.tag in ("NNG", "NNP") and not corpus.says(form) and _ends_like_name(form):
            found.append(form)
    for run in _runs(tokens):
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
