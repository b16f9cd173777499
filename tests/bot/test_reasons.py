"""Why a sentence was dropped is told in Korean, whatever the verifier finds."""

import re

import pytest

from bot.answer import Claim
from bot.reasons import in_korean
from bot.verification import Verifier
from tests.benchmarks.verifier import judge
from tests.bot.samples import ANALYZER, CORPUS

ENGLISH = re.compile(r"\b(?:cited?s?|figure|is|said|sentence|passages?|nothing|something|one|in|stands?)\b")


def test_each_reason_that_the_verifier_gives_is_korean() -> None:
    reasons = {row.verdict.reason for row in judge("copied", Verifier(ANALYZER)) if row.verdict.reason}
    assert len(reasons) > 50
    assert [reason for reason in reasons if ENGLISH.search(in_korean(reason))] == []


@pytest.mark.parametrize(
    "claim",
    [
        Claim("5년 동안 600억원을 써요.", ("nowhere#1",)),
        Claim("가르쳐요.", (CORPUS.facts["naver-ai"][0].id, CORPUS.facts["kakao-dangol"][0].id)),
        Claim("네이버가 전국 모든 가게에 컴퓨터를 나눠 줬어요."),
        Claim("700억원을 써요."),
    ],
)
def test_what_is_wrong_with_citations_is_korean(claim: Claim) -> None:
    (verdict,) = Verifier(ANALYZER).verify([claim], CORPUS.passages, CORPUS.documents)
    assert not verdict.kept
    assert not ENGLISH.search(in_korean(verdict.reason))
    assert in_korean(f"{claim.text} ({verdict.reason})").startswith(claim.text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "돈을 줘요. (figure 700원 stands in no cited passage → 원문 문장으로 바꿈)",
            "돈을 줘요. (인용한 원문에 없는 수치예요: 700원 → 원문 문장으로 바꿈)",
        ),
        (
            "말해요. (stands at no such place in what is cited: 컴퓨터, 나누)",
            "말해요. (원문의 그 자리에 없는 말이에요: 컴퓨터, 나누)",
        ),
        (
            "달라요. (what is cited puts it otherwise)",
            "달라요. (원문과 뜻이나 말끝이 달라요)",
        ),
        ("달라요. ('않' stands for another word of what is cited)", "달라요. (원문과 달라요: '않')"),
        ("그대로예요. (근거 표시 없음)", "그대로예요. (근거 표시 없음)"),
        (
            "free in what is cited. (one sentence cites several programs)",
            "free in what is cited. (한 문장이 여러 사업을 인용했어요)",
        ),
    ],
)
def test_a_dropped_sentence_keeps_its_words(text: str, told: str) -> None:
    assert in_korean(text) == told
