"""Korean text as morphemes: Kiwi, loaded once and late, for search, embedding and the reading of questions."""

import hashlib
import os
import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from itertools import islice
from typing import Any

#: Raised when the same text would give other tokens than before.
VERSION = 1

#: Sejong tags whose morphemes carry meaning: nouns, verbs, adjectives, roots, adverbs, foreign words, numbers.
CONTENT_TAGS = frozenset(
    [
        "NNG",
        "NNP",
        "NNB",
        "NR",
        "NP",
        "VV",
        "VA",
        "XR",
        "XPN",
        "XSN",
        "MM",
        "MAG",
        "IC",
        "SL",
        "SH",
        "SN",
        "W_SERIAL",
        "W_URL",
        "W_EMAIL",
        "W_HASHTAG",
        "W_MENTION",
    ]
)

#: Full-width forms (ＡＩ, ％) become their plain ones, and what Kiwi cannot take (NUL, lone surrogates) a space:
#: each a single character for a single character, so that offsets stay.
PLAIN = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(
        [*range(0x00, 0x09), *range(0x0E, 0x20), 0x7F, 0xA0, 0x3000, *range(0xD800, 0xE000)], 0x20
    ),
}

#: Kiwi's time grows faster than the text when nothing breaks it: longer runs without a break are cut here.
LONGEST_RUN = 500
RUN = re.compile(rf"[^\n]{{1,{LONGEST_RUN}}}|\n+")

#: Texts given to Kiwi at once: enough to keep its threads busy, small enough for the memory.
BATCH = 256


@dataclass(frozen=True, slots=True)
class Token:
    """A morpheme: its dictionary form (verbs without 다), Sejong tag without Kiwi's -I/-R, and where it stands.

    `start` and `end` count characters of `normalise(text)`, which has the text's own offsets when the
    text is NFC already, as nearly all text is.
    """

    form: str
    tag: str
    start: int
    end: int


def normalise(text: str) -> str:
    """NFC, full-width letters and digits made plain, control characters and lone surrogates made spaces."""
    return unicodedata.normalize("NFC", text).translate(PLAIN)


class _Engine:
    """One loaded Kiwi and the lock that its users share."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._kiwi: Any = None

    def kiwi(self, words: Iterable[str]) -> Any:
        """Kiwi, loaded at the first call with a user dictionary. Hold the lock."""
        if self._kiwi is None:
            # Kiwi's allocator keeps what loading freed, 30 MB, unless it is told not to.
            os.environ.setdefault("MIMALLOC_PURGE_DELAY", "0")
            from kiwipiepy import Kiwi

            self._kiwi = Kiwi(num_workers=min(4, os.cpu_count() or 1), load_multi_dict=False)
            for word in words:
                self._kiwi.add_user_word(word, "NNP")
        return self._kiwi


#: The Kiwi of all analyzers without words of their own: it is too large to have twice.
_PLAIN = _Engine()


@cache
def _kiwi() -> str:
    """The versions of Kiwi and its model; each search asks for them, and finding them reads files."""
    return f"{version('kiwipiepy')} {version('kiwipiepy_model')}"


class Analyzer:
    """Kiwi behind a lock: loaded at the first use, safe for threads, deaf to no input.

    Loading takes about a second and 340 MB (the dictionary of multi-word names, which is left out,
    would add a third); `warm` does it ahead of the first question.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._engine = _PLAIN
        self._words: dict[str, None] = {}
        self._cached = lru_cache(maxsize=2048)(self._analyse)
        self.add_words(words)

    @property
    def fingerprint(self) -> str:
        """Changes when the same text may give other tokens: Kiwi, its model, the user dictionary, this module."""
        words = "\n".join(sorted(self._words))
        return hashlib.blake2b(f"{_kiwi()} {VERSION}\n{words}".encode(), digest_size=8).hexdigest()

    def add_words(self, words: Iterable[str]) -> None:
        """Names that are one word (NNP) from now on; those with spaces or without a Korean letter are left out.

        Give all at once and before the first text: another Kiwi is loaded for them.
        """
        fresh = [
            word
            for word in dict.fromkeys(normalise(word).strip() for word in words)
            if word not in self._words and re.fullmatch(r"\w*[가-힣]\w*", word) and len(word) > 1
        ]
        if not fresh:
            return
        self._words.update(dict.fromkeys(fresh))
        self._engine = _Engine()
        self._cached.cache_clear()

    def warm(self) -> None:
        """Load Kiwi now, in a thread of the caller's choice."""
        self.tokens("온길")

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The morphemes of any text, in its order; the latest 2,048 texts are remembered."""
        return self._cached(normalise(text))

    def tokens_many(self, texts: Iterable[str]) -> Iterator[tuple[Token, ...]]:
        """The morphemes of many texts, in their order, on all cores; nothing is remembered."""
        source = iter(texts)
        while batch := [normalise(text) for text in islice(source, BATCH)]:
            yield from self._analyse_batch(batch)

    def morphemes(self, text: str) -> list[str]:
        """The content morphemes of a text in small letters, particles and endings left out."""
        return content(self.tokens(text))

    def join(self, morphemes: Sequence[tuple[str, str]]) -> str:
        """The text that (form, tag) pairs are the morphemes of: the way back from `tokens`."""
        engine = self._engine
        with engine.lock:
            return str(engine.kiwi(self._words).join(list(morphemes)))

    def _analyse(self, text: str) -> tuple[Token, ...]:
        return self._analyse_batch([text])[0]

    def _analyse_batch(self, texts: Sequence[str]) -> list[tuple[Token, ...]]:
        runs = [[match.span() for match in RUN.finditer(text)] for text in texts]
        pieces = [text[start:end] for text, spans in zip(texts, runs, strict=True) for start, end in spans]
        engine = self._engine
        with engine.lock:
            # A list goes through Kiwi's threads, which a single short text does not repay.
            kiwi = engine.kiwi(self._words)
            analysed = iter([kiwi.tokenize(pieces[0])] if len(pieces) == 1 else list(kiwi.tokenize(pieces)))
        return [
            tuple(
                Token(
                    token.form, token.tag.split("-")[0], token.start + start, token.start + token.len + start
                )
                for start, _ in spans
                for token in next(analysed)
            )
            for spans in runs
        ]


def content(tokens: Iterable[Token]) -> list[str]:
    """The forms that carry meaning, in small letters."""
    return [token.form.lower() for token in tokens if token.tag in CONTENT_TAGS]
