"""A question (질문): the last turn of a conversation, made standalone and understood."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from bot.aspects import Aspect, asked, close
from bot.clauses import asking_part
from bot.goals import goal
from bot.names import PLATFORM_NAME, WHERE_ONE_SELLS, Mention, Names, platforms
from bot.rivals import joined_up

if TYPE_CHECKING:
    from bot.sides import Side

Shape = Literal["one", "list", "compare", "several"]

#: Asks for several things in so many words.
_LIST = re.compile(
    r"뭐뭐|뭣뭣|머머|(?:수있는|주는|배우는|쓰는)(?:데|곳)(?:가|는|이|은|들이|들은)?(?:어디어디|어디들|또어디)|(?:뭐|머|모|뭣|무엇|뭐가|뭐들|뭐들이|머가|뭣이)(?:있|잇|해줘|해주|받을|신청할|도와)|종류|목록|리스트|(?<!새)싹다|싹알|죄다|있는대로|추천|모아(?:줘|주(?!는)|봐)|나열|뽑아줘|추려|일러줘|일러주|모음|모조리|종류별|훑어|어떤(?:거|것|게|걸|것들|게들|사업|지원|프로그램|제도|혜택|서비스|교육|대출)(?:들)?(?:이|가|을|를|들)?(?:있|잇|받|해|신청|좋)|무슨(?:지원|사업|혜택|프로그램|제도|교육|대출|돈)(?:이|을|들)?(?:있|잇|받|해)|여러(?:가지|개)|[던는은한된](?:거|것)들$|뭘(?:해줘|해주|받)|가리지말고|이것저것|골고루|(?:거|것|제도|사업|지원|프로그램|혜택|교육|서비스|앱|대출)들(?:이|은|을|도)?(?:좀|다|싹|뭐|머|알려|갈켜|정리|모|있|어떤|추천|궁금|,)"
)
#: Asks for several things of one program: its functions, papers, conditions.
_OF_ONE = re.compile(
    r"(?:기능|서류|조건|업종|준비물|항목|품목|요건|자격|절차|지점|메뉴|등급|단계)(?:들)?(?:은|는|이|가|을|를|엔)?(?:뭐|머|무엇|어떤|다|전부)"
)
#: Asks for all of something: a list, unless one figure or date is what is asked.
_ALL = re.compile(
    r"전부|다알려|다갈켜|다가르쳐|다말해|다모아|쭉|몽땅|정리(?:해|좀)|방법(?:좀)?(?:다|들|있는)|다알고싶|다요$"
)
#: A phrase that names things at large and asks for them, if anything (광고 무료로 할 수 있는 거).
_THINGS = re.compile(
    r"(?:수있는|수잇는|관련된?|에대한|관한)(?:거|것|게|제도|사업|지원|프로그램|교육|서비스|혜택)(?:들)?(?:이|가|은|는|도)?"
    r"(?:있나요?|있어요?|있을까요?|있는지요?|없나요?|없어요?|없을까요?|알려(?:줘|주세요|주|줄래요?)?|궁금\S*)?[?.!~ㅠㅋ]*$"
)
_COMPARE = re.compile(
    r"비교|견[주줘]|나란히|차이(?!즈)|어디가(?:얼마나)?(?:더|덜|싸|싼|비싸|낫|나아|유리)|(?:건|것은|거는|쪽은|곳은|데는)어디고|어느(?:쪽|게|것|거|데)이?가?더?|뭐가(?:더|달|다른|나은|유리|낫|큰|커|많|적|싼|싸|비싸|빨|쉬)|둘중|어떤게(?:더|나|유)|중에.{0,12}(?:어디|어느|누가)|(?:보다|중에|중)(?:더|어디|어느|뭐|누가|싼|나은)|다른(?:거|건|점|가|지)|달라|누가더|갈아탈|이랑뭐가|하고뭐가|똑같|같은거|다르|각각얼마|낫(?:나|죠|냐|노|습|겠)|더(?:싸|비싸|많이|유리|나|좋|줘|준)"
)
#: Asks for one figure, day, place or person, whatever else it says.
_ONE_THING = re.compile(r"얼마|얼만|을마|몇|며칠|언제|은제|어디|어데|누가|누구|이름")
#: One thing with and without (쓰는 가게랑 안 쓰는 가게), without spaces: whoever tells of one tells of both.
_WITHOUT = re.compile(
    r"([가-힣]{2,3})[가-힣]{1,6}?(?:이랑|랑|하고|와|과|보다|이|가|은|는|,)?(?:안|못)\1|"
    r"(?:안|못)([가-힣]{2,3})[가-힣]{1,6}?(?:이랑|랑|하고|와|과|보다|이|가|은|는|,)?\2|"
    r"있는[가-힣]{1,6}(?:이랑|랑|하고|와|과|보다)없는[가-힣]|없는[가-힣]{1,6}(?:이랑|랑|하고|와|과|보다)있는[가-힣]"
)
_SIDE = re.compile(
    r"(?<=[가-힣A-Za-z0-9])(?:이랑|랑|하고|과|와|보다|에\s?비해|이나)(?:은|는|도)?\s+(?!같이|함께|다르게|달리)"
)
_CERTAIN = re.compile(
    r"20\d\d|작년|재작년|지금도|아직|신청(?:돼|되|가능)|받을수있(?:어|나|죠)|받나|되죠|얼마|얼만|을마|몇|며칠|언제|은제|전화번호|번호|주소가|통과|누가|누구|어느|[해아어]도(?:되|돼|괜찮)(?!나(?:고민|걱정|모르|싶|막막|망설))|어디\S{0,5}쓸수"
)
#: Words about what once was: then an old figure is no worse than a new one.
_PAST = re.compile(r"예전|옛날|전에|처음|그때|당시|때\s|였|았|었|했|됐|언제|시작|몇\s?년도")
_PUBLIC = re.compile(r"나라|정부|국가|나랏|국비|중기부|소진공|공단|장관|세금으로")
#: Who gives is the state, whatever platform it is for (쿠팡에서 파는 셀러한테 나라가 빌려준다는 돈, 빌려주는 나라 돈).
_STATE = r"(?:나라|나랏|정부|국가(?!대표)|국비|중기부|소진공|공단)"
_STATE_GIVES = re.compile(
    rf"{_STATE}(?:가|에서|서|이)?\s?[^.?!]{{0,16}}?(?:빌려|주는|준다|줬|대주|대준|보태|지원|융자|대출)|"
    rf"{_STATE}\s?사업|(?:빌려|대|보태)\s?주는\s?{_STATE}|지원하는\s?{_STATE}"
)
#: Unless that is left out, the platform gives itself, or it is a matter of what the platform takes.
_PLATFORM_GIVES = re.compile(
    rf"(?:말고|빼고|아니라|아니고)|(?:{PLATFORM_NAME})(?:가|이|에서)\s?(?:\S{{1,12}}\s)?(?:주는|준다|해\s?주|빌려|대\s?주|보태|지원)|수수료|떼(?:가|는|이)",
    re.IGNORECASE,
)
#: A platform is where the asker sells, not who gives.
_SELLS_THERE = re.compile(
    rf"(?:{PLATFORM_NAME})[^.?!]{{0,16}}?(?:파는|팔아|팔고|팔면|판매|장사|입점|셀러|배달하)",
    re.IGNORECASE,
)
#: Asks for money that somebody gives: a law gives none. A fine is no gift.
_GIVES = re.compile(
    r"(?<![가-힣])대\s?(?:주(?!문|소|지|로|말)|준|줘)|보태|지원금|지원(?:을\s?)?(?:받|해)|(?<![객술])지원(?:은|이)?\s?(?:얼마|최대|몇\s?(?:프로|퍼|%|만|원|백|천))|(?<![가-힣])사라고"
)
_FINE = re.compile(r"벌금|과태료|벌\s?(?:받|주)|물어야|안\s?(?:하|바꾸|지키)(?:면|고)")
#: What stands behind a thing that somebody teaches.
_TAUGHT = (
    r"\s?(?:을|를|이나|같은\s거)?\s?(?:\S{2,6}\s?(?:법|방법)(?:을|도)?\s?)?(?:가르|갈[쳐켜]|배우(?:는|게|러))"
)
_TURN = re.compile(
    r"^(?:아니(?!면|라|고)\s?|(?:아|음)[\s,.~]+|그럼\s?|그러면\s?|그리고\s?|근데\s?|그런데\s?|됐고\s?|그건\s?됐고)+"
)
#: Words that point back to what was said before.
_BACK = re.compile(
    r"그건|그거|그게|그것|그걸|거기|그\s?(?:사업|프로그램|지원|돈|교육|제도|요금제|대출|쿠폰|앱|서비스|센터|카드|행사|자금|바우처|수수료|문자|때|중|곳|기계|매장|법|회의|공고|펀드)|이건|이거(?!든)|요거|여기|저거|저건|걔|개네|거긴|거길|그쪽|둘\s?다|둘\s?중|방금|아까|위에|그\s|그럼|그러면|글면|(?<![가-힣])그람|그라믄|그라모|그렇게\s?(?:해|하|신청|되|돼)|다른\s?(?:건|거|데)|나머지|더\s?(?:자세|알려|말해)|자세히|계속"
)
#: Words that close the subject before and open another.
_SWITCH = re.compile(
    r"^(?:아|오키|오케이|네|음|응)?\s*(?:그건\s?그렇고|그거\s?말고|그건\s?됐고|그건\s?됐어요?|됐고|아\s?됐고|다른\s?거\s?물어|딴\s?(?:거|얘기|건데)|다른\s?(?:얘기|질문|건데)|화제를?\s?바꿔|별개로|그나저나|참[,\s]|아\s?참|아\s?맞다)[,\s]*"
)
_FRAME = re.compile(
    r"^(?:아\s?)?(?:그럼|그러면|그리고|근데|글면|그라믄|그라모)?\s*(.{1,20}?)(?:은|는|도|이랑은|쪽은|쪽도)\s*(?:요|여|용|욤|어때요?|어떤가요|어떻게\s?되나요|어떻게\s?돼요|뭐예요|뭔데요?|뭐\s?있어요?)?\s*[?？~ㅎㅋㅠ.!]*$"
)


_YEARS_FROM_NOW = {
    "재작년": -2,
    "작년": -1,
    "지난해": -1,
    "저번해": -1,
    "올해": 0,
    "금년": 0,
    "올초": 0,
    "올봄": 0,
    "내년": 1,
}
#: A year as it is said; 20년 장사, 25년 된 and the like are none.
YEAR = re.compile(
    "|".join(word if word != "올해" else r"올\s?해" for word in _YEARS_FROM_NOW)
    + r"|(?<!\d)20[12]\d(?!\d)\s?년?|"
    r"(?<!\d)(?:1[5-9]|2\d)년(?!\s?(?:간|동안|째|이상|넘|된|차(?!상위|등|액|량|례)|전(?!기|통|국|자|화|체|환|담|문|용|년|남|북|주|세)|장사|했|한(?!시)|하[는던다]|넘게|가까이|정도))"
)


@dataclass(frozen=True, slots=True)
class Question:
    """What was understood. `text` is the standalone form of the last turn.

    `goal` has the words to search with for a worry that names no program. `past`: it asks about what once was. `public`: it asks for what the state gives (나라, 정부), not a platform. `given`: it asks for money that somebody gives. `topic` holds the programs that the turns before were about, when the turn leans on them. `sides` has the things that it joins by name (bot/sides.py), `instead_of` the ended program in whose place it asks for another.
    """

    text: str
    shape: Shape
    aspects: tuple[Aspect, ...]
    mentions: tuple[Mention, ...]
    platforms: tuple[str, ...]
    years: tuple[int, ...] = ()
    public: bool = False
    given: bool = False
    past: bool = False
    goal: str = ""
    topic: tuple[str, ...] = ()
    sides: "tuple[Side, ...]" = ()
    instead_of: str = ""

    @property
    def query(self) -> str:
        """What is searched for: the question, or what may help against a worry."""
        return self.goal or self.text

    @property
    def named(self) -> tuple[str, ...]:
        """The slugs that the question names without doubt."""
        return tuple(dict.fromkeys(mention.slug for mention in self.mentions if mention.share >= 0.5))


def understand(
    text: str, names: Names, today_year: int, topic: Sequence[str] = (), *, worries: bool = True
) -> Question:
    """Read a standalone question; without `worries` as one that asks for something certain."""
    text = joined_up(text)
    mentions = tuple(_as_taught(mention, text) for mention in names.find(text))
    named_platforms = _platforms_asked(text)
    asked_years = years(text, today_year)
    # Who asks for a figure, a day or a number has something certain in mind.
    worry = "" if not worries or mentions or named_platforms or _CERTAIN.search(close(text)) else goal(text)
    return Question(
        text=text,
        shape="list" if worry else _shape(text, mentions, named_platforms),
        goal=worry,
        aspects=asked(text),
        mentions=mentions,
        platforms=named_platforms,
        years=asked_years,
        past=any(year < today_year for year in asked_years) or bool(_PAST.search(text)),
        public=not named_platforms and bool(_PUBLIC.search(text)),
        given=_asks_for_a_gift(text),
        topic=tuple(topic),
    )


def _as_taught(mention: Mention, text: str) -> Mention:
    """A name as hardly one when it is what somebody is taught (카톡채널 가르쳐 주는 거): the program is who teaches it."""
    name = r"[\W_]*".join(map(re.escape, mention.name))
    taught = re.search(rf"{name}{_TAUGHT}", text, re.IGNORECASE)
    return replace(mention, share=min(mention.share, WHERE_ONE_SELLS)) if taught else mention


def part_of(question: Question, text: str, names: Names) -> Question:
    """The question of a part of a message: what the part itself names; years and attributes are the whole's."""
    named = _platforms_asked(text)
    return replace(
        question,
        text=text,
        mentions=names.find(text),
        platforms=named,
        public=not named and (question.public or bool(_PUBLIC.search(text))),
        given=_asks_for_a_gift(text),
    )


def _platforms_asked(text: str) -> tuple[str, ...]:
    """The platforms that a text asks about: none where the state gives and they are where the asker sells."""
    state = _STATE_GIVES.search(text) and not _PLATFORM_GIVES.search(text)
    return () if state and _SELLS_THERE.search(text) else platforms(text)


def _asks_for_a_gift(text: str) -> bool:
    """Whether the message, or the part of it that asks, asks for a gift and not for a fine."""
    return any(_GIVES.search(part) and not _FINE.search(part) for part in (text, asking_part(text)))


def _shape(text: str, mentions: Sequence[Mention], named_platforms: Sequence[str]) -> Shape:
    squeezed = close(text)
    things = len({mention.name for mention in mentions})
    if things < 2 and len(named_platforms) < 2 and with_and_without(text):
        return "one"
    if _COMPARE.search(squeezed) and (
        things > 1
        or len(named_platforms) > 1
        or re.search(r"비교|견[주줘]|차이(?!즈)|둘중|달라(?!고|는|며|던|하|믄)|다른", squeezed)
    ):
        return "compare"
    if (
        things > 1
        and len({mention.slug for mention in mentions}) > 1
        and re.search(r"각각|둘다|랑|하고|와|과|및|이랑", squeezed)
    ):
        return "several"
    if len(named_platforms) > 1 and re.search(r"각각|둘다|셋다", squeezed):
        return "several"
    if len(sides(text)) > 1 and re.search(r"각각|둘다|두가지|(?:얼마|프로|퍼센트|%|퍼|원)씩", squeezed):
        return "several"
    if _OF_ONE.search(squeezed):
        return "one"
    if not mentions and _THINGS.search(squeezed):
        return "list"
    if asks_for_list(text) or (_ALL.search(squeezed) and not _ONE_THING.search(squeezed)):
        return "list"
    return "one"


def with_and_without(text: str) -> bool:
    """Whether a question puts a thing beside the same without it: that is one thing to ask of."""
    return bool(_WITHOUT.search(close(text)))


def asks_for_list(text: str) -> bool:
    """Whether a question asks for several programs in so many words."""
    return bool(_LIST.search(close(text)))


def sides(text: str) -> list[str]:
    """The things that a question puts side by side ("X랑 Y 중에", "X하고 Y는"), as they stand in it."""
    parts = [part.strip(" ,") for part in _SIDE.split(text, maxsplit=2)]
    return [part for part in parts if len(close(part)) >= 2]


def years(text: str, today_year: int) -> tuple[int, ...]:
    """The years that a question is about; 올해 and 작년 follow today."""
    found = []
    for match in YEAR.finditer(text):
        word = re.sub(r"\s", "", match[0])
        if word in _YEARS_FROM_NOW:
            found.append(today_year + _YEARS_FROM_NOW[word])
        else:
            number = int(word.rstrip("년"))
            found.append(number if number > 99 else 2000 + number)
    return tuple(dict.fromkeys(found))


def leans_back(text: str) -> bool:
    """Whether a turn points to the turns before it in so many words."""
    return bool(_BACK.search(text))


def pointing(text: str) -> tuple[str, str]:
    """What stands before the first word that points back, and that word; the word is empty when none does."""
    match = _BACK.search(text)
    return (text[: match.start()], match[0]) if match else (text, "")


def switched(text: str) -> str | None:
    """What follows words that open another subject ("그건 그렇고 …"); None when there are none."""
    match = _SWITCH.match(text)
    return text[match.end() :].strip() or None if match else None


def frame_of(text: str) -> str | None:
    """What stands in "그럼 X는요?", the short turn that asks the last question again of something else."""
    match = _FRAME.match(text.strip())
    return match[1].strip() if match else None


def strip_turn(text: str) -> str:
    """A turn without the words that only turn from one thing to the next."""
    return _TURN.sub("", text).strip() or text
