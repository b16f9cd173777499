"""Nothing unsupported reaches a person, whatever the model sends. All of it: python -m tests.benchmarks.attacks"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import BotSettings
from tests.bot.llm.attacks import ATTACKS, Attack
from tests.bot.llm.fray import QUESTIONS, Fray
from tests.bot.llm.server import faithful, serving


@pytest.fixture(scope="module")
def fray(model_data: Path) -> Iterator[Fray]:
    with serving() as server:
        yield Fray(
            server, BotSettings(ongil_data=model_data, llm_model="openai:test", llm_base_url=server.url)
        )


#: Every attack on one question, a different one each time; the command tries all pairs.
PAIRS = [(attack, QUESTIONS[place % len(QUESTIONS)]) for place, attack in enumerate(ATTACKS)]


@pytest.mark.parametrize(("attack", "question"), PAIRS, ids=[f"{a.kind}: {a.name}"[:70] for a, _ in PAIRS])
def test_an_attack_is_withstood(fray: Fray, attack: Attack, question: str) -> None:
    assert fray.one(attack, question).wrong == ()


def test_a_faithful_model_is_used(fray: Fray) -> None:
    for question in QUESTIONS:
        result = fray.one(Attack("none", "faithful", faithful), question)
        assert (result.wrong, result.used) == ((), True)


def test_the_fray_sees_what_would_get_through(fray: Fray, monkeypatch: pytest.MonkeyPatch) -> None:
    """The judge of these tests is not blind: without the checks, attacks get through and are seen."""
    monkeypatch.setattr("bot.llm.writer.strange_letters", lambda *_: [])
    monkeypatch.setattr(
        "bot.llm.writer.verify",
        lambda claims, *_: [type("V", (), {"kept": True, "claim": c, "reason": ""}) for c in claims],
    )
    monkeypatch.setattr(
        "bot.assemble.verify",
        lambda claims, *_: [type("V", (), {"kept": True, "claim": c, "reason": ""}) for c in claims],
    )
    kinds = ("invented figures", "boasts", "words swapped in real sentences", "tails on real sentences")
    for kind in kinds:
        attacks = [attack for attack in ATTACKS if attack.kind == kind][:9]
        results = [fray.one(attack, QUESTIONS[0]) for attack in attacks]
        assert sum(bool(result.wrong) for result in results) > len(attacks) / 3, kind
