"""The questions inside one message ("기본은 몇 퍼센트고 언제부터예요?"): its clauses that each ask for something."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.aspects import asked, close
from knowledge.korean import Analyzer, Token, normalise

#: Endings after which another question may follow, as Kiwi writes them (a lone final consonant is U+11AB or U+11AF).
_JOINS = frozenset(["고", "구", "며", "으며", "면서", "는지", "ᆫ지", "은지", "을지", "ᆯ지", "인지", "던지"])
#: Words that open the next one.
_OPENS = re.compile(r"그리고|그라고|글고|또|또한|둘째|셋째|아울러")
#: What an ending leans on has not ended yet: 하고 싶다, 팔고 있다.
_LEANS = frozenset(["VX"])
_AND = frozenset(["이랑", "랑"])
#: What makes a clause a question rather than a story: a question word, a questioning end, or a noun that waits for it.
_QUESTION = re.compile(
    r"몇|얼마(?!\s?안)|얼만|을마|언제|은제|어디|어데|어느|어떤(?!\s?(?:사람|분))|어떻|어케|우째|누가|누구|뭐|뭘|머가|무엇|무슨|며칠|왜|[?？]|"
    r"[는은던인한된건먼난을줄될할만픈른]지(?:도|는|요)?\s*(?:하고|이?랑)?$|(?:나|까|가|니|냐|는교|능교)(?:요|예)?[.~ㅠㅋ]*$|이?랑$|(?:되|돼|받|있|없)\S{0,3}$|"
    r"(?:알려|갈켜|가르쳐|말해|궁금)\S{0,8}$|[은는도]요[.~ㅠㅋ]*$"
)
#: The end of a question to be answered with yes or no, which asks for no aspect (냉동식품도 받아 주나요).
_YES_NO = re.compile(r"(?:나|까|가|니|냐|노|교|죠|지)(?:요|예|여|용)?[.~ㅠㅋ]*[?？]*$|[?？]$")
#: Marks and words in front of the next question: 1) … 2) …, 그라고.
_NEXT = re.compile(
    # The days of a date are numbers, too: 2025. 3. 1.
    r"(?:(?<=\s)|^)(?<!\.\s)\d\s?[).](?!\d)\s?|[①-⑨]\s?|(?<![가-힣])(?:그리고|그리구|그라고|그라구|글고|아울러)(?![가-힣])"
)
#: The end of a question word's phrase (몇 분짜리고, 언제고): Kiwi takes such a 고 for a word of its own.
_CLOSED = re.compile(
    r"(?:몇\s?[^\s하주]{1,4}|(?:얼마|언제|어디|누구)(?:까지|부터|정도|씩|쯤|에?서|한테)?|(?<!이고\s)뭐)고(?=[\s,])"
)
_NUMBER = re.compile(r"\s*(?:\d\s?[).](?!\d)|[①-⑨])")
_FRONT = re.compile(
    r"^(?:\d\s?[).](?!\d)|[①-⑨]|(?:하고|이랑|랑|이고|그리고|그리구|그라고|그라구|글고|또|아울러)(?=[\s,])|[\s,/·])+"
)
_JOINT = re.compile(r"하고|이랑|랑|이고")
#: A clause that asks to be told, and of nothing.
_ONLY_ASKS = re.compile(
    r"(?:좀|다|둘다|각각|[두세네]가지만?|꼭|한번|한꺼번에|같이)*(?:알려|갈켜|가르쳐|말해|설명|정리|비교|궁금)\S{0,8}|(?:둘다|셋다|[두세네]가지만)\S{0,4}"
)


#: Where a story ends and what is asked begins: a sentence's end, or an ending that leads up to something.
_STORY = re.compile(
    r"[.!?…~]+\s|(?:는데|은데|인데|던데|거든요?|길래요?|다네요|대요|구요|고요|서요|잖아요?|지만|는디|은디|인디)요?[,.\s]+"
)
#: A part of fewer letters says not enough to be what is asked.
LEAST_ASKED = 8


def asks(text: str) -> bool:
    """Whether a text asks for something: by a question word or a questioning end."""
    return bool(_QUESTION.search(text))


def asking_part(text: str) -> str:
    """The end of a message, in which it asks; the whole message when it tells no story before."""
    starts = [match.end() for match in _STORY.finditer(text)]
    return next((text[start:] for start in reversed(starts) if len(close(text[start:])) >= LEAST_ASKED), text)


def clauses(text: str, analyzer: Analyzer, yes_no: bool = False) -> list[str]:
    """The parts of a message that each ask for something, when there are several; else none.

    `yes_no`: also those that ask for nothing but yes or no (냉동식품도 받아 주나요), as stories may, too. What only
    leads up to a question ("직접 손님 데려오면") belongs to the one that follows, and what follows the last one to it.
    """
    text = normalise(text)
    found = {*_cuts(analyzer.tokens(text)), *(match.start() for match in _NEXT.finditer(text))}
    found |= {match.end() for match in _CLOSED.finditer(text)}
    cuts = [0, *sorted(place for place in found if 0 < place < len(text)), len(text)]
    asking: list[str] = []
    before = ""
    for start, end in pairwise(cuts):
        clause = _FRONT.sub("", text[start:end]).strip(" ,/")
        if not close(clause) or _ONLY_ASKS.fullmatch(close(clause)) or _JOINT.fullmatch(clause):
            continue
        before = f"{before} {clause}".strip()
        # What is numbered asks without asking words, too: 1) 하위 가게 수수료 2) …
        asks = _QUESTION.search(clause) or _NUMBER.match(text[start:end])
        if (asked(clause) and asks) or (yes_no and _YES_NO.search(clause)):
            asking.append(before)
            before = ""
    if before and asking:
        asking[-1] = f"{asking[-1]} {before}"
    return asking if len(asking) > 1 else []


def _cuts(tokens: Sequence[Token]) -> list[int]:
    """Where one clause may end and the next begin, in letters."""
    places = []
    for token, after in pairwise(tokens):
        if token.tag in ("SF", "SP", "EF") and after.tag not in ("SF", "SP"):
            places.append(token.end)
        elif token.tag == "EC" and token.form in _JOINS and after.tag not in _LEANS:
            places.append(token.end if after.tag not in ("JC", "JX", "JKB") else after.end)
        elif token.tag in ("JC", "JKB") and token.form in _AND and after.tag.startswith("N"):
            places.append(token.end)
        if _OPENS.fullmatch(after.form) and after.tag in ("MAJ", "MAG", "NR"):
            places.append(after.start)
    return sorted(set(places))
