"""A hand-written assistant for tests of what stands around the real one."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from bot.answer import Answer, Candidate, Citation, Related, Trace
from bot.errors import SettingsError
from knowledge.document import Document
from knowledge.errors import IndexUnreadable

CITATION = Citation(
    marker=1,
    slug="naver-sme-ai-education",
    title="네이버 SME AI 교육 프로젝트",
    provider="네이버",
    section="지원 내용",
    quote="네이버는 5년간 600억원을 들여 소상공인에게 AI를 가르친다.",
    source_title="네이버, 소상공인 AI 교육에 600억원",
    source_url="https://www.etnews.com/20241106000123",
    source_date="2024-11-06",
    checked_on="2025-11-09",
    status="ongoing",
)

ANSWER = Answer(
    question="네이버가 AI 교육에 얼마를 쓴대요?",
    standalone_question="네이버가 소상공인 AI 교육에 얼마를 쓰나요?",
    outcome="answered",
    body="네이버는 5년간 600억원을 들여 소상공인에게 AI를 가르쳐요. [1]",
    citations=(CITATION,),
    related=(Related("naver-impact-2026", "네이버 임팩트 프로그램"),),
    status_line="지금 진행 중인 사업이에요. 확인일 2025년 11월 9일",
    elapsed_ms={"search": 4.12, "total": 9.84},
    trace=Trace(
        candidates=(
            Candidate(
                "naver-sme-ai-education#1", CITATION.slug, "지원 내용", CITATION.quote, 0.913, 0.95, 0.871
            ),
            Candidate(
                "naver-impact-2026#2", "naver-impact-2026", "개요", "임팩트 프로그램은 …", 0.402, None, 0.402
            ),
        ),
        understood={"platforms": "네이버", "aspects": "금액"},
        dropped=("네이버는 700억원을 썼어요.",),
    ),
)

REFUSED = Answer(
    question="오늘 날씨 어때요?",
    standalone_question="오늘 날씨 어때요?",
    outcome="refused",
    body="가진 자료에 없는 이야기라 말씀드릴 수 없어요.",
)


class FakeAssistant:
    """Answers at once: 날씨 is refused, 오류 fails as foreseen, 버그 fails otherwise, 느린 waits to be let go.

    `composers` has what each answer was asked by; without `model` there is no language model.
    """

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.composers: list[str | None] = []
        self.model = True
        self.let_go = threading.Event()

    def answer(
        self, turns: Sequence[str], *, composer: Literal["extractive", "model"] | None = None
    ) -> Answer:
        if composer == "model" and not self.model:
            raise SettingsError("LLM_MODEL에 모델 이름을 적어 주세요.")
        self.asked.append(list(turns))
        self.composers.append(composer)
        question = turns[-1]
        if "오류" in question:
            raise IndexUnreadable("색인을 읽을 수 없어요. `ongil ingest`를 실행해 주세요.")
        if "버그" in question:
            raise ZeroDivisionError("a bug")
        if "느린" in question:
            self.let_go.wait(60)
        answer = REFUSED if "날씨" in question else ANSWER
        if composer == "model":
            answer = replace(answer, body="언어 모델이 다르게 말해요. [1]", answered_by="fake:model")
        return replace(answer, question=question)

    def documents(self) -> Mapping[str, Document]:
        return {"kakao-makers": Document(slug="kakao-makers", title="카카오메이커스 제가버치")}
