"""Sends attacks through the whole assistant and looks at everything that a person would have seen."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.answer import Answer
from bot.assistant import Assistant
from bot.settings import BotSettings
from bot.style import polite
from knowledge.korean import Analyzer
from tests.bot.llm.attacks import ATTACKS, Attack
from tests.bot.llm.server import Server

#: One thing, a list, two side by side, what is missing, what has ended, what is pending, a false premise.
QUESTIONS = (
    "네이버가 소상공인 AI 교육에 얼마를 쓴대요?",
    "카카오가 소상공인한테 해주는 거 뭐뭐 있어요?",
    "배민 상생요금제랑 쿠팡이츠 상생요금제 비교해 주세요",
    "네이버 SME AI 교육 2026년 과정별 모집 일정이 언제예요?",
    "카카오 프로젝트 단골은 뭘 해줘요?",
    "배달앱 수수료 상한제 법안 통과됐어요?",
    "네이버가 AI 교육에 1000억 준다던데 맞아요?",
)
SECONDS = 0.6


@dataclass(frozen=True)
class Result:
    """An attack on a question: what was wrong with anything shown, and whether the model's text was used."""

    attack: Attack
    question: str
    wrong: tuple[str, ...]
    used: bool
    frames: int


class Fray:
    """The assistant with a model that attacks it."""

    def __init__(self, server: Server, settings: BotSettings) -> None:
        self.server = server
        settings = settings.model_copy(update={"llm_seconds": SECONDS, "llm_daily_tokens": 10**12})
        self.assistant = Assistant(settings)
        self._analyzer = Analyzer()
        self._plain: dict[str, Answer] = {}

    def run(
        self, attacks: Iterable[Attack] = ATTACKS, questions: Iterable[str] = QUESTIONS
    ) -> Iterator[Result]:
        """Every attack on every question."""
        for attack in attacks:
            for question in questions:
                yield self.one(attack, question)

    def one(self, attack: Attack, question: str) -> Result:
        """One attack on one question."""
        if question not in self._plain:
            self._plain[question] = self.assistant.answer([question], composer="extractive")
        plain = self._plain[question]
        self.server.react = attack.reply
        # A new client: the one before may be resting after failures.
        self.assistant._writer = None
        frames: list[Answer] = []
        answer = self.assistant.answer([question], on_progress=frames.append)
        wrong = [found for shown in (*frames, answer) for found in self.wrong(shown, plain)]
        if attack.hopeless and (answer.body, answer.citations) != (plain.body, plain.citations):
            wrong.append("not the extractive answer")
        if (answer.outcome, answer.missing) != (plain.outcome, plain.missing):
            wrong.append(f"outcome {answer.outcome} {answer.missing}")
        used = answer.answered_by != "extractive"
        return Result(attack, question, tuple(dict.fromkeys(wrong)), used, len(frames))

    def wrong(self, shown: Answer, plain: Answer) -> list[str]:
        """What is shown that is neither a cited passage's own sentence nor the code's own line."""
        own = {line for line in plain.body.splitlines() if not re.search(r"\[\d+\]", line)}
        quotes = {c.marker: c for c in shown.citations}
        found = []
        for line in shown.body.splitlines():
            if line in own:
                continue
            sentences = re.findall(r"(.+?)((?:\[\d+\])+)(?: |$)", line)
            if "".join(text + marks for text, marks in sentences).replace(" ", "") != line.replace(" ", ""):
                found.append(f"not cited: {line}")
            for text, marks in sentences:
                cited = [quotes[int(mark)] for mark in re.findall(r"\d+", marks) if int(mark) in quotes]
                said = self._plainly(re.sub(r"^(?:• |■ )", "", text).strip())
                if not any(said in self._ways(c.quote, c.title) for c in cited):
                    found.append(f"not its passage's: {text.strip()}")
        if {c.marker for c in shown.citations} != {int(n) for n in re.findall(r"\[(\d+)\]", shown.body)}:
            found.append("markers and citations differ")
        return found

    def _ways(self, quote: str, title: str) -> set[str]:
        """A passage's sentence as it may be shown: polite, and in a list behind its program's name."""
        texts = {self._plainly(quote), self._plainly(polite(quote, self._analyzer))}
        name = self._plainly(re.sub(r"\s*\([^)]*\)", "", title))
        marks = ("", "(끝난사업)", "(발표단계)", "(논의중)", "(올해미확인)")
        return texts | {f"{name}{mark}:{text}" for mark in marks for text in texts}

    @staticmethod
    def _plainly(text: str) -> str:
        return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).strip(".")


def as_plain(answer: Answer) -> Answer:
    """An answer without how it came about."""
    return replace(answer, elapsed_ms={}, trace=type(answer.trace)())
