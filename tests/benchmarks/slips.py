"""Slips of the thumb, measured: what spaces left out and typing errors do to the golden set's single turns.

    python -m tests.benchmarks.slips [--errors 1]

For each way of typing: is the right program first and among the first three of the search, how many answerable
questions are refused, and how many answers cite a right program. An error replaces, adds or drops a letter (jamo)
of one syllable, or swaps two syllables; the same errors in each run.
"""

import argparse
import random
import sys
from collections.abc import Callable, Sequence

from bot.assistant import Assistant
from bot.finder import HybridSearch
from bot.settings import BotSettings
from knowledge.korean import Analyzer
from knowledge.library import Library
from tests.benchmarks.measure import table
from tests.benchmarks.programs import golden

BASE = 0xAC00
#: Vowels that sound alike or lie side by side, and plain consonants with their tense ones, by Unicode's order.
VOWELS = {1: 5, 5: 1, 3: 7, 7: 3, 8: 12, 12: 8, 13: 17, 17: 13, 0: 4, 4: 0}
CONSONANTS = {0: 1, 1: 0, 3: 4, 4: 3, 7: 8, 8: 7, 9: 10, 10: 9, 12: 13, 13: 12}
ENDS = (0, 1, 4, 8, 16, 17, 19, 21)


def slipped(text: str, errors: int, chance: random.Random) -> str:
    """The text with so many typing errors in its Korean syllables."""
    out = list(text)
    places = [place for place, letter in enumerate(text) if "가" <= letter <= "힣"]
    for place in chance.sample(places, min(errors, len(places))):
        code = ord(out[place]) - BASE
        if not 0 <= code < 11172:
            continue
        first, middle, last = code // 588, code % 588 // 28, code % 28
        kind = chance.choice(["vowel", "end", "consonant", "swap"])
        if kind == "vowel":
            middle = VOWELS.get(middle, chance.choice([0, 4, 8, 13, 18, 20]))
        elif kind == "end":
            last = 0 if last else chance.choice(ENDS[1:])
        elif kind == "consonant":
            first = CONSONANTS.get(first, first)
        elif place + 1 < len(out):
            out[place], out[place + 1] = out[place + 1], out[place]
            continue
        out[place] = chr(BASE + first * 588 + middle * 28 + last)
    return "".join(out)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--errors", type=int, default=1, help="typing errors in a question")
    options = parser.parse_args(arguments)

    settings = BotSettings()
    assistant, analyzer = Assistant(settings), Analyzer()
    assistant.load()
    searcher = HybridSearch(Library(settings, analyzer=analyzer).current(), analyzer)
    questions = [(question, wanted) for question, wanted, _ in golden()]

    def slip(text: str) -> str:
        return slipped(text, options.errors, random.Random(text))

    ways: dict[str, Callable[[str], str]] = {
        "as typed": lambda text: text,
        "without spaces": lambda text: text.replace(" ", ""),
        f"{options.errors} error": slip,
        f"{options.errors} error, without spaces": lambda text: slip(text).replace(" ", ""),
    }
    lines = []
    for name, way in ways.items():
        first = three = refused = cited = 0
        for question, wanted in questions:
            typed = way(question)
            found = [slug for slug, _ in searcher.document_scores(typed)[:3]]
            answer = assistant.answer([typed])
            first += found[0] in wanted
            three += bool(set(found) & wanted)
            refused += answer.outcome == "refused"
            cited += any(citation.slug in wanted for citation in answer.citations)
        shares = [f"{count / len(questions):.3f}" for count in (first, three, refused, cited)]
        lines.append([name, *shares])
    sys.stdout.write(table(["typed", "first", "in 3", "refused", "cites a right program"], lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
