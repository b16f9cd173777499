"""An ingest in a process of its own, for tests that kill it, starve it or hold its lock.

    python -m tests.ingest.child DATA FOLDER [slow | limit BYTES]

`slow`: says "embedding" on stdout at the first embedding and then waits. `limit`: no file may grow past BYTES.
It prints the error's type and message, and exits with 1, when the ingest fails.
"""

import sys
import time
from pathlib import Path

from knowledge.errors import OngilError
from knowledge.settings import KnowledgeSettings
from tests.ingest.sheets import Letters, Store


class Slow(Letters):
    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        print("embedding", flush=True)
        time.sleep(60)
        return super().embed_documents(texts)


def main(data: str, folder: str, how: str = "", size: str = "") -> int:
    store = Store(KnowledgeSettings(ongil_data=Path(data)))
    if how == "slow":
        store.model = Slow()
    if how == "limit":
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (int(size), int(size)))
    try:
        store.ingest(Path(folder))
    except OngilError as error:
        print(type(error).__name__, error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
