"""The chat model of the settings through LangChain: streamed, within a time limit, tried again when that may help."""

import asyncio
import email.utils
import logging
import queue
import random
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from typing import Any

from bot.llm.errors import ModelFailed, ModelSetupError, Trouble
from bot.settings import BotSettings

log = logging.getLogger(__name__)

Messages = Sequence[tuple[str, str]]

#: Waits before a second, third and fourth try, in seconds, while nothing has come yet.
WAITS = (0.4, 1.2, 3.0)
#: A try that has less time than this left is not worth making.
LEAST_SECONDS = 1.0
#: After so many failures in a row the model is left alone for a while: merchants need not wait for each.
FAILURES, REST_SECONDS = 3, 60.0
#: Far more than any answer has; a stream that does not end is cut here.
MOST_CHARACTERS = 8_000
TRANSIENT = frozenset([408, 409, 425, 429, 500, 502, 503, 504, 529])

#: How init_chat_model's names begin. Whatever else is given with an address is an OpenAI-compatible provider's model.
PROVIDERS = frozenset(
    """anthropic anthropic_bedrock azure_ai azure_openai baseten bedrock bedrock_converse cohere deepseek fireworks
    google_anthropic_vertex google_genai google_vertexai groq huggingface ibm litellm mistralai nvidia ollama openai
    openrouter perplexity together upstage xai""".split()
)
#: Providers whose package we look for ourselves, with what stands behind langchain- in its name.
OWN_PACKAGE = {name: name for name in ("anthropic", "ollama", "openai", "upstage")} | {
    "azure_openai": "openai"
}


def _nothing() -> Generator[str, None, None]:
    yield from ()


@dataclass
class Reply:
    """One call: what came is read by iterating; `tokens` is known afterwards."""

    messages: Messages
    pieces: Generator[str, None, None] = field(default_factory=_nothing)
    text: str = ""
    counted: int = 0
    asked: bool = False

    def __iter__(self) -> Iterator[str]:
        for piece in self.pieces:
            self.text += piece
            yield piece

    def close(self) -> None:
        """Read no further: the request ends."""
        self.pieces.close()

    @property
    def tokens(self) -> int:
        """As the provider counted, else estimated; nothing when no request was taken."""
        if self.counted:
            return self.counted
        return estimate(*(text for _, text in self.messages), self.text) if self.asked else 0


def estimate(*texts: str) -> int:
    """Tokens of a text, rather too many than too few: one for a Hangul syllable, one for three Latin letters."""
    return sum(-(-len(text.encode("utf-8", "replace")) // 3) for text in texts)


@cache
def event_loop() -> asyncio.AbstractEventLoop:
    """Where all requests run: one loop for the process, as providers' packages share connections between models."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="llm", daemon=True).start()
    return loop


class ChatClient:
    """A language model. Serves any number of threads."""

    def __init__(self, settings: BotSettings) -> None:
        """Raises ModelSetupError when the model of the settings cannot be made."""
        self.name = settings.llm_model or ""
        self.seconds = settings.llm_seconds
        self._model = make_model(settings)
        self._lock = threading.Lock()
        self._failures, self._resting_until = 0, 0.0

    def ask(self, messages: Messages, seconds: float | None = None, *, again: bool = True) -> Reply:
        """Ask; iterate over the reply for its pieces. Iterating raises ModelFailed, and only that.

        All of it, waits and further tries included, takes at most `seconds`. `again`: try again before giving up.
        """
        reply = Reply(messages)
        deadline = time.monotonic() + (seconds or self.seconds)
        reply.pieces = self._pieces(reply, deadline, WAITS if again else ())
        return reply

    def _pieces(self, reply: Reply, deadline: float, waits: Sequence[float]) -> Generator[str, None, None]:
        if time.monotonic() < self._resting_until:
            raise ModelFailed(Trouble.RESTING)
        tries = list(waits)
        while True:
            try:
                yield from self._once(reply, deadline)
            except ModelFailed as failure:
                wait = self._wait(failure, reply, tries, deadline)
                if wait is None:
                    self._failed(failure)
                    raise
                log.info("language model: %s, trying again in %.1f s", failure, wait)
                time.sleep(wait)
            else:
                self._failures = 0
                return

    @staticmethod
    def _wait(failure: ModelFailed, reply: Reply, tries: list[float], deadline: float) -> float | None:
        """How long to wait for another try; None when there is none."""
        if reply.text or not tries or failure.wait is None:
            return None
        wait = max(failure.wait, tries.pop(0) * random.uniform(0.8, 1.2))
        return wait if time.monotonic() + wait + LEAST_SECONDS < deadline else None

    def _failed(self, failure: ModelFailed) -> None:
        """Count failures in a row; too many, or a wait that is asked for, and the model rests."""
        log.warning("language model: %s", failure)
        now = time.monotonic()
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES:
                self._failures, self._resting_until = 0, now + REST_SECONDS
                log.warning("language model: left alone for %.0f s", REST_SECONDS)
            elif failure.trouble is Trouble.LIMIT and failure.wait:
                self._resting_until = now + min(failure.wait, REST_SECONDS)

    def _once(self, reply: Reply, deadline: float) -> Iterator[str]:
        """One request. The pieces are put into a queue in the event loop and taken out here."""
        arrived: queue.SimpleQueue[Any] = queue.SimpleQueue()
        left = deadline - time.monotonic()
        if left <= 0:
            raise ModelFailed(Trouble.TIME)
        call = asyncio.run_coroutine_threadsafe(self._stream(reply, arrived, left), event_loop())
        try:
            while (item := _next(arrived, deadline)) is not None:
                if isinstance(item, ModelFailed):
                    raise item
                yield item
        finally:
            call.cancel()

    async def _stream(self, reply: Reply, arrived: "queue.SimpleQueue[Any]", seconds: float) -> None:
        length = 0
        end: ModelFailed | None = None
        try:
            chunks = self._model.astream(list(reply.messages))
            async with asyncio.timeout(seconds), aclosing(chunks):
                async for chunk in chunks:
                    reply.asked = True
                    reply.counted += _usage(chunk)
                    if text := str(chunk.text):
                        length += len(text)
                        arrived.put(text[:MOST_CHARACTERS])
                    if length > MOST_CHARACTERS:
                        log.warning("language model: cut after %d characters", length)
                        break
        except Exception as error:  # noqa: BLE001 (every provider has errors of its own; told to the one who waits)
            end = failed(error)
            # What timed out or broke off was worked on, and is paid for.
            reply.asked = reply.asked or end.trouble is Trouble.TIME
        finally:
            arrived.put(end)


def _next(arrived: "queue.SimpleQueue[Any]", deadline: float) -> Any:
    """The next piece; the event loop keeps the time, this only makes sure that nobody waits for ever."""
    try:
        return arrived.get(timeout=max(deadline - time.monotonic(), 0) + LEAST_SECONDS)
    except queue.Empty:
        raise ModelFailed(Trouble.TIME) from None


def _usage(chunk: Any) -> int:
    """The tokens that a chunk reports; what makes no sense counts for nothing."""
    total = (getattr(chunk, "usage_metadata", None) or {}).get("total_tokens", 0)
    return total if isinstance(total, int) and 0 < total < 10_000_000 else 0


def failed(error: BaseException) -> ModelFailed:
    """What an exception of a provider's package comes to. Its text is not logged: it may repeat the prompt."""
    status = getattr(error, "status_code", None)
    detail = f"{type(error).__name__}{f' {status}' if status else ''}"
    if isinstance(error, TimeoutError) or "Timeout" in type(error).__name__:
        return ModelFailed(Trouble.TIME, detail, wait=0.0)
    if status == 429:
        return ModelFailed(Trouble.LIMIT, detail, wait=retry_after(error))
    if status in TRANSIENT:
        return ModelFailed(Trouble.SERVER, detail, wait=retry_after(error))
    if status in (401, 403):
        return ModelFailed(Trouble.KEY, detail)
    if isinstance(status, int) and 400 <= status < 500:
        return ModelFailed(Trouble.REQUEST, detail)
    if isinstance(status, int):
        return ModelFailed(Trouble.SERVER, detail)
    names = {base.__name__ for base in type(error).__mro__}
    if names & {"APIConnectionError", "TransportError", "OSError", "ConnectionError"}:
        return ModelFailed(Trouble.UNREACHABLE, detail, wait=0.0)
    return ModelFailed(Trouble.NONSENSE, detail)


def retry_after(error: BaseException) -> float:
    """The seconds that a provider asks to wait, in whichever form; 0 when it says nothing."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        if value := headers.get("retry-after-ms"):
            return max(0.0, float(value) / 1000)
        value = headers.get("retry-after") or "0"
        if value.replace(".", "", 1).isdigit():
            return float(value)
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return 0.0


def make_model(settings: BotSettings) -> Any:
    """LangChain's chat model. Retries and time are ours, so that a merchant never waits for both."""
    name = settings.llm_model or ""
    provider, _, rest = name.partition(":")
    options: dict[str, Any] = {}
    if settings.llm_base_url and provider not in PROVIDERS:
        options["model_provider"], provider, rest = "openai", "openai", name
    if settings.llm_base_url:
        options["base_url"] = settings.llm_base_url
    if settings.llm_api_key:
        options["api_key"] = settings.llm_api_key.get_secret_value()
    elif settings.llm_base_url and provider == "openai":
        # A model on the premises needs none; the key of another provider in the environment must not go there.
        options["api_key"] = "none"
    if provider in ("openai", "anthropic", "azure_openai", "upstage"):
        options |= {"max_retries": 0, "timeout": settings.llm_seconds}
    package = f"langchain-{OWN_PACKAGE.get(provider, provider).replace('_', '-')}"
    try:
        if provider in OWN_PACKAGE and find_spec(package.replace("-", "_")) is None:
            # LangChain would try an old package in its place, with errors of its own.
            raise ModuleNotFoundError(package)
        from langchain.chat_models import init_chat_model

        return init_chat_model(name if not options.get("model_provider") else rest, **options)
    except ImportError as error:
        log.warning("language model: %s", error)
        raise ModelSetupError(
            f"LLM_MODEL={name}에는 {package} 패키지가 필요해요. "
            f"pip install {package} -c constraints.txt 로 설치하거나 LLM_MODEL을 비워 주세요."
        ) from error
    except Exception as error:
        log.warning("language model: %s", type(error).__name__)
        raise ModelSetupError(
            f"언어 모델을 준비하지 못했어요 (LLM_MODEL={name}). 'openai:gpt-4.1-mini'처럼 제공자와 이름을 적고, "
            "LLM_API_KEY와 LLM_BASE_URL을 확인해 주세요."
        ) from error
