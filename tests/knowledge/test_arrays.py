"""Arrays in files: what numpy wrote comes back, anything else is refused, and nothing of it depends on luck."""

import ast
import contextlib
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from knowledge.arrays import read_array

KINDS = [np.int8, np.uint32, np.int64, np.uint64, np.float32]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("arrays") / "values.npy"


@given(
    st.sampled_from(KINDS).flatmap(
        lambda kind: arrays.arrays(kind, arrays.array_shapes(min_dims=0, min_side=0))
    )
)
def test_what_numpy_wrote_comes_back(place: Path, values: npt.NDArray[np.generic]) -> None:
    np.save(place, values)
    found = read_array(place)
    assert (found.dtype, found.shape) == (values.dtype, values.shape)
    assert found.tobytes() == np.ascontiguousarray(values).tobytes()


def test_large_ones_are_mapped_and_no_file_is_asked_for_small_ones(tmp_path: Path) -> None:
    path = tmp_path / "values.npy"
    np.save(path, np.arange(1000))
    assert isinstance(read_array(path, copied=100), np.memmap)
    held = read_array(path)
    path.write_bytes(b"")
    assert held.sum() == 499_500


@pytest.mark.parametrize("copied", [0, 10**6])
@given(st.data())
def test_a_damaged_file_is_refused_or_has_the_same_shape(
    place: Path, copied: int, data: st.DataObject
) -> None:
    np.save(place, np.arange(40, dtype=np.int64).reshape(4, 10))
    raw = bytearray(place.read_bytes())
    if data.draw(st.booleans()):
        del raw[data.draw(st.integers(0, len(raw) - 1)) :]
    else:
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    place.write_bytes(raw)
    with contextlib.suppress(ValueError):
        assert read_array(place, copied=copied).nbytes <= 320


def test_objects_and_foreign_orders_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "values.npy"
    for values in (np.array([{}]), np.asfortranarray(np.ones((2, 3)))):
        np.save(path, values)
        with pytest.raises(ValueError, match="another kind"):
            read_array(path)


def test_no_parser_of_python_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its trees are not safe for threads, and readers open generations in several."""

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("parsed")

    path = tmp_path / "values.npy"
    np.save(path, np.ones((3, 4), np.float32))
    monkeypatch.setattr(ast, "parse", fail)
    assert read_array(path).sum() == 12
