"""A small run: questions, answers and verdicts of every sort."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.answer import Answer, Citation
from bot.evaluation.golden import Case, Expect
from knowledge.document import Document
from knowledge.errors import IndexUnreadable
from tests.fakes import ANSWER, CITATION, REFUSED

SLUG = CITATION.slug
DOCUMENTS = {
    SLUG: Document(slug=SLUG, title=CITATION.title, provider="네이버"),
    "zeropay": Document(slug="zeropay", title="제로페이"),
}
ZEROPAY = Citation(
    marker=2,
    slug="zeropay",
    title="제로페이",
    provider="한국간편결제진흥원",
    section="지원 내용",
    quote="연매출 8억원 이하 가맹점은 수수료가 0%다.",
    source_title="제로페이 안내",
    source_url="https://example.com/zeropay",
    source_date="2025-03-19",
    checked_on="2025-11",
    status="ongoing",
)
SMALL_TALK = Answer(question="안녕", standalone_question="안녕", outcome="small_talk", body="안녕하세요.")
PARTIAL = replace(
    ANSWER,
    outcome="partial",
    missing=("신청 기간",),
    body=f"물어보신 신청 기간은 자료에 없어요.\n{ANSWER.body}",
)


def case(kind: str = "single", turns: Sequence[str] = ("얼마예요?",), id: str = "q1", **expect: Any) -> Case:
    """A question and what is expected of its answer."""
    return Case(id=id, kind=kind, group=kind, turns=tuple(turns), expect=Expect(**expect))


def answered(body: str = ANSWER.body, *citations: Citation, **changes: Any) -> Answer:
    """An answer with this body, citing 600억원 of Naver when nothing else is given."""
    return replace(ANSWER, body=body, citations=citations or (CITATION,), **changes)


def assistant(turns: Sequence[str]) -> Answer:
    """A hand-written assistant: what is asked says what comes of it."""
    question = turns[-1]
    if "오류" in question:
        raise IndexUnreadable("색인을 읽을 수 없어요.\n다시 만들어 주세요.")
    if "버그" in question:
        raise ZeroDivisionError("a bug")
    for word, answer in (("날씨", REFUSED), ("안녕", SMALL_TALK), ("언제", PARTIAL)):
        if word in question:
            return replace(answer, question=question)
    return replace(ANSWER, question=question)
