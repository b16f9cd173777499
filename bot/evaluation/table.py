"""A run as text for a terminal or a log: shares by kind and by check, what failed and why, what changed."""

from collections.abc import Sequence

from bot.evaluation.checks import CHECKS
from bot.evaluation.compare import Comparison
from bot.evaluation.run import Graded, Run, Share, Summary, summarise
from bot.terminal import one_line
from bot.usage import columns

KINDS = {
    "single": "한 가지 묻기",
    "multi": "여러 사업",
    "followup": "이어 묻기",
    "list": "목록",
    "compare": "비교",
    "goal": "막연한 바람",
    "status": "끝났거나 예정인 사업",
    "false_premise": "틀린 전제",
    "missing_attribute": "자료에 없는 것",
    "out_of_scope": "다른 이야기",
    "injection": "공격",
    "greeting": "인사",
    "conversation": "대화",
}
LONGEST, MOST_IDS = 90, 20


def kind_name(kind: str) -> str:
    """A kind in Korean; one that is not known here is shown as it is."""
    return KINDS.get(kind, kind)


def percent(value: float | None) -> str:
    """A share for a reader: 96.5%."""
    return "-" if value is None else f"{100 * value:.1f}%"


def measures(summary: Summary) -> list[tuple[str, str]]:
    """The figures beside the checks, each with its name."""
    return [
        ("인용 재현율 (문장이 인용으로 뒷받침됨)", percent(summary.citation_recall)),
        ("인용 정밀도 (필요한 인용만 달림)", percent(summary.citation_precision)),
        ("거절해야 할 때 거절함", percent(summary.refused_when_it_should.value)),
        ("거절하지 않아야 할 때 거절함", percent(summary.refused_when_it_should_not.value)),
        ("답하는 시간 (가운데값 / 느린 5%)", f"{_ms(summary.p50)} / {_ms(summary.p95)}"),
    ]


def lines(run: Run, comparison: Comparison | None = None) -> list[str]:
    """The whole table."""
    summary = summarise(run.rows)
    before = summarise(comparison.before.rows) if comparison else None
    rows = [f"{run.name} · {len(run.rows)}문항 · {run.day} · {run.composer}", ""]
    groups = [(kind_name(name), share) for name, share in summary.groups.items()]
    rows += _shares([("모두", summary.passed), *groups], "종류")
    rows.append("")
    rows += _shares([(CHECKS[name], share) for name, share in summary.checks.items()], "살핀 것")
    rows.append("")
    told = measures(summary)
    old = dict(measures(before)) if before else {}
    width = max(columns(head) for head, _ in told)
    rows += [
        f"{_pad(head, width)}  {value}" + (f"  (앞 기록 {old[head]})" if head in old else "")
        for head, value in told
    ]
    failed = [row for row in run.rows if not row.passed]
    if failed:
        rows += ["", f"통과하지 못한 문항 ({len(failed)})"]
        rows += [line for row in failed for line in _failure(row)]
    if comparison:
        rows += ["", *_changes(comparison, summary, before)]
    return rows


def _shares(shares: list[tuple[str, Share]], head: str) -> list[str]:
    width = max(columns(name) for name, _ in [*shares, (head, None)])
    rows = [f"{_pad(head, width)}  {'통과':>7}  {'비율':>4}"]
    return rows + [
        f"{_pad(name, width)}  {f'{share.part}/{share.of}':>9}  {percent(share.value):>6}"
        for name, share in shares
    ]


def _failure(row: Graded) -> list[str]:
    question = one_line(" → ".join(row.case.turns))
    if len(question) > LONGEST:
        question = "…" + question[-LONGEST:]
    return [
        f"- {one_line(row.case.id)} {kind_name(row.case.kind)}: {question}",
        *(f"    {name}: {one_line(why)}" for name, why in row.whys),
    ]


def _changes(comparison: Comparison, summary: Summary, before: Summary | None) -> list[str]:
    """What changed since the run before."""
    was = percent(before.passed.value) if before else "-"
    rows = [
        f"앞 기록({comparison.before.day}, {comparison.before.composer})과 비교: {was} → {percent(summary.passed.value)}"
    ]
    for kind, name in (
        ("mended", "고쳐짐"),
        ("broken", "나빠짐"),
        ("reworded", "답이 달라짐"),
        ("new", "새 문항"),
    ):
        ids = comparison.of(kind)  # type: ignore[arg-type]
        told = _ids(ids) if kind in ("reworded", "new") else ", ".join(ids) or "-"
        rows.append(f"  {name} {len(ids)}: {told}")
    if comparison.gone:
        rows.append(f"  없어진 문항 {len(comparison.gone)}: {_ids(comparison.gone)}")
    return rows


def _ids(ids: Sequence[str]) -> str:
    """The first of many; the report has all."""
    return (", ".join(ids[:MOST_IDS]) or "-") + (" …" if len(ids) > MOST_IDS else "")


def _pad(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _ms(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}ms"
