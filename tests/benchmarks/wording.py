"""How much of good writing the checks let through: python -m tests.benchmarks.wording

`tests/bot/llm/written.jsonl` has answers that language models wrote as they are told to (prompts/answer.md), each for the
passages of a question that was new then: every sentence is right. They are sent through the whole assistant by the
loopback server. Prints each sentence that was not used as written, why, and the counts.
"""

import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from bot.assistant import Assistant
from bot.settings import BotSettings
from ingest.shipped import ensure_index
from tests.bot.llm.server import Asked, serving

WRITTEN = Path(__file__).parents[1] / "bot" / "llm" / "written.jsonl"


def reply(asked: Asked, lines: list[dict[str, str]]) -> str:
    """The lines with the marks of their passages; a passage that was not offered has a mark of nobody."""
    marks = [
        next((m for m, text in asked.passages.items() if text.startswith(line["on"])), "zzzz")
        for line in lines
    ]
    return "\n".join(f"{line['text']} [{mark}]" for line, mark in zip(lines, marks, strict=True))


def main() -> int:
    rows: list[dict[str, Any]] = [json.loads(line) for line in WRITTEN.read_text("utf-8").splitlines()]
    sent = offered = kept = fallen = 0
    with tempfile.TemporaryDirectory() as folder, serving() as server:
        settings = BotSettings(ongil_data=Path(folder), llm_model="openai:loopback", llm_base_url=server.url)
        ensure_index(settings)
        assistant = Assistant(settings)
        for row in rows:
            text = ""

            def react(asked: Asked, lines: list[dict[str, str]] = row["lines"]) -> str:
                nonlocal text
                text = reply(asked, lines)
                return text

            server.react = react
            answer = assistant.answer([row["question"]])
            sent += len(row["lines"])
            offered += text.count("\n") + 1 - text.count("[zzzz]") if text else 0
            kept += int((re.search(r"그대로 (\d+)문장", answer.trace.composed) or [0, "0"])[1])
            fallen += answer.answered_by == "extractive"
            if answer.trace.dropped or answer.answered_by == "extractive":
                print(f"{row['question']}\n  {answer.trace.composed or answer.outcome}")
                print("".join(f"    {dropped}\n" for dropped in answer.trace.dropped), end="")
    print(f"{len(rows)} answers, {sent} sentences; passage offered for {offered}, used as written {kept}")
    print(f"answers left to the extractive composer: {fallen}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
