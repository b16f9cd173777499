"""The texts that a language model is given: a file each in `prompts/`, with named variables.

A file is what the model is told, a line `---`, and what it is asked. A variable is written `$name`.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from string import Template

from bot.llm.errors import PromptError
from knowledge.settings import PROJECT

FOLDER = PROJECT / "prompts"
_BREAK = re.compile(r"^---\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt whose variables are those that the code fills."""

    system: Template
    user: Template

    @classmethod
    def load(cls, name: str, variables: Collection[str], folder: Path = FOLDER) -> "Prompt":
        """Read `NAME.md`. Raises PromptError when it is not there or its variables are not `variables`."""
        path = folder / f"{name}.md"
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise PromptError(
                f"프롬프트 파일을 읽을 수 없어요: {path}. 온길을 다시 설치해 주세요."
            ) from error
        system, found, user = _parts(text)
        if not found or not system or not user:
            raise PromptError(
                f"프롬프트 파일에 역할과 질문을 나누는 '---' 줄이 하나 있어야 해요: {path.name}"
            )
        prompt = cls(Template(system), Template(user))
        if not (prompt.system.is_valid() and prompt.user.is_valid()):
            raise PromptError(
                f"프롬프트 파일에 이름 없는 $가 있어요: {path.name}. 글자 $는 $$로 적어 주세요."
            )
        named = {*prompt.system.get_identifiers(), *prompt.user.get_identifiers()}
        if unknown := sorted(named - set(variables)):
            raise PromptError(
                f"프롬프트 파일에 모르는 변수가 있어요: {path.name}의 {_list(unknown)}. "
                f"쓸 수 있는 변수: {_list(sorted(variables))}"
            )
        if missing := sorted(set(variables) - named):
            raise PromptError(f"프롬프트 파일에 빠진 변수가 있어요: {path.name}에 {_list(missing)}")
        return prompt

    def messages(self, **values: str) -> list[tuple[str, str]]:
        """The messages of a chat, filled. What is filled in is not read for variables again."""
        return [("system", self.system.substitute(values)), ("human", self.user.substitute(values))]


def _parts(text: str) -> tuple[str, bool, str]:
    parts = _BREAK.split(text)
    return (parts[0].strip(), True, parts[1].strip()) if len(parts) == 2 else ("", False, "")


def _list(names: Collection[str]) -> str:
    return ", ".join(f"${name}" for name in names)
