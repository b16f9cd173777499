"""A document cut into passages: what each holds, and names that stay as long as the content does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.document import Document, Fact, Source
from knowledge.passage import Passage, cut

SOURCE = Source(title="기사", url="https://example.kr/1", date="2025-11-06")
DOCUMENT = Document(
    slug="bakery",
    title="동네 빵집 지원",
    provider="온길시",
    aliases=("빵집 지원", "동네 빵집 지원"),
    asked_as=("빵집 하는데 뭐 받을 거 없나요", "오븐 값 대주나요"),
    facts=(
        Fact(text="오븐 값의 절반을 준다.", section="지원 내용", sources=(SOURCE,)),
        Fact(text="구청에 낸다.", section="신청 방법", sources=(SOURCE,)),
    ),
)
ASKED = DOCUMENT.model_copy(
    update={
        "facts": (DOCUMENT.facts[0].model_copy(update={"asked_as": ("오븐 반값이에요?",)}), DOCUMENT.facts[1])
    }
)


def test_facts_come_first_then_questions_in_the_documents_order() -> None:
    assert [(p.kind, p.section, p.text) for p in cut(DOCUMENT)] == [
        ("fact", "지원 내용", "오븐 값의 절반을 준다."),
        ("fact", "신청 방법", "구청에 낸다."),
        ("question", "", "빵집 하는데 뭐 받을 거 없나요"),
        ("question", "", "오븐 값 대주나요"),
    ]


def test_a_question_of_a_fact_leads_to_it_and_does_not_change_it() -> None:
    first, *_, last = cut(ASKED)
    assert (last.kind, last.text, last.of) == ("question", "오븐 반값이에요?", first.id)
    assert first == cut(DOCUMENT)[0]
    assert [p.of for p in cut(DOCUMENT)] == [""] * 4


def test_what_the_document_does_not_know_comes_last() -> None:
    document = DOCUMENT.model_copy(update={"not_known": ("내년 오븐 지원 여부",)})
    *others, last = cut(document)
    assert (last.kind, last.text) == ("gap", "내년 오븐 지원 여부")
    assert others == cut(DOCUMENT)


def test_a_question_of_a_gap_leads_to_it() -> None:
    asked = {
        "not_known": ("내년 오븐 지원 여부",),
        "not_known_as": (("내년 오븐 지원 여부", "내년에도 줘요?"),),
    }
    passages = cut(DOCUMENT.model_copy(update=asked))
    gap = next(passage for passage in passages if passage.kind == "gap")
    assert (passages[-1].kind, passages[-1].text, passages[-1].of) == ("gap", "내년에도 줘요?", gap.id)


def test_each_passage_knows_its_program() -> None:
    for passage in cut(DOCUMENT):
        assert (passage.slug, passage.title) == ("bakery", "동네 빵집 지원")
        assert passage.context == "동네 빵집 지원 · 온길시 · 빵집 지원"


def test_a_fact_has_its_sources_and_a_question_none() -> None:
    assert [p.sources for p in cut(DOCUMENT)] == [(SOURCE,), (SOURCE,), (), ()]


def test_a_plain_document_has_its_title_as_context() -> None:
    (passage,) = cut(Document(slug="a", title="안내", facts=(Fact(text="글", section=""),)))
    assert passage.context == "안내"


def test_ids_are_stable_and_name_the_document() -> None:
    first, second = cut(DOCUMENT), cut(Document.model_validate_json(DOCUMENT.model_dump_json()))
    assert [p.id for p in first] == [p.id for p in second]
    assert len({p.id for p in first}) == len(first)
    assert all(p.id.startswith("bakery#") for p in first)


def test_the_id_does_not_depend_on_the_place() -> None:
    turned = DOCUMENT.model_copy(update={"facts": DOCUMENT.facts[::-1]})
    assert {p.id for p in cut(turned)} == {p.id for p in cut(DOCUMENT)}


@pytest.mark.parametrize(
    "change",
    [
        {"text": "오븐 값의 전부를 준다."},
        {"section": "개요"},
        {"sources": (SOURCE.model_copy(update={"date": "2025-11-07"}),)},
        {"sources": (SOURCE.model_copy(update={"private": True}),)},
    ],
)
def test_the_id_changes_with_the_content_and_no_other_does(change: dict[str, object]) -> None:
    fact = DOCUMENT.facts[0].model_copy(update=change)
    changed = cut(DOCUMENT.model_copy(update={"facts": (fact, DOCUMENT.facts[1])}))
    same = [before.id == after.id for before, after in zip(cut(DOCUMENT), changed, strict=True)]
    assert same == [False, True, True, True]


def test_the_ids_of_two_documents_never_meet() -> None:
    other = DOCUMENT.model_copy(update={"slug": "bakery-2"})
    assert not {p.id for p in cut(DOCUMENT)} & {p.id for p in cut(other)}


def test_a_status_leaves_the_passages_as_they_are() -> None:
    assert cut(DOCUMENT.model_copy(update={"status": "ended"})) == cut(DOCUMENT)


def test_the_same_sentence_twice_is_one_passage() -> None:
    doubled = DOCUMENT.model_copy(update={"facts": DOCUMENT.facts * 2, "asked_as": DOCUMENT.asked_as * 2})
    assert cut(doubled) == cut(DOCUMENT)


@given(st.lists(st.tuples(st.text(st.characters(codec="utf-8")), st.sampled_from(["개요", "일정"]))))
def test_any_document_is_cut_into_different_passages(rows: list[tuple[str, str]]) -> None:
    document = DOCUMENT.model_copy(
        update={"facts": tuple(Fact(text=text, section=section) for text, section in rows)}
    )
    passages = cut(document)
    assert len({p.id for p in passages}) == len(passages) == len(set(rows)) + len(document.asked_as)
    assert [Passage.model_validate_json(p.model_dump_json()) for p in passages] == passages
