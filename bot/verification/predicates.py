"""Predicates: what a sentence says of its nouns, whether it is so or not, and how it is meant (서술어)."""

import re
from dataclasses import dataclass, replace
from typing import Final

from bot.verification.meanings import EXCLUDING, PLANS
from knowledge.korean import Token

_NOUN = frozenset(["NNG", "NNP", "XR", "SL"])
#: Verbs that only make a verb of the noun before them: 신고를 하다, 지원이 되다.
_LIGHT = frozenset(["하", "되"])
#: Verbs that work as particles (에 따르면, 를 위해, 같은): they end no clause.
_PARTICLES = frozenset(["따르", "위하", "통하", "대하", "관하", "한하", "한", "의하", "비하", "같", "향하"])

#: What follows a verb, as forms with tags. 않아도 되다, 필요 없다 and 면 안 되다 all deny the verb before them.
_DENIED = re.compile(
    r"^(?:[어아여]/EC \S+/VX )?(?:\S+/EP )*(?:지/EC (?:\S+/J\w+ )?(?:않|못하|말|아니하|못)/(?!VX 도록/)|기/ETN (?:\S+/J\w+ )?(?:어렵|힘들)/"
    r"|(?:(?:어야|아야|여야)/EC (?:하|되)/V\w )?[은는을ᆫᆯ]+/ETM (?:수|필요|의무|적|이유|것)/N\w+ (?:\S+/J\w+ )*(?:없|아니)/|면/EC (?:안/MAG |못/MAG )(?:되|쓰)/"
    r"|(?:어야|아야|여야)/EC (?:하|되)/V\w (?:는|ᆫ|은)/ETM (?:것|거)/NNB (?:\S+/J\w+ )?아니/)"
)
_MUST = re.compile(r"^(?:[어아여]/EC \S+/VX )?(?:\S+/EP )*(?:어야|아야|여야|어야지)/EC (?:만/JX )?(?:하|되)/")
_CAN = re.compile(r"^[은는을ᆯ]+/ETM 수/NNB (?:\S+/J\w+ )?있/|^(?:면|어도|아도)/EC (?:괜찮|되)/")
_PLANNED = re.compile(
    r"^(?:\S+/EP )*?(?:(?:[어아]/EC \S+/VX )?겠/EP|기/ETN 로/JKB (?:\S+/J\w+ )?하/|(?:[ᆯ을는]|\S*다는|자는)/ETM (?:\S+/N\w+ ){0,2}(?:계획|예정|방침|목표|생각|방안|방향)/|려고?/EC (?:하|하였)/)"
)
#: 하지 않아도 되다, 할 필요가 없다, 해야 하는 것은 아니다: one need not.
_NEEDLESS = re.compile(
    r"^(?:\S+/EP )*지/EC (?:\S+/J\w+ )?않/V\w (?:어도|아도)/EC |^(?:(?:어야|아야|여야)/EC (?:하|되)/V\w )?[을ᆯ]+/ETM (?:필요|의무|이유)/N\w+ (?:\S+/J\w+ )*없/"
    r"|^(?:어야|아야|여야)/EC (?:하|되)/V\w (?:는|ᆫ|은)/ETM (?:것|거)/NNB (?:\S+/J\w+ )?아니/|^(?:어도|아도|여도)/EC (?:되|괜찮)/"
)
_QUOTED = re.compile(r"^(?:\S+/E\w+ )*?\S*(?:다고|라고|다는|라는|자고)/E\w+ ")
_ALTHOUGH = re.compile(r"^(?:지/EC \S+/VX )?(?:\S+/EP )*(?:어도|아도|더라도|여도)/EC (?!되/|괜찮/|하/)")
_IF = re.compile(r"^(?:\S+/EP )*(?:으?면|ᆫ다면|는다면|다면|거든)/EC (?!되/|안/)")


@dataclass(frozen=True, slots=True)
class Said:
    """A predicate with the nouns of its clause and how it is meant."""

    lemma: str
    nouns: tuple[str, ...]
    core: frozenset[str] = frozenset()
    denied: bool = False
    must: bool = False
    can: bool = False
    planned: bool = False
    quoted: bool = False
    although: bool = False
    if_: bool = False
    past: bool = False
    final: bool = False
    joined: bool = False
    needless: bool = False
    sentence: int = 0
    slots: tuple[tuple[str, tuple[str, ...]], ...] = ()  # what each argument is, and its nouns in their order
    end: int = 0  # the token behind its endings


def predicates(tokens: tuple[Token, ...]) -> list[Said]:
    """The predicates of a text in its order, each with the nouns since the one before."""
    found: list[Said] = []
    nouns: list[str] = []
    side: set[str] = set()  # nouns of place, time and means (에, 에서, 로): nothing is said of them
    slots: list[tuple[str, tuple[str, ...]]] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if at and (slot := _slot(token)):
            slots.append((slot, _argument(tokens, at)))
        head = _head(tokens, at)
        if head is None or head[0] in _PARTICLES:
            if token.tag in _NOUN:
                nouns.append(token.form.lower())
            elif token.tag in ("JKB", "JKG") and token.form not in ("와", "과") and at:
                side |= _phrase(tokens, at)
            elif token.form == "," and at and tokens[at - 1].tag in ("NNB", "SN", "SW", "NR"):
                nouns = []  # 110만원, 쓰지 않는 곳은 …: the figure has ended what was said
            at += 1
            continue
        lemma, after, denied = head
        end = max(after, at + 1)
        end += _carried(tokens, end)
        tail = "".join(f"{t.form}/{t.tag} " for t in tokens[after : after + 9])
        rest, _, _ = tail.partition("/SF ")
        # 인원 제한 없이 denies the limit and leaves the rest of the clause as it is.
        without = tokens[after - 1].form == "없이"
        mine = () if without else tuple(dict.fromkeys(nouns))
        if without:
            nouns = _apart(tokens, at, nouns)
        sign = bool(_DENIED.search(tail)) != denied
        found.append(
            Said(
                lemma,
                mine,
                denied=sign != (lemma in EXCLUDING),
                must=bool(_MUST.search(tail)),
                can=bool(_CAN.search(tail)),
                planned=bool(_PLANNED.search(tail)) or bool(PLANS & set(mine[-3:])) or lemma in PLANS,
                quoted=bool(_QUOTED.search(rest + "/SF ")),
                although=bool(_ALTHOUGH.search(tail)),
                if_=bool(_IF.search(tail)),
                past=bool(re.match(r"(?:\S+/EP )*[었았였]\S*/EP |고/EC 있/", tail)),
                final=not re.match(
                    r"(?:\S+/EP )*(?:기/ETN 위하/|\S+/ETM )(?!수/|적/|필요/|예정/|계획/|의무/)", tail
                ),
                core=frozenset(noun for noun in nouns if noun not in side) if not without else frozenset(),
                needless=bool(_NEEDLESS.search(tail)) and (sign or denied),
                sentence=sum(t.tag == "SF" for t in tokens[:at]),
                slots=() if without else tuple(slots),
                end=_behind(tokens, end),
                joined=bool(
                    re.match(r"(?:\S+/EP )*(?:고|며|으며|어|아|여|어서|아서)/EC (?!있/|주/|보/)", tail)
                ),
            )
        )
        if not without:
            nouns, side, slots = [], set(), []
        # The verbs that only carry its meaning on (않다, 수 있다, 야 하다) are no predicates of their own.
        at = end
    # 넓히고 다시 짜겠다: what is joined to a plan is planned.
    for place in range(len(found) - 2, -1, -1):
        if found[place].joined and found[place + 1].planned and not found[place].past:
            found[place] = replace(found[place], planned=True)
    return found


#: What a particle makes of the noun before it.
ROLES: Final = {
    "이": "who",
    "가": "who",
    "께서": "who",
    "을": "what",
    "를": "what",
    "에서": "where",
    "으로": "how",
    "로": "how",
    "에게": "whom",
    "한테": "whom",
    "은": "topic",
    "는": "topic",
    "도": "also",
    "만": "only",
    "의": "of",
    "에": "at",
    "까지": "to",
    "부터": "from",
    "보다": "than",
}
#: To its predicate a noun is these, or a topic, which may be anything to it; the other roles are no slot.
_SLOTS = {
    form: "topic" if role in ("also", "only") else role
    for form, role in ROLES.items()
    if role not in ("of", "at", "to", "from", "than")
}


def _slot(token: Token) -> str:
    return _SLOTS.get(token.form, "") if token.tag in ("JKS", "JKO", "JKB", "JX") else ""


def _phrase(tokens: tuple[Token, ...], at: int) -> set[str]:
    """The nouns directly before the particle at `at`, with those joined to them (요금과 보험료에서)."""
    found = set()
    while at and tokens[at - 1].tag in (*_NOUN, "XSN", "NNB", "XPN", "JC", "SP", "SN"):
        at -= 1
        found.add(tokens[at].form.lower())
    return found


def _argument(tokens: tuple[Token, ...], at: int) -> tuple[str, ...]:
    """The nouns of the phrase directly before the particle at `at`, in their order; numbers are not among them."""
    found: list[str] = []
    while at and tokens[at - 1].tag in (*_NOUN, "XSN", "NNB", "XPN", "JC", "SP", "SN", "NR"):
        at -= 1
        if tokens[at].tag in _NOUN:
            after = tokens[at + 1]
            name = tokens[at].form + (
                after.form if after.form == "님" and after.start == tokens[at].end else ""
            )
            found.append(name.lower())
    return tuple(reversed(found))


def _apart(tokens: tuple[Token, ...], at: int, nouns: list[str]) -> list[str]:
    """The nouns less those that stand directly before `at`: 공동 of 공동인증서 없이 is no word of its own."""
    nouns = list(nouns)
    while at and nouns and tokens[at - 1].tag in _NOUN and tokens[at - 1].end == tokens[at].start:
        at -= 1
        nouns.pop()
    return nouns


def _head(tokens: tuple[Token, ...], at: int) -> tuple[str, int, bool] | None:
    """The predicate that begins at `at`: its lemma, where its endings begin, whether 안 or 못 stands before it."""
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    before = tokens[at - 1] if at else None
    no = before is not None and before.tag == "MAG" and before.form in ("안", "못")
    if token.tag in ("NNG", "XR", "NNP", "MAG") and following and following.tag in ("XSV", "XSA"):
        return token.form.lower(), at + 2, no
    if token.tag == "NNG" and following and following.form == "받" and following.start == token.end:
        return token.form.lower(), at + 2, no
    if token.tag == "NNG" and following:
        step = at + 1
        if following.tag in ("JKO", "JKS", "JX"):
            step += 1
        denied = False
        while step < len(tokens) and tokens[step].tag == "MAG" and tokens[step].form != "없이":
            denied, step = denied or tokens[step].form in ("안", "못"), step + 1
        if denied and step < len(tokens) and (tokens[step].form, tokens[step].tag) == ("한", "MM"):
            return token.form.lower(), step + 1, denied  # 등록을 아직 안 한
        if step < len(tokens) and tokens[step].form in _LIGHT and tokens[step].tag in ("VV", "XSV", "VX"):
            return token.form.lower(), step + 1, denied
        if step < len(tokens) and tokens[step].form in ("없이", "없") and token.form != "국번":
            return token.form.lower(), step + 1, True
    if token.tag in ("JKC", "JKS", "JX") and following and following.tag == "VCN" and before is not None:
        return before.form.lower(), at + 2, True
    if (
        token.tag == "VCP"
        and following
        and (following.tag in ("EF", "EP") or following.form in ("고", "며", "지만", "는데", "ᆫ데"))
        and before is not None
    ):
        return before.form.lower(), at + 1, False
    if token.tag in ("VV", "VA"):
        return token.form.lower(), at + 1, no or token.form == "없"
    return None


def _carried(tokens: tuple[Token, ...], at: int) -> int:
    """How many tokens from `at` on belong to the endings of the predicate before it."""
    tail = "".join(f"{t.form}/{t.tag} " for t in tokens[at : at + 9])
    match = re.match(
        r"(?:\S+/EP )*(?:지/EC (?:\S+/J\w+ )?(?:않|못하|말|아니하)/V\w (?:(?:어도|아도)/EC (?:되|괜찮)/V\w )?"
        r"|[은는을ᆯ]+/ETM (?:수|필요|의무|적)/N\w+ (?:\S+/J\w+ )*(?:있|없)/V\w |(?:어야|아야|여야)/EC (?:하|되)/V\w "
        r"|(?:면|어도|아도)/EC (?:안/MAG )?(?:되|괜찮)/V\w |기/ETN 로/JKB (?:\S+/J\w+ )?하/V\w )+",
        tail,
    )
    return match[0].count(" ") if match else 0


def _behind(tokens: tuple[Token, ...], at: int) -> int:
    """The token behind the endings and helping verbs from `at` on."""
    while at < len(tokens) and tokens[at].tag in ("EP", "EC", "EF", "ETM", "ETN", "VX"):
        at += 1
    return at
