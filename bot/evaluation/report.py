"""The report (평가 보고서): one page that needs no network and runs nothing but its own script.

All that questions, answers and documents say is escaped by Jinja; besides, the page's own policy admits only the
one script and the one style sheet whose digests it names, so that markup in an answer could not run if it got in.
"""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from bot.evaluation import table, views
from bot.evaluation.checks import CHECKS, OUTCOMES, should_be
from bot.evaluation.compare import KINDS as CHANGES
from bot.evaluation.compare import Comparison
from bot.evaluation.run import Run, Summary, summarise
from bot.explain import NAMES
from bot.reasons import in_korean
from bot.sources import source_note, standing, web_address
from bot.terminal import printable

if TYPE_CHECKING:
    from jinja2 import Environment


def html(run: Run, comparison: Comparison | None = None) -> str:
    """The whole page."""
    summary = summarise(run.rows)
    before = summarise(comparison.before.rows) if comparison else None
    style, script = _resource("report.css"), _resource("report.js")
    page = (
        _environment()
        .get_template("report.html")
        .render(
            run=run,
            summary=summary,
            comparison=comparison,
            tiles=tiles(summary, before),
            kinds=views.bars(summary.groups, table.KINDS, before.groups if before else None),
            checks=views.bars(summary.checks, CHECKS, before.checks if before else None),
            times=views.time_columns(run.rows),
            cards=views.cards(run.rows),
            changes=CHANGES,
            style=style,
            script=script,
            policy=f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
            "base-uri 'none'; form-action 'none'",
        )
    )
    # The macros before the page leave empty lines.
    return page.strip() + "\n"


def tiles(summary: Summary, before: Summary | None) -> list[dict[str, Any]]:
    """The figures at the top, each with what it was before and whether more is better."""

    def tile(name: str, of: str, more_is_better: bool = True) -> dict[str, Any]:
        now, old = _value(summary, of), _value(before, of) if before else None
        change = None if now is None or old is None else now - old
        good = None if not change or abs(change) < 0.05 else (change > 0) is more_is_better
        unit = "ms" if of == "p50" else "%"
        return {"name": name, "now": now, "unit": unit, "change": change, "good": good}

    return [
        tile("통과", "passed"),
        tile("인용 재현율", "citation_recall"),
        tile("인용 정밀도", "citation_precision"),
        tile("거절해야 할 때 거절", "refused_when_it_should"),
        tile("잘못 거절", "refused_when_it_should_not", more_is_better=False),
        tile("답하는 시간", "p50", more_is_better=False),
    ]


def _value(summary: Summary, of: str) -> float | None:
    """A figure of a summary: a percentage, or milliseconds."""
    found = getattr(summary, of)
    value = found if found is None or isinstance(found, float) else found.value
    return value if value is None or of == "p50" else 100 * value


@cache
def _environment() -> "Environment":
    """Jinja, with everything escaped and nothing that is only meant for terminals."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("bot.evaluation", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.globals |= {
        "body_lines": views.body_lines,
        "check_names": CHECKS,
        "stages": NAMES,
        "understood": NAMES | {"programs": "찾은 사업"},
        "outcomes": OUTCOMES,
        "differences": views.differences,
        "kind_name": table.kind_name,
        "should_be": should_be,
        "standing": standing,
        "in_korean": in_korean,
        "source_note": source_note,
        "web_address": web_address,
    }
    return environment


def _shown(value: object) -> object:
    """A text without characters that reorder or hide what is around them. Markup is Jinja's own."""
    return printable(value) if type(value) is str else value


def _resource(name: str) -> Any:
    """A file that the page holds within itself."""
    from markupsafe import Markup

    return Markup((files("bot.evaluation") / "templates" / name).read_text("utf-8"))


def _digest(text: str) -> str:
    """How a policy names what it admits."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"sha256-{digest}"
