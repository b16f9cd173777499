"""The claims of tests/golden/claims: well-formed, and a floor under the verifier's table."""

import json

import pytest

from bot.answer import Claim
from bot.compose import plain, status_claims
from bot.names import short_title
from bot.style import polite
from bot.verification import Verifier, decision
from bot.verification.figures import figures
from tests.benchmarks.verifier import CLAIMS, FITTED, FOUND, KEPT, SETS, judge, rows, shipped
from tests.bot.samples import ANALYZER

VERIFIER = Verifier(ANALYZER)
#: Recall of wrong claims and false alarms: a little beside what `python -m tests.benchmarks.verifier` prints.
FLOORS = {
    "copied": (0.98, 0.025),
    "copied_kept": (0.97, 0.03),
    # Worded otherwise than the passages, as no composer may: most of what is right falls, too.
    "reworded": (0.99, 0.7),
}


@pytest.mark.parametrize("name", SETS)
def test_the_sets_are_large_and_mixed(name: str) -> None:
    rows = [json.loads(line) for line in (CLAIMS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 150
    assert len({row["claim"] for row in rows}) == len(rows)
    assert len({row["slug"] for row in rows}) >= 37
    assert 0.3 < sum(row["right"] for row in rows) / len(rows) < 0.7
    assert all(row["kind"] and row["facts"] for row in rows)


@pytest.mark.parametrize("name", SETS)
def test_wrong_claims_fall_and_right_ones_stand(name: str) -> None:
    judged = judge(name, VERIFIER)
    wrong = [row.verdict.kept for row in judged if not row.right]
    right = [row.verdict.kept for row in judged if row.right]
    recall, alarms = FLOORS[name]
    assert 1 - sum(wrong) / len(wrong) >= recall
    assert 1 - sum(right) / len(right) <= alarms
    assert all(row.verdict.kept == (not row.verdict.kind) == (not row.verdict.reason) for row in judged)


def test_what_was_found_to_pass_is_caught_more_and_more() -> None:
    """Nearly none of them fell when they were found; most of them still do not."""
    judged = judge(FOUND, VERIFIER)
    assert len(judged) > 200
    assert not any(row.right for row in judged)
    assert sum(not row.verdict.kept for row in judged) >= 40


def test_the_weights_are_of_signs_that_there_are() -> None:
    """A renamed sign would weigh nothing, and nobody would notice."""
    documents = shipped()[0]
    found = [VERIFIER.signs(row.text, row.passages, documents) for name in SETS for row in rows(name)]
    assert set(decision.weights()["weights"]) <= {sign for signs in found if signs for sign in signs}


def test_no_claim_is_fitted_on_and_kept() -> None:
    assert not {row.text for row in rows(FITTED)} & {row.text for row in rows(KEPT)}


def test_every_fact_told_politely_stands() -> None:
    documents, passages = shipped()
    claims = [
        Claim(text, (fact.id,))
        for fact in passages.values()
        if fact.kind == "fact"
        for told in (polite(fact.text, ANALYZER),)
        for text in (told, f"{short_title(documents[fact.slug].title)}: {told}")
    ]
    dropped = [v for v in VERIFIER.verify(claims, passages, documents) if not v.kept]
    assert [(v.claim.text, v.reason) for v in dropped] == []


def test_every_fact_stands_without_the_short_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks themselves have no quarrel with the passages' own sentences."""
    verifier = Verifier(ANALYZER)
    monkeypatch.setattr(verifier, "_is_quoted", lambda *_: False)
    documents, passages = shipped()
    facts = [fact for fact in passages.values() if fact.kind == "fact"]
    claims = [Claim(polite(fact.text, ANALYZER), (fact.id,)) for fact in facts]
    dropped = [v for v in verifier.verify(claims, passages, documents) if not v.kept]
    assert [(v.claim.text, v.reason) for v in dropped] == []


def test_the_codes_own_sentences_stand() -> None:
    documents, passages = shipped()
    texts = [claim.text for document in documents.values() for claim in status_claims(document)]
    texts += [short_title(document.title) for document in documents.values()]
    texts += [document.title for document in documents.values() if not figures(document.title)]
    texts += [
        f"물어보신 {plain(entry)}은 자료에 없어요. 확인되는 것은 이래요."
        for document in documents.values()
        for entry in document.not_known
    ]
    texts += [
        "자료에 있는 것 가운데 맞는 것들이에요.",
        "이 밖에도 더 있어요. 궁금한 것을 조금 더 적어 주시면 찾아 드려요.",
    ]
    claims = [Claim(text) for text in texts if not figures(text)]
    assert len(claims) > 200
    dropped = [v for v in VERIFIER.verify(claims, passages, documents) if not v.kept]
    assert [(v.claim.text, v.reason) for v in dropped] == []


def test_content_of_its_own_needs_a_citation() -> None:
    documents, passages = shipped()
    for text in (
        "네이버가 수수료를 모두 돌려줘요.",
        "누구나 대출을 받을 수 있어요.",
        "지금 바로 입금하세요.",
    ):
        (verdict,) = VERIFIER.verify([Claim(text)], passages, documents)
        assert not verdict.kept
