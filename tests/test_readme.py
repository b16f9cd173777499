"""What the READMEs say is so: the example is what the command prints, and what they name exists."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import build_parser, main
from bot.commands import BY_NAME
from bot.messenger.wording import ADMIN_COMMANDS
from bot.messenger.wording import COMMANDS as BOT_COMMANDS
from knowledge.errors import DocumentError
from knowledge.markdown import read_document
from knowledge.settings import PROJECT, SHIPPED_DOCUMENTS

#: The day that the READMEs give for the example.
DAY = "2026-11-22"

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
READMES = [PROJECT / "README.md", PROJECT / "README.ko.md"]

each = pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)


def blocks(text: str, *languages: str) -> list[str]:
    """The contents of the fenced blocks in one of the languages."""
    return [block for language, block in FENCE.findall(text) if language in languages]


def commands(text: str) -> list[str]:
    """The lines that a reader is to type, in their order."""
    return [line for block in blocks(text, "sh") for line in block.splitlines() if line.strip()]


def code(text: str) -> list[str]:
    """Every command line and every code span."""
    return [*commands(text), *re.findall(r"`([^`\n]+)`", FENCE.sub("", text))]


def ongil_calls(line: str) -> Iterator[list[str]]:
    """The words behind `ongil` in a line, without what the shell makes of the rest."""
    for part in line.split("|"):
        words = shlex.split(part)
        words = words[: words.index(">")] if ">" in words else words
        while words and re.match(r"[A-Z_]+=", words[0]):
            del words[0]
        if words and words[0] in ("ongil", ".venv/bin/ongil"):
            yield words[1:]


def test_the_first_example_is_what_ask_prints(
    shipped_data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = {path.name: blocks(path.read_text("utf-8"), "console")[0] for path in READMES}
    asked = re.match(r'\$ ongil ask "(.+)"\n', shown["README.md"])
    assert asked, "the first console block asks one question"
    monkeypatch.setenv("ONGIL_DATA", str(shipped_data))
    monkeypatch.setenv("ONGIL_TODAY", DAY)

    assert main(["ask", asked[1]]) == 0

    fresh = f'$ ongil ask "{asked[1]}"\n{capsys.readouterr().out}'
    stale = [name for name, block in shown.items() if block != fresh]
    if stale:
        pytest.fail(
            f"{' and '.join(stale)}: paste this as the first example:\n\n```console\n{fresh}```",
            pytrace=False,
        )


@each
def test_the_example_names_its_day(readme: Path) -> None:
    before, _, _ = readme.read_text("utf-8").partition("```console")
    assert DAY in before


@each
def test_commands_and_options_exist(readme: Path) -> None:
    calls = [words for line in code(readme.read_text("utf-8")) for words in ongil_calls(line)]
    assert {words[0] for words in calls if words} >= {
        "ask",
        "chat",
        "ingest",
        "bot",
        "doctor",
        "feedback",
        "eval",
    }
    for words in calls:
        # Wrong usage leaves with SystemExit and says what is wrong.
        build_parser(words).parse_args(words)


@each
def test_options_named_alone_exist(readme: Path) -> None:
    options = {span for span in code(readme.read_text("utf-8")) if re.fullmatch(r"--?[a-z-]+", span)}
    known = {
        option
        for words in (["ingest"], ["feedback"], ["eval"])
        for command in build_parser(words)._subparsers._group_actions[0].choices.values()  # type: ignore
        for option in command._option_string_actions
    }
    assert options
    assert options <= known


@each
def test_make_targets_and_variables_exist(readme: Path) -> None:
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    variables = set(re.findall(r"^([A-Z_]+) \?=", makefile, re.MULTILINE))
    calls = [shlex.split(line)[1:] for line in code(readme.read_text("utf-8")) if line.startswith("make ")]
    assert calls
    for words in calls:
        for word in words:
            name, is_variable, _ = word.partition("=")
            assert name in (variables if is_variable else targets), word


@each
def test_modules_and_scripts_exist(readme: Path) -> None:
    text = "\n".join(commands(readme.read_text("utf-8")))
    modules = re.findall(r"-m (tests\.[\w.]+)", text)
    assert modules
    assert [m for m in modules if not (PROJECT / f"{m.replace('.', '/')}.py").is_file()] == []
    assert (PROJECT / ".ci" / "run").is_file()


@each
def test_figures_of_retrieval_are_those_of_the_benchmarks(readme: Path) -> None:
    measured = (PROJECT / "tests" / "benchmarks" / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| \w+Retrieval \|.*$", readme.read_text("utf-8"), re.MULTILINE)
    figures = [figure for row in rows for figure in re.findall(r"\.\d{4}", row)]
    assert figures
    assert [figure for figure in figures if figure not in measured] == []


@each
def test_slash_commands_exist(readme: Path) -> None:
    spans = code(readme.read_text("utf-8"))
    named = {span.split()[0] for span in spans if re.fullmatch(r"/[a-z]+(?: [a-z]+)?(?: [A-Z]+)?", span)}
    in_telegram = {f"/{name}" for name, _ in (*BOT_COMMANDS, *ADMIN_COMMANDS)}
    assert named - {"/newbot"} <= set(BY_NAME) | in_telegram
    assert named >= (set(BY_NAME) - {"/exit"}) | in_telegram


@each
def test_every_setting_is_named(readme: Path) -> None:
    example = (PROJECT / ".env.example").read_text("utf-8")
    settings = re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)
    text = readme.read_text("utf-8")
    assert len(settings) > 10
    assert [name for name in settings if f"`{name}`" not in text] == []


@each
def test_relative_links_lead_somewhere(readme: Path) -> None:
    text = FENCE.sub("", readme.read_text("utf-8"))
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    assert links
    assert [link for link in links if not (PROJECT / link).exists()] == []


@each
def test_the_named_mistake_is_worded_so(readme: Path, tmp_path: Path) -> None:
    sheet = (SHIPPED_DOCUMENTS / "zeropay.md").read_text("utf-8")
    wrong = tmp_path / "zeropay.md"
    wrong.write_text(re.sub(r"(?m)^checked_on:.*$", "checked_on: 어제", sheet), "utf-8")
    with pytest.raises(DocumentError) as error:
        read_document(wrong)
    assert str(error.value).partition("번째 줄, ")[2] in readme.read_text("utf-8")


def test_both_readmes_have_the_same_sections() -> None:
    shapes = []
    for path in READMES:
        text = path.read_text("utf-8")
        sections = re.split(r"^(?=#+ )", FENCE.sub(lambda m: m[0].replace("\n#", "\n #"), text), flags=re.M)
        shapes.append([(part.partition(" ")[0], commands(part), part.count("\n|")) for part in sections])
    assert shapes[0] == shapes[1]
    assert len(shapes[0]) > 15
