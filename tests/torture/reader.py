"""Asks without a pause, in a process of its own, and writes down what it was told.

    python -m tests.torture.reader DATA OUT.jsonl

Two threads until stdin ends: `running` asks one assistant, as a bot does, and `anew` opens the published index afresh
each time, as each `ongil ask` does, and reads all its documents. A line an answer: when it began and ended (monotonic
seconds, which all processes share), the versions told, the documents cited, or the error.
"""

import json
import logging
import sys
import threading
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any, TextIO

from bot.assistant import Assistant
from bot.settings import BotSettings
from knowledge.korean import Analyzer
from knowledge.library import Library
from tests.torture.sheets import QUESTIONS, told, version_of

#: Seconds between two questions: the ingest has a core for itself.
PAUSE = 0.03


def running(settings: BotSettings) -> Callable[[], dict[str, Any]]:
    """One question after the other to one assistant."""
    assistant, questions = Assistant(settings), cycle(QUESTIONS)

    def ask() -> dict[str, Any]:
        answer = assistant.answer([next(questions)])
        quotes = [citation.quote for citation in answer.citations]
        return {
            "versions": sorted(told([answer.body, *quotes])),
            "documents": len({citation.slug for citation in answer.citations}),
        }

    return ask


def anew(settings: BotSettings) -> Callable[[], dict[str, Any]]:
    """All documents of an index that is opened for it."""
    analyzer = Analyzer()

    def ask() -> dict[str, Any]:
        documents = Library(settings, analyzer=analyzer).current().documents
        return {"versions": [version_of(documents)], "documents": len(documents)}

    return ask


def asking(name: str, ask: Callable[[], dict[str, Any]], out: TextIO, stop: threading.Event) -> None:
    """Ask until told to stop."""
    while not stop.is_set():
        began = time.monotonic()
        try:
            found = ask()
        except Exception as error:  # noqa: BLE001 (the torture judges it)
            found = {"error": type(error).__name__, "message": str(error)}
        line = {"reader": name, "began": began, "ended": time.monotonic(), **found}
        out.write(json.dumps(line, ensure_ascii=False) + "\n")
        out.flush()
        time.sleep(PAUSE)


def main(data: str, out: str) -> None:
    # What could not be opened is told by the answers.
    logging.disable(logging.CRITICAL)
    settings, stop = BotSettings(ongil_data=Path(data)), threading.Event()
    with Path(out).open("w", encoding="utf-8") as file:
        threads = [
            threading.Thread(target=asking, args=(make.__name__, make(settings), file, stop))
            for make in (running, anew)
        ]
        for thread in threads:
            thread.start()
        sys.stdin.read()
        stop.set()
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
