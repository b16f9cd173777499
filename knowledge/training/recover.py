"""Recover the morpheme vectors of Kiwi's language model.

    python -m knowledge.training.recover OUT.npz

kiwipiepy publishes no vectors, only the cosines of one morpheme to all others. The cosines of `ANCHORS`
morphemes to all give a Gram matrix G of the anchors; with G = U S Uᵀ the vectors of all morphemes are
C U S^(-1/2), exact up to a rotation, which no cosine can see. Takes about a minute and a half.

OUT.npz holds `forms` and `tags` (N strings each, by morpheme id, which is also the order of frequency)
and `vectors` (N × 256, float32, rows of length 1; zeros for ids that have no form).
"""

import argparse
import logging
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

log = logging.getLogger(__name__)

#: The dimension of the vectors inside Kiwi's `cong` model: more anchors than this are needed.
DIMENSION = 256
ANCHORS = 400


def cosines(kiwi: Any, morpheme_id: int, count: int) -> npt.NDArray[np.float32]:
    """The cosines of one morpheme to all `count` morphemes, by id; 1 to itself."""
    row = np.zeros(count, dtype=np.float32)
    for other in kiwi.most_similar_morphemes(morpheme_id, count):
        row[other.id] = other.score
    row[morpheme_id] = 1.0
    return row


def recover(anchors: int = ANCHORS) -> tuple[list[str], list[str], npt.NDArray[np.float32]]:
    """Forms, tags and vectors of every morpheme that Kiwi's language model knows, by id."""
    from kiwipiepy import Kiwi

    kiwi = Kiwi(load_multi_dict=False, num_workers=1)
    # Any morpheme names all the others.
    count = len(kiwi.most_similar_morphemes(1000, 10**9))
    known = [kiwi.morpheme(i) for i in range(count)]
    named = np.array([i for i, m in enumerate(known) if m.form])
    chosen = named[np.linspace(200, len(named) - 1, anchors).astype(int)]
    table = np.empty((count, anchors), dtype=np.float32)
    for column, morpheme_id in enumerate(chosen):
        table[:, column] = cosines(kiwi, int(morpheme_id), count)
        if column % 50 == 0:
            log.info("anchor %d of %d", column, anchors)
    gram = table[chosen].astype(np.float64)
    values, directions = np.linalg.eigh((gram + gram.T) / 2)
    values, directions = values[::-1][:DIMENSION], directions[:, ::-1][:, :DIMENSION]
    vectors = table.astype(np.float64) @ (directions / np.sqrt(values))
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    log.info(
        "eigenvalues %.3f … %.3f; lengths before normalising %.3f … %.3f",
        values[0],
        values[-1],
        float(np.quantile(lengths[named], 0.01)),
        float(np.quantile(lengths[named], 0.99)),
    )
    vectors = np.where(lengths > 0.5, vectors / np.maximum(lengths, 1e-9), 0.0)
    return [m.form for m in known], [str(m.tag) for m in known], vectors.astype(np.float32)


def main() -> None:
    """The command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Recover the morpheme vectors of Kiwi's language model.")
    parser.add_argument("out", type=Path)
    out: Path = parser.parse_args().out
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    forms, tags, vectors = recover()
    np.savez(out, forms=np.array(forms), tags=np.array(tags), vectors=vectors)
    log.info("wrote %d vectors of %d dimensions to %s", *vectors.shape, out)


if __name__ == "__main__":
    main()
