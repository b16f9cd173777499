"""What any reranker's scores become: one scale, another order, and nothing that the search did not say."""

import json
import math
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Candidate
from bot.errors import SettingsError
from bot.reranking import reranker as module
from bot.reranking.reranker import (
    SEARCH,
    RerankFailed,
    best_shares,
    load_reranker,
    redistributed,
    reordered,
    shares,
)
from bot.settings import BotSettings
from tests.benchmarks import rerankers
from tests.bot.reranking.fakes import Told, likes

NAMES = st.sampled_from([f"n{number}" for number in range(12)])
SCORES = st.dictionaries(NAMES, st.floats(-5, 5)).map(
    lambda found: sorted(found.items(), key=lambda pair: -pair[1])
)
SHARES = st.dictionaries(NAMES, st.sampled_from([0.0, 0.25, 0.5, 1.0]))


@given(SCORES, SHARES)
def test_the_same_scores_in_another_order(scores: list[tuple[str, float]], read: dict[str, float]) -> None:
    found = redistributed(scores, read)
    assert Counter(name for name, _ in found) == Counter(name for name, _ in scores)
    assert [score for _, score in found] == [score for _, score in scores]
    before, after = dict(scores), dict(found)
    assert all(after[name] == before[name] for name in before if name not in read)
    # Whoever is better for both comes first, and whoever is a whole share better too.
    order = [name for name, _ in found if name in read]
    for place, name in enumerate(order):
        for worse in order[place + 1 :]:
            assert read[name] >= read[worse] or before[name] >= before[worse]
            assert read[worse] - read[name] <= SEARCH


@given(SCORES, st.floats(0, 1))
def test_a_reranker_that_tells_nothing_apart_changes_nothing(
    scores: list[tuple[str, float]], share: float
) -> None:
    assert redistributed(scores, dict.fromkeys((name for name, _ in scores), share)) == scores
    assert redistributed(scores, {}) == scores


def test_what_was_read_changes_places_and_the_rest_stays() -> None:
    scores = [("a", 1.0), ("b", 0.8), ("c", 0.5), ("d", 0.1)]
    assert redistributed(scores, {"a": 0.0, "c": 1.0, "d": 0.95}) == [
        ("c", 1.0),
        ("b", 0.8),
        ("d", 0.5),
        ("a", 0.1),
    ]
    # What is not sure loses to what the search is sure of.
    assert [name for name, _ in redistributed(scores, {"a": 0.5, "d": 0.75})] == ["a", "b", "c", "d"]


@pytest.mark.parametrize("scale", [lambda x: x, lambda x: 1 / (1 + math.exp(-x)), lambda x: 100 * x - 7])
def test_scores_of_any_scale_become_shares(scale: object) -> None:
    values = {"가": -3.0, "나": 0.0, "다": 2.0}
    found = shares(Told(lambda text: scale(values[text])), "질문", {"1": "가", "2": "나", "3": "다"})  # type: ignore[operator]
    assert (found["1"], found["3"]) == (0.0, 1.0)
    assert 0 < found["2"] < 1


def test_equal_scores_are_no_opinion_and_nothing_is_asked_of_nothing() -> None:
    same = Told(lambda _: 0.7)
    assert shares(same, "질문", {"1": "가", "2": "나"}) == {"1": 0.0, "2": 0.0}
    assert shares(same, "질문", {}) == {}
    assert len(same.asked) == 1


class Wrong:
    name = "wrong"

    def __init__(self, values: list[float]) -> None:
        self.values = values

    def scores(self, *_: object, chat: str | None = None) -> list[float]:
        return self.values


@pytest.mark.parametrize(
    "values", [[], [1.0], [1.0, 2.0, 3.0], [1.0, math.nan], [math.inf, 1.0], [-math.inf, 0]]
)
def test_what_is_no_score_for_each_passage_fails(values: list[float]) -> None:
    with pytest.raises(RerankFailed):
        shares(Wrong(values), "질문", {"1": "가", "2": "나"})


def test_candidates_and_programs_follow_their_passages() -> None:
    rows = [("a#1", "a", 1.0), ("b#1", "b", 0.9), ("a#2", "a", 0.6), ("c#1", "c", 0.2)]
    candidates = [Candidate(id, slug, "", id, score) for id, slug, score in rows]
    read = {"a#1": 0.05, "b#1": 0.0, "a#2": 1.0}
    # 0.95, 0.675 and 1.0 with the search's scores.
    assert [(c.passage_id, c.score, c.reranked) for c in reordered(candidates, read)] == [
        ("a#2", 1.0, 1.0),
        ("a#1", 0.9, 0.05),
        ("b#1", 0.6, 0.0),
        ("c#1", 0.2, None),
    ]
    assert best_shares(candidates, read) == {"a": 1.0, "b": 0.0}
    assert best_shares(candidates, read, fixed={"a"}) == {"b": 0.0}


def test_without_the_setting_there_is_none() -> None:
    assert BotSettings().reranker is None
    assert BotSettings(reranker=" ").reranker is None
    assert load_reranker(BotSettings()) is None


def test_a_language_model_that_is_not_set_is_told() -> None:
    with pytest.raises(SettingsError, match="LLM_MODEL"):
        load_reranker(BotSettings(reranker="LLM"))


def test_a_fake_is_a_reranker() -> None:
    assert likes("가", "나").scores("", ["나", "가나", "다"]) == [1.0, 2.0, 0.0]


def test_simulated_readers_are_tried(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, rows in (
        (
            "corpus",
            [{"_id": f"d{n}", "text": text} for n, text in enumerate(["키오스크 값", "배달비", "교육"])],
        ),
        ("queries", [{"_id": "q", "text": "키오스크"}]),
    ):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (tmp_path / "qrels.tsv").write_text("q\td0\t1\n", "utf-8")
    assert rerankers.main([str(tmp_path)]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert "search alone 1.0000" in head
    assert len(lines) == len(rerankers.SHARPNESS)
    assert module.SEARCH == SEARCH
