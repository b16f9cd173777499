"""What came after an ended program: found in its document, asked for in a talk, pointed to in an answer."""

from dataclasses import replace

import pytest

from bot.conversation import Standing, standing
from bot.plan import NO_SUCCESSOR, plan
from bot.successors import asks_instead, pointer, rest_of, successor
from knowledge.document import Document, Fact
from tests.bot.samples import ANALYZER, KAKAO, NAVER, PRESS, corpus_of, evidence_for, question

ENDED = Document(
    slug="credit",
    title="소상공인 크레딧 (2025)",
    aliases=("크레딧",),
    kind="government_program",
    status="ended",
    status_note="종료 (2025년까지; 2026년은 고정비 바우처)",
    facts=(Fact(text="공과금에 쓰는 50만원을 준 사업이다.", section="개요", sources=(PRESS,)),),
)
VOUCHER = Document(
    slug="voucher",
    title="고정비 바우처",
    kind="government_program",
    status="ongoing",
    facts=(
        Fact(text="고정비에 쓰는 바우처를 주는 사업이다.", section="개요", sources=(PRESS,)),
        Fact(text="업체마다 25만원이다.", section="지원 내용", sources=(PRESS,)),
    ),
)
CORPUS = corpus_of(ENDED, VOUCHER, KAKAO, NAVER)


def about(stand: Standing) -> tuple[tuple[str, ...], float]:
    found = tuple(m.slug for m in CORPUS.names.find(stand.text))
    return stand.topic or found, 1.0 if stand.topic or found else 0.0


def last(*turns: str) -> Standing:
    return standing(turns, CORPUS, ANALYZER, about)


def test_the_document_names_it() -> None:
    assert successor(ENDED, CORPUS) == VOUCHER.slug
    assert successor(KAKAO, CORPUS) == ""
    assert successor(VOUCHER, CORPUS) == ""


def test_another_ended_program_is_no_successor() -> None:
    again = ENDED.model_copy(update={"status_note": "종료 (프로젝트 단골로 대체)"})
    assert successor(again, CORPUS) == ""


@pytest.mark.parametrize(
    "text",
    [
        "올해는 비슷한 거 없어요?",
        "그거 끝났으면 대신 뭐 있나요",
        "후속 사업 있나요",
        "유사한 지원 있어요?",
        "그럼 지금은 뭐 없나요",
        "대신할 사업 알려줘요",
    ],
)
def test_such_questions_are_about_the_program_in_its_place(text: str) -> None:
    assert asks_instead(text)
    assert last("크레딧이 뭐예요?", text) == Standing("고정비 바우처", ("voucher",), "credit")
    assert last(f"크레딧 {text}").topic == ("voucher",)


@pytest.mark.parametrize(
    "text",
    [
        "크레딧 지금은 없어졌어요?",
        "크레딧 수수료 대신 내주던 거 얼마예요",
        "크레딧 언제 끝났어요",
        "크레딧이 뭐예요",
    ],
)
def test_other_questions_stay_with_the_ended_one(text: str) -> None:
    assert last(text).topic == ()


def test_what_is_asked_of_it_is_kept() -> None:
    assert "얼마" in rest_of("크레딧이랑 비슷한 거 얼마 줘요?", CORPUS.names)
    assert last("크레딧이랑 비슷한 거 얼마 줘요?").text.startswith("고정비 바우처")
    assert last("크레딧이 뭐예요?", "비슷한 거 있어요?", "얼마 줘요?").topic == ("voucher",)


def test_a_running_program_has_nothing_in_its_place() -> None:
    assert last("고정비 바우처 비슷한 거 없어요?").instead_of == ""


def test_an_answer_about_the_ended_one_points_to_it() -> None:
    text = "크레딧 얼마 줬어요?"
    draft = plan(question(text, CORPUS), evidence_for(text, CORPUS), CORPUS, ANALYZER)
    assert draft.lines[-1] == pointer(ENDED, CORPUS, ANALYZER)
    assert any("고정비 바우처" in claim.text for claim in draft.lines[-1].claims)
    assert pointer(KAKAO, CORPUS, ANALYZER) is None


def test_without_one_it_is_missing() -> None:
    text = "프로젝트 단골 비슷한 거 없어요?"
    draft = plan(question(text, CORPUS), evidence_for(text, CORPUS), CORPUS, ANALYZER)
    assert draft.missing == (NO_SUCCESSOR,)


def test_it_is_found_for_a_program_that_the_question_only_describes() -> None:
    text = "공과금에 쓰라고 준 오십만원 사업 비슷한 거 없어요?"
    evidence = evidence_for(text, CORPUS)
    ended = replace(evidence, programs=((ENDED.slug, 1.0), (NAVER.slug, 0.2)))
    draft = plan(question(text, CORPUS), ended, CORPUS, ANALYZER)
    told = {
        CORPUS.passages[key].slug for line in draft.lines for claim in line.claims for key in claim.support
    }
    assert told == {VOUCHER.slug}
    assert draft.missing == ()
