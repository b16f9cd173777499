"""The model while it learns, as a sentence-transformers module."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from sentence_transformers.base.modules import InputModule
from torch import Tensor, nn

from knowledge.pieces import NUMBER, PAIR, UNKNOWN, Vocabulary
from knowledge.sentence_module import joined
from knowledge.static_folder import static_model
from knowledge.static_model import Floats, StaticModel, signs
from knowledge.training.analysis import Analysed
from knowledge.training.spread import evened, sums
from knowledge.training.start import Start, bands

#: Bands of frequency whose weights are learned together: what one rare word cannot say for itself.
BANDS = 10

#: Kinds (see start.kind) of the pieces without a row.
WITHOUT_ROW = {UNKNOWN: 2, NUMBER: 3, PAIR: 4}


class Learner(InputModule):  # type: ignore[misc]
    """Vectors of pieces, their weights in both parts, and a map of the semantic part, all learned.

    The map and the weights by band reach the words that no training text has; their vectors stay as they
    were. Only texts of the analysis can be embedded.
    """

    def __init__(
        self, analysed: Analysed, begin: Start, met: Any, *, power: float, lexical: float, lexical_size: int
    ) -> None:
        super().__init__()
        self.analysed = analysed
        self.begin = begin
        self.power, self.lexical, self.lexical_size = power, lexical, lexical_size
        trained = np.flatnonzero(begin.learned & (met > 0))
        self.trained = torch.from_numpy(trained)
        self.row_of = torch.full((len(analysed.names),), -1)
        self.row_of[self.trained] = torch.arange(len(trained))
        self.fixed = torch.from_numpy(begin.vectors)
        self.signs = torch.from_numpy(signs(analysed.names, lexical_size).astype(np.int8))
        self.bands = torch.from_numpy(bands(begin, BANDS))
        self.start_weights = torch.from_numpy(np.log(begin.weights))
        self.vectors = nn.Parameter(self.fixed[self.trained].clone())
        self.semantic_weights = nn.Parameter(torch.zeros(len(begin.weights)))
        self.lexical_weights = nn.Parameter(torch.zeros(len(begin.weights)))
        self.semantic_bands = nn.Parameter(torch.zeros(self.bands.shape[1]))
        self.lexical_bands = nn.Parameter(torch.zeros(self.bands.shape[1]))
        self.map = nn.Parameter(torch.eye(begin.vectors.shape[1]))

    def preprocess(
        self, inputs: Sequence[str], prompt: str | None = None, **kwargs: Any
    ) -> dict[str, Tensor]:
        """The pieces of the texts: their numbers (`input_ids`, each once), and the sparse matrix texts × pieces
        of dampened counts as `text`, `piece` (a place in `input_ids`) and `count`; `texts` counts the texts."""
        found = [self.analysed.of(text) for text in inputs]
        numbers = torch.from_numpy(np.concatenate([numbers for numbers, _ in found]))
        pieces, piece = torch.unique(numbers, return_inverse=True)
        return {
            "input_ids": pieces,
            "piece": piece,
            "count": torch.from_numpy(np.concatenate([counts for _, counts in found])) ** self.power,
            "text": torch.repeat_interleave(torch.tensor([len(numbers) for numbers, _ in found])),
            "texts": torch.tensor(len(found)),
        }

    def forward(self, features: dict[str, Tensor], **kwargs: Any) -> dict[str, Tensor]:
        """Adds `sentence_embedding`, texts × (semantic + lexical size)."""
        pieces = features["input_ids"]
        rows = self.row_of[pieces]
        vectors = self.fixed[pieces].index_put(
            (torch.nonzero(rows >= 0)[:, 0],), self.vectors[rows[rows >= 0]]
        )
        places = torch.stack([features["text"], features["piece"]])
        size = (int(features["texts"]), len(pieces))
        counts = torch.sparse_coo_tensor(
            places, features["count"], size, is_coalesced=True, check_invariants=False
        )
        semantic = (vectors * self.weights(pieces, self.semantic_weights, self.semantic_bands)) @ self.map
        lexical = self.signs[pieces].float() * self.weights(pieces, self.lexical_weights, self.lexical_bands)
        sums = torch.sparse.mm(counts, torch.cat([semantic, lexical], dim=1))
        split = semantic.shape[1]
        features["sentence_embedding"] = joined(sums[:, :split], sums[:, split:], self.lexical)
        return features

    def weights(self, pieces: Tensor, own: Tensor, by_band: Tensor) -> Tensor:
        """The weights of pieces, N × 1."""
        return torch.exp(self.start_weights[pieces] + own[pieces] + self.bands[pieces] @ by_band)[:, None]

    def get_embedding_dimension(self) -> int:
        """The length of a vector."""
        return self.map.shape[1] + self.lexical_size

    @property
    def max_seq_length(self) -> None:
        """No limit."""
        return None

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        """Nothing: `fold` gives what is kept."""

    @torch.no_grad()
    def table(self) -> Floats:
        """The semantic vector of every analysed piece, weighted and mapped."""
        table = self.fixed.clone()
        table[self.trained] = self.vectors
        weights = self.weights(torch.arange(len(table)), self.semantic_weights, self.semantic_bands)
        found: Floats = ((table * weights) @ self.map).numpy()
        return found

    @torch.no_grad()
    def spread(self, texts: Sequence[str], strength: float) -> None:
        """Even out the directions of the texts' semantic parts, by the map."""
        parts = sums(self.analysed, texts, self.table(), self.power)
        self.map.copy_(self.map @ torch.from_numpy(evened(parts, strength)))

    @torch.no_grad()
    def fold(self, rows: int) -> StaticModel:
        """The model to keep: `rows` pieces, those met in training first, then Kiwi's by frequency."""
        names = self.analysed.names
        every = torch.arange(len(names))
        weights = self.weights(every, self.lexical_weights, self.lexical_bands)[:, 0]
        trained = set(self.trained.tolist())
        others = [number for number in np.flatnonzero(self.begin.learned).tolist() if number not in trained]
        kept = torch.tensor(sorted([*trained, *others][:rows], key=lambda number: names[number]))
        without = ~torch.from_numpy(self.begin.learned)
        unknown = {}
        for first, kind in WITHOUT_ROW.items():
            of_kind = weights[without & (torch.from_numpy(self.begin.kinds) == kind)]
            unknown[first] = float(of_kind.mean()) if len(of_kind) else 1.0
        return static_model(
            Vocabulary([names[number] for number in kept.tolist()]),
            self.table()[kept.numpy()],
            weights[kept].numpy().astype(np.float32),
            unknown,
            power=self.power,
            lexical=self.lexical,
            lexical_size=self.lexical_size,
        )
