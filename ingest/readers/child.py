"""The process that a file is read in: bytes from stdin, one JSON object to stdout, nothing else.

Started by ingest/isolation.py. What goes wrong here ends here: the parent learns a reason and goes on.
"""

import importlib
import json
import logging
import sys
from typing import Any

from ingest.readers.refusal import Reason, Refusal


def limit(seconds: int, memory: int, output: int) -> None:
    """Bind this process, where the system can: CPU seconds, bytes of memory, bytes of a file that it writes."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock alone
        return
    for name, value in (
        ("RLIMIT_AS", memory),
        ("RLIMIT_CPU", seconds),
        ("RLIMIT_FSIZE", output),
        ("RLIMIT_CORE", 0),
    ):
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        try:
            _, hard = resource.getrlimit(kind)
            most = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (most, most))
        except (OSError, ValueError) as error:  # macOS refuses RLIMIT_AS
            logging.getLogger(__name__).debug("%s is not set: %s", name, error)


def parse(raw: bytes, suffix: str) -> dict[str, Any]:
    """What a file says, as the parent wants it; or why it is refused."""
    from ingest.readers.about import guesses
    from ingest.readers.outline import facts_of
    from ingest.readers.sniff import sniff

    try:
        name = sniff(raw, suffix)
        reading = importlib.import_module(f"ingest.readers.{name}").read(raw)
        facts = facts_of(reading.blocks)
        if not facts:
            raise Refusal(Reason.EMPTY)
        return {
            "format": name,
            "facts": facts,
            "guesses": [guess._asdict() for guess in guesses(reading, facts)],
            "warnings": reading.warnings,
            "notes": reading.notes,
        }
    except Refusal as refusal:
        return {"refusal": refusal.reason.value, "detail": refusal.detail}
    except MemoryError:
        return {"refusal": Reason.TOO_LARGE.value, "detail": "out of memory"}
    except RecursionError:
        return {"refusal": Reason.BROKEN.value, "detail": "nested too deep"}
    except Exception as error:  # noqa: BLE001 - whatever a library makes of a broken file
        return {"refusal": Reason.BROKEN.value, "detail": f"{type(error).__name__}: {error}"}


def main(suffix: str, seconds: str, memory: str, output: str) -> None:
    """Read stdin, answer on stdout."""
    limit(int(seconds), int(memory), int(output))
    logging.disable(logging.CRITICAL)  # libraries log texts of the document
    try:
        answer = json.dumps(parse(sys.stdin.buffer.read(), suffix), ensure_ascii=False)
    except MemoryError:
        answer = json.dumps({"refusal": Reason.TOO_LARGE.value, "detail": "out of memory"})
    sys.stdout.buffer.write(answer.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
