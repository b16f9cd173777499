"""A real, tiny cross-encoder: loaded, asked from threads, refused when it is none, and in the product's search."""

import json
import logging
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from bot.assistant import Assistant
from bot.doctor import examine
from bot.errors import RerankerError
from bot.reranking.cross_encoder import CrossEncoderReranker
from bot.reranking.reranker import DEPTH, SEARCH, RerankFailed, load_reranker
from bot.search import HybridRetriever
from bot.settings import BotSettings
from knowledge.library import Library
from knowledge.pipeline import embedded_text
from knowledge.settings import BUNDLED_MODEL, PROJECT
from tests.benchmarks import retrieval
from tests.bot.reranking.tiny import tiny_cross_encoder

PASSAGES = ["점포마다 30만원을 준다.", "누리집에서 신청한다.", "서울과 부산에서 연다.", "", "가" * 2000]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_cross_encoder(tmp_path_factory.mktemp("tiny") / "model")


@pytest.fixture(scope="module")
def reranker(folder: Path) -> CrossEncoderReranker:
    return CrossEncoderReranker(str(folder))


def test_importing_it_imports_no_torch() -> None:
    program = "import sys, bot.reranking.cross_encoder; print('torch' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_it_scores_as_the_library_does(reranker: CrossEncoderReranker, folder: Path) -> None:
    from sentence_transformers import CrossEncoder

    own = CrossEncoder(str(folder)).predict([("얼마예요?", text) for text in PASSAGES])
    found = reranker.scores("얼마예요?", PASSAGES)
    np.testing.assert_allclose(found, own, atol=1e-6)
    assert len(set(found)) > 2
    assert list(found) != list(reranker.scores("어디서 해요?", PASSAGES))
    assert reranker.scores("얼마예요?", []) == []


def test_threads_share_it(reranker: CrossEncoderReranker) -> None:
    alone = [reranker.scores(f"질문 {number}", PASSAGES) for number in range(6)]
    found: dict[int, object] = {}

    def ask(number: int) -> None:
        found[number] = reranker.scores(f"질문 {number}", PASSAGES)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[number] for number in range(6)] == alone


def test_the_assistant_loads_it_once_for_all_threads(
    folder: Path, shipped_settings: BotSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []

    class Counted(CrossEncoderReranker):
        def __init__(self, name: str) -> None:
            loaded.append(name)
            super().__init__(name)

    monkeypatch.setattr("bot.reranking.cross_encoder.CrossEncoderReranker", Counted)
    assistant = Assistant(shipped_settings.model_copy(update={"reranker": str(folder)}))
    answers = {}

    def ask(number: int) -> None:
        answers[number] = assistant.answer(["네이버가 소상공인 AI 교육에 얼마를 쓴대요?"])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert loaded == [str(folder)]
    assert len({answer.body for answer in answers.values()}) == 1
    assert answers[0].citations
    assert answers[0].trace.understood["reranked"] == f"{folder} · {DEPTH}문장"


def test_the_retriever_follows_the_model(
    reranker: CrossEncoderReranker, shipped_settings: BotSettings
) -> None:
    library = Library(shipped_settings)
    generation = library.current()
    text = "온라인 판로 지원 받고 싶어요"
    plain = HybridRetriever(generation=generation, analyzer=library.analyzer).search(text, DEPTH)
    rows = {passage.id: embedded_text(passage) for passage in generation.passages}
    scores = np.asarray(reranker.scores(text, [rows[candidate.passage_id] for candidate in plain]))
    own = np.asarray([candidate.score for candidate in plain])
    both = [(given - given.min()) / np.ptp(given) for given in (scores, own)]
    order = [plain[place].passage_id for place in np.argsort(-(both[0] + SEARCH * both[1]), kind="stable")]
    retriever = HybridRetriever(generation=generation, analyzer=library.analyzer, reranker=reranker)
    assert [found.passage_id for found in retriever.search(text, DEPTH)] == order
    assert order != [candidate.passage_id for candidate in plain]


@pytest.mark.parametrize("broken", ["missing", "empty", "json", "weights", "embedding"])
def test_a_model_that_cannot_be_loaded_is_told(tmp_path: Path, folder: Path, broken: str) -> None:
    import shutil

    name = tmp_path / "model"
    if broken == "empty":
        name.mkdir()
    if broken in ("json", "weights"):
        shutil.copytree(folder, name)
    if broken == "json":
        (name / "config.json").write_text("{", encoding="utf-8")
    if broken == "weights":
        (name / "model.safetensors").write_bytes(b"half")
    if broken == "embedding":
        name = BUNDLED_MODEL
    with pytest.raises(RerankerError) as caught:
        load_reranker(BotSettings(reranker=str(name)))
    message = str(caught.value)
    assert f"RERANKER={name}" in message
    assert "RERANKER를 비우면" in message


def test_a_hub_name_without_a_network_is_told() -> None:
    with pytest.raises(RerankerError, match="인터넷"):
        load_reranker(BotSettings(reranker="nobody/no-such-model"))


@pytest.mark.parametrize(("options", "says"), [({"labels": 3}, "3가지 분류"), ({"head": False}, "BertModel")])
def test_a_model_that_does_not_rerank_is_refused(tmp_path: Path, options: dict[str, int], says: str) -> None:
    model = tiny_cross_encoder(tmp_path / "model", **options)
    with pytest.raises(RerankerError, match=says):
        CrossEncoderReranker(str(model))


def test_what_the_model_raises_is_a_failure(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    broken = CrossEncoderReranker(str(folder))

    def predict(pairs: object, **_: object) -> object:
        raise RuntimeError(f"cannot read {pairs}")

    broken._model.predict = predict
    with caplog.at_level(logging.INFO), pytest.raises(RerankFailed):
        broken.scores("비밀이야기", PASSAGES)
    assert "RuntimeError" in caplog.text
    assert "비밀이야기" not in caplog.text


def test_doctor_tries_it(folder: Path, shipped_settings: BotSettings, tmp_path: Path) -> None:
    def finding(**more: str) -> object:
        found = examine(shipped_settings.model_copy(update=more))
        return next(f for f in found if f.name == "순서 다시 매기기")

    off, works, broken = finding(), finding(reranker=str(folder)), finding(reranker=str(tmp_path / "no"))
    assert (off.level, off.needed) == ("off", False)
    assert works.level == "ok"
    assert works.text.startswith(f"{folder} · 문장 {DEPTH}개에 ")
    assert (broken.level, broken.needed) == ("broken", True)
    assert "RERANKER=" in broken.text
    llm = finding(reranker="llm")
    assert (llm.level, llm.needed) == ("broken", True)
    assert "LLM_MODEL" in llm.text


@pytest.mark.parametrize("named", ["option", "setting"])
def test_the_benchmark_reads_again(
    tmp_path: Path,
    folder: Path,
    named: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data = tmp_path / "set"
    data.mkdir()
    rows = [{"_id": f"d{n}", "title": "", "text": text} for n, text in enumerate(PASSAGES[:3])]
    (data / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (data / "queries.jsonl").write_text(json.dumps({"_id": "q", "text": "사과나무"}), "utf-8")
    (data / "qrels.tsv").write_text("q\td1\t1\n", "utf-8")
    out = tmp_path / "run.jsonl"
    command = ["--data", str(data), "--out", str(out), "--leg", "lexical"]
    if named == "setting":
        monkeypatch.setenv("RERANKER", str(folder))
    else:
        command += ["--reranker", str(folder)]
    assert retrieval.main(command) == 0
    # No word of the question is in any of them: what comes first is the model's choice alone.
    scores = CrossEncoderReranker(str(folder)).scores("사과나무", PASSAGES[:3])
    best = [f"d{n}" for n in np.argsort(-np.asarray(scores))]
    assert best != ["d0", "d1", "d2"]
    assert json.loads(out.read_text("utf-8"))["doc_ids"] == best
    assert f"lexical, {folder}: nDCG@10" in capsys.readouterr().err
