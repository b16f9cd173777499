"""The vectors of passages' sentences."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.bundled import BundledModel
from knowledge.errors import IndexUnreadable
from knowledge.korean import Analyzer, Token
from knowledge.passage import Passage
from knowledge.sentences import CODES, LEAST, LONGEST, STARTS, Sentences, split

LONG = "가게 월세를 보태 준다. 신청은 소상공인24에서 받는다. 문의는 콜센터로 한다."


def passage(number: int, text: str) -> Passage:
    return Passage(
        id=str(number),
        slug="a",
        kind="fact",
        section="",
        text=text,
        title="임차료 지원",
        context="임차료 지원",
    )


PASSAGES = [passage(0, "월세를 보태 준다."), passage(1, LONG), passage(2, "")]


@pytest.fixture(scope="module")
def model() -> BundledModel:
    return BundledModel(Analyzer())


@pytest.fixture(scope="module")
def sentences(model: BundledModel) -> Sentences:
    return Sentences.build(PASSAGES, Analyzer(), model)


def test_a_passage_is_as_near_as_its_nearest_sentence(model: BundledModel, sentences: Sentences) -> None:
    asked = np.array(model.embed_query("어디에서 신청을 받나요"), dtype=np.float32)
    texts = [f"임차료 지원\n{part}." for part in LONG.rstrip(".").split(". ")]
    expected = max(float(np.array(vector) @ asked) for vector in model.embed_documents(texts))
    found = sentences.cosines(asked, [1, 0, 1, 2])
    # A byte a number costs a hundredth at most.
    np.testing.assert_allclose(found, [expected, np.nan, expected, np.nan], atol=0.01)
    assert expected > float(np.array(model.embed_documents([f"임차료 지원\n{LONG}"])[0]) @ asked)
    assert not len(sentences.cosines(asked, []))


def test_what_was_saved_is_read(sentences: Sentences, model: BundledModel, tmp_path: Path) -> None:
    sentences.save(tmp_path / "new")
    again = Sentences.load(tmp_path / "new")
    asked = np.array(model.embed_query("콜센터"), dtype=np.float32)
    np.testing.assert_array_equal(again.cosines(asked, [0, 1]), sentences.cosines(asked, [0, 1]))
    assert len(again) == len(PASSAGES)


def test_passages_of_one_sentence_need_no_room(model: BundledModel) -> None:
    found = Sentences.build([passage(0, "월세를 보태 준다.")], Analyzer(), model)
    assert np.isnan(found.cosines(np.ones(model.dimension, dtype=np.float32), [0])).all()


@pytest.mark.parametrize("name", [CODES, STARTS])
@pytest.mark.parametrize("content", [None, b"", b"no array", "other"])
def test_broken_files_are_refused(
    sentences: Sentences, tmp_path: Path, name: str, content: bytes | str | None
) -> None:
    sentences.save(tmp_path)
    if content is None:
        (tmp_path / name).unlink()
    elif isinstance(content, str):
        values = np.load(tmp_path / name)
        np.save(tmp_path / name, values[:-1] if name == CODES else values + 1)
    else:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(IndexUnreadable, match="ongil ingest"):
        Sentences.load(tmp_path)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["SF", "NNG", "JKO"]), max_size=150))
def test_nothing_is_lost_between_sentences(tags: list[str]) -> None:
    tokens = [Token(str(place), tag, 0, 0) for place, tag in enumerate(tags)]
    parts = list(split(tokens))
    assert [token for part in parts for token in part] == tokens
    assert all(len(part) >= LEAST for part in parts) or len(parts) == 1
    assert all(len(part) < LONGEST + LEAST for part in parts)
