"""Training of the bundled model: what is learned from, what is held out, and one real run on a tiny set."""

import gzip
import json
import random
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge.bundled import BundledModel
from knowledge.korean import Analyzer
from knowledge.settings import BUNDLED_MODEL, SHIPPED_DOCUMENTS
from knowledge.training import measure, pairs, spread
from knowledge.training.analysis import Analysed
from knowledge.training.pairs import Pair
from knowledge.training.start import bands, kind, read_kiwi, start

#: Words that mean the same in the tiny world, and nothing alike in its Kiwi vectors.
TWINS = [
    ("가게", "점포"),
    ("광고", "홍보"),
    ("대출", "융자"),
    ("교육", "강의"),
    ("배달", "배송"),
    ("직원", "사원"),
    ("요금", "비용"),
    ("신청", "접수"),
]


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer()


@pytest.fixture
def kiwi_file(tmp_path: Path) -> Path:
    """What `recover` writes, for the nouns of the tiny world and two particles."""
    forms = [*(word for twins in TWINS for word in twins), "는", "을"]
    tags = ["NNG"] * (2 * len(TWINS)) + ["JX", "JKO"]
    vectors = np.random.default_rng(3).standard_normal((len(forms), 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    path = tmp_path / "kiwi.npz"
    np.savez(path, forms=np.array(forms), tags=np.array(tags), vectors=vectors)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Training files: questions with one word of a pair, answered with the other."""
    chance = random.Random(1)
    rows = []
    for _ in range(200):
        some = chance.sample(TWINS, 2)
        rows.append({"q": " ".join(one for one, _ in some), "pos": " ".join(other for _, other in some)})
    scored = [
        {"s1": one, "s2": other, "score": score}
        for (one, twin), (stranger, _) in pairwise(TWINS)
        for other, score in ((twin, 5.0), (stranger, 0.0))
    ]
    place = tmp_path / "pairs"
    place.mkdir()
    for name, found in (("sae4k", rows), ("korsts_train", scored)):
        with gzip.open(place / f"{name}.jsonl.gz", "wt", encoding="utf-8") as lines:
            lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in found)
    return place


def test_a_fifth_of_the_groups_is_held_out_whole(folder: Path) -> None:
    material = pairs.read(folder)
    found = material.pairs["sae4k"]
    held = {pair.anchor for pair in found if pair.held_out}
    assert held
    assert not held & {pair.anchor for pair in found if not pair.held_out}
    assert {one.held_out for one in material.scored} == {True, False}
    assert "" not in material.texts()


def test_each_question_of_a_document_goes_with_its_facts_as_they_are_named() -> None:
    found = list(pairs.asked(SHIPPED_DOCUMENTS))
    assert len({pair.group for pair in found}) == len(list(SHIPPED_DOCUMENTS.glob("*.md")))
    held = {pair.anchor for pair in found if pair.held_out}
    assert held
    assert not held & {pair.anchor for pair in found if not pair.held_out}
    assert all("\n" in pair.positive for pair in found)


def test_a_sentence_is_taken_out_of_its_passage() -> None:
    sentences = [f"{number}번째 문장은 무엇인가를 길게 말해 준다." for number in "가나다라"]
    (pair,) = pairs.cloze([Pair("질문", " ".join(sentences), 7, held_out=True)])
    assert pair.anchor in sentences
    assert pair.anchor not in pair.positive
    assert (pair.group, pair.held_out) == (7, True)
    assert list(pairs.cloze([Pair("질문", "한 문장.", 7, held_out=False)])) == []


def test_no_batch_has_a_group_twice() -> None:
    from knowledge.training.train import rows_of_pairs

    given = [Pair(f"q{group}", f"p{group} {n}", group, False, "no") for group in range(9) for n in range(4)]
    rows = list(rows_of_pairs(given, steps=5, batch=6, seed=0))
    assert len(rows) == 30
    for step in range(5):
        assert len({row["anchor"] for row in rows if row["label"] == step}) == 6


@pytest.mark.parametrize(
    ("name", "expected"),
    [("가게", 0), ("은/J", 1), ("?배민", 2), ("#110", 3), ("2024", 3), ("~<배", 4), ("?", 0)],
)
def test_kinds_of_pieces(name: str, expected: int) -> None:
    assert kind(name) == expected


def test_the_start_keeps_kiwis_vectors_and_leaves_room_for_frequent_words(
    kiwi_file: Path, analyzer: Analyzer
) -> None:
    kiwi = read_kiwi(kiwi_file)
    analysed = Analysed(kiwi.vocabulary)
    texts = [f"쀍똙이즈 {word}" for word, _ in TWINS]
    analysed.add(texts, analyzer)
    begin = start(kiwi, analysed.names, analysed.met(texts))
    np.testing.assert_array_equal(begin.vectors[: len(kiwi.vocabulary)], kiwi.vectors)
    unknown = [number for number, name in enumerate(analysed.names) if name.startswith("?")]
    assert begin.learned[unknown].any()
    assert not begin.vectors[unknown].any()
    assert (begin.weights > 0).all()
    np.testing.assert_allclose(bands(begin, 10).sum(axis=1), 1, atol=1e-6)


def test_an_analysis_is_read_back_as_it_was(kiwi_file: Path, tmp_path: Path, analyzer: Analyzer) -> None:
    vocabulary = read_kiwi(kiwi_file).vocabulary
    one, two = Analysed(vocabulary), Analysed(vocabulary)
    one.add(["가게 광고는 110원", "가게 가게 홍보"], analyzer)
    one.save(tmp_path / "analysed")
    two.load(tmp_path / "analysed")
    for text in ("가게 광고는 110원", "가게 가게 홍보"):
        for ours, theirs in zip(one.of(text), two.of(text), strict=True):
            np.testing.assert_array_equal(ours, theirs)
    counts = dict(
        zip(one.of("가게 가게 홍보")[0].tolist(), one.of("가게 가게 홍보")[1].tolist(), strict=True)
    )
    assert counts[one.numbers["가게"]] == 2


def test_evening_out_spreads_the_directions() -> None:
    chance = np.random.default_rng(0)
    turned = np.linalg.qr(chance.standard_normal((6, 6)))[0]
    vectors = (chance.standard_normal((4000, 6)) * [9, 3, 1, 1, 0.5, 0.3]) @ turned
    vectors = vectors.astype(np.float32)

    def widths(strength: float) -> Any:
        return np.sqrt(np.linalg.eigvalsh(np.cov((vectors @ spread.evened(vectors, strength)).T)))

    before = widths(0.0)
    np.testing.assert_allclose(widths(1.0) / widths(1.0).mean(), 1, atol=1e-2)
    np.testing.assert_allclose(widths(0.5) ** 2 / before, (widths(0.5) ** 2 / before).mean(), rtol=1e-2)


def test_training_brings_trained_texts_nearer(
    kiwi_file: Path, folder: Path, tmp_path: Path, analyzer: Analyzer
) -> None:
    pytest.importorskip("datasets", reason="the train extra is not installed")
    pytest.importorskip("accelerate", reason="the train extra is not installed")
    from knowledge.training import train

    analysed = tmp_path / "analysed"
    command = [str(kiwi_file), str(folder), str(tmp_path / "start"), "--analysed", str(analysed)]
    assert train.main([*command, "--steps", "1", "--batch", "16"]) == 0
    untrained = BundledModel(analyzer, tmp_path / "start")
    recipe = train.Recipe(steps=60, batch=16, rate=0.03)
    train.write_model(tmp_path / "model", train.train(pairs.read(folder), kiwi_file, analysed, recipe))
    trained = BundledModel(analyzer, tmp_path / "model")

    def margin(model: BundledModel) -> float:
        """How much nearer a word is to its twin than to the others' twins."""
        ones, others = (np.array(model.embed_documents(list(words))) for words in zip(*TWINS, strict=True))
        likeness = ones @ others.T
        return float(np.diag(likeness).mean() - likeness[~np.eye(len(TWINS), dtype=bool)].mean())

    assert margin(trained) > margin(untrained) + 0.1
    vector = np.array(trained.embed_query("쀍똙이즈 coupang"))
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_measuring_a_folder_prints_its_scores(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = {"a": "키오스크 값을 나라에서 대 줘요", "b": "배달비를 깎아 줘요", "c": "인공지능을 가르쳐요"}
    corpus = [json.dumps({"_id": id, "text": text}, ensure_ascii=False) for id, text in texts.items()]
    (tmp_path / "corpus.jsonl").write_text("\n".join(corpus), encoding="utf-8")
    (tmp_path / "queries.jsonl").write_text('{"_id": "q", "text": "키오스크 값"}', encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("query\tdocument\tscore\nq\ta\t1\n", encoding="utf-8")
    tsv = "score\tsentence1\tsentence2\n5\t가게 광고\t가게 광고\n3\t가게 광고\t가게 홍보\n0\t가게 광고\t고구려 왕\n"
    (tmp_path / "sts.tsv").write_text(tsv, encoding="utf-8")
    folder = str(BUNDLED_MODEL)
    assert measure.main([folder, "--set", str(tmp_path), "--korsts", str(tmp_path / "sts.tsv")]) == 0
    assert json.loads(capsys.readouterr().out) == {tmp_path.name: 1.0, "KorSTS": 1.0}
