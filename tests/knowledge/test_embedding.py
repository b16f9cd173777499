"""The bundled embedding model, its torch-free reader, and any sentence-transformers model."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding import BundledEmbeddings, SentenceTransformerEmbeddings, load_embeddings
from knowledge.errors import EmbeddingError
from knowledge.korean import Analyzer
from knowledge.pieces import Vocabulary
from knowledge.settings import BUNDLED_MODEL, PROJECT, KnowledgeSettings
from knowledge.static_model import CONFIG, SCALES, VECTORS, digest, quantise, read_model, write_model

ODD = [
    "네이버 스마트스토어에 배민 메뉴를 올리고 싶어요",
    "coupang 로켓그로스 수수료 2024년 1,100,000원",
    "ＡＩ 무료 교육 🙂 https://ongil.example/a?b=1 a@b.kr #소상공인",
    "소상공인한테나라에서주는돈있어요?",
    "",
    "   \n\t ",
    "🙂🙂",
    "ㅋㅋㅋ ㅠㅠ ㄱㄴ",
    "中小企業 支援 プログラム",
    "What support is there for small shops?",
    "\x00\x07제어 문자\ud800",
    "지원 지원 지원 지원 사업",
    "가" * 5000,
]


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer()


@pytest.fixture(scope="module")
def bundled(analyzer: Analyzer) -> BundledEmbeddings:
    return BundledEmbeddings(analyzer)


@pytest.fixture(scope="module")
def sentence_transformer() -> SentenceTransformerEmbeddings:
    return SentenceTransformerEmbeddings(str(BUNDLED_MODEL))


def test_sentence_transformers_gives_the_same_vectors(
    bundled: BundledEmbeddings, sentence_transformer: SentenceTransformerEmbeddings
) -> None:
    ours = np.array(bundled.embed_documents(ODD))
    theirs = np.array(sentence_transformer.embed_documents(ODD))
    np.testing.assert_allclose(ours, theirs, atol=1e-5)
    for text, vector in zip(ODD, ours, strict=True):
        np.testing.assert_allclose(bundled.embed_query(text), vector, atol=1e-6)
        np.testing.assert_allclose(sentence_transformer.embed_query(text), vector, atol=1e-5)
    assert sentence_transformer.dimension == bundled.dimension


def test_vectors_have_length_one_or_are_zero_and_never_nan(bundled: BundledEmbeddings) -> None:
    vectors = np.array(bundled.embed_documents([*ODD, "!!! ... ???"]))
    assert np.isfinite(vectors).all()
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-5) | (lengths == 0))
    assert lengths[ODD.index("")] == 0
    assert lengths[-1] == 0


def test_like_texts_have_like_vectors(bundled: BundledEmbeddings) -> None:
    question, *others = np.array(
        bundled.embed_documents(
            [
                "가게 홍보를 도와주는 곳이 있나요",
                "매장 광고를 지원하는 사업",
                "고구려의 건국 신화와 왕의 계보",
            ]
        )
    )
    near, far = (float(question @ other) for other in others)
    assert near > far + 0.1


@pytest.mark.parametrize("word", ["쀍똙이즈", "coupang", "온누리상품권", "7319"])
def test_a_word_without_a_row_is_like_itself(bundled: BundledEmbeddings, word: str) -> None:
    query, same, other = np.array(
        bundled.embed_documents([f"{word} 신청", f"오늘은 {word} 이야기", "오늘은 꽃 이야기"])
    )
    assert query @ same > query @ other + 0.1


def test_parts_of_an_unknown_word_are_the_known_nouns_in_it() -> None:
    vocabulary = Vocabulary(["상품", "온누리", "상품권"], buckets=16)
    assert vocabulary.parts("온누리상품권") == [1, 2]
    assert vocabulary.parts("상품권") == [0]
    assert vocabulary.parts("없음") == []


def test_the_folder_is_small_and_its_digest_is_right() -> None:
    files = [path for path in BUNDLED_MODEL.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 16_000_000
    config = json.loads((BUNDLED_MODEL / CONFIG).read_text(encoding="utf-8"))
    model = read_model(BUNDLED_MODEL)
    assert digest(config, "\n".join(model.vocabulary.keys), model.vectors, model.scales) == model.digest
    assert isinstance(model.vectors, np.memmap)


def test_quantised_rows_point_where_they_did() -> None:
    table = np.random.default_rng(1).standard_normal((50, 64)).astype(np.float32)
    table[7] = 0
    rows, scales = quantise(table)
    np.testing.assert_allclose(rows * scales[:, None], table, atol=float(np.abs(table).max()) / 127)
    assert not rows[7].any()


def test_the_fingerprint_follows_model_and_analysis(tmp_path: Path, analyzer: Analyzer) -> None:
    table = np.eye(4, dtype=np.float32)
    write_model(tmp_path / "one", Vocabulary(["가게", "매장"], 2), table, power=1.0)
    write_model(tmp_path / "two", Vocabulary(["가게", "점포"], 2), table, power=1.0)
    one, two = (BundledEmbeddings(analyzer, tmp_path / name).fingerprint for name in ("one", "two"))
    assert one != two
    assert one == BundledEmbeddings(Analyzer(), tmp_path / "one").fingerprint
    assert one != BundledEmbeddings(Analyzer(["우리동네상권"]), tmp_path / "one").fingerprint


def test_reading_needs_no_torch() -> None:
    program = (
        "import sys\n"
        "from knowledge.embedding import load_embeddings\n"
        "from knowledge.korean import Analyzer\n"
        "from knowledge.settings import KnowledgeSettings\n"
        "load_embeddings(KnowledgeSettings(_env_file=None), Analyzer()).embed_query('지원금')\n"
        "print(sorted({'torch', 'sentence_transformers', 'transformers', 'scipy'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("broken", ["missing", "json", "truncated", "version", "scales"])
def test_a_broken_folder_is_named_with_what_to_do(tmp_path: Path, analyzer: Analyzer, broken: str) -> None:
    folder = tmp_path / "model"
    if broken != "missing":
        shutil.copytree(BUNDLED_MODEL, folder)
    if broken == "json":
        (folder / CONFIG).write_text("{", encoding="utf-8")
    if broken == "truncated":
        (folder / VECTORS).write_bytes((folder / VECTORS).read_bytes()[:1000])
    if broken == "version":
        (folder / CONFIG).write_text('{"format": 99}', encoding="utf-8")
    if broken == "scales":
        np.save(folder / SCALES, np.zeros(3, dtype=np.float32))
    with pytest.raises(EmbeddingError, match="EMBEDDING_MODEL") as caught:
        BundledEmbeddings(analyzer, folder)
    assert str(folder) in str(caught.value)


def test_a_model_that_cannot_be_loaded_is_named(tmp_path: Path, analyzer: Analyzer) -> None:
    settings = KnowledgeSettings(_env_file=None, embedding_model=str(tmp_path / "nothing"))
    with pytest.raises(EmbeddingError, match="nothing") as caught:
        load_embeddings(settings, analyzer)
    assert "EMBEDDING_MODEL을 비우면" in str(caught.value)


def test_only_the_bundled_folder_may_name_code(tmp_path: Path, analyzer: Analyzer) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(BUNDLED_MODEL, copy)
    with pytest.raises(EmbeddingError, match="trust_remote_code"):
        SentenceTransformerEmbeddings(str(copy))


def test_a_named_model_runs_with_its_prompts_and_a_fingerprint(tmp_path: Path, analyzer: Analyzer) -> None:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    tokenizer = Tokenizer(WordLevel({"[UNK]": 0, "지원": 1, "질문": 2, "문서": 3}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    for name, prompts in (("plain", {}), ("prompted", {"query": "질문 ", "document": "문서 "})):
        module = StaticEmbedding(tokenizer, embedding_weights=torch.eye(4, 3))
        SentenceTransformer(modules=[module], prompts=prompts).save(str(tmp_path / name))
    plain, prompted, again = (
        load_embeddings(KnowledgeSettings(_env_file=None, embedding_model=str(tmp_path / name)), analyzer)
        for name in ("plain", "prompted", "prompted")
    )
    assert plain.dimension == prompted.dimension == 3
    assert prompted.fingerprint == again.fingerprint
    assert plain.fingerprint != prompted.fingerprint
    np.testing.assert_allclose(prompted.embed_query("지원"), [0, 0.5**0.5, 0.5**0.5], atol=1e-6)
    assert prompted.embed_query("지원") != prompted.embed_documents(["지원"])[0]
    np.testing.assert_allclose(plain.embed_query("지원"), plain.embed_documents(["지원"])[0])
    assert plain.embed_documents([]) == []
