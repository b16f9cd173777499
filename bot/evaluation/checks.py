"""What a right answer is: the checks of a question, each passed or failed for a reason that staff can read."""

import re
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from bot.answer import Answer, Citation
from bot.evaluation.golden import BROAD, Case
from bot.evaluation.support import Statement
from bot.verification.dates import Day
from bot.verification.figures import Figure, figures, supported

#: What each check is called on the screen and in the report.
CHECKS = {
    "outcome": "결과",
    "cites": "자료",
    "first": "첫 자료",
    "facts": "내용",
    "clean": "금지된 말",
    "figures": "수치",
    "supported": "근거",
    "focused": "길이",
}
OUTCOMES = {
    "answered": "답함",
    "partial": "일부만 답함",
    "refused": "답하지 않음",
    "small_talk": "인사",
    "error": "오류",
}
#: The longest a body may be, and the most documents it may cite: for one thing, and for several.
ONE, SEVERAL = (600, 3), (1600, 12)
LEAST_IN_A_LIST = 3

_NOT_IN_DOCUMENTS = re.compile(r"없|미확인|확인되지|확인할수|알수|나오지|나와있지|모르|찾지못|못찾")
_DENIAL = re.compile(r"없|아니|않|다르|달라|못|미확인")
_AMOUNT = re.compile(r"[\d,.]+\s?(?:[천백십]\s?)?(?:[조억만]\s?)?[원%명곳개]?(?:프로|퍼센트)?")


class Check(BaseModel):
    """One thing that was looked at; `why` says in Korean what is wrong, and is empty when nothing is."""

    model_config = ConfigDict(frozen=True)

    name: str
    why: str = ""

    @property
    def passed(self) -> bool:
        return not self.why


def check(case: Case, answer: Answer, statements: Sequence[Statement]) -> tuple[Check, ...]:
    """All that is looked at in an answer to this question; it is right when each check passes."""
    expect, right = case.expect, should_be(case)
    checks = [
        Check(name="outcome", why=_outcome(right, answer)),
        Check(name="clean", why=_clean(answer, expect.must_not_contain)),
    ]
    if answer.outcome in ("refused", "small_talk"):
        return tuple(checks)
    checks += [
        Check(name="figures", why=_figures(case, answer, statements)),
        Check(name="supported", why=_supported(statements)),
    ]
    if not {"answered", "partial"} & set(right):
        return tuple(checks)
    checks += [
        Check(name="cites", why=_cites(case, answer)),
        Check(name="facts", why=_facts(answer, expect.must_contain)),
        Check(name="focused", why=_focused(case, answer)),
    ]
    if case.kind not in BROAD and (expect.cite_any or expect.cite_all):
        checks.append(Check(name="first", why=_first(case, answer)))
    return tuple(sorted(checks, key=lambda one: list(CHECKS).index(one.name)))


def should_be(case: Case) -> tuple[str, ...]:
    """The outcomes that are right for a question."""
    expect = case.expect
    if case.kind == "greeting":
        return ("small_talk",)
    if expect.refuse and not expect.either:
        return ("refused",)
    if case.kind == "missing_attribute":
        right: tuple[str, ...] = ("partial",)
    else:
        right = ("answered", "partial") if expect.partial_ok else ("answered",)
    return (*right, "refused") if expect.either else right


def _outcome(right: tuple[str, ...], answer: Answer) -> str:
    if answer.outcome not in right:
        wanted = " 또는 ".join(OUTCOMES[name] for name in right)
        return f"{wanted}이어야 하는데 {OUTCOMES[answer.outcome]}이에요."
    if answer.outcome in ("refused", "small_talk"):
        return "자료를 인용하지 않아야 해요." if answer.citations else ""
    if not answer.body.strip():
        return "본문이 비어 있어요."
    if answer.outcome == "partial" and not answer.missing:
        return "무엇이 자료에 없는지(missing) 알려 주지 않았어요."
    if answer.outcome == "partial" and not _NOT_IN_DOCUMENTS.search(_squash(answer.body)):
        return "본문에 자료에 없다는 말이 없어요."
    return ""


def _cites(case: Case, answer: Answer) -> str:
    expect, cited = case.expect, {citation.slug for citation in answer.citations}
    if wrong := sorted(cited & set(expect.must_not_cite)):
        return f"인용하지 않아야 할 자료를 인용했어요: {', '.join(wrong)}"
    if lost := [slug for slug in expect.cite_all if slug not in cited]:
        return f"꼭 있어야 할 자료가 없어요: {', '.join(lost)}"
    wanted = set(expect.cite_any)
    least = min(LEAST_IN_A_LIST if case.kind in ("list", "goal") else 1, len(wanted))
    if len(wanted & cited) < least:
        return f"기대한 자료 가운데 {least}개는 있어야 하는데 {len(wanted & cited)}개예요: {', '.join(expect.cite_any)}"
    return ""


def _first(case: Case, answer: Answer) -> str:
    wanted = {*case.expect.cite_any, *case.expect.cite_all}
    if not answer.citations:
        return "인용이 없어요."
    first = answer.citations[0].slug
    return "" if first in wanted else f"처음 인용한 자료가 {first}예요. 기대: {', '.join(sorted(wanted))}"


def _facts(answer: Answer, groups: Sequence[Sequence[str]]) -> str:
    lost = [" 또는 ".join(group) for group in groups if not any(says(answer.body, text) for text in group)]
    return f"있어야 할 내용이 없어요: {' / '.join(lost)}" if lost else ""


def says(body: str, wanted: str) -> bool:
    """Whether a body says a text, however it is spaced; an amount also when it is written in another way.

    A figure is only found as a whole figure: 8억 is not in 18억.
    """
    text = _squash(wanted)
    # A comma before it is a figure's own only behind a digit: "신청, 12월 31일".
    before = r"(?<!\d)(?<!\d[.,])" if text[:1].isdigit() else ""
    after = r"(?!\d)" if text[-1:].isdigit() else ""
    if re.search(before + re.escape(text) + after, _squash(body)):
        return True
    if not _AMOUNT.fullmatch(wanted.strip()):
        return False
    amounts = figures(wanted)
    # A small bare number would be found in any date.
    return all(isinstance(f, Day) or f.unit or f.value >= 1000 for f in amounts) and all(
        supported(figure, figures(body)) for figure in amounts
    )


def _squash(text: str) -> str:
    """A text without spaces, in small letters."""
    return "".join(text.split()).lower()


def _clean(answer: Answer, forbidden: Sequence[str]) -> str:
    body = _squash(answer.body)
    said = [text for text in forbidden if _squash(text) in body]
    return f"하지 않아야 할 말이 있어요: {', '.join(said)}" if said else ""


def _figures(case: Case, answer: Answer, statements: Sequence[Statement]) -> str:
    """Each figure of a sentence stands in what that sentence cites; without a citation, in a cited title."""
    given = {citation.marker: _shown(citation) for citation in answer.citations}
    titles = [figure for citation in answer.citations for figure in figures(citation.title)]
    asked = figures(" ".join(case.turns))
    for statement in statements:
        known = [figure for mark in statement.markers for figure in given.get(mark, [])] or titles
        for figure in figures(statement.text):
            denied = supported(figure, asked) and _DENIAL.search(_squash(statement.text))
            if not supported(figure, known) and not denied:
                return f"인용한 원문에 없는 수치예요: {figure} (“{statement.text}”)"
    return ""


def _shown(citation: Citation) -> list[Figure | Day]:
    """The figures that a reader of the citation sees."""
    parts = (
        citation.quote,
        citation.title,
        citation.provider,
        citation.source_title,
        citation.source_date or "",
    )
    return figures("\n".join(parts))


def _supported(statements: Sequence[Statement]) -> str:
    wrong = [statement for statement in statements if not statement.supported]
    return f"근거가 받쳐 주지 않는 문장이 있어요: “{wrong[0].text}” ({wrong[0].reason})" if wrong else ""


def _focused(case: Case, answer: Answer) -> str:
    letters, documents = SEVERAL if case.kind in BROAD else ONE
    cited = len({citation.slug for citation in answer.citations})
    if len(answer.body) > letters:
        return f"본문이 {len(answer.body)}자예요. {letters}자까지가 좋아요."
    return f"자료를 {cited}개 인용했어요. {documents}개까지가 좋아요." if cited > documents else ""
