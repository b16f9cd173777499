"""Where the second pass enters the pipeline: behind the decision whether to answer, before the answer is planned.

It changes which program comes first and which of a program's facts, and nothing else:

- **Programs.** The programs whose facts were read change places by their best fact and, nearly as much, by the
  search (`redistributed`), each place with the score that it had; names,
  platforms and the subject of the talk are then added as ever (`rank_programs`). A program that is named or talked
  about keeps its place: what a person said is surer than what any model guesses.
- **Facts.** `Evidence.reranked` is a term of a fact's score (bot/facts.py), beside the aspects that are asked for.
- **Not the judge.** Whether the documents answer at all, and whether the asked thing is missing, was fitted on the
  search's own scores (bot/evidence.py, bot/missing.py). A model's scores have another meaning, every model's a
  different one: with them the same weights would refuse or hallucinate. So both are decided on the search alone, an
  answer is refused with a reranker exactly when it is refused without one, and a refusal costs no model's time.
"""

import logging
from dataclasses import replace

from bot.corpus import Corpus
from bot.evidence import SHOWN, Evidence, Searcher, rank_programs
from bot.question import Question
from bot.reranking.reranker import (
    DEPTH,
    Reranker,
    RerankFailed,
    best_shares,
    redistributed,
    reordered,
    shares,
)
from knowledge.pipeline import embedded_text

log = logging.getLogger(__name__)


def second_pass(
    question: Question,
    evidence: Evidence,
    corpus: Corpus,
    searcher: Searcher,
    reranker: Reranker,
    chat: str | None = None,
) -> tuple[Evidence, str]:
    """The evidence in the order of a reranker, and what became of it, for /why. It stays as it is when that fails."""
    candidates = searcher.search(question.query, DEPTH)
    texts = {c.passage_id: embedded_text(corpus.passages[c.passage_id]).strip() for c in candidates}
    try:
        found = shares(reranker, question.text, texts, chat=chat)
    except RerankFailed as failure:
        log.warning("reranker %s gave nothing, the search's order stays", reranker.name)
        return evidence, f"{reranker.name} · 쓰지 않음: {failure}"
    best = best_shares(candidates, found, fixed={*question.named, *question.topic})
    scores = redistributed(searcher.document_scores(question.query), best)
    again = replace(
        evidence,
        programs=tuple(rank_programs(question, corpus, scores)),
        candidates=tuple(reordered(candidates, found)[:SHOWN]),
        reranked=found,
    )
    return again, f"{reranker.name} · {len(found)}문장"
