"""Whether the asked thing is missing: the program is known, but its document does not tell what was asked."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answer import Candidate
from bot.aspects import PHONE_NUMBER, Aspect, close, told, unknown
from bot.clauses import asking_part
from bot.corpus import Corpus
from bot.endings import ENDS, endings
from bot.evidence import Evidence
from bot.facts import LEAST_PAIRS, ScoredFact, bigrams, residue, without_programs
from bot.names import squash, titles
from bot.question import Question
from bot.words import content_words
from knowledge.document import Document
from knowledge.korean import Analyzer

#: Fitted by `python -m tests.benchmarks.fit missing` on the golden set (logistic regression).
WEIGHTS = {
    "entry_words": 0.489,
    "entry_aspect": 0.251,
    "entry_letters": 2.171,
    "entry_narrow": 0.076,
    "fact_words": 0.046,
    "fact_aspect": -0.245,
    "aspect_told": -0.196,
    "fact_both": -0.351,
    "this_year": 1.774,
    "no_phone": 1.234,
    "no_year": 2.036,
    "fact_letters": -0.544,
    "all_words": -1.379,
    "score": -0.425,
    "length": -0.205,
    "gap_lexical": -0.159,
    "gap_dense": 0.651,
    "nearest": 0.806,
    "gap_letters": 1.796,
    "gap_lexical_8": 0.802,
    "gap_dense_8": 0.916,
    "nearest_8": 0.421,
    "gap_letters_8": 2.81,
    "gap_lexical_4": 1.437,
    "gap_dense_4": 0.736,
    "nearest_4": -0.259,
    "gap_letters_4": 1.546,
    "bias": 0.137,
}
IS_MISSING = 0.8
#: The same of a part of a question, or of one program among several: less is known of what is meant.
SURELY_MISSING, UNTOLD_MISSING = 0.93, 0.85

#: The share of a question that a gap or a question below it must have to name what is missing.
NAMES = 0.4
#: What is missing when nothing names it.
WHAT_WAS_ASKED = "물어보신 내용"

#: The share of a question's words that make a fact the whole answer.
WHOLE = 0.95

#: Words of an entry that name the aspect or hedge it, not what it is about.
_GENERIC = frozenset(
    """일정 날짜 마감 마감일 시행일 시기 기간 접수 모집 시점 개최 금액 한도 예산 규모 가격 비용 요금 금리 요율 수수료 비율 장소 주소
    페이지 누리집 전화 전화번호 번호 연락 연락처 문의 문의처 창구 방법 절차 경로 신청 자격 조건 기준 대상 여부 현재
    운영 시행 확인 변경 이후 이후의 결과 실적 인원 사업 지원 프로그램 소상공인 사장 가게 개별 직접 실제 값 안내 최신 전체 목록 표 가능""".split()
)
_CHANGE = re.compile(r"변경|조정|확정|바뀐|갱신|공식")
_ASKS_CHANGE = re.compile(
    r"바뀌|바뀐|변경|조정|오르|올랐|올라|내리|내렸|확정|공식|정확|올해|지금|현재|요즘|내년|20\d\d"
)
_NUMBER = re.compile(r"전화번호|연락처|전화(?:가|는)?몇번")
_NOW = re.compile(r"지금|요즘|현재|올해|아직")
_ENTRY_NOW = re.compile(r"20\d\d|현재|올해|요즘|지금|이후|최신")


@dataclass(frozen=True, slots=True)
class Gap:
    """How likely the asked thing is missing (0 to 1), and the words that name it."""

    probability: float
    name: str
    features: Mapping[str, float]

    @property
    def missing(self) -> bool:
        """Whether the answer must say that the documents do not tell."""
        return self.probability >= IS_MISSING

    @property
    def surely(self) -> bool:
        """The same where only a part of the question is weighed: near certain, or no fact tells of such a thing at all."""
        untold = self.probability >= UNTOLD_MISSING and not self.features.get("aspect_told", 1.0)
        return untold or self.probability >= SURELY_MISSING


def gap(
    question: Question,
    document: Document,
    facts: Sequence[ScoredFact],
    evidence: Evidence,
    corpus: Corpus,
    analyzer: Analyzer,
) -> Gap:
    """Hold the question against what the document knows and what it says it does not know (`not_known`)."""
    features, entry = gap_features(question, document, facts, evidence, corpus, analyzer)
    if _status_answers(question, document) or _told_in_full(features):
        return Gap(0.0, "", features)
    logit = sum(WEIGHTS[name] * value for name, value in features.items()) + WEIGHTS["bias"]
    name = _nearest_gap(question, document, evidence, corpus, analyzer) or _named_by(
        entry, features, _asks(question)
    )
    if features["no_phone"] and _NUMBER.search(close(question.text)):
        # No weighing: a number that stands nowhere is not told.
        return Gap(1.0, name, features)
    return Gap(1 / (1 + math.exp(-logit)), name, features)


def _nearest_gap(
    question: Question, document: Document, evidence: Evidence, corpus: Corpus, analyzer: Analyzer
) -> str:
    """The entry that says what was asked, by the questions below it; empty when none is near."""
    found = _gap_rows(document, evidence.within(document.slug, residue(question, analyzer)), corpus)
    best = max(found, key=lambda gap: _lexical(gap) + _dense(gap) / 5, default=None)
    return best.text if best and _lexical(best) >= NAMES else ""


def _named_by(entry: str, features: Mapping[str, float], asks: Sequence[Aspect]) -> str:
    """What names the gap when no question below one is near: the entry, unless it has nothing to do with the question."""
    if asks and not features["entry_aspect"]:
        near = features["entry_letters"] > 0.5
    else:
        near = (
            features["entry_words"] > 0 or features["entry_letters"] > 0.15 or features["entry_aspect"] == 1
        )
    return entry if entry and near else (asks[0].value if asks else WHAT_WAS_ASKED)


def _asks(question: Question) -> list[Aspect]:
    return [aspect for aspect in question.aspects if aspect is not Aspect.WHAT]


def _told_in_full(features: Mapping[str, float]) -> bool:
    """Whether one fact tells what is asked and has every word of the question, for the time that is asked."""
    return features["fact_both"] >= WHOLE and not features["no_year"] and not features["this_year"]


def _status_answers(question: Question, document: Document) -> bool:
    """Whether the program's status is itself the answer: has it passed, is it over, did it start."""
    asks = _asks(question)
    return bool(asks) and asks[0] is Aspect.STATUS and document.status in ("pending", "ended", "announced")


def gap_features(
    question: Question,
    document: Document,
    facts: Sequence[ScoredFact],
    evidence: Evidence,
    corpus: Corpus,
    analyzer: Analyzer,
) -> tuple[dict[str, float], str]:
    """What the decision rests on, and the nearest entry of `not_known` (empty when there is none)."""
    rest = without_programs(question)
    words = set(content_words(analyzer.tokens(rest)))
    letters = bigrams(rest)
    asks = _asks(question)
    names = "".join(squash(title) for title in titles(document))
    asked = residue(question, analyzer)
    rows = evidence.within(document.slug, asked)
    found = {row.text: row for row in _gap_rows(document, rows, corpus)}
    ends: dict[str, float] = {}
    for count, end in zip(ENDS, endings(asked, analyzer), strict=True):
        of_end = _nearness(facts, evidence.within(document.slug, end), document, corpus)
        of_end["gap_letters"] = _gap_letters(bigrams(end), document, corpus, facts, f"asked_letters_{count}")
        ends |= {f"{name}_{count}": value for name, value in of_end.items()}
    best = (-math.inf, 0.0, 0.0, 0.0, "")
    for entry in document.not_known:
        entry_years = {int(year) for year in re.findall(r"20\d\d", entry)}
        if entry_years and question.years and not entry_years & set(question.years):
            continue  # it is about another year
        if _CHANGE.search(entry) and not _ASKS_CHANGE.search(question.text):
            continue  # whether it will change is not what was asked
        known = [
            word
            for word in content_words(analyzer.tokens(entry))
            if word not in names and word not in _GENERIC
        ]
        # An entry of generic words alone (2026년 모집 일정) is about the whole program.
        shared = (
            corpus.total([word for word in known if word in words]) / corpus.total(known) if known else 1.0
        )
        about = unknown(entry)
        aspect = 1.0 if asks and asks[0] in about else 0.5 * bool(set(asks) & about)
        pairs = bigrams(entry)
        alike = len(pairs & letters) / max(1, len(pairs))
        near = _dense(found[entry]) if entry in found else 0.0
        best = max(best, (shared + 0.8 * aspect + alike + near / 5, shared, aspect, alike, entry))
    _, shared, aspect, alike, entry = best
    # An entry of generic words alone (2026년 모집 일정) is about the whole program; one with others, about those.
    narrow = [
        word
        for word in content_words(analyzer.tokens(entry))
        if word not in names and word not in _GENERIC and word not in words
    ]
    first = facts[0].features if facts else {"words": 0.0, "first_aspect": 0.0, "letters": 0.0}
    tells = [(fact, not asks or asks[0] in told(fact.passage.text)) for fact in facts]
    return {
        "entry_words": shared,
        "entry_aspect": aspect,
        "entry_letters": alike,
        "entry_narrow": min(corpus.total(narrow), 3.0),
        "fact_words": first["words"],
        "fact_aspect": first["first_aspect"],
        "aspect_told": float(any(flag for _, flag in tells)),
        "fact_both": max((fact.features["words"] for fact, flag in tells if flag), default=0.0),
        "this_year": float(
            aspect > 0 and bool(_NOW.search(asking_part(question.text))) and bool(_ENTRY_NOW.search(entry))
        ),
        "no_phone": float(
            Aspect.PHONE in question.aspects and not any(PHONE_NUMBER.search(f.passage.text) for f in facts)
        ),
        "no_year": float(bool(question.years) and not any(fact.features["year"] for fact in facts)),
        "fact_letters": first["letters"],
        "all_words": max((fact.features["all_words"] for fact in facts), default=0.0),
        "score": facts[0].score if facts else 0.0,
        "length": min(len(words), 20) / 20,
        **_nearness(facts, rows, document, corpus),
        "gap_letters": _gap_letters(letters, document, corpus, facts, "asked_letters"),
        **ends,
    }, entry


def _gap_rows(document: Document, rows: Mapping[str, Candidate], corpus: Corpus) -> list[Candidate]:
    """What the search says of the document's gaps."""
    return [rows[gap.id] for gap in corpus.gaps.get(document.slug, ()) if gap.id in rows]


def _nearness(
    facts: Sequence[ScoredFact], rows: Mapping[str, Candidate], document: Document, corpus: Corpus
) -> dict[str, float]:
    """How near a text is to what the document tells, and to what it says that it does not, by the search's `rows`."""
    told = [rows[fact.passage.id] for fact in facts if fact.passage.id in rows]
    gaps = _gap_rows(document, rows, corpus)
    asked = [row.asked_dense for row in (*told, *gaps) if row.asked_dense is not None]
    return {
        "gap_lexical": max(map(_lexical, gaps), default=0.0) - max(map(_lexical, told), default=0.0),
        "gap_dense": (max(map(_dense, gaps), default=0.0) - max(map(_dense, told), default=0.0)) / 5,
        # Unlike every question that is written down, told or not: then little can be said of it.
        "nearest": max(asked, default=0.0) / 5,
    }


def _gap_letters(
    letters: frozenset[str], document: Document, corpus: Corpus, facts: Sequence[ScoredFact], of_facts: str
) -> float:
    """How much more of a text's pairs of letters the likest question below a gap has than the likest below a fact."""
    asked = [
        question for gap in corpus.gaps.get(document.slug, ()) for question in corpus.asked_of.get(gap.id, ())
    ]
    alike = max((len(letters & bigrams(question.text)) for question in asked), default=0)
    told = max((fact.features[of_facts] for fact in facts), default=0.0)
    return alike / max(LEAST_PAIRS, len(letters)) - told


def _lexical(row: Candidate) -> float:
    """The share of the question that a row has, or the best question below it."""
    return max(row.lexical or 0.0, row.asked or 0.0)


def _dense(row: Candidate) -> float:
    """The same by meaning."""
    return max(row.dense or 0.0, row.asked_dense or 0.0)
