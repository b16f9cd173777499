"""Saved runs and reports: written whole or not at all, and never over a file that is something else."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from pydantic import ValidationError

from bot.errors import GoldenError
from bot.evaluation.run import FORMAT, Run
from bot.streams import without_surrogates

#: What a report has at its beginning, so that the next one may replace it.
REPORT_MARK = '<meta name="generator" content="ongil eval">'


def load_run(name: str) -> Run:
    """A run that `--save` wrote. Raises GoldenError."""
    try:
        run = Run.model_validate_json(_path(name).read_bytes())
    except FileNotFoundError as error:
        raise GoldenError(f"평가 기록이 없어요: {name}. 경로를 확인해 주세요.") from error
    except (OSError, ValidationError) as error:
        raise GoldenError(
            f"평가 기록으로 읽을 수 없어요: {name}. --save로 만든 파일을 적어 주세요."
        ) from error
    if run.format != FORMAT:
        raise GoldenError(f"다른 판의 온길이 만든 평가 기록이에요: {name}. 다시 만들어 주세요.")
    return run


def check_run_place(name: str) -> None:
    """Raise GoldenError now when a run cannot be saved there, not after all was graded."""
    _check(name, lambda head: f'"format":"{FORMAT}"' in head)


def check_report_place(name: str) -> None:
    """The same for a report."""
    _check(name, lambda head: REPORT_MARK in head)


def write(name: str, text: str) -> Path:
    """Write a text file at once: beside its place, then moved there. Raises GoldenError; tells the path."""
    path = _path(name)
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with open(handle, "w", encoding="utf-8") as file:
                file.write(without_surrogates(text))
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise GoldenError(
            f"파일을 쓰지 못했어요: {name} ({error.strerror}). 다른 곳을 적어 주세요."
        ) from error
    return path


def _check(name: str, own: Callable[[str], bool]) -> None:
    path = _path(name)
    if path.is_dir():
        raise GoldenError(f"폴더 이름이에요: {name}. 파일 이름까지 적어 주세요.")
    if not path.parent.is_dir():
        raise GoldenError(f"폴더가 없어요: {path.parent}. 폴더를 먼저 만들어 주세요.")
    if not path.exists():
        return
    try:
        with open(path, "rb") as file:
            head = file.read(2000).decode("utf-8", "replace")
    except OSError as error:
        raise GoldenError(f"파일을 쓸 수 없어요: {name} ({error.strerror})") from error
    if head.strip() and not own(head):
        raise GoldenError(f"온길이 만들지 않은 파일이 그 자리에 있어요: {name}. 다른 이름을 적어 주세요.")


def _path(name: str) -> Path:
    """The path that was named; raises GoldenError for what cannot be one."""
    try:
        return Path(name).expanduser().absolute()
    except (RuntimeError, ValueError) as error:
        raise GoldenError(f"파일 이름으로 쓸 수 없어요: {name}") from error
