"""Lists: of whom, in which order, and how each program stands."""

import pytest

from bot.answer import Candidate
from bot.compose_broad import MARKS
from bot.lists import group_of, grouped, is_known_theme, of_one_program, of_platforms, over_too, standing
from bot.plan import plan
from bot.verification import verify
from knowledge.document import Document
from tests.bot.samples import ANALYZER, CORPUS, KAKAO, NAVER, STORE, corpus_of, evidence_for, question


def of(
    slug: str, status: str = "ongoing", title: str = "네이버 광고", kind: str = "platform_program"
) -> Document:
    return NAVER.model_copy(
        update={"slug": slug, "status": status, "title": title, "provider": "", "kind": kind, "aliases": ()}
    )


def test_programs_stand_under_who_runs_them_and_the_ended_ones_last() -> None:
    documents = [
        of("a", "ended"),
        of("b"),
        of("c", title="백년가게", kind="government_program"),
        of("d", title="네이버 교육"),
    ]
    assert [(name, [document.slug for document in own]) for name, own in grouped(documents)] == [
        ("네이버", ["b", "d", "a"]),
        ("정부 사업", ["c"]),
    ]


def test_a_short_list_and_one_of_a_single_group_have_no_headings() -> None:
    assert [name for name, _ in grouped([of("a"), of("b", title="카카오 교육")])] == [""]
    assert [name for name, _ in grouped([of(slug) for slug in "abcde"])] == [""]


@pytest.mark.parametrize(
    "document", [NAVER, KAKAO, STORE, of("x", title="상생 논의", kind="policy"), of("y", title="모임")]
)
def test_the_code_may_say_a_groups_name(document: Document) -> None:
    draft = plan(question("지원사업 뭐뭐 있어요?"), evidence_for("지원사업 뭐뭐 있어요?"), CORPUS, ANALYZER)
    claim = draft.lines[0].claims[0]
    assert all(
        verdict.kept
        for verdict in verify([type(claim)(group_of(document))], CORPUS.passages, {document.slug: document})
    )


def test_a_list_says_how_each_program_stands() -> None:
    documents = [
        of(status, status, title=f"네이버 사업{place}")
        for place, status in enumerate(["ongoing", "announced", "ended", "unknown"])
    ]
    corpus = corpus_of(*documents)
    text = "네이버 지원 다 알려주세요"
    draft = plan(question(text, corpus), evidence_for(text, corpus), corpus, ANALYZER)
    items = {
        corpus.passages[claim.support[0]].slug: claim.text
        for line in draft.lines
        for claim in line.claims
        if claim.support
    }
    assert set(items) == {document.slug for document in documents}
    for status, told in items.items():
        assert [mark for other, mark in MARKS.items() if mark in told] == (
            [MARKS[status]] if status in MARKS else []
        )


def test_what_platforms_do_is_their_programs() -> None:
    asked = question("플랫폼들이 도와주는 거 뭐 있어요")
    found = of_platforms(asked, evidence_for(asked.text).programs, CORPUS, ANALYZER, 9.0)
    assert found == [NAVER.slug]


@pytest.mark.parametrize(
    "text", ["네이버 지원 뭐 있어요", "플랫폼 규제 법 뭐 있어요", "정부가 플랫폼 회사들 조사한 거 뭐 있어요"]
)
def test_another_list_is_not_of_platforms_at_large(text: str) -> None:
    assert of_platforms(question(text), evidence_for(text).programs, CORPUS, ANALYZER, 9.0) == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("끝난 사업 뭐 있어요", "ended"),
        ("논의 중인 제도 알려줘", "pending"),
        ("발표만 된 거 뭐 있어요", "announced"),
        ("지원사업 목록", ""),
        ("네이버가 해 주는 거 끝난 것까지 다 알려줘", ""),
        ("카카오 지원 지금 없어진 거라도 다 알려줘요", ""),
    ],
)
def test_the_status_that_is_asked_for(text: str, status: str) -> None:
    assert standing(question(text)) == status


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("네이버 셀러 도와주던 것들", True),
        ("카카오 지원 끝난 것까지 다", True),
        ("예전에 해 주던 사업 목록", True),
        ("네이버 지원 목록", False),
    ],
)
def test_a_list_of_what_is_over_too(text: str, over: bool) -> None:
    assert over_too(question(text)) is over


def test_only_programs_of_the_status_that_is_asked_for_are_listed() -> None:
    text = "끝난 사업 뭐 있어요"
    draft = plan(question(text), evidence_for(text), CORPUS, ANALYZER)
    told = {
        CORPUS.passages[key].slug for line in draft.lines for claim in line.claims for key in claim.support
    }
    assert told == {KAKAO.slug}


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("AI 교육 종류", True),
        ("학자금 대출 종류", False),
        ("지원사업 목록", False),
        ("끝난 사업 뭐 있어요", True),
        ("AI 교육 얼마예요", False),
    ],
)
def test_a_theme_is_what_a_program_is_called_by(text: str, known: bool) -> None:
    assert is_known_theme(question(text), evidence_for(text).programs, CORPUS, ANALYZER) is known


@pytest.mark.parametrize(
    ("text", "ahead", "one"),
    [
        ("배우는 과목 뭐뭐 있어요", 0.5, True),
        ("배우는 과목 뭐뭐 있어요", 0.3, False),
        ("얼마예요?", 0.9, False),
        ("끝난 사업은 뭐뭐 있어요", 0.9, False),
    ],
)
def test_a_list_of_what_stands_in_one_sheet(text: str, ahead: float, one: bool) -> None:
    programs = [(NAVER.slug, 1.0), (KAKAO.slug, 1.0 - ahead)]
    assert of_one_program(question(text), programs, ()) is one


@pytest.mark.parametrize(("ahead", "own", "one"), [(0.3, 8, True), (0.3, 5, False), (0.1, 10, False)])
def test_less_far_ahead_is_enough_when_the_nearest_facts_are_its_own(
    ahead: float, own: int, one: bool
) -> None:
    programs = [(NAVER.slug, 1.0), (KAKAO.slug, 1.0 - ahead)]
    near = [
        Candidate(str(n), NAVER.slug if n < own else KAKAO.slug, "개요", "과목", 1.0, lexical=0.5)
        for n in range(10)
    ]
    far = [Candidate(f"far{n}", KAKAO.slug, "개요", "과목", 1.0, lexical=0.1, dense=0.5) for n in range(20)]
    assert of_one_program(question("배우는 과목 뭐뭐 있어요"), programs, [*far, *near]) is one
    assert not of_one_program(question("배우는 데 도와주는 제도들 뭐뭐 있어요"), programs, near)
