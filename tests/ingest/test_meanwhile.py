"""People ask while an admin ingests: every answer comes whole from one generation, and the next from the new one."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.answer import Answer
from bot.assistant import Assistant
from bot.settings import BotSettings
from ingest.job import ingest
from ingest.rollback import rollback
from tests.ingest.sheets import analyzer, write_sheet

QUESTION = "행복대출 한도 얼마예요?"


def write(folder: Path, amount: int) -> None:
    """One amount in both documents."""
    for slug, title in (("happy-loan", "행복대출"), ("happy-card", "행복카드")):
        fact = f"{title}의 지원 금액 한도는 최대 {amount}억원이에요."
        write_sheet(folder, slug, [fact], asked_as=f"{title} 한도 얼마예요?", title=title)


def amounts(answer: Answer) -> set[int]:
    """Every amount that an answer and its citations tell."""
    text = " ".join([answer.body, *(citation.quote for citation in answer.citations)])
    return {int(found) for found in re.findall(r"(\d+)억원", text)}


class Asker(threading.Thread):
    """Asks until told to stop; keeps what it was told, and what went wrong."""

    def __init__(self, assistant: Assistant, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.assistant, self.stop = assistant, stop
        self.told: list[set[int]] = []
        self.wrong: list[BaseException] = []

    def run(self) -> None:
        while not self.stop.is_set():
            try:
                self.told.append(amounts(self.assistant.answer([QUESTION])))
            except BaseException as error:  # noqa: BLE001 (looked at by the test)
                self.wrong.append(error)


@contextmanager
def asking(settings: BotSettings, readers: int) -> Iterator[list[Asker]]:
    """Some readers, each with an assistant of its own that two threads share."""
    stop = threading.Event()
    askers = []
    for _ in range(readers):
        assistant = Assistant(settings)
        askers += [Asker(assistant, stop), Asker(assistant, stop)]
    for asker in askers:
        asker.start()
    try:
        yield askers
    finally:
        stop.set()
        for asker in askers:
            asker.join(30)


@pytest.mark.parametrize("where", ["folder", "server"])
def test_every_answer_is_whole_and_the_next_one_is_new(
    own_data: Path, tmp_path: Path, where: str, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("server") if where == "server" else None
    settings = BotSettings(ongil_data=own_data, chroma_url=url)
    folder = tmp_path / "documents"
    write(folder, 1)
    ingest([folder], settings, analyzer=analyzer())
    own = Assistant(settings)
    assert amounts(own.answer([QUESTION])) == {1}
    with asking(settings, 2) as askers:
        for amount in range(2, 5):
            write(folder, amount)
            ingest([folder], settings, analyzer=analyzer())
            assert amounts(own.answer([QUESTION])) == {amount}
        rollback(settings)
        assert amounts(own.answer([QUESTION])) == {3}
    for asker in askers:
        assert not asker.is_alive()
        assert asker.wrong == []
        assert len(asker.told) > 5
        assert all(len(told) == 1 and told <= {1, 2, 3, 4} for told in asker.told)
        assert {3, 4} & asker.told[-1]
