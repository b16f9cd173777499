"""Attacks of a language model tried and withstood: python -m tests.benchmarks.attacks [--kind TEXT]

Every reply of tests/bot/llm/attacks.py to every question of tests/bot/llm/fray.py, through the whole assistant, over
HTTP on loopback. Everything shown counts, previews included. Prints a table and each failure; exits 1 on any.
"""

import argparse
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from bot.settings import BotSettings
from ingest.shipped import ensure_index
from tests.bot.llm.attacks import ATTACKS
from tests.bot.llm.fray import QUESTIONS, Fray, Result
from tests.bot.llm.server import serving


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", default="", help="only kinds or names that have this text")
    wanted = parser.parse_args().kind
    attacks = [attack for attack in ATTACKS if wanted in f"{attack.kind} {attack.name}"]
    results: dict[str, list[Result]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, serving() as server:
        settings = BotSettings(ongil_data=Path(folder), llm_model="openai:loopback", llm_base_url=server.url)
        ensure_index(settings)
        for result in Fray(server, settings).run(attacks):
            results[result.attack.kind].append(result)
            if result.wrong:
                print(f"FAILED {result.attack.kind} / {result.attack.name} / {result.question}")
                for wrong in result.wrong:
                    print(f"    {wrong}")
    print(f"{'kind':36}{'tried':>7}{'withstood':>11}{'text used':>11}{'frames':>8}")
    rows = [*results.items(), ("all", [result for found in results.values() for result in found])]
    for kind, found in rows:
        held = sum(not result.wrong for result in found)
        used, frames = sum(result.used for result in found), sum(result.frames for result in found)
        print(f"{kind:36}{len(found):7}{held:11}{used:11}{frames:8}")
    print(f"{len(attacks)} attacks on {len(QUESTIONS)} questions")
    return int(any(result.wrong for result in rows[-1][1]))


if __name__ == "__main__":
    sys.exit(main())
