"""`ongil ingest --watch`: the folders are ingested whenever something in them changes, until told to stop."""

import logging
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from ingest.cli import write_json
from ingest.errors import TooManyRemoved
from ingest.job import ingest
from ingest.journal import person
from ingest.report import Report
from ingest.show import named
from knowledge.clock import SEOUL
from knowledge.errors import OngilError
from knowledge.settings import KnowledgeSettings

log = logging.getLogger(__name__)

#: A change is taken up when nothing more has changed for STEP, or after DEBOUNCE at the latest (milliseconds):
#: a file that is still being copied is not read half.
STEP: Final = 500
DEBOUNCE: Final = 5_000
#: How often to see whether the folders are still the ones that are watched, and whether it is time to try again.
LOOK: Final = 1_000
#: Seconds until an ingest that could not be done is tried again; doubled each time up to the second figure.
RETRY: Final = (15.0, 600.0)


class Watcher:
    """Ingests `paths` at each change. `keep`, `yes` as for the command; `as_json`: a report a line on stdout."""

    def __init__(
        self,
        paths: Sequence[Path],
        settings: KnowledgeSettings,
        *,
        keep: bool = False,
        yes: bool = False,
        as_json: bool = False,
        run: Callable[..., Report] = ingest,
    ) -> None:
        self._paths = [path.absolute() for path in paths]
        self._settings, self._keep, self._yes, self._as_json = settings, keep, yes, as_json
        self._run = run
        self._wait = 0.0
        self._again: float | None = None
        self._said = ""

    def watch(self, stop: threading.Event) -> None:
        """Ingest now and at each change until `stop` is set. An ingest that fails is told and tried again later."""
        self._say("폴더를 지켜보고 있어요. 그만두려면 Ctrl-C를 눌러 주세요.")
        while not stop.is_set():
            self._follow(stop)

    def _follow(self, stop: threading.Event) -> None:
        """Ingest and watch the folders as they are now; come back when one of them is another, or is gone."""
        from watchfiles import watch

        places = {root: _identity(root) for root in self._roots()}
        if missing := [str(root) for root, place in places.items() if place is None]:
            # A drive that is not mounted: nothing is touched until it is there again.
            self._say(f"✗ 폴더가 없어요: {', '.join(missing)}. 다시 생길 때까지 기다려요.")
            stop.wait(LOOK / 1000)
            return
        changes = watch(
            *places,
            watch_filter=lambda _, path: _counts(path),
            debounce=DEBOUNCE,
            step=STEP,
            stop_event=stop,
            rust_timeout=LOOK,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        )
        first = True
        try:
            for changed in changes:
                due = self._again is not None and time.monotonic() >= self._again
                # At the first look watching has begun, so that no change is missed.
                if changed or first or due:
                    self._ingest()
                first = False
                if any(_identity(root) != place for root, place in places.items()):
                    log.info("a watched folder is another one now")
                    return
        except (OSError, RuntimeError) as error:
            # The folder went away a moment ago, or the system has no watches left.
            log.error("watching failed: %s: %s", type(error).__name__, error)
            self._say(f"✗ 폴더를 지켜볼 수 없어요({error}). 다시 해 볼게요.")
            stop.wait(LOOK / 1000)

    def _roots(self) -> list[Path]:
        """The folders to watch: a file's own folder, as editors replace files."""
        return sorted({path.parent if path.is_file() else path for path in self._paths})

    def _ingest(self) -> None:
        """One ingest; whatever goes wrong, watching goes on."""
        self._again = None
        try:
            report = self._run(
                self._paths,
                self._settings,
                keep=self._keep,
                may_remove=None if self._yes else lambda _: False,
                by=f"{person()} (--watch)",
            )
        except TooManyRemoved as error:
            # Only another change of the folder can help, or --yes.
            self._say(f"✗ {error}")
        except OngilError as error:
            log.warning("an ingest failed, watching goes on: %s", error)
            self._later(str(error))
        except Exception as error:
            log.error("an ingest failed: %s: %s", type(error).__name__, error, exc_info=True)
            self._later("예상하지 못한 문제가 생겼어요. 까닭은 ongil.log에 있어요.")
        else:
            self._wait = 0.0
            self._tell(report)

    def _later(self, message: str) -> None:
        """Say what failed, and try again by and by: another ingest, a disk or a server may be in the way."""
        first, longest = RETRY
        self._wait = min(self._wait * 2 or first, longest)
        self._again = time.monotonic() + self._wait
        self._say(f"✗ {message}")

    def _tell(self, report: Report) -> None:
        """What changed, and what failed; nothing when all is as it was."""
        if self._as_json:
            write_json(report)
        lines = named(report, dry_run=False) + [f"✗ {f.path}: {f.reason}" for f in report.failed]
        if report.changes:
            lines.append(f"색인 {report.generation}: 문장 {report.passages}개")
        self._say("\n".join(lines))

    def _say(self, text: str) -> None:
        """A message on stderr with the time; not the same one twice in a row."""
        if text and text != self._said:
            sys.stderr.write(f"[{datetime.now(SEOUL):%H:%M:%S}] {text}\n")
            sys.stderr.flush()
        self._said = text


def run_watch(watcher: Watcher) -> None:
    """Watch until Ctrl-C or SIGTERM, and say goodbye."""
    stop = threading.Event()
    with _stopping(stop):
        try:
            watcher.watch(stop)
        except KeyboardInterrupt:
            # In the middle of an ingest: what it built is removed, and the index stays as it was.
            log.info("watching was interrupted")
    sys.stderr.write("그만 지켜볼게요. 색인은 마지막으로 넣은 그대로예요.\n")


@contextmanager
def _stopping(stop: threading.Event) -> Iterator[None]:
    """SIGTERM ends watching as Ctrl-C does, after the ingest that is under way."""
    before = signal.signal(signal.SIGTERM, lambda *_: stop.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _counts(path: str) -> bool:
    """Whether a change may matter: not one of a hidden file, nor of what office programs leave beside a document."""
    return not Path(path).name.startswith((".", "~"))


def _identity(folder: Path) -> tuple[int, int] | None:
    """Which folder this is; None when there is none."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
