"""Transfers (주고받기): who gives, in whichever voice it is told."""

from collections.abc import Iterator
from typing import Final

from bot.verification.alignment import Alignment, likeness
from bot.verification.clauses import Parsed, Unit
from bot.verification.meanings import FREE

_GIVE: Final = frozenset(
    "주 지원 제공 지급 대 돕 내주 대주 보태 드리 배정 보내 가르치 환급 돌려주 매기 부과 떼 걷".split()
)
_GET: Final = frozenset("받 돌려받 타 챙기 얻 수령 배우 듣 빌리 내 부담 납부".split())


def transfers(aligned: Alignment) -> Iterator[tuple[str, float]]:
    """A sign that another gives than is told."""
    gives, givers = _givers(aligned.claim), _givers(aligned.told)
    if gives and givers and not _any(gives, givers):
        yield "another gives", 1.0


def _givers(parsed: Parsed) -> list[Unit]:
    """Those who give: who gives, and whom or where others have it from."""
    found: list[Unit] = []
    for place, clause in enumerate(parsed.clauses):
        if clause.said is None or clause.said.lemma not in _GIVE | _GET:
            continue
        lemma = clause.said.lemma
        give = lemma in _GIVE and f"{lemma}받" not in parsed.texts[place]
        for unit in parsed.units:
            if unit.clause != place or unit.kind not in ("name", "noun") or unit.form in FREE:
                continue
            from_where = unit.role == "whom" or (unit.role == "where" and unit.kind == "name")
            if unit.role == "who" if give else from_where:
                found.append(unit)
    return found


def _any(ours: list[Unit], theirs: list[Unit]) -> bool:
    return any(likeness(unit, other) > 0 for unit in ours for other in theirs)
