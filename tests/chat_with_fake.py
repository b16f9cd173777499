"""`ongil chat` with the fake assistant, for tests that give it a terminal: python -m tests.chat_with_fake [SECONDS]

It loads for as many seconds as it is told.
"""

import sys
import time

from bot import logs, repl
from bot.settings import BotSettings
from bot.streams import use_utf8
from bot.waiting import Progress
from tests.fakes import FakeAssistant


def open_assistant(progress: Progress) -> FakeAssistant:
    time.sleep(float(sys.argv[1]) if len(sys.argv) > 1 else 0)
    return FakeAssistant()


if __name__ == "__main__":
    use_utf8()
    settings = BotSettings()
    logs.start_logs(settings)
    sys.exit(repl.run(settings, open_assistant))
