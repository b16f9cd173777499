"""`ongil doctor`: what is configured, what works, and what to do about the rest. It prints no secret."""

import logging
import platform
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.settings import BotSettings
from bot.sources import korean_date
from bot.streams import out
from bot.terminal import console_for, hanging, one_line, styled
from knowledge.clock import SEOUL, today
from knowledge.errors import IndexMissing, OngilError
from knowledge.library import Library
from knowledge.staleness import stale as stale_reasons

if TYPE_CHECKING:
    from knowledge.generation import Generation

log = logging.getLogger(__name__)

SERVER_SECONDS = 3.0
#: A language model that takes longer for one word is of no use to a chat.
LLM_SECONDS = 10.0
LLM_TODO = (
    "LLM_MODEL, LLM_BASE_URL, LLM_API_KEY를 제공자의 안내와 맞춰 보세요. "
    "그동안은 자료의 문장으로 답해요. 쓰지 않으려면 LLM_MODEL을 비워 주세요."
)

Level = Literal["ok", "off", "broken"]
SIGNS: dict[Level, tuple[str, str]] = {"ok": ("●", "green"), "off": ("○", "yellow"), "broken": ("✗", "red")}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it stands, and what to do. Only something `needed` and broken stops ask and chat."""

    name: str
    level: Level
    text: str
    todo: str = ""
    needed: bool = True


def run(settings: BotSettings) -> int:
    """Print the findings as they come; 0 when `ask` and `chat` would work."""
    fit = True
    for finding in examine(settings):
        show(finding)
        fit = fit and not (finding.needed and finding.level == "broken")
    out(f"\n{'ask와 chat을 쓸 수 있어요.' if fit else '✗ 표시가 있는 것부터 고쳐 주세요.'}")
    return 0 if fit else 1


def examine(settings: BotSettings) -> Iterator[Finding]:
    """Everything that is looked at, in the order in which it is needed."""
    library = Library(settings)
    checks: list[tuple[str, Callable[[], Finding], bool]] = [
        ("파이썬", python, True),
        ("자료 폴더", lambda: data_folder(settings), True),
        ("형태소 분석기", lambda: kiwi(library), True),
        ("임베딩 모델", lambda: embedding(settings, library), True),
        *([("크로마 서버", lambda: chroma(settings), True)] if settings.chroma_url else []),
        ("색인", lambda: index(library), True),
        ("자료의 확인일", lambda: freshness(settings, library), False),
        ("질문 기록", lambda: database(settings), False),
        ("텔레그램", lambda: telegram(settings), False),
        ("언어 모델", lambda: llm(settings), False),
        ("순서 다시 매기기", lambda: reranker(settings), True),
        ("문의처", lambda: contact(settings), False),
    ]
    for name, check, needed in checks:
        try:
            yield check()
        except OngilError as error:
            yield Finding(name, "broken", one_line(str(error)), needed=needed)
        except Exception as error:
            log.error("doctor: %s: %s: %s", name, type(error).__name__, error, exc_info=True)
            todo = "-v를 붙여 다시 실행하면 까닭을 볼 수 있어요."
            yield Finding(name, "broken", f"살펴보지 못했어요 ({type(error).__name__})", todo, needed)


def python() -> Finding:
    return Finding("파이썬", "ok", f"{platform.python_version()} ({platform.system()} {platform.machine()})")


def data_folder(settings: BotSettings) -> Finding:
    """Whether a file can be written there."""
    path = settings.data
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path) as file:
            file.write(b"ongil")
    except OSError as error:
        todo = "쓸 수 있는 폴더를 ONGIL_DATA에 적어 주세요."
        return Finding("자료 폴더", "broken", f"{path}에 쓸 수 없어요 ({error.strerror})", todo)
    return Finding("자료 폴더", "ok", str(path))


def kiwi(library: Library) -> Finding:
    library.analyzer.tokens("소상공인 지원")
    from importlib.metadata import version

    return Finding("형태소 분석기", "ok", f"kiwipiepy {version('kiwipiepy')}")


def embedding(settings: BotSettings, library: Library) -> Finding:
    size = len(library.embeddings().embed_query("소상공인 지원"))
    return Finding("임베딩 모델", "ok", f"{settings.embedding_model or '함께 든 한국어 모델'} ({size}차원)")


def chroma(settings: BotSettings) -> Finding:
    """Whether the Chroma server answers."""
    import httpx

    url = settings.chroma_url or ""
    base = url if "//" in url else f"http://{url}"
    try:
        answer = httpx.get(base.rstrip("/") + "/api/v2/heartbeat", timeout=SERVER_SECONDS)
        answer.raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        log.warning("chroma server: %s: %s", type(error).__name__, error)
        todo = "서버가 켜져 있는지, CHROMA_URL이 맞는지 확인해 주세요."
        return Finding("크로마 서버", "broken", f"{without_password(base)}가 답하지 않아요", todo)
    return Finding("크로마 서버", "ok", without_password(base))


def index(library: Library) -> Finding:
    """The published generation, opened as a question would open it."""
    try:
        generation = library.current()
    except IndexMissing:
        return Finding(
            "색인", "off", "아직 없어요", "첫 질문 때 함께 온 자료로 만들어요. 지금 만들려면: ongil ingest"
        )
    generation.open_all()
    manifest = generation.manifest
    made = manifest.created.astimezone(SEOUL).strftime("%Y-%m-%d %H:%M")
    return Finding(
        "색인", "ok", f"자료 {manifest.documents}건, 문장 {manifest.passages}개 ({generation.id}, {made})"
    )


def freshness(settings: BotSettings, library: Library) -> Finding:
    """How many documents nobody confirmed for half a year, or whose end is past: as many as `ongil documents` says."""
    try:
        generation: Generation = library.current()
    except IndexMissing:
        return Finding("자료의 확인일", "off", "색인이 없어 아직 몰라요", needed=False)
    now = today(settings)
    stale = sorted(
        (d for d in generation.documents.values() if stale_reasons(d, now)),
        key=lambda d: d.checked_on or "",
    )
    if not stale:
        return Finding("자료의 확인일", "ok", "모두 반년 안에 확인했어요", needed=False)
    oldest = ", ".join(f"{d.slug}({korean_date(d.checked_on) or '확인일 없음'})" for d in stale[:3])
    text = f"다시 확인할 자료 {len(stale)}건: {oldest}{' …' if len(stale) > 3 else ''}"
    return Finding(
        "자료의 확인일", "off", text, "출처를 보고 자료와 checked_on을 고친 뒤 ongil ingest", needed=False
    )


def database(settings: BotSettings) -> Finding:
    """Where questions and votes are kept."""
    from bot.store import DATABASE, open_store

    open_store(settings).close()
    where = (
        without_password(settings.database_url) if settings.database_url else str(settings.data / DATABASE)
    )
    return Finding("질문 기록", "ok", where, needed=False)


def telegram(settings: BotSettings) -> Finding:
    if settings.telegram_bot_token is None:
        todo = "봇을 쓰려면 @BotFather가 준 토큰을 TELEGRAM_BOT_TOKEN에 적어 주세요."
        return Finding("텔레그램", "off", "토큰이 없어요", todo, needed=False)
    own = "" if settings.telegram_base_url == "https://api.telegram.org/bot" else " · 직접 정한 서버 주소"
    admins = f" · 관리자 {len(settings.admin_ids)}명" if settings.admin_ids else ""
    return Finding("텔레그램", "ok", f"토큰이 있어요{own}{admins}", needed=False)


def llm(settings: BotSettings) -> Finding:
    """Whether the language model answers: a few words are asked of it."""
    if settings.llm_model is None:
        return Finding("언어 모델", "off", "쓰지 않아요. 자료의 문장을 그대로 골라 답해요", needed=False)
    from bot.llm.client import ChatClient
    from bot.llm.errors import ModelFailed

    where = f" · {without_password(settings.llm_base_url)}" if settings.llm_base_url else ""
    key = " · 키 있음" if settings.llm_api_key else " · 키 없음"
    name = f"{settings.llm_model}{where}{key}"
    client = ChatClient(settings)
    reply = client.ask(
        (("human", "'네'라고만 답해 주세요."),), min(settings.llm_seconds, LLM_SECONDS), again=False
    )
    try:
        if not "".join(reply).strip():
            return Finding("언어 모델", "broken", f"{name} · 빈 답을 보냈어요", LLM_TODO, needed=False)
    except ModelFailed as failure:
        return Finding("언어 모델", "broken", f"{name} · {failure.trouble.value}", LLM_TODO, needed=False)
    limits = f"하루 {settings.llm_daily_tokens:,}토큰, 대화마다 {settings.llm_chat_tokens:,}토큰까지"
    return Finding("언어 모델", "ok", f"{name} · 답해요 · {limits}", needed=False)


def reranker(settings: BotSettings) -> Finding:
    """Whether the second pass works, and how long a question's passages take it."""
    name = "순서 다시 매기기"
    from bot.reranking.reranker import DEPTH, RerankFailed, load_reranker

    model = load_reranker(settings)
    if model is None:
        return Finding(name, "off", "쓰지 않아요. 검색의 순서 그대로 답해요", needed=False)
    passages = [
        f"소상공인 온라인 판로 지원 사업 {number}: 점포마다 최대 {number}0만원을 지원해요."
        for number in range(DEPTH)
    ]
    started = time.perf_counter()
    try:
        model.scores("온라인 판로 지원은 얼마까지 받나요?", passages)
    except RerankFailed as failure:
        text = f"{model.name} · {failure}. 그동안은 검색의 순서 그대로 답해요"
        return Finding(name, "broken", text, "RERANKER의 모델을 바꾸거나 비워 주세요.", needed=False)
    seconds = time.perf_counter() - started
    return Finding(name, "ok", f"{model.name} · 문장 {DEPTH}개에 {seconds:.1f}초")


def contact(settings: BotSettings) -> Finding:
    if settings.support_contact is None:
        todo = "답을 못 찾았을 때 알려 줄 곳을 SUPPORT_CONTACT에 적어 주세요."
        return Finding("문의처", "off", "없어요", todo, needed=False)
    return Finding("문의처", "ok", settings.support_contact, needed=False)


def without_password(url: str) -> str:
    """An address as it may be shown: no user, no password, no query."""
    return re.sub(r"//.*@", "//", url).partition("?")[0]


def show(finding: Finding) -> None:
    """One finding: a sign, what it is, how it stands, and below it what to do."""
    sign, colour = SIGNS[finding.level]
    if sys.stdout.isatty():
        console = console_for(sys.stdout)
        text = styled(f"{finding.name}: {one_line(finding.text)}", "")
        if finding.todo:
            text.append(f"\n→ {finding.todo}", style="yellow")
        console.print(hanging(sign, text, colour))
    else:
        out(f"{sign} {finding.name}: {one_line(finding.text)}")
        if finding.todo:
            out(f"  → {finding.todo}")
