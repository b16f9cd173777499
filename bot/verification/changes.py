"""Changes (바뀐 것): what a sentence that is nearly a copy of its passage adds to it, exchanges in it, and turns.

A composer writes with the passage's own words, so that a word of its own stands in another's place, or says more.
The sentence and its passage are laid side by side word by word (difflib); particles that bound or single out (만, 마다,
까지) count as words, words that only carry a sentence (진행하다, 경우) do not.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final, NamedTuple

from bot.verification.meanings import LIGHT, REPORTING
from bot.verification.predicates import Said
from bot.verification.reading import Reading

_WORDS: Final = frozenset("NNG NNP SL XR VV VA MAG MM NR XPN NP".split())
_NOUNS: Final = frozenset("NNG XR NR XPN".split())
_VERBS: Final = frozenset("VV VA".split())
_NAMES: Final = frozenset("NNP SL".split())
_ADVERBS: Final = frozenset("MAG MM NP".split())
#: Particles and bound nouns that make another statement of one.
_PARTICLES: Final = frozenset("만 마다 밖에 뿐 조차 이나 나 대신 보다 까지 부터 만큼 씩 당".split())
_PARTICLE_TAGS: Final = frozenset("JX JKB XSN NNB".split())
#: Words that carry a sentence and tell nothing: whoever words a fact anew needs them. None says who gives or takes.
CARRYING: Final = frozenset(
    "하 되 있 주 받 보 오 가 나오 이 드리 알 그렇 이렇 같 따르 위하 통하 대하 관하 의하 들 진행 이뤄지 이루어지 마련 해당 경우 때 가운데 가게 "
    "사장 사장님 님 내용 사업 프로그램 금액 규모 것 점 수 분 중 방식 대상 안내 소개 말하 밝히 쪽 곳 거 명 만하 나뉘 그중 그 이때 그때 함께 "
    "따로 기준 표시 들어 걸치 이름 항목 기능 도구 종류 달".split()
)
#: Words of place and order: one of them for another turns what is said.
_POSITIONS: Final = frozenset("전 후 뒤 앞 안 밖 위 아래 이전 이후 나중 먼저 처음".split())
#: A sentence of which no more than this share of the words stands in its passage in order is no copy at all.
FREELY: Final = 0.4
#: How a predicate is meant: what has it in the passage has it in the claim, and the other way round.
_MEANT: Final = ("can", "must", "planned", "denied", "past", "if_", "although")
#: By what or for how long something is counted.
_PERIODS: Final = re.compile(
    r"하루|한 달|매달|매월|월 |연 |매년|주 |매주|분기|석 달|건당|한 건|1인당|한 사람|사람당|사업체당|점포당|업체당|상권당|곳당|평당|회당|한 번|"
    r"1회|1년|한 해|해마다|두 달|세 달|일주일|당일|다음 날|이튿날"
)
_THAT: Final = frozenset("그해 그전 그때 그날 그달 그뒤 그후".split())
#: Particles that single out, widen, or tell of each: one more of them is another statement.
_SINGLING: Final = {"만": "only", "마다": "each", "도": "also"}


class _Word(NamedTuple):
    form: str
    tag: str


def changes(claim: Reading, told: Reading, both: Reading) -> Iterator[tuple[str, float]]:
    """Signs of what differs from the cited text, by name.

    `both` is what is cited with what is shown beside it.
    """
    ours, theirs = _words(claim), _words(told)
    known = {word.form for word in theirs}
    yield from _side_by_side(ours, theirs, told)
    yield from _of_the_same(claim, told)
    new = [word for word in ours if _is_new(word, known, told)]
    beside = [
        word for word in new if word.form in both.forms or (len(word.form) > 1 and word.form in both.squashed)
    ]
    strange = [word for word in new if word not in beside]
    for name, tags in (
        ("noun", _NOUNS), ("verb", _VERBS), ("name", _NAMES), ("adverb", _ADVERBS), ("particle", _PARTICLE_TAGS)
    ):  # fmt: skip
        yield f"strange {name}", float(sum(word.tag in tags for word in strange))
    yield "strange word", float(bool(strange))
    yield "strange words", float(len(strange) > 1)
    topic = _topic(claim)
    yield "put in from beside", float(sum(word.form not in topic for word in beside))
    yield "position turned", float(bool({w.form for w in ours if w.form in _POSITIONS} - known))
    yield "order of words turned", _turned(ours, theirs)
    yield from _particles(claim, told)
    yield "object of another", _object_of_another(claim, told)
    yield "compared with another", float(bool(_compared(claim) - _compared(told)))
    periods = set(_PERIODS.findall(claim.text))
    yield "new period", float(bool(periods - set(_PERIODS.findall(told.text))))


def _words(reading: Reading) -> list[_Word]:
    """The words of a text in their order, each figure as one of them."""
    found: list[_Word] = []
    done = -1
    for token in reading.tokens:
        figure = next((n for n, f in enumerate(reading.figures) if f.start <= token.start < f.end), None)
        if figure is not None:
            if figure != done:
                found.append(_Word(str(reading.figures[figure]), "SN"))
                done = figure
        elif token.tag in _WORDS or (token.tag in _PARTICLE_TAGS and token.form in _PARTICLES):
            # Kiwi reads 그해 as one word here and as two there.
            form = token.form[1:] if token.form in _THAT else token.form
            found.append(_Word(form.lower(), token.tag))
    return found


def _of_the_same(claim: Reading, told: Reading) -> Iterator[tuple[str, float]]:
    """Predicates that both sides have, meant otherwise, or told of another subject, object or place."""
    theirs: dict[str, list[Said]] = defaultdict(list)
    for said in told.said:
        theirs[said.lemma].append(said)
    for said in claim.said:
        known = theirs.get(said.lemma)
        if not known or said.lemma in LIGHT | REPORTING:
            continue
        for name in _MEANT:
            if all(getattr(other, name) != getattr(said, name) for other in known):
                yield f"{name.rstrip('_')} of a predicate turned", 1.0
        for slot, nouns in said.slots:
            places = [
                set(phrase) for other in known for name, phrase in other.slots if name == slot and phrase
            ]
            mine = set(nouns) - CARRYING
            if mine and places and not any(mine & place for place in places):
                yield f"another {slot}", 1.0


def _is_new(word: _Word, known: set[str], told: Reading) -> bool:
    if word.form in known or word.form in CARRYING or word.tag == "SN":
        return False
    return not (len(word.form) > 1 and word.form in told.squashed)


def _side_by_side(ours: list[_Word], theirs: list[_Word], told: Reading) -> Iterator[tuple[str, float]]:
    """How many words stand in others' places, were added, were moved, and were left out."""
    exchanged = at_the_end = added = moved = gone = kept = 0
    more = _more_often(ours, theirs, told)
    matched = SequenceMatcher(None, [w.form for w in theirs], [w.form for w in ours], autojunk=False)
    for what, i, j, start, end in matched.get_opcodes():
        if what == "equal":
            kept += end - start
            continue
        here = [word for word in ours[start:end] if word.form not in CARRYING]
        there = [word for word in theirs[i:j] if word.form not in CARRYING]
        own = [word for word in here if word.form in more]
        if own and there:
            exchanged += end < len(ours)
            at_the_end += end >= len(ours)
        elif own:
            added += len(own)
        elif here:
            moved += 1
        elif start == end:
            gone += len(there)
    copied = max(0.0, kept / max(1, len(ours)) - FREELY) / (1 - FREELY)
    yield "words exchanged", float(exchanged)
    yield "words exchanged in a copy", exchanged * copied
    yield "words added to a copy", min(added, 3) * copied
    yield "words exchanged at the end", float(at_the_end)
    yield "words added", float(added)
    yield "words moved", float(moved)
    yield "words left out", float(gone)


def _more_often(ours: list[_Word], theirs: list[_Word], told: Reading) -> set[str]:
    """The words that a claim has more often than what it cites, alone or inside longer ones."""
    count, known = Counter(word.form for word in ours), Counter(word.form for word in theirs)
    return {
        form
        for form, times in count.items()
        if times > known[form] and not (len(form) > 1 and times <= told.squashed.count(form))
    }


def _topic(claim: Reading) -> set[str]:
    """The words up to the first topic: a sentence may take its subject from the program's title."""
    mark = next((t.start for t in claim.tokens if t.tag == "JX" and t.form in ("은", "는")), -1)
    return {token.form.lower() for token in claim.tokens if token.start < mark}


def _turned(ours: list[_Word], theirs: list[_Word]) -> float:
    """How many neighbours of the claim stand in the other order only in what is cited."""
    places = defaultdict(list)
    for place, word in enumerate(theirs):
        places[word.form].append(place)
    return float(
        sum(
            one.form != other.form
            and one.form in places
            and other.form in places
            and min(places[one.form]) > max(places[other.form])
            for one, other in pairwise(ours)
        )
    )


def _particles(claim: Reading, told: Reading) -> Iterator[tuple[str, float]]:
    ours = Counter(token.form for token in claim.tokens if token.tag == "JX")
    theirs = Counter(token.form for token in told.tokens if token.tag == "JX")
    for form, name in _SINGLING.items():
        yield f"new {name}", float(ours[form] > theirs[form])
    yield "lost only", float(theirs["만"] > ours["만"])


def _object_of_another(claim: Reading, told: Reading) -> float:
    """Whether a predicate has nouns that what is cited tells by another predicate, instead of its own."""
    nouns: dict[str, set[str]] = defaultdict(set)
    for said in told.said:
        nouns[said.lemma] |= set(said.nouns)
    for said in claim.said:
        if said.lemma not in nouns or said.lemma in CARRYING:
            continue
        others = set().union(*(found for lemma, found in nouns.items() if lemma != said.lemma))
        own, mine = nouns[said.lemma], set(said.nouns)
        if (mine - own) & (others - own) and own - mine:
            return 1.0
    return 0.0


def _compared(reading: Reading) -> set[str]:
    """What something is more or less than (보다)."""
    tokens = reading.tokens
    return {before.form for before, token in pairwise(tokens) if token.form == "보다" and token.tag[0] == "J"}
