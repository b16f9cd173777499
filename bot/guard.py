"""What is not a question: greetings, abuse, and orders that somebody hides in a message.

A message never gives orders. Sentences that try are taken out before anything else reads the message; a real
question beside them is answered.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from bot.aspects import asked
from bot.names import platforms

#: Longer messages are not read: nobody asks one question in so many characters.
LONGEST_QUESTION = 2_000


class Talk(Enum):
    """Kinds of small talk, each with a reply of its own."""

    HELLO = "hello"
    WHO_ARE_YOU = "who"
    THANKS = "thanks"
    BYE = "bye"
    SORRY = "sorry"
    OK = "ok"


def clean(text: str) -> str:
    """A message in NFC without control characters, lone surrogates, zero-width joints and doubled spaces."""
    text = unicodedata.normalize("NFC", text)
    kept = "".join(
        " " if unicodedata.category(char) in ("Cc", "Cs", "Co", "Zl", "Zp") else char
        for char in text
        if unicodedata.category(char) != "Cf"
    )
    return re.sub(r"[ \t\u3000]+", " ", kept).strip()


def has_words(text: str) -> bool:
    """Whether a text has a letter or a digit at all (emoji and punctuation alone are no question)."""
    return any(unicodedata.category(char)[0] in "LN" for char in text)


_ORDERS = re.compile(
    r"""
    (?:지시|규칙|명령|설정|프롬프트|제한|가이드라인|안전장치|위\s?내용|앞\s?내용|이전\s?대화|룰)\S*(?:\s\S+){0,3}\s*(?:무시|잊|지워|버려|어겨|해제|삭제|무효|풀어)
    | (?:무시|잊)(?:하고|해|어|고|하세요|해라|해줘|버려)
    | (?:시스템|내부|숨은|숨겨진|초기|원래)\s?(?:프롬프트|지시|명령|설정|규칙|메시지)
    | 프롬프트|system\s?prompt|instructions?\b|jailbreak|ignore\s(?:all|previous|the|any|your)|disregard|forget\s(?:all|everything|previous|your)|pretend|developer\smode|\bDAN\b|sudo\b
    | 개발자\s?모드|관리자\s?모드|디버그\s?모드|탈옥|개발자\s?권한|관리자\s?권한|관리자\s?비밀|나는?\s?(?:네|니|너의|이\s?봇)\s?(?:개발자|관리자|주인)
    | (?:비밀번호|패스워드|api\s?키|토큰|접속\s?키|환경\s?변수|\.env)\S*
    | (?:인\s?척|처럼\s(?:읽어|말해|행동|연기|대답|해줘)|역할극|역할을\s?(?:맡|해)|연기해|빙의)
    | 출처\S*\s?(?:빼|없이|생략|지우|표시하지|달지|말고)|근거\S*\s?(?:빼|없이|생략)
    | ["'“‘「][^"'”’」]{1,40}["'”’」]\s?(?:이?라고|으?로|만)\s?(?:만\s)?(?:답|대답|말|써|적|시작|끝|출력|외쳐|해)
    | (?:이?라고만?|라고\s?만)\s?(?:답|대답|말|써|적|출력|외쳐|해\s?봐|해줘|얘기)
    | 한\s?번만\s?말해|따라\s?(?:해|말해|읊)|복창
    | (?:앞으로|이제부터|지금부터)\s.{0,40}(?:답해|답은|대답|말해|말끝|너는|넌|당신은)
    | \[\s?(?:새|신규|변경|긴급|시스템|관리자|공지|system|업데이트|개정|운영)[^\]]*\]
    | (?:새|바뀐|변경된|개정된?)\s?(?:규정|규칙|지침)\s?(?:이|은|:|에\s?따라|대로)|규정대로|규칙대로|지침대로|이\s?규정에
    | (?:너|넌|너는|니가|네가)\s?(?:이제|지금)\S*\s.*(?:야|이다|모드|돼|되어)
    | 그대로\s?(?:출력|보여|복사|뱉|말해|적어)|base64|rot13|<\s?/?\s?(?:system|script|admin)|\{\{|SELECT\s.+FROM|DROP\sTABLE
    """,
    re.VERBOSE | re.IGNORECASE,
)

_ABUSE = re.compile(
    r"씨발|시발|씨팔|ㅅㅂ|ㅆㅂ|쌍놈|썅|좆|ㅈ같|존나|졸라|개새|새끼|새꺄|병신|ㅄ|ㅂㅅ|지랄|ㅈㄹ|미친놈|미친년|또라이|꺼져|닥쳐|엿먹|쓰레기|등신|나쁜\s?놈|도둑놈|양아치|멍청|바보|빡대가리|돌대가리|사기꾼|fuck|shit|bitch|idiot|stupid",
    re.IGNORECASE,
)

_SENTENCE = re.compile(r"(?<=[.!?。…~])\s+|\n+|(?<=[.!?])(?=[가-힣A-Z\[])|(?<=해)\.|(?<=야)\.\s?")


#: What somebody passes off as a document or a system's message.
_TAGGED = re.compile(r"<\s*([^\s<>/]{1,20})[^<>]*>.*?<\s*/\s*\1\s*>", re.DOTALL)
_CLAUSE = re.compile(r"[,!?.:;\n←→]+|ㅋ+|ㅎ+|(?<=[고서면며요다라까데든지])\s+")
#: What an order leaves behind when its clause is cut in the middle.
_LEFT_OVER = re.compile(
    r"^\S{0,3}$|말하래|시키|하랬|말하게|대답해|답해|답하|말해|출력|보여\s?줘$|외쳐|시작해|써\s?줘?$|붙이|해줘$"
)


@dataclass(frozen=True, slots=True)
class Screened:
    """A message after screening: `rest` is what may be a question, `orders` and `abuse` what was found."""

    rest: str
    orders: bool
    abuse: bool


def screen(text: str) -> Screened:
    """Take the sentences that give orders out of a message."""
    abuse = bool(_ABUSE.search(text))
    if not _ORDERS.search(text):
        return Screened(text, False, abuse)
    # A tag like [새 규칙] speaks for the sentence after it, too.
    joined = re.sub(r"(\[[^\]]*\])\s*", r"\1", _TAGGED.sub("\n", text))
    sentences = [part for part in _SENTENCE.split(joined) if part and part.strip()]
    rest = [part.strip() for part in sentences if not _ORDERS.search(part)]
    if not rest:
        # The question may stand in the same sentence as the order: then only clauses are taken out.
        quoted = re.sub(r"[<\[][^>\]]*[>\]]|[\"'“‘「][^\"'”’」]*[\"'”’」]", " ", text)
        rest = [
            part.strip()
            for part in _CLAUSE.split(quoted)
            if part and part.strip() and not _ORDERS.search(part)
        ]
        rest = [part for part in rest if not _LEFT_OVER.search(part)]
        if "?" in text:
            return Screened(" ".join(rest), True, abuse)
    # What stands beside an order is read only when it asks something ("내가 주인이야" does not).
    if not any("?" in part or asked(part) for part in rest):
        rest = []
    return Screened(" ".join(rest), True, abuse)


_TALK: dict[Talk, re.Pattern[str]] = {
    Talk.WHO_ARE_YOU: re.compile(
        r"(?:너|넌|니|네|당신|여기|이거|이건|이봇|봇|챗봇|얘|온길|온길이)(?:는|은|가|이|이름이|도|정체가)?\s?(?:도대체|대체)?\s?(?:뭐|뭘|누구|머|모|무슨|무엇|어떤|이름)\S*\s?(?:하는|할\s?수|해\s?주|도와|물어|알려)?\S*\s?(?:애|거|봇|놈|분|일|데|곳|수)?|자기\s?소개|(?:뭐|뭘|무엇을?)\s?(?:해\s?줄|해\s?주실|할)\s?수|(?:어떤|무슨|뭔)\s?(?:거|걸|것|것을|질문을?)\s?(?:물어|질문)|어떤\s?(?:거|것|걸)\s?(?:을\s?)?물어보|(?:이거|이건|여기|이\s?봇)\s?(?:우째|어떻게|어케|어찌|우예)\s?(?:쓰|써|사용|하)\S*|기계(?:예|에|야|인)|누구세요|누구냐|누구야|누구니|정체가|뭐\s?할\s?줄|뭐\s?할\s?수\s?있|뭘\s?할\s?수\s?있|뭐\s?물어|뭘\s?물어|무엇을\s?할|사람이(?:에요|야|세요|니|냐)|로봇이|ai(?:야|예요|에요|니|냐|인가|세요)|어떻게\s?쓰는|사용법|(?:잘\s?)?대답해\s?주(?:나|시)"
    ),
    Talk.HELLO: re.compile(
        r"안녕|안뇽|하이루|하이|헬로|hello|\bhi\b|ㅎㅇ|반가|반갑|처음\s?뵙|좋은\s?(?:아침|오후|저녁|하루)|굿모닝|계세요|계신가|여보세요|거기\s?(?:누구|있)|저기요|식사\s?하셨|밥\s?(?:먹|드)|잘\s?지내|여보시|아무도\s?없|처음\s?(?:써|왔|와|이용|해\s?봐|들어)\S*|새해\s?복|오랜만|테스트"
    ),
    Talk.THANKS: re.compile(
        r"감사|고마|고맙|ㄱㅅ|땡큐|thank|thx|ㄳ|복\s?받|덕분|큰\s?도움|도움\s?(?:이\s)?(?:됐|되었|많이|돼)|살았|최고|짱|대박|똑똑|잘\s?알려|친절|훌륭|멋지|기특|이쁘|예쁘|쩐다|굿|good|좋네|좋아요|신기하|제법"
    ),
    Talk.BYE: re.compile(
        r"잘\s?있|잘\s?가|안녕히|수고|고생|바이|bye|ㅂㅂ|ㅂ2|(?<!어떻게)(?<!어떻게\s)(?<!어케)(?<!어케\s)들어가|다음에\s?(?:또|봐|올)|또\s?(?:올|봐|물어)|나중에|잘\s?자|굿나잇|쉬세요|푹\s?쉬|내일\s?(?:또|봐)|이만|그만\s?할|장사하러|일하러"
    ),
    Talk.SORRY: re.compile(
        r"(?:아까|방금)?\s?(?:짜증|화|욕)\S{0,4}\s?(?:내서|해서|부려서)?\s?(?:미안|죄송)|미안|죄송|잘못\s?(?:눌|보냈|쳤|썼)|실수|오타"
    ),
    Talk.OK: re.compile(
        r"ㅇㅋ|오키|오케|ok|okay|ㅇㅇ|넵|넹|네네|네에|네|옙|예예|예|응|웅|어어|아하|아항|그렇구나|그렇군|그래|글쿤|그쿤|알겠|알았|이해(?:했|됐)|확인했|접수|ㅋ+|ㅎ+|ㅠ+|ㅜ+|헐|오호|와우|와|우와|오오|음|흠|하하|허허|후|아이고|에고|심심",
        re.IGNORECASE,
    ),
}

_ASKS = re.compile(
    r"\?|？|나요|까요|[가-힣]까$|는지|은지|을지|던데|줘|주세요|주라|알려|해\s?봐|돼요|되요|되나|죠|가요|냐|노$|고$"
)
#: Words that may stand around small talk without making it a question.
_FILLER = re.compile(
    r"아|이제|처음|정말|진짜|너무|너무너무|완전|많이|다|좀|네요|어요|이요|요|습니다|합니다|입니다|세요|하세요|해요|했어요|했습니다|드려요|드립니다|사장님|선생님|온길|온길아|온길이|님|야|아휴|휴|오늘|오늘도|덕분에|그럼|그러면|또|잘|하루|되세요|보내세요|받으세요|받으셔|할게|볼게|할께|볼께|게요|께요|겠|네|구나|군요|이야|이네|예요|에요|이에요|는|은|이|가|을|를|도|만|들|히|한|하|어|서|데|지|고|거|게|걸|당신|니|내|제|저|나|우리|여기|모르는|알려|줘서|주셔서|주|셔서|해|애|일|돼|되|됐|었|았|였|ㅋ|ㅎ|ㅠ|ㅜ|ㅡ|\^|~"
)


def hint(text: str) -> Talk | None:
    """The kind of small talk that a message has in it when it asks nothing."""
    if _ASKS.search(text):
        return None
    kinds = (Talk.WHO_ARE_YOU, Talk.HELLO, Talk.THANKS, Talk.SORRY)
    return next((kind for kind in kinds if _TALK[kind].search(text.lower())), None)


def small_talk(text: str) -> Talk | None:
    """The kind of small talk that a message is; None when something else is left of it."""
    plain = re.sub(r"[^\w\s?ㄱ-ㅎㅏ-ㅣ]", " ", text.lower()).strip()
    if not re.sub(r"[\s?]", "", plain):
        return Talk.HELLO
    kinds = [kind for kind, pattern in _TALK.items() if pattern.search(plain)]
    # 예 and 네 also end questions (얼마예요).
    if not kinds or platforms(plain) or (kinds == [Talk.OK] and asked(plain)):
        return None
    rest = plain
    for kind in kinds:
        rest = _TALK[kind].sub(" ", rest)
    rest = re.sub(r"[\s?]+", " ", rest).strip()
    left = _FILLER.sub("", rest.replace(" ", ""))
    return kinds[0] if len(left) <= 2 else None
