"""The parts of a question: each has its best fact in front."""

from bot.parts import for_each_part, put_first
from tests.bot.samples import ANALYZER, CORPUS, Overlap, nothing, question
from tests.bot.test_facts import ranked

BOTH = "네이버 AI 교육은 얼마를 쓰고 어떻게 신청해요?"


def test_each_part_has_its_best_fact_in_front() -> None:
    parts = for_each_part(question(BOTH), "naver-ai", CORPUS, ANALYZER, Overlap(CORPUS).within)
    assert "600억원" in parts[0].passage.text
    assert "누리집" in parts[1].passage.text
    assert len({fact.passage.id for fact in parts}) == len(parts)


def test_one_question_has_no_parts() -> None:
    assert for_each_part(question("네이버 AI 교육은 얼마예요?"), "naver-ai", CORPUS, ANALYZER, nothing) == []


def test_what_is_put_first_loses_nothing_and_is_as_good_as_the_best() -> None:
    facts = ranked("네이버 AI 교육은 얼마예요?", "naver-ai")
    ordered = put_first(facts[-1:], facts)
    assert ordered[0].passage == facts[-1].passage
    assert ordered[0].score == facts[0].score
    assert sorted(fact.passage.id for fact in ordered) == sorted(fact.passage.id for fact in facts)
    assert put_first([], facts) == facts
