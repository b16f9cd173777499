"""The prompt of `ongil chat`: history, completion, and a line below that says whether the assistant is ready."""

import itertools
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.history import FileHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.patch_stdout import patch_stdout
from prompt_toolkit.styles import Style

from bot.commands import COMMANDS
from bot.streams import without_surrogates
from bot.terminal import one_line

if TYPE_CHECKING:
    from prompt_toolkit.formatted_text import StyleAndTextTuples

    from bot.session import Session

log = logging.getLogger(__name__)

HISTORY_FILE = "chat_history"
SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
STYLE = Style.from_dict(
    {
        "prompt": "ansicyan bold",
        "bottom-toolbar": "noreverse fg:ansibrightblack",
        "bottom-toolbar.ready": "fg:ansigreen",
        "bottom-toolbar.loading": "fg:ansiyellow",
        "bottom-toolbar.failed": "fg:ansired",
    }
)


class Prompt:
    """Reads a line from the person."""

    def __init__(self, session: "Session", data: Path) -> None:
        self._session = session
        self._spinner = itertools.cycle(SPINNER)
        self._prompt: PromptSession[str] = PromptSession(
            [("class:prompt", "온길> ")],
            history=History(data / HISTORY_FILE),
            completer=ChatCompleter(session),
            # Commands complete by themselves; programs, at Tab: a menu at each word would be in the way.
            complete_while_typing=Condition(lambda: get_app().current_buffer.text.startswith("/")),
            bottom_toolbar=self._toolbar,
            key_bindings=bindings(),
            style=STYLE,
            reserve_space_for_menu=6,
        )

    def read(self) -> str:
        """The next line. Raises EOFError at Ctrl-D."""
        # What is printed meanwhile (log lines of -v, a library's warning) goes above the prompt.
        with patch_stdout(raw=True):
            return self._prompt.prompt(refresh_interval=0 if self._session.ready else 0.15)

    def refresh(self) -> None:
        """Draw the prompt again, from any thread."""
        self._prompt.app.invalidate()

    def _toolbar(self) -> "StyleAndTextTuples":
        """Whether the assistant is ready, and how to go on."""
        session = self._session
        if session.ready:
            return [
                ("class:bottom-toolbar.ready", " ● 준비됐어요"),
                ("", "  /help 명령 · Tab 완성 · Ctrl-D 끝내기"),
            ]
        if session.failure is not None:
            return [
                ("class:bottom-toolbar.failed", " ● 자료를 불러오지 못했어요"),
                ("", "  물어보시면 다시 불러와요"),
            ]
        sign = next(self._spinner)
        return [
            ("class:bottom-toolbar.loading", f" {sign} {session.stage or '자료를 불러오고 있어요'}"),
            ("", "  먼저 물어보셔도 돼요"),
        ]


def bindings() -> KeyBindings:
    """Ctrl-C clears the line: it never ends the session."""
    keys = KeyBindings()

    @keys.add("c-c")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.reset()

    return keys


class ChatCompleter(Completer):
    """Commands after a slash; after at least two letters, programs whose title has them."""

    def __init__(self, session: "Session") -> None:
        self._session = session

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        text = document.text_before_cursor
        if text.startswith("/"):
            for command in COMMANDS:
                if command.typed.startswith(text.lower()):
                    yield Completion(command.typed, -len(text), display_meta=command.help)
            return
        word = text.rpartition(" ")[2]
        if len(word) >= 2:
            for title in self._session.titles():
                if word.lower() in title.lower():
                    yield Completion(one_line(title), -len(word))


class History(FileHistory):
    """The history of a file. One that cannot be read or written costs the history, not the session."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self._failed = False

    def load_history_strings(self) -> Iterable[str]:
        try:
            return list(super().load_history_strings())
        except OSError as error:
            log.warning("cannot read the history %s: %s", self.filename, error)
            return []

    def store_string(self, string: str) -> None:
        path = Path(str(self.filename))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # What people ask is nobody else's to read.
            path.touch(mode=0o600)
            super().store_string(without_surrogates(string))
        except OSError as error:
            if not self._failed:
                log.warning("cannot write the history %s: %s", path, error)
            self._failed = True
