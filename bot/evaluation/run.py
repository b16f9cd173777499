"""A run (평가 기록): a golden set answered and graded, and what it comes to."""

import logging
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict

from bot.answer import Answer
from bot.evaluation.checks import CHECKS, Check, check
from bot.evaluation.golden import Case
from bot.evaluation.support import Statement, judge, precision, recall
from knowledge.document import Document
from knowledge.errors import OngilError

log = logging.getLogger(__name__)

FORMAT = "ongil-eval-1"


class Gradable(Protocol):
    """What grading asks of an assistant."""

    def documents(self) -> Mapping[str, Document]: ...


class Graded(BaseModel):
    """A question, what came of it, and the verdict. Without an answer, `error` says in Korean what happened."""

    model_config = ConfigDict(frozen=True)

    case: Case
    answer: Answer | None = None
    error: str = ""
    checks: tuple[Check, ...] = ()
    statements: tuple[Statement, ...] = ()

    @property
    def passed(self) -> bool:
        return self.answer is not None and all(check.passed for check in self.checks)

    @property
    def outcome(self) -> str:
        return self.answer.outcome if self.answer else "error"

    @property
    def whys(self) -> list[tuple[str, str]]:
        """The checks that failed, each with its reason."""
        if self.answer is None:
            return [("오류", self.error)]
        return [(CHECKS[check.name], check.why) for check in self.checks if not check.passed]


class Run(BaseModel):
    """All of a set graded: what `--save` writes and `--against` reads."""

    model_config = ConfigDict(frozen=True)

    format: str = FORMAT
    name: str
    day: str
    composer: str
    rows: tuple[Graded, ...]


def grade(
    cases: Sequence[Case],
    answer: Callable[[Sequence[str]], Answer],
    documents: Mapping[str, Document],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Graded, ...]:
    """Answer and grade each question. One that fails is graded as failed; the others go on."""
    rows = []
    for done, case in enumerate(cases, start=1):
        rows.append(_graded(case, answer, documents))
        progress(done, len(cases))
    return tuple(rows)


def _graded(
    case: Case, answer: Callable[[Sequence[str]], Answer], documents: Mapping[str, Document]
) -> Graded:
    try:
        found = answer(list(case.turns))
    except OngilError as error:
        return Graded(case=case, error=" ".join(str(error).split()))
    except Exception as error:
        log.error("case %s: %s: %s", case.id, type(error).__name__, error, exc_info=True)
        return Graded(case=case, error="답하는 중에 예상하지 못한 문제가 생겼어요. 로그를 확인해 주세요.")
    statements = judge(found, documents)
    # The candidates of the search would make up most of a saved run.
    kept = replace(found, trace=replace(found.trace, candidates=()))
    return Graded(case=case, answer=kept, checks=check(case, found, statements), statements=statements)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, None for none at all."""
        return self.part / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run comes to. Recall and precision are means over answers; times are of whole answers, in ms."""

    passed: Share
    groups: dict[str, Share]
    checks: dict[str, Share]
    citation_recall: float | None
    citation_precision: float | None
    refused_when_it_should: Share
    refused_when_it_should_not: Share
    outcomes: dict[str, int]
    errors: int
    p50: float | None
    p95: float | None

    def to_json(self) -> dict[str, Any]:
        """The summary as `--json` prints it."""

        def share(value: Share) -> float | None:
            return _round(value.value)

        return {
            "items": self.passed.of,
            "passed": self.passed.part,
            "pass": share(self.passed),
            "pass_by_kind": {name: share(value) for name, value in self.groups.items()},
            "checks": {name: share(value) for name, value in self.checks.items()},
            "citation_recall": _round(self.citation_recall),
            "citation_precision": _round(self.citation_precision),
            "refused_when_it_should": share(self.refused_when_it_should),
            "refused_when_it_should_not": share(self.refused_when_it_should_not),
            "outcomes": self.outcomes,
            "errors": self.errors,
            "elapsed_ms": {"p50": _round(self.p50, 1), "p95": _round(self.p95, 1)},
        }


def summarise(rows: Sequence[Graded]) -> Summary:
    """Count."""
    groups: dict[str, list[bool]] = {}
    checks: dict[str, list[bool]] = {}
    for row in rows:
        groups.setdefault(row.case.group, []).append(row.passed)
        for one in row.checks:
            checks.setdefault(one.name, []).append(one.passed)
    times = sorted(row.answer.elapsed_ms.get("total", 0.0) for row in rows if row.answer)
    return Summary(
        passed=_share(row.passed for row in rows),
        groups={name: _share(flags) for name, flags in groups.items()},
        checks={name: _share(checks[name]) for name in CHECKS if name in checks},
        citation_recall=_mean(recall(row.statements) for row in rows),
        citation_precision=_mean(precision(row.statements) for row in rows),
        refused_when_it_should=_refused(rows, True),
        refused_when_it_should_not=_refused(rows, False),
        outcomes=dict(Counter(row.outcome for row in rows)),
        errors=sum(row.answer is None for row in rows),
        p50=statistics.median(times) if times else None,
        p95=times[min(len(times) - 1, int(0.95 * len(times)))] if times else None,
    )


def _refused(rows: Iterable[Graded], wanted: bool) -> Share:
    """How many were refused of those that have to be, or must not be."""
    return _share(
        row.outcome == "refused"
        for row in rows
        if row.case.kind != "greeting" and not row.case.expect.either and row.case.expect.refuse is wanted
    )


def _share(flags: Iterable[bool]) -> Share:
    found = list(flags)
    return Share(sum(found), len(found))


def _mean(values: Iterable[float | None]) -> float | None:
    found = [value for value in values if value is not None]
    return statistics.fmean(found) if found else None


def _round(value: float | None, digits: int = 4) -> float | None:
    return None if value is None else round(value, digits)
