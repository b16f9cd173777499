"""Follow-ups (이어 묻기): the last turn made standalone from the turns before it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.amounts import AMOUNT, PAID, in_digits
from bot.aspects import asked
from bot.clauses import asking_part
from bot.corpus import Corpus
from bot.exclusions import without_excluded
from bot.names import PLATFORMS, platforms, short_title, squash, without_names, without_platforms
from bot.question import frame_of, leans_back, pointing, strip_turn, switched
from bot.strangers import foreign_to, from_elsewhere
from bot.successors import asks_instead, rest_of, successor
from bot.unspecific import asks_again, says_not_which
from bot.words import content_words, nouns
from knowledge.korean import Analyzer

#: Turns further back than this do not matter any more.
REMEMBERED_TURNS = 6

#: How sure it must be what an earlier turn was about for the next turn to lean on it.
KEEPS_SUBJECT = 0.3


#: Below this share of a turn's nouns in the program talked of, the turn is about something else.
STRANGE_TO_SUBJECT = 0.34

#: Both programs that were talked of; and what a platform has of the kind that was talked of (네이버꺼는).
_BOTH = re.compile(
    r"(?<![가-힣])둘\s?(?:중|다|이|은|을|의|\s)|두\s?(?:개|가지|군데|사업|곳)\s?(?:중|다|를|을|의)"
)
_KIND_OF = re.compile(r"(?:꺼|껀|거는|것은|거도|것도|쪽은|쪽도|거\s?중)")
#: What merchants write for short, and the documents never do; 스스로 (by oneself) is none.
SHORT_FOR = {"스스": "스마트스토어", "당마": "당근마켓", "쿠이": "쿠팡이츠"}
_SHORT_FOR = re.compile(rf"(?<![가-힣])(?:{'|'.join(SHORT_FOR)})(?!로|즈)")
_SPOKEN = "공일이삼사오육칠팔구"
_DIGITS = re.compile(f"(?<![가-힣])[영{_SPOKEN}]{{4,8}}")
#: 작년 거요 50만원짜리: 거요 alone is a word of no dictionary.
_ONE = re.compile(r"(?<![가-힣])거(?:요|여|용)(?=[\s,])")
_NOT_THAT = re.compile(r"^(?:그\s)?([가-힣A-Za-z]{2,8})\s?(?:말고|빼고)\s(?:그\s)?")
#: How sure it must be that a turn without a name is about another program, and how rare a word that tells so.
ABOUT_ANOTHER, TELLING = 0.8, 0.5
#: How sure it must be that a turn of other words leads to the program talked of, and from how many words on a turn has
#: a story of its own. Read off the follow-ups of tests/golden and, against them, questions about anything else.
LEADS_BACK, STORY = 0.15, 5
#: So many nouns before 그거 are what it points to; not so before 그걸로 and 거기, whose objects they are.
ITSELF = 2
#: In so many words a question asks for what it wants to know.
LAST_WORDS = 2
_AT_IT = re.compile(r"그걸|거기|거긴|거길|여기|둘|위에|방금|아까")

#: The asker's own case, which a turn puts to what was talked of (우린 매출이 12억인데 안 되나).
_OWN_CASE = re.compile(
    r"(?<![가-힣])(?:우린|우리(?:는|\s?(?:가게|집)[은는])|저희(?:는|\s?(?:가게|집)[은는])|저는|나는|난)\s?"
    r".{1,40}?(?:[가-힣]데|거든|라서)(?:요|예)?(?:[\s,.]+|$)"
)
#: Asks whether somebody may, too, of what was talked of (떼다 파는 집도 되나요).
_ALSO_MAY = re.compile(
    r"(?:집|가게|사람|곳|업체|점포|사장|업종|애|놈|(?<!부)분)도\s?(?:되|돼|된|안\s?되|안\s?돼|가능|해당|받을\s?수\s?있)[^\s]{0,5}[?.!~ㅠㅋ]*$"
)
#: Asks for all there is, whatever was talked of.
_WHOLE = re.compile(
    r"(?:정부|나라|소상공인|지원\s?사업|전체|모든)\S*\s.*(?:다\s?알려|목록|전부|뭐\s?있|리스트)"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A turn in a form that stands alone, and the programs that it leans on from before.

    `instead_of`: the ended program in whose place it asks for another.
    """

    text: str
    topic: tuple[str, ...] = ()
    instead_of: str = ""


#: The programs that a standalone question is about, best first, and how sure that is (0 to 1).
About = Callable[[Standing], tuple[tuple[str, ...], float]]

#: Puts a name beside what was talked of.
_AGAINST = re.compile(
    r"^(\S{1,12}(?:\s\S{1,10})?)(?:이랑|랑|하고|와|과|보다)(?:은|는)?\s*(?:비교|견[주줘]|차이|뭐가|어디가|어느|다른|달라|더\s)"
)


def standing(turns: Sequence[str], corpus: Corpus, analyzer: Analyzer, about: About) -> Standing:
    """The last turn, standalone. Earlier turns are read in the same way, oldest first."""
    current = Standing("")
    subject: tuple[str, ...] = ()
    talked: list[str] = []
    spelt = [_spelt(turn, corpus) for turn in turns[-REMEMBERED_TURNS:]]
    turns = [without_excluded(turn, corpus.names, analyzer) for turn in spelt]
    for place, turn in enumerate(turns):
        current = _of_both(turn, talked, corpus) or _resolve(turn, current, subject, corpus, analyzer, about)
        current = _in_its_place(current, corpus)
        if place < len(turns) - 1:
            found, sure = about(current)
            # Thanks, a greeting or a question that nothing answers does not change the subject.
            if sure >= KEEPS_SUBJECT:
                subject = current.topic[:1] or found[:1]
                talked = [slug for slug in talked if slug not in subject] + list(subject)
    return current


def _of_both(turn: str, talked: Sequence[str], corpus: Corpus) -> Standing | None:
    """A turn about the last two programs together ("둘 중에 뭐가 더 싸요?")."""
    if len(talked) < 2 or not _BOTH.search(turn) or corpus.names.find(turn) or platforms(turn):
        return None
    one, other = (short_title(corpus.documents[slug].title) for slug in talked[-2:])
    return Standing(f"{one}하고 {other} {turn}")


def _in_its_place(turn: Standing, corpus: Corpus) -> Standing:
    """A turn that asks what there is for an ended program: about the one that its document names."""
    named = dict.fromkeys(mention.slug for mention in corpus.names.find(turn.text) if mention.share >= 0.5)
    subject = next(iter(named or turn.topic), "")
    if not subject or len(named) > 1 or not asks_instead(turn.text):
        return turn
    other = successor(corpus.documents[subject], corpus)
    if not other:
        return turn
    title = short_title(corpus.documents[other].title)
    return Standing(f"{title} {rest_of(turn.text, corpus.names)}".strip(), (other,), subject)


def _spelt(turn: str, corpus: Corpus) -> str:
    """A turn with its amounts in digits (오십만원) and its short names in full, as documents write them, and without typing errors.

    One that names something from elsewhere is taken at its word.
    """
    turn = _DIGITS.sub(lambda match: _number(match[0], corpus), _ONE.sub("거", turn))
    turn = _SHORT_FOR.sub(lambda match: SHORT_FOR[match[0]], in_digits(turn))
    return turn if from_elsewhere(turn, corpus) else corpus.corrected(turn)


def _number(spoken: str, corpus: Corpus) -> str:
    """A telephone number that is spelt out (일삼오칠) in digits, when the documents have it."""
    digits = "".join(str(_SPOKEN.index(letter)) for letter in spoken.replace("영", "공"))
    return digits if corpus.says(digits) else spoken


def _resolve(
    turn: str, before: Standing, subject: tuple[str, ...], corpus: Corpus, analyzer: Analyzer, about: About
) -> Standing:
    if not before.text:
        return Standing(turn)
    if asks_again(turn):
        return before
    if fresh := switched(turn):
        return Standing(fresh)
    own = strip_turn(turn)
    if subject and (rest := _instead(own, subject[0], corpus, analyzer)):
        return Standing(rest)
    if from_elsewhere(own, corpus) or (subject and foreign_to(own, subject[0], corpus)):
        # Whatever was talked of, this is about something else.
        return Standing(own)
    if not subject:
        words = content_words(analyzer.tokens(own))
        return Standing(f"{before.text} {own}" if len(words) <= 1 and leans_back(turn) else own)
    if beside := _against(own, before, subject[0], corpus):
        return beside
    mentions = corpus.names.find(own)
    named = platforms(own)
    strong = {mention.slug for mention in mentions if mention.share >= 0.5}
    if strong and not strong & set(subject):
        return _other(own, before, corpus)
    if named and not strong and _KIND_OF.search(own):
        return Standing(f"{without_platforms(before.text)} {own}")
    if named and not strong:
        home = corpus.names.platforms_of[subject[0]] | corpus.names.mentioned_in[subject[0]]
        if not (_points_back(turn, corpus, analyzer) and set(named) & home):
            return _other(own, before, corpus)
    if strong:
        return Standing(own, subject)
    if not named and (paid := _by_amount(own, before, subject[0], corpus)):
        return paid
    if not named and (sibling := _of_same_platform(own, subject[0], corpus)):
        return sibling
    if not _points_back(turn, corpus, analyzer) and _stands_alone(own, subject, corpus, analyzer, about):
        return Standing(own)
    return Standing(f"{short_title(corpus.documents[subject[0]].title)} {own}", subject)


def _points_back(turn: str, corpus: Corpus, analyzer: Analyzer) -> bool:
    """Whether a turn points to those before it, and not to something that it has told itself (착한임대인 그거 몇 프로예요)."""
    before, points = pointing(turn)
    if not points or _AT_IT.match(points):
        return bool(points)
    return len(_things(before, corpus, analyzer)) < ITSELF


def _instead(own: str, subject: str, corpus: Corpus, analyzer: Analyzer) -> str:
    """What a turn asks of something else than what was talked of ("아니 광고 말고 그 가게 계정 …"); empty when it does not."""
    match = _NOT_THAT.match(own)
    if match is None or squash(match[1]) not in squash(corpus.documents[subject].title):
        return ""
    rest = own[match.end() :].strip()
    # It is still asked of the platform that was talked of.
    owner = "" if platforms(rest) else " ".join(sorted(corpus.names.platforms_of[subject]))
    return f"{owner} {rest}".strip() if _things(rest, corpus, analyzer) else ""


def _by_amount(own: str, before: Standing, subject: str, corpus: Corpus) -> Standing | None:
    """A turn that calls another program than the one talked of by what it pays: "작년 50만원짜리는요?" asks the last
    question of it, when it asks none of its own."""
    match = PAID.search(own)
    if match is None or not corpus.says(match[1]) or corpus.tells(subject, match[1]):
        return None
    if asked(own.replace(match[0], " ")):
        return Standing(own)
    # Korean asks last: what stands before is what the other program is.
    return Standing(" ".join([f"{own[: match.end(1)]}짜리", *asking_part(before.text).split()[-LAST_WORDS:]]))


def _against(own: str, before: Standing, subject: str, corpus: Corpus) -> Standing | None:
    """A turn that puts another name beside what was talked of: "쿠팡이츠랑 비교하면요?" asks the last question of both."""
    match = _AGAINST.match(own)
    if match is None or not (platforms(match[1]) or corpus.names.find(match[1])):
        return None
    old = [mention.name for mention in corpus.names.find(before.text)]
    name = next(iter(platforms(before.text)), "") or short_title(corpus.documents[subject].title)
    if set(platforms(before.text)) & set(platforms(match[1])):
        return None
    rest = without_platforms(without_names(before.text, old))
    kept = [word for name in old for word in _attributes(name)]
    return Standing(re.sub(r"\s+", " ", f"{name}하고 {match[1]} {' '.join(kept)} {rest} 비교").strip())


def _of_same_platform(own: str, subject: str, corpus: Corpus) -> Standing | None:
    """A turn that calls another program of the platform that was talked of by the rest of its name.

    After 당근 비즈프로필, 광고 is 당근 광고.
    """
    for platform in sorted(corpus.names.platforms_of[subject]):
        for spelling in PLATFORMS[platform]:
            for mention in corpus.names.find(f"{spelling} {own}"):
                rest = mention.name.removeprefix(squash(spelling))
                whole = rest != mention.name and mention.share == 1 and squash(own).startswith(rest)
                if whole and mention.slug != subject and not says_not_which(rest):
                    return Standing(f"{spelling} {own}")
    return None


def _stands_alone(
    own: str, subject: tuple[str, ...], corpus: Corpus, analyzer: Analyzer, about: About
) -> bool:
    """Whether a turn without a name is about something else than what was talked of."""
    ended = corpus.documents[subject[0]].status == "ended"
    if frame_of(own) or (ended and asks_instead(own)):
        return False
    things = _things(own, corpus, analyzer)
    beside = _ALSO_MAY.sub(" ", _OWN_CASE.sub(" ", own))
    if beside != own and not _things(beside, corpus, analyzer):
        return False
    if _WHOLE.search(own):
        return True
    found, sure = about(Standing(own))
    if things and corpus.coverage(things, subject) < STRANGE_TO_SUBJECT:
        # However it is worded: by itself, too, it leads to what was talked of.
        return not (found[:1] == subject[:1] and sure >= LEADS_BACK)
    words = len(content_words(analyzer.tokens(own)))
    if not found or found[0] == subject[0] or sure < ABOUT_ANOTHER:
        # A story of its own to which several programs are nearer is none of this one's, even if nothing answers it.
        return bool(found) and subject[0] not in found and words >= STORY
    # A word that the program talked of does not have and the other has says which is meant (실업급여).
    tells = [
        word
        for word in things
        if corpus.weight(word) >= TELLING
        and found[0] in corpus.words.get(word, ())
        and subject[0] not in corpus.words.get(word, ())
    ]
    amounts = [amount for amount in AMOUNT.findall(own) if not corpus.tells(subject[0], amount)]
    if any(corpus.tells(found[0], amount) for amount in amounts):
        return True
    return bool(tells) or (bool(things) and words > 2)


def _things(text: str, corpus: Corpus, analyzer: Analyzer) -> list[str]:
    """The nouns of a text that say what it is about; 서류, 전화번호, 신청 only name what is asked of it."""
    found = nouns(analyzer.tokens(text))
    return [word for word in found if not says_not_which(word) and (len(word) > 1 or corpus.knows(word))]


def _attributes(name: str) -> list[str]:
    """The attributes in a program's name, squashed as it is."""
    rest = without_platforms(name)
    return [rest] if asked(rest) and len(rest) < 6 else []


def _other(own: str, before: Standing, corpus: Corpus) -> Standing:
    """Another program or platform: "그럼 카카오는요?" asks the last question again of it, else it starts anew."""
    name = frame_of(own)
    if not name:
        return Standing(own)
    old = [mention.name for mention in corpus.names.find(before.text)]
    # 수수료 of 배민 수수료 is what is asked, of whatever it is the fee.
    kept = [word for name in old for word in _attributes(name)]
    rest = " ".join([*kept, without_names(before.text, old)])
    for platform in platforms(rest):
        rest = re.sub(re.escape(platform), " ", rest)
    return Standing(re.sub(r"\s+", " ", f"{name} {rest}").strip())
