"""The bundled embedding model, its torch-free reader, and any sentence-transformers model."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import pipeline
from knowledge.embedding import BundledEmbeddings, SentenceTransformerEmbeddings, load_embeddings
from knowledge.errors import EmbeddingError
from knowledge.korean import Analyzer
from knowledge.manifest import Manifest
from knowledge.pieces import NUMBER, PAIR, UNKNOWN, Vocabulary
from knowledge.settings import BUNDLED_MODEL, PROJECT, KnowledgeSettings
from knowledge.static_folder import digest, quantise, static_model, write_model
from knowledge.static_model import CONFIG, SCALES, VECTORS, WEIGHTS, StaticModel, read_model, signs

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

#: The first letters of the signatures of 가게 and ?배민.
FIRST_SIGNS = [[-1, 1, -1, 1, -1, -1, -1, 1], [1, -1, -1, -1, 1, -1, 1, 1]]


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
    assert query @ same > query @ other + 0.03


def test_parts_of_an_unknown_word_are_the_known_nouns_in_it() -> None:
    vocabulary = Vocabulary(["상품", "온누리", "상품권"])
    assert vocabulary.parts("온누리상품권") == ["온누리", "상품권"]
    assert vocabulary.parts("상품권") == ["상품"]
    assert vocabulary.parts("없음") == []


def test_pieces_of_an_unknown_word() -> None:
    vocabulary = Vocabulary(["상품", "온누리", "은/J"])
    assert vocabulary.of_unknown("온누리마켓", "NNP") == ((UNKNOWN + "온누리마켓", 1.0), ("온누리", 1.0))
    assert vocabulary.of_unknown("배민", "NNP") == (
        (UNKNOWN + "배민", 1.0),
        *((PAIR + pair, 1 / 3) for pair in ("<배", "배민", "민>")),
    )
    assert [name for name, _ in vocabulary.of_unknown("ceo", "SL")] == [
        UNKNOWN + "ceo",
        "~<ce",
        "~ceo",
        "~eo>",
    ]
    assert vocabulary.of_unknown("110", "SN") == ((NUMBER + "110", 1.0),)
    assert vocabulary.of_unknown("는", "JX") == ((UNKNOWN + "는/J", 1.0),)


@settings(deadline=None, max_examples=60)
@given(texts=st.lists(st.text(max_size=40), min_size=1, max_size=4))
def test_any_text_has_the_same_vector_in_both_readers(
    texts: list[str], bundled: BundledEmbeddings, sentence_transformer: SentenceTransformerEmbeddings
) -> None:
    ours = np.array(bundled.embed_documents(texts))
    np.testing.assert_allclose(ours, np.array(sentence_transformer.embed_documents(texts)), atol=1e-5)
    assert np.isfinite(ours).all()


def test_both_parts_count_by_their_shares(bundled: BundledEmbeddings) -> None:
    """Two names that no training text has, in the same sentence: their signatures tell them apart."""
    model = read_model(BUNDLED_MODEL)
    one, other = (np.array(bundled.embed_query(f"{word} 신청")) for word in ("쀍똙이즈", "뀁뚧오즈"))
    size = model.vectors.shape[1]
    assert np.linalg.norm(one[:size]) ** 2 == pytest.approx(1 - model.lexical, abs=1e-5)
    assert np.linalg.norm(one[size:]) ** 2 == pytest.approx(model.lexical, abs=1e-5)
    assert one[size:] @ other[size:] < 0.6 * model.lexical


def test_signatures_are_the_same_everywhere() -> None:
    """They are part of the model, though no file has them: a change would make every index wrong."""
    first = signs(["가게", "?배민"], 256)
    assert first.shape == (2, 256)
    assert set(np.unique(first)) == {-1.0, 1.0}
    assert first[:, :8].tolist() == FIRST_SIGNS


def test_the_folder_is_small_and_its_digest_is_right() -> None:
    files = [path for path in BUNDLED_MODEL.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 16_000_000
    config = json.loads((BUNDLED_MODEL / CONFIG).read_text(encoding="utf-8"))
    model = read_model(BUNDLED_MODEL)
    assert digest(model) == model.digest == config["digest"]
    assert isinstance(model.vectors, np.memmap)


def test_quantised_rows_point_where_they_did() -> None:
    table = np.random.default_rng(1).standard_normal((50, 64)).astype(np.float32)
    table[7] = 0
    rows, scales = quantise(table)
    np.testing.assert_allclose(rows * scales[:, None], table, atol=float(np.abs(table).max()) / 127)
    assert not rows[7].any()


def tiny(keys: list[str], **changed: float) -> StaticModel:
    """A model of a few words, whose vectors are at right angles."""
    options = {"power": 1.0, "lexical": 0.5, **changed}
    table = np.eye(len(keys), dtype=np.float32)
    unknown = {UNKNOWN: 1.0, NUMBER: 1.0, PAIR: 0.5}
    ones = np.ones(len(keys), dtype=np.float32)
    return static_model(Vocabulary(keys), table, ones, unknown, lexical_size=64, **options)


def test_a_written_model_is_read_as_it_was(tmp_path: Path) -> None:
    model = tiny(["가게", "매장", "?배민"])
    write_model(tmp_path, model)
    read = read_model(tmp_path)
    assert read.digest == model.digest != tiny(["가게", "매장", "?배민"], lexical=0.4).digest
    counts = {"가게": 2.0, "?배민": 1.0, "?쿠팡": 1.0, "#110": 1.0}
    np.testing.assert_array_equal(read.vector(counts), model.vector(counts))
    assert not read.vector({}).any()


def test_the_fingerprint_follows_model_and_analysis(tmp_path: Path, analyzer: Analyzer) -> None:
    write_model(tmp_path / "one", tiny(["가게", "매장"]))
    write_model(tmp_path / "two", tiny(["가게", "점포"]))
    one, two = (BundledEmbeddings(analyzer, tmp_path / name).fingerprint for name in ("one", "two"))
    assert one != two
    assert one == BundledEmbeddings(Analyzer(), tmp_path / "one").fingerprint
    assert one != BundledEmbeddings(Analyzer(["우리동네상권"]), tmp_path / "one").fingerprint


def test_an_index_of_another_model_is_out_of_date(
    tmp_path: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, named = KnowledgeSettings(_env_file=None), []
    for place, keys in (("one", ["가게", "매장"]), ("two", ["가게", "점포"])):
        write_model(tmp_path / place, tiny(keys))
        monkeypatch.setattr(pipeline, "BUNDLED_MODEL", tmp_path / place)
        model = BundledEmbeddings(analyzer, tmp_path / place)
        named.append(pipeline.fingerprint(plain, model, analyzer))
    made = Manifest.model_construct(fingerprint=named[0])
    assert pipeline.outdated(made, plain, analyzer) == ["model"]
    assert named[0].embedding != named[1].embedding


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


@pytest.mark.parametrize(
    "broken", ["missing", "json", "truncated", "version", "scales", "weights", "lacking"]
)
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
    if broken == "weights":
        (folder / WEIGHTS).unlink()
    if broken == "lacking":
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        del config["unknown"]
        (folder / CONFIG).write_text(json.dumps(config), encoding="utf-8")
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
