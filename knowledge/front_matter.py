"""Front matter (머리말): the fields at the head of a sheet, read so that a mistake names its line and its field.

Below an entry of `not_known` may stand how merchants ask for it in vain (`- 주차 여부:` with a list of questions).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from knowledge.document import KINDS, STATUSES
from knowledge.errors import DocumentError

#: Signs that no document may have, as spaces.
CONTROL = dict.fromkeys([n for n in (*range(32), *range(127, 160)) if n not in (9, 10, 13)], " ")

REQUIRED = ("title", "provider", "kind", "status", "checked_on")
OPTIONAL = ("aliases", "status_note", "valid_until", "not_known", "asked_as")
#: Where the questions below the entries of `not_known` are kept.
ASKED_IN_VAIN = "not_known_as"
QUESTIONS_BELOW = "물음은 '- 항목:' 아래에 '- 물음' 줄로, 물음표 없이 시작해 적어 주세요. ': '이 든 값은 따옴표로 감싸 주세요"
LISTS = ("aliases", "not_known", "asked_as")

#: What PyYAML says, in words an editor understands.
YAML_PROBLEMS = {
    "mapping values are not allowed": "값 안에 ': '이 있어요. 값을 따옴표로 감싸 주세요",
    "found character '\\t'": "탭으로 들여 썼어요. 빈칸으로 바꿔 주세요",
    "found unexpected end of stream": "따옴표가 닫히지 않았어요. 닫아 주세요",
    "expected ',' or ']'": "목록의 대괄호가 닫히지 않았어요. 닫아 주세요",
}


def field_reason(name: str) -> str:
    """A validation error in words an editor understands."""
    choices = {"kind": KINDS, "status": STATUSES}.get(name)
    if choices:
        return f"{', '.join(choices)} 가운데 하나로 적어 주세요"
    if name == "valid_until":
        return "있는 날짜를 YYYY-MM-DD로 적어 주세요"
    if name in ("checked_on", "source_date"):
        return "있는 날짜를 YYYY-MM-DD나 YYYY-MM으로 적어 주세요"
    return "쓸 수 없는 글자가 있어요. 지워 주세요"


def front_matter(
    path: Path, lines: list[str], top: int, required: Sequence[str], optional: Sequence[str]
) -> tuple[dict[str, Any], dict[str, int]]:
    """The fields and the line of each. `top`: the line in the file where they start."""
    source = "\n".join(lines)
    try:
        # The base loader keeps every scalar as it is written: 2025-02 is no number, 2024-11-06 no date.
        node = yaml.compose(source, Loader=yaml.BaseLoader)
        values = yaml.load(source, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        # ValueError: "\U7FFFFFFF" in quotes. RecursionError: thousands of brackets.
        raise _broken_yaml(path, top, len(lines), error) from error
    if not isinstance(node, yaml.MappingNode) or not isinstance(values, dict):
        raise DocumentError(path, top, "머리말", "'이름: 값' 줄로 적어 주세요")
    places: dict[str, int] = {}
    for key, _ in node.value:
        name, line = str(key.value), key.start_mark.line + top
        if name in places:
            raise DocumentError(
                path, line, name, f"두 번 적혀 있어요({places[name]}번째 줄). 하나만 남겨 주세요"
            )
        places[name] = line
        if name not in (*required, *optional):
            raise DocumentError(
                path, line, name, f"모르는 이름이에요. {', '.join((*required, *optional))}만 쓸 수 있어요"
            )
    _take_questions(path, values, _items(node, "not_known"), top)
    for name, value in values.items():
        if name == ASKED_IN_VAIN:
            continue
        if name in LISTS:
            if value != "" and not (
                isinstance(value, list) and all(isinstance(v, str) and one_line(v) for v in value)
            ):
                raise DocumentError(
                    path, places[name], name, "목록으로 적어 주세요. [가, 나]나 '- 가' 줄로 쓸 수 있어요"
                )
            values[name] = tuple(dict.fromkeys(one_line(v) for v in value))
        elif isinstance(value, str):
            values[name] = one_line(value)
        else:
            raise DocumentError(path, places[name], name, "글자로 적어 주세요. 목록이나 묶음은 쓸 수 없어요")
    for name in required:
        if not values.get(name):
            raise DocumentError(path, places.get(name, top - 1), name, "값이 없어요. 적어 주세요")
    return {name: value for name, value in values.items() if value}, places


def _items(node: yaml.MappingNode, name: str) -> list[yaml.Node]:
    """The items of a list as they stand in the file."""
    lists = [value for key, value in node.value if key.value == name and isinstance(value, yaml.SequenceNode)]
    return [item for value in lists for item in value.value]


def _take_questions(path: Path, values: dict[str, Any], items: Sequence[yaml.Node], top: int) -> None:
    """Part the entries of `not_known` from the questions below them ({entry: [question, …]})."""
    entries = values.get("not_known")
    if not isinstance(entries, list):
        return
    plain: list[Any] = []
    asked: list[tuple[str, str]] = []
    for item, entry in zip(items, entries, strict=True):
        if not isinstance(entry, dict):
            plain.append(entry)
            continue
        name, questions = next(iter(entry.items()), ("", None))
        if (
            # One key, and that once: a second one has lost its dash.
            len(item.value) != 1
            or not one_line(name)
            or not isinstance(questions, list)
            or not all(isinstance(question, str) and one_line(question) for question in questions)
        ):
            raise DocumentError(path, item.start_mark.line + top, "not_known", QUESTIONS_BELOW)
        plain.append(name)
        asked += [(one_line(name), one_line(question)) for question in questions]
    values["not_known"], values[ASKED_IN_VAIN] = plain, tuple(dict.fromkeys(asked))


def one_line(value: str) -> str:
    """A value on one line, also when it was written with \\x1b or \\ud800 in quotes."""
    return " ".join(value.translate(CONTROL).encode(errors="replace").decode().split())


def _broken_yaml(path: Path, top: int, count: int, error: Exception) -> DocumentError:
    problem = str(getattr(error, "problem", None) or "")
    reason = next((YAML_PROBLEMS[start] for start in YAML_PROBLEMS if problem.startswith(start)), None)
    mark = getattr(error, "problem_mark", None)
    if reason and "닫" in reason:  # the place where it was opened helps, not the one where it is missed
        mark = getattr(error, "context_mark", None) or mark
    line = top + min(mark.line, count) if mark else top - 1
    return DocumentError(
        path, line, "머리말", reason or "읽을 수 없는 줄이에요. 따옴표와 들여쓰기를 확인해 주세요"
    )
