"""The chat model over HTTP on loopback: what is tried again, what is given up, what it costs."""

import email.utils
import threading
import time
from collections.abc import Callable

import pytest

from bot.llm import client
from bot.llm.client import ChatClient, estimate
from bot.llm.errors import ModelFailed, ModelSetupError, Trouble
from bot.settings import BotSettings
from tests.bot.llm.server import Drop, Pause, Scene, Server

ASK = (("system", "규칙"), ("human", "질문"))
Make = Callable[..., BotSettings]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Further tries come at once; the order of things stays."""
    monkeypatch.setattr(client, "WAITS", (0.01, 0.01, 0.01))
    monkeypatch.setattr(client, "LEAST_SECONDS", 0.2)


@pytest.fixture
def model(settings_for: Make) -> ChatClient:
    return ChatClient(settings_for(llm_seconds=5))


def trouble_of(model: ChatClient, seconds: float | None = None) -> Trouble:
    with pytest.raises(ModelFailed) as caught:
        list(model.ask(ASK, seconds))
    return caught.value.trouble


def script(server: Server, *scenes: Scene | str) -> None:
    """One scene a request, the last one for all that follow."""
    left = list(scenes)
    server.react = lambda _: left.pop(0) if len(left) > 1 else left[0]


def test_a_reply_is_streamed(model: ChatClient, server: Server) -> None:
    script(server, Scene(["가", "나", "다"]))
    reply = model.ask(ASK)
    assert list(reply) == ["가", "나", "다"]
    assert [m["role"] for m in server.asked[0].body["messages"]] == ["system", "user"]
    assert server.asked[0].body["stream"] is True


def test_pieces_come_while_the_model_still_writes(model: ChatClient, server: Server) -> None:
    script(server, Scene(["가", Pause(60), "나"]))
    pieces = iter(model.ask(ASK))
    assert next(pieces) == "가"
    server.closed.set()
    assert list(pieces) == ["나"]


def test_tokens_are_the_providers_count_or_an_estimate(model: ChatClient, server: Server) -> None:
    script(
        server,
        Scene(["가"], usage={"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}),
        Scene(["가나"]),
        Scene(["가"], usage={"prompt_tokens": -7, "completion_tokens": -3, "total_tokens": -10}),
    )
    counts = []
    for _ in range(3):
        reply = model.ask(ASK)
        list(reply)
        counts.append(reply.tokens)
    assert counts == [10, estimate("규칙", "질문", "가나"), estimate("규칙", "질문", "가")]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 529, 408])
def test_what_may_pass_is_tried_again(model: ChatClient, server: Server, status: int) -> None:
    script(server, Scene(status=status), Scene(status=status), Scene(["가"]))
    assert list(model.ask(ASK)) == ["가"]
    assert len(server.asked) == 3


def test_a_dropped_connection_is_tried_again_while_nothing_came(model: ChatClient, server: Server) -> None:
    script(server, Scene([Drop()]), Scene(["가"]))
    assert list(model.ask(ASK)) == ["가"]


def test_a_connection_dropped_half_way_is_given_up(model: ChatClient, server: Server) -> None:
    script(server, Scene(["가", Drop()]))
    reply = model.ask(ASK)
    with pytest.raises(ModelFailed):
        list(reply)
    assert (reply.text, len(server.asked)) == ("가", 1)
    assert reply.tokens > 0


def test_tries_end(model: ChatClient, server: Server) -> None:
    script(server, Scene(status=500))
    reply = model.ask(ASK)
    with pytest.raises(ModelFailed):
        list(reply)
    assert len(server.asked) == 4
    assert reply.tokens == 0


@pytest.mark.parametrize(
    ("status", "trouble"), [(401, Trouble.KEY), (403, Trouble.KEY), (404, Trouble.REQUEST)]
)
def test_what_will_not_pass_is_not_tried_again(
    model: ChatClient, server: Server, status: int, trouble: Trouble
) -> None:
    script(server, Scene(status=status))
    assert trouble_of(model) is trouble
    assert len(server.asked) == 1


def test_retry_after_is_obeyed(model: ChatClient, server: Server) -> None:
    script(server, Scene(status=429, headers={"Retry-After": "0.4"}), Scene(["가"]))
    before = time.monotonic()
    assert list(model.ask(ASK)) == ["가"]
    assert time.monotonic() - before >= 0.4


def test_a_wait_longer_than_the_time_left_is_not_waited_for(model: ChatClient, server: Server) -> None:
    at = email.utils.formatdate(time.time() + 3600, usegmt=True)
    for asked in ("3600", at):
        script(server, Scene(status=429, headers={"Retry-After": asked}))
        model._resting_until = 0.0
        assert trouble_of(model) is Trouble.LIMIT
    assert len(server.asked) == 2
    # Until then the provider is left alone.
    assert trouble_of(model) is Trouble.RESTING
    assert len(server.asked) == 2


@pytest.mark.parametrize("pause", [Pause(60), Pause(60, ping=True)])
def test_a_stall_ends_with_the_time(model: ChatClient, server: Server, pause: Pause) -> None:
    script(server, Scene(["가", pause]))
    reply = model.ask(ASK, 0.5)
    with pytest.raises(ModelFailed) as caught:
        list(reply)
    assert (reply.text, caught.value.trouble) == ("가", Trouble.TIME)


def test_a_reply_that_is_not_read_on_ends_the_request(model: ChatClient, server: Server) -> None:
    script(server, Scene(["가", Pause(60, ping=True), "나"]))
    reply = model.ask(ASK)
    assert next(iter(reply)) == "가"
    reply.close()
    for _ in range(200):
        if server.broken_off:
            break
        time.sleep(0.02)
    assert server.broken_off == 1


def test_a_stream_without_end_is_cut(model: ChatClient, server: Server) -> None:
    script(server, Scene(["가" * 100] * 5000))
    assert len("".join(model.ask(ASK))) <= client.MOST_CHARACTERS + 100


@pytest.mark.parametrize(
    "bytes_",
    [b"data: {not json\n\n", b"data: \xff\xfe\xfa\n\n", b"data: [1, 2]\n\n", b'data: {"choices": 7}\n\n'],
)
def test_nonsense_is_a_failure(model: ChatClient, server: Server, bytes_: bytes) -> None:
    script(server, Scene([bytes_]))
    assert trouble_of(model) in (Trouble.NONSENSE, Trouble.SERVER, Trouble.UNREACHABLE)


def test_a_server_that_is_not_there(settings_for: Make) -> None:
    model = ChatClient(settings_for(llm_base_url="http://127.0.0.1:9/v1"))
    assert trouble_of(model) is Trouble.UNREACHABLE


def test_after_failures_in_a_row_the_model_rests(model: ChatClient, server: Server) -> None:
    script(server, Scene(status=401))
    assert [trouble_of(model) for _ in range(client.FAILURES)] == [Trouble.KEY] * client.FAILURES
    assert trouble_of(model) is Trouble.RESTING
    assert len(server.asked) == client.FAILURES
    model._resting_until = 0.0
    script(server, Scene(["가"]))
    assert list(model.ask(ASK)) == ["가"]


def test_threads_share_a_model(model: ChatClient, server: Server) -> None:
    server.react = lambda asked: Scene([asked.prompt, Pause(0.1), "!"])
    got: dict[int, str] = {}

    def ask(number: int) -> None:
        got[number] = "".join(model.ask((("human", f"질문 {number}"),)))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == {number: f"질문 {number}!" for number in range(8)}


# Settings.


def test_the_key_goes_to_its_provider(settings_for: Make, server: Server) -> None:
    list(ChatClient(settings_for(llm_api_key="geheim")).ask(ASK))
    assert server.asked[0].headers["authorization"] == "Bearer geheim"


def test_another_providers_key_does_not_go_to_an_address_of_ones_own(
    settings_for: Make, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "geheim")
    list(ChatClient(settings_for()).ask(ASK))
    assert "geheim" not in str(server.asked[0].headers)


@pytest.mark.parametrize(
    ("name", "sent"),
    [("openai:solar-pro3", "solar-pro3"), ("HCX-005", "HCX-005"), ("exaone3.5:7.8b", "exaone3.5:7.8b")],
)
def test_a_compatible_providers_model_needs_no_prefix(
    settings_for: Make, server: Server, name: str, sent: str
) -> None:
    list(ChatClient(settings_for(llm_model=name)).ask(ASK))
    assert server.asked[0].body["model"] == sent


@pytest.mark.parametrize(
    ("name", "says"),
    [("anthropic:claude-x", "langchain-anthropic"), ("ollama:exaone3.5", "langchain-ollama")],
)
def test_a_missing_package_is_named(settings_for: Make, name: str, says: str) -> None:
    with pytest.raises(ModelSetupError, match=says):
        ChatClient(settings_for(llm_model=name, llm_base_url=None))


def test_a_name_that_means_nothing_is_told(settings_for: Make) -> None:
    with pytest.raises(ModelSetupError, match="LLM_MODEL=quatsch"):
        ChatClient(settings_for(llm_model="quatsch", llm_base_url=None))


def test_nothing_that_was_said_is_logged(
    model: ChatClient, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="bot")
    script(server, Scene(["비밀이야기"]), Scene(status=400, body='{"error": "비밀이야기"}'.encode()))
    list(model.ask((("human", "비밀이야기"),)))
    assert trouble_of(model) is Trouble.REQUEST
    assert "비밀이야기" not in "".join(r.getMessage() for r in caplog.records if r.name.startswith("bot"))
