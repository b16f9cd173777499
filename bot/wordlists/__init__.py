"""Lists of words that may grow without a change of code: one file each, one entry a line."""

from importlib.resources import files


def word_list(name: str) -> list[str]:
    """The entries of a list; empty lines and those that begin with # are none. Raises FileNotFoundError."""
    lines = (files(__name__) / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
