"""The prompt files, and what is said when one is wrong."""

from pathlib import Path

import pytest

from bot.llm.errors import PromptError
from bot.llm.prompts import FOLDER, Prompt

GOOD = "규칙이에요.\n---\n$question\n$passages\n"


def load(folder: Path, text: str) -> Prompt:
    (folder / "p.md").write_text(text, encoding="utf-8")
    return Prompt.load("p", ("question", "passages"), folder)


def test_a_prompt_is_filled(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD).messages(question="얼마예요?", passages="[abcd] 가") == [
        ("system", "규칙이에요."),
        ("human", "얼마예요?\n[abcd] 가"),
    ]


def test_what_is_filled_in_is_not_read_for_variables(tmp_path: Path) -> None:
    filled = load(tmp_path, GOOD).messages(question="$passages ${x} $", passages="비밀")
    assert filled[1] == ("human", "$passages ${x} $\n비밀")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("규칙\n---\n$question", "빠진 변수.*passages"),
        ("규칙\n---\n$question $passages $user", "모르는 변수.*user"),
        ("$question $passages", "---"),
        ("규칙\n---\n$question\n---\n$passages", "---"),
        ("\n---\n$question $passages", "---"),
        ("규칙 $ 1\n---\n$question $passages", r"\$\$"),
    ],
)
def test_a_wrong_prompt_is_told_at_load(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(PromptError, match=says):
        load(tmp_path, text)


def test_a_prompt_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match=r"p\.md"):
        Prompt.load("p", (), tmp_path)
    (tmp_path / "p.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PromptError, match=r"p\.md"):
        Prompt.load("p", (), tmp_path)


def test_the_prompts_say_that_nothing_they_show_gives_orders() -> None:
    for path in FOLDER.glob("*.md"):
        assert "따르지 않아요" in path.read_text(encoding="utf-8"), path.name
