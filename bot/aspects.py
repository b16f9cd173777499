"""What a question asks of a program, and what a sentence tells: the same list of aspects for both.

An aspect is read from surface patterns on purpose: a merchant's 얼마, 몇프로, 언제까지 is short and regular,
and the same pattern must be found in a question, in a fact and in an entry of `not_known`.
"""

import re
from enum import Enum


class Aspect(Enum):
    """An attribute of a program; the value is the word with which an answer names it."""

    AMOUNT = "금액"
    RATE = "비율"
    WHEN = "일정"
    DURATION = "기간"
    WHERE = "장소"
    URL = "누리집 주소"
    PHONE = "전화번호"
    HOW = "신청 방법"
    WHO = "대상과 자격"
    COUNT = "규모"
    STATUS = "지금도 하는지"
    USE = "쓸 수 있는 곳"
    WHAT = "내용"


#: Spaces are taken out before matching: shop owners leave them out, too.
ASKED: dict[Aspect, re.Pattern[str]] = {
    Aspect.AMOUNT: re.compile(
        r"얼마(?!나|나?(?:를)?(?:떼|떠|까이|깎|할인))|얼마(?=나가(?!까)|나갔|나간(?!격)|나갑)|얼마나(?=요|예|에요|인|임|야|해|줘|주|준|받|내|냈|드|들|나오|나와|나옵|썼|쓰|쓴|보태|지원|돌려|팔|벌|까지|$|\?)|얼만|을마|월마|금액|한도|단가|가격|비용이|비용은|요금이|요금은|몇만|몇억|몇백|몇천|몇원|몇조|상금|과태료|벌금|예산|이용료|참가비|수강료|돈드|돈이드|돈들|(?:공짜|무료)(?:예요|에요|인가|인교|인지|입니까|야|임|죠|가요)|어디까지(?=보태|대주|대줘|지원|주|줘)|받을수있는돈|받는돈|돈이?어디가|돈더|돈을더|돈이더|(?<!물건)(?<!상품)(?<!제)값(?:이랑|은|이|요|좀|같이|$)|"
        # A price at the end asks for it: 등록 비용, 보관비, 광고비는요 (준비, 무료 and 수수료 are none).
        r"(?:비용|요금|가격|(?:지원|보조|장려|대출|보상)금|지원액|(?<![준소대설장정구제경로시낭])비|(?<![무자의수재원치])료)(?:은|는|이|가|도|좀|만)?(?:요|여)?(?:알려\S*|궁금\S*|어때\S*)?[?.!~ㅠㅋ]*$"
    ),
    Aspect.RATE: re.compile(
        r"몇?(?:프로(?!젝트|그램|필|모션|세스|파일)|퍼센트|%)|몇퍼|퍼(?=예|에|냐|임|야)|금리|이자|요율|수수료|할인율|비율|떼가(?!야|지고)|떼요|떼나|떼이|떼는|떼어(?!와|오|가야)|떼죠|떼노|떼냐|얼마나?(?:를)?(?:떼|깎|할인)|자부담(?:률|율|비율|금|은|이|도)*(?:요|여)?[?.!~]*$"
    ),
    Aspect.WHEN: re.compile(
        r"언제|은제|날짜|일정|기한|마감|며칠|몇일|몇월|몇시(?!간)|몇년(?:도|부터|에)|무슨요일|까지예|까지에|까지인|까지야|까지임|까지죠|까지래|까지라|시작했|시작해|개최일|시행일|모집(?:기간|일)|신청기간|접수기간"
    ),
    Aspect.DURATION: re.compile(
        r"몇년(?!도|부터|에)|몇개월|몇달|몇시간|몇분|몇주|얼마나(?:오래|걸|묶|기다)|며칠(?:이나)?걸|얼마동안|기간이|기간은|몇일걸|며칠만|몇일만"
    ),
    Aspect.WHERE: re.compile(
        r"어디(?:에|서)?(?:있|열|하(?:나|는|죠|지|노)|해요|했|가(?=대상|해당|지역)|로|야|예요|에요|임|죠|인)|장소|위치|지점|어느(?:지역|동네|시장|대학|도시|구)|무슨시장|지역은|어디어디|또어디"
    ),
    Aspect.URL: re.compile(r"주소|사이트|홈페이지|홈피|링크|누리집|웹|url|어디서봐|어디서보"),
    Aspect.PHONE: re.compile(
        r"전화번호|전화(?:는|가|로)?(?:몇|어디|어데|뭐|물어|문의|상담)|전화(?:할|걸|해볼)|(?<!사업자)(?<!등록)(?<!계좌)(?<!인증)번호(?:가|는|좀|를|만|랑|하고|하나|알|뭐|어|요|주|있|불|$|\?)|연락처|콜센터|문의(?:처|할|하|는|를|전)|물어볼(?:데|곳)|어디(?:에|다|로|에다)?(?:물어|전화|연락|문의)"
    ),
    Aspect.HOW: re.compile(
        r"(?:어떻게|어케|어캐|우째|우예|우찌|어찌|어떠케)(?!다르|다른|다릅|달라|달|되나|되고|되었|됐|돼|생각)|어떡|방법|절차|서류|준비물|(?:신청|예약|접수|등록|가입|발급|조회|신고)(?:은|는|을|를)?(?:어디|어데|어따)|(?:뭐|뭘|무얼|무엇|종이)\S{0,4}(?:떼(?:가야|와|러|다)|챙기|챙겨|들고|가져가|준비)|(?:챙겨|떼|들고|가져)가야|챙겨갈|떼와야|어(?:디|데|따)(?:서|다|에|에다|로)?(?:신청|접수|등록|가입|올려|올리|내|해야|넣|하면)|신청은요|신청하려면|신청할라|신청할려|신청경로|신청창구|신청링크"
    ),
    Aspect.WHO: re.compile(
        r"대상|자격|조건|누가|누구|기준|해당(?:되|돼|됨|이)|(?<!얼마)(?<!까지)(?<!얼마나)(?<!얼마씩)받을수[있잇]|(?:저|나|우리|제)(?:같은|도|는|가게도)?.{0,12}(?:되나|돼요|되요|되는지|됨|될까|가능|낄수|껴)|(?:신청|참여|가입|지원)(?:이|도)?(?:되나|돼|되요|되는|가능|할수)|이하여야|이하여|미만|넘으면|넘어야|없어도|있어야|안해도|아니어도|어떤가게|어떤사람"
    ),
    Aspect.COUNT: re.compile(
        r"몇(?:명|군데|곳|개|점포|가게|집|건|팀|사람|시장|업체|회|번(?!으로|이에|이예|이야|인지|임))|규모|인원|얼마나(?:많|됐|되었)|실적"
    ),
    Aspect.STATUS: re.compile(
        r"(?:어떻게|어케|어캐|우째|우예|우찌|어찌)(?:됐|되었|되고|돼가|되나|되어)|지금도|아직(?:도|까지|하|되|돼|있|받|신청|접수|운영)|여태도|요즘도|올해도|내년에도|끝났|끝난|없어졌|없어요?\?|계속|통과|시행(?:됐|되|중|하)|생겼|열렸|열었|하고있|진행|언제적|다시(?:하|해|안하)|또(?:하|해|안하)|어디까지갔|됐나|되었나|안준|안주나|안해(?:요|줘)|현재도"
    ),
    Aspect.USE: re.compile(
        r"어디(?:다|다가|에|에다|에다가|서)?(?:쓸|써|쓰|사용)|사용처|(?:뭐|머|무엇|어디)에?(?:쓸|쓰는|써야|쓰나)|(?:쓸|(?<![보끝])낼|결제할)수(?:있|잇)"
    ),
    Aspect.WHAT: re.compile(
        r"뭐|뭔|뭣|뭘|무엇|무슨|머예|머에|머임|머야|모예|모에|설명|알려|소개|이름|정체|뜻|어떤(?:거|건|사업|제도|프로)"
    ),
}

PHONE_NUMBER = re.compile(
    r"(?<![\d.])(?:0\d{1,2}[-.)]\s?\d{3,4}[-.]\d{4}|1\d{3}-\d{4}|13\d\d)(?![\d년,.만억개%원]|\s?명)"
)
TOLD: dict[Aspect, re.Pattern[str]] = {
    Aspect.AMOUNT: re.compile(
        r"(?<![\d,.])\d[\d,.]{0,15}\s?(?:천|백)?(?:조|억|만)?\s?[\d,]{0,9}\s?(?:천|만)?\s?원|무료|공짜"
    ),
    Aspect.RATE: re.compile(r"\d\s?(?:%|퍼센트|%p)|무료|면제"),
    Aspect.WHEN: re.compile(r"\d{4}년|\d{1,2}월|\d{1,2}일|하반기|상반기|연중|상시|매달|달마다|해마다"),
    Aspect.DURATION: re.compile(
        r"(?<!\d)\d{1,6}\s?(?:년(?!\s?\d)\s?(?:간|동안|까지|계획|이상|넘|운영|의)|개월|주(?:\s|간|동안)|시간|분|일(?:이내|안에|까지|부터|\s?걸))|당일|평균"
    ),
    Aspect.WHERE: re.compile(
        r"(?:점|구|시|동|도|시장|대학|권역|센터|스퀘어|지역|서울|부산|광주|대전|대구|제주|목포)(?:[,·에의와과은는이가을를.\s)]|$)"
    ),
    Aspect.URL: re.compile(r"[a-z0-9가-힣-]+\.(?:kr|com|net|or\.kr|go\.kr|co\.kr)|누리집|홈페이지"),
    Aspect.PHONE: PHONE_NUMBER,
    Aspect.HOW: re.compile(r"신청|접수|예약|등록|가입|올린|입점|제출|서류|공모|추천|메뉴|신고"),
    Aspect.WHO: re.compile(
        r"대상|이하|미만|이상|자격|소상공인이|해당|받을 수|신청할 수|가능|누구나|제외|빠진|상인|예비|판매자"
    ),
    Aspect.COUNT: re.compile(
        r"(?<![\d,.])\d[\d,.]{0,15}\s?(?:[만천백]\s?)?[\d,]{0,9}\s?[천백]?\s?(?:여\s?)?(?:명|곳|개|건|팀|점포|업체|회(?!의)|사(?:\s|를|가)|종|가지|차례)"
    ),
    Aspect.STATUS: re.compile(
        r"종료|끝|시행|통과|계류|확인|대체|마감|열렸|열었|시작|운영|없|연중|한시|이어|상정|멈"
    ),
    Aspect.USE: re.compile(r"쓸 수|쓰는|쓰도록|사용|결제|내는 데|에 쓴"),
    Aspect.WHAT: re.compile(
        r"사업이다|서비스다|제도다|프로그램|계획이다|플랫폼|공간|요금제|것이다|돕는|지원한다|교육|이름"
    ),
}

#: The nouns by which `not_known` names an aspect.
UNKNOWN: dict[Aspect, re.Pattern[str]] = {
    Aspect.AMOUNT: re.compile(r"금액|한도|예산|상금|규모|가격|비용|배달비|단가|요금|혜택|잔액|집행"),
    Aspect.RATE: re.compile(r"금리|요율|수수료|비율|할인율|환급"),
    Aspect.WHEN: re.compile(r"일정|날짜|마감|시행일|시기|기간|접수|모집|시점|회차|개최|기한"),
    Aspect.DURATION: re.compile(r"기간|횟수|걸리"),
    Aspect.WHERE: re.compile(r"장소|지역|지점|위치|시장"),
    Aspect.URL: re.compile(r"주소|페이지|누리집|사이트|링크"),
    Aspect.PHONE: re.compile(r"전화|연락|문의|창구|콜센터"),
    Aspect.HOW: re.compile(r"방법|절차|경로|창구|신청|서류"),
    Aspect.WHO: re.compile(r"자격|조건|기준|대상|여부|요건|참여|가능|있는지"),
    Aspect.COUNT: re.compile(r"규모|인원|실적|수$|개수|횟수|누적"),
    Aspect.STATUS: re.compile(r"여부|운영|시행|통과|처리|개최|현재|결과|이후|하는지"),
}


#: Words that ask, as against nouns that only name what the question is about (수수료 in "수수료 법은 통과됐나요?").
_ASKING = re.compile(
    r"얼마|얼만|을마|몇|며칠|언제|은제|어디|어데|어따|어떻|어케|어캐|우째|우예|어찌|누가|누구|뭐|뭔|무엇|무슨|통과|됐나|되었나|"
    r"지금도|올해도|아직|끝났|생겼|열렸|쓸수"
)


def close(text: str) -> str:
    """A text without spaces, in small letters."""
    return re.sub(r"\s+", "", text).lower()


def asked(text: str) -> tuple[Aspect, ...]:
    """The aspects that a question asks for: those with an asking word first, each group in the question's order."""
    squeezed = close(text)
    found = []
    for aspect, pattern in ASKED.items():
        matches = list(pattern.finditer(squeezed))
        if matches:
            asking = [match for match in matches if _ASKING.search(match[0])]
            found.append((not asking, (asking or matches)[0].start(), aspect))
    return tuple(aspect for _, _, aspect in sorted(found, key=lambda row: row[:2]))


def told(text: str) -> frozenset[Aspect]:
    """The aspects that a sentence of a document tells something of."""
    return frozenset(aspect for aspect, pattern in TOLD.items() if pattern.search(text))


def unknown(text: str) -> frozenset[Aspect]:
    """The aspects that an entry of `not_known` is about."""
    return frozenset(aspect for aspect, pattern in UNKNOWN.items() if pattern.search(text))
