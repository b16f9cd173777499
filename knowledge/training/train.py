"""Train the bundled embedding model.

    python -m knowledge.training.train KIWI.npz PAIRS_DIR FOLDER [--documents DIR] [--analysed FILE]

KIWI.npz is what `recover` wrote, PAIRS_DIR holds the training files (see `pairs`), FOLDER is written.
A few minutes on two cores, after Kiwi has read every text once (`--analysed` keeps that for the next run).
Needs `datasets` and `accelerate`, which sentence-transformers' trainer is made with.
"""

import argparse
import logging
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from knowledge.korean import Analyzer
from knowledge.static_folder import write_model
from knowledge.static_model import StaticModel
from knowledge.training.analysis import Analysed
from knowledge.training.pairs import Material, Pair, Scored, read
from knowledge.training.spread import evened, sample, sums
from knowledge.training.start import Kiwi, read_kiwi, start

log = logging.getLogger(__name__)

#: Kinds of whole passages, whose cosines differ less: a steeper softmax.
PASSAGES = ("easylaw_heading_chunk", "kobest_boolq", "cloze", "asked")


@dataclass(frozen=True)
class Recipe:
    """How to train; the values are those that the bundled model was made with."""

    #: Steps for each kind, in proportion; the rest are sums of these.
    shares: dict[str, float] = field(
        default_factory=lambda: {
            "easylaw_heading_chunk": 1.0,
            "kobest_boolq": 1.0,
            "cloze": 1.0,
            "parakqc_noklue": 1.0,
            "sae4k": 1.0,
            "songys_question_pair_pos": 0.1,
            "asked": 0.3,
            "nli_triplets": 0.3,
            "scored": 1.0,
        }
    )
    steps: int = 300
    batch: int = 512
    power: float = 0.5
    lexical: float = 0.15
    lexical_size: int = 256
    passage_scale: float = 50.0
    sentence_scale: float = 12.0
    rate: float = 3e-3
    #: One word's own weight moves slowly, or chance moves rare words'; all words' of a band may move fast.
    weight_rate: float = 5e-4
    band_rate: float = 1e-2
    map_rate: float = 3e-4
    #: How far the directions of texts are evened out before learning and after (see `spread`).
    spread_before: float = 0.5
    spread_after: float = 0.75
    rows: int = 57_000
    seed: int = 0


def rows_of_pairs(pairs: list[Pair], steps: int, batch: int, seed: int) -> Iterator[dict[str, Any]]:
    """`steps` batches of rows, one after the other; in a batch each group stands once.

    A row has `anchor` and `positive`, `negative` where the pair has one, and the number of its batch as
    `label`, which the loss does not look at and `InOrder` does.
    """
    chance = random.Random(seed)
    groups: dict[int, list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(pair.group, []).append(pair)
    names = list(groups)
    for step in range(steps):
        for group in chance.sample(names, min(batch, len(names))):
            pair = chance.choice(groups[group])
            row = {"anchor": pair.anchor, "positive": pair.positive}
            if pair.negative:
                row["negative"] = pair.negative
            yield {**row, "label": step}


def rows_of_scored(scored: list[Scored], steps: int, batch: int, seed: int) -> Iterator[dict[str, Any]]:
    """`steps` batches of scored sentences, each drawn anew."""
    chance = random.Random(seed)
    for _ in range(steps):
        for one in chance.sample(scored, min(batch, len(scored))):
            yield {"sentence1": one.sentence1, "sentence2": one.sentence2, "score": one.score}


def train(material: Material, kiwi_file: Path, analysed_file: Path | None, recipe: Recipe) -> StaticModel:
    """The trained model, quantised as it will be kept. Held out pairs are left out here."""
    kiwi = read_kiwi(kiwi_file)
    analysed = Analysed(kiwi.vocabulary)
    if analysed_file and analysed_file.exists():
        analysed.load(analysed_file)
    analysed.add(material.texts(), Analyzer())
    if analysed_file:
        analysed.save(analysed_file)
    return learn(kept(material), kiwi, analysed, recipe)


def kept(material: Material) -> Material:
    """The material without what is held out."""
    pairs = {name: [pair for pair in found if not pair.held_out] for name, found in material.pairs.items()}
    scored = [one for one in material.scored if not one.held_out]
    return Material({name: found for name, found in pairs.items() if found}, scored)


def learn(material: Material, kiwi: Kiwi, analysed: Analysed, recipe: Recipe) -> StaticModel:
    """Even out, let sentence-transformers' trainer run once over all rows, and even out again."""
    from knowledge.training.module import Learner

    met, texts = analysed.met(material.texts()), sample(material, recipe.seed)
    begin = start(kiwi, analysed.names, met)
    parts = sums(analysed, texts, begin.vectors * begin.weights[:, None], recipe.power)
    begin = replace(begin, vectors=begin.vectors @ evened(parts, recipe.spread_before))
    learner = Learner(
        analysed,
        begin,
        met,
        power=recipe.power,
        lexical=recipe.lexical,
        lexical_size=recipe.lexical_size,
    )
    run_trainer(learner, dict(draw(material, recipe)), recipe)
    learner.spread(texts, recipe.spread_after)
    return learner.fold(recipe.rows)


def draw(material: Material, recipe: Recipe) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The rows of each kind, in the order in which they are learned from."""
    names = [*material.pairs, *(["scored"] if material.scored else [])]
    total = sum(recipe.shares[name] for name in names)
    for name in names:
        steps = max(1, round(recipe.steps * recipe.shares[name] / total))
        if name == "scored":
            rows = rows_of_scored(material.scored, steps, recipe.batch, recipe.seed)
        else:
            rows = rows_of_pairs(material.pairs[name], steps, recipe.batch, recipe.seed)
        yield name, list(rows)


def run_trainer(learner: Any, drawn: dict[str, list[dict[str, Any]]], recipe: Recipe) -> None:
    """Learn from the rows of each kind, in their order, batches of all kinds mixed."""
    from datasets import Dataset, DatasetDict
    from sentence_transformers import (
        SentenceTransformer,
        SentenceTransformerTrainer,
        SentenceTransformerTrainingArguments,
    )
    from sentence_transformers.sentence_transformer.losses import CoSENTLoss, MultipleNegativesRankingLoss

    from knowledge.training.order import InOrder

    model = SentenceTransformer(modules=[learner], device="cpu")
    losses: dict[str, Any] = {}
    for name in drawn:
        if name == "scored":
            losses[name] = CoSENTLoss(model)
            continue
        scale = recipe.passage_scale if name in PASSAGES else recipe.sentence_scale
        losses[name] = MultipleNegativesRankingLoss(
            model, scale=scale, directions=("query_to_doc", "doc_to_query"), partition_mode="per_direction"
        )
    with tempfile.TemporaryDirectory() as folder:
        arguments = SentenceTransformerTrainingArguments(
            output_dir=folder,
            per_device_train_batch_size=recipe.batch,
            num_train_epochs=1,
            learning_rate=recipe.rate,
            learning_rate_mapping={
                r".*_weights$": recipe.weight_rate,
                r".*_bands$": recipe.band_rate,
                r".*\.map$": recipe.map_rate,
            },
            adam_beta2=0.99,
            weight_decay=0.0,
            max_grad_norm=0.0,
            lr_scheduler_type="linear",
            warmup_steps=0.1,
            batch_sampler=InOrder,
            multi_dataset_batch_sampler="proportional",
            save_strategy="no",
            logging_steps=50,
            report_to="none",
            use_cpu=True,
            seed=recipe.seed,
            dataloader_num_workers=0,
        )
        trainer = SentenceTransformerTrainer(
            model=model,
            args=arguments,
            train_dataset=DatasetDict({name: Dataset.from_list(rows) for name, rows in drawn.items()}),
            loss=losses,
        )
        trainer.train()


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Train the bundled embedding model.")
    parser.add_argument("kiwi", type=Path, metavar="KIWI.npz")
    parser.add_argument("pairs", type=Path, metavar="PAIRS_DIR")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--documents", type=Path, metavar="DIR")
    parser.add_argument("--analysed", type=Path, metavar="FILE")
    parser.add_argument("--steps", type=int, default=Recipe().steps)
    parser.add_argument("--batch", type=int, default=Recipe().batch)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    recipe = Recipe(steps=options.steps, batch=options.batch)
    model = train(read(options.pairs, options.documents), options.kiwi, options.analysed, recipe)
    write_model(options.folder, model)
    log.info("wrote %d rows of %d dimensions to %s", len(model.vocabulary), model.dimension, options.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
