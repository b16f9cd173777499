"""Evidence (근거): which programs a question is about, and whether the documents answer it at all."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.amounts import AMOUNT, PAID
from bot.answer import Candidate
from bot.corpus import Corpus
from bot.facts import LEAST_PAIRS, Within, bigrams, residue
from bot.names import WHERE_ONE_SELLS, without_names, without_products
from bot.question import Question, part_of, sides
from bot.strangers import foreign_to, off_topic, strange_names
from bot.unspecific import says_not_which
from bot.words import content_words, nouns
from knowledge.korean import Analyzer
from knowledge.synonyms import written


class Searcher(Protocol):
    """What the pipeline asks of the search (bot/finder.py)."""

    def warm(self) -> None:
        """Load what the first question needs."""

    def search(self, query: str, k: int) -> list[Candidate]:
        """The best k facts, best first."""

    def within(self, slug: str, query: str) -> Mapping[str, Candidate]:
        """A program's facts, and what it says that it does not tell, scored alike; by passage id."""

    def document_scores(self, query: str) -> list[tuple[str, float]]:
        """All programs with a score, best first."""


#: What a name or a platform in the question adds to a program's score (as a share of the best score).
NAMED, OWN_PLATFORM, SAME_PLATFORM, OTHER_PLATFORM, ON_TOPIC = 0.35, 0.12, 0.03, -0.12, 0.5
#: What a program of a platform loses when the question asks for what the state gives.
NOT_PUBLIC = -0.45
#: What a law, a plan or a debate loses when the question asks for money that somebody gives.
GIVES_NOTHING = -0.25

#: Fitted by `python -m tests.benchmarks.fit judge` on the golden set (logistic regression).
JUDGE = {
    "words": 4.554,
    "nouns": 1.684,
    "strange_names": -0.524,
    "unknown_name": -2.787,
    "off_topic": -1.747,
    "margin": 2.215,
    "letters": 11.369,
    "pairs": 4.462,
    "length": 0.271,
    "ahead": -1.023,
    "named": -0.481,
    "bias": -8.712,
}
ENOUGH, SURE = 0.3, 0.9
#: The programs that the best one is held against: behind its neighbours, before those that have nothing to do with it.
OTHERS = slice(3, 23)
#: The share of a question that makes a line about what is not told the one that is meant.
NEAR_GAP = 0.3
#: How many facts are looked at for what a question as a whole is near to.
NEAR = 30
#: How many candidates /why shows.
SHOWN = 10

#: What a name from elsewhere takes from the logit when no covered program is named: it says plainly what is asked about.
ELSEWHERE = -4.0

#: What no program's document can tell: somebody's private affairs, the asker's own account, or how to cheat.
_PRIVATE = re.compile(
    r"주민(?:등록)?번호|개인\s?(?:번호|전화|폰|핸드폰|휴대폰|연락처)|(?:핸드폰|휴대폰|폰)\s?번호|(?<!누리)집\s?(?:주소|이\s?어디)|어디\s?(?:사는|살)|사는\s?곳|사는\s?데(?:가|를|\s?어디|\s?알)|"
    r"(?<![가-힣])(?:옆|앞|윗|뒷|경쟁|다른|남의|그|저)\s?(?:\S{1,5}\s?)?(?:집|가게|점포|식당|카페|매장|사장)\S*\s?.{0,40}(?:매출|월세|수입|순이익|번호|연락처|얼마\s?(?:받|벌))|"
    r"(?<![가-힣])(?:대표(?:님|이사)|장관|회장|직원|손님)\S{0,2}\s?(?:전화|연락처|번호|이름이랑|주소)|"
    r"(?<![가-힣])(?:내|제|우리)\s.{0,40}(?:조회|들어왔|찍혔|(?:매출|내역|명단)\S*\s.{0,10}뽑아\s?줘|받았나\s?봐|매출\S*\s.{0,20}봐\s?줘)|받았는지\s?(?:확인|알|봐)|010(?:으로|-|\s?번호)|이\s?번호\s?누구|"
    r"(?<![가-힣])(?:주가|주식|배당)|(?:카카오|네이버|쿠팡)\s?주[가식]|코인(?!\s?(?:세탁|노래|빨래))|로또|허위\s?\S*.{0,30}(?:방법|타내|받는)|(?:다른|딴)\s?(?:손님|사용자|이용자|사장|사람)\S*\s.{0,20}(?:물어본|질문|대화|전화번호|내용)|범죄\s?기록|전과|신원\s?조회|연봉|(?<![가-힣])(?:비|눈)\s?(?:와|오[나냐니는]|올|온[다대])|(?:서류|매출)\S*\s?(?:위조|조작|부풀)"
)

#: Who wants to open a shop there asks about the shop.
_OPENS = re.compile(r"(?:열|만들|가입하|개설하|시작하)(?:[려라]면|[려라]고)")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The programs by score (the best has 1 and more), and how sure it is that they answer (0 to 1).

    `sides` has, for each of the things that a comparison puts side by side, its programs, best first. `reranked`
    has what a second pass says of the passages that it read (0 to 1, by id); empty when there is none.
    `near` has the facts that are nearest to what is asked; `within` scores the facts of a program, and its gaps, for any text.
    """

    programs: tuple[tuple[str, float], ...]
    sides: tuple[tuple[str, ...], ...]
    confidence: float
    near: tuple[Candidate, ...] = field(repr=False)
    candidates: tuple[Candidate, ...] = field(repr=False)
    features: Mapping[str, float] = field(repr=False)
    within: Within = field(repr=False)
    reranked: Mapping[str, float] = field(default_factory=dict, repr=False)

    @property
    def enough(self) -> bool:
        """Whether the documents answer the question."""
        return bool(self.programs) and self.confidence >= ENOUGH


def gather(question: Question, corpus: Corpus, searcher: Searcher, analyzer: Analyzer) -> Evidence:
    """Search for a question and weigh what was found."""
    rest = residue(question, analyzer)
    scores = _program_scores(question, searcher)
    programs = rank_programs(question, corpus, scores)
    features = judge_features(question, programs, dict(scores), corpus, analyzer)
    logit = sum(JUDGE.get(name, 0.0) * value for name, value in features.items()) + JUDGE["bias"]
    if not question.named and programs:
        logit += ELSEWHERE * foreign_to(question.text, programs[0][0], corpus)
    confidence = 1 / (1 + math.exp(-logit))
    broad = question.shape == "list" or (question.shape == "compare" and len(question.platforms) > 1)
    if broad and question.platforms and not _foreign(features):
        # All that a platform offers is known, in whatever words it is asked for.
        confidence = max(confidence, SURE)
    if question.goal and not _foreign(features):
        confidence = SURE
    if (question.named or question.topic) and question.aspects and not _foreign(features):
        # A program and what is asked of it: whatever else is typed, the program is what it is about.
        confidence = max(confidence, SURE)
    if question.named and not _foreign(features) and _is_gap(programs[0][0], rest, searcher, corpus):
        # The program is known, and that it does not tell this is known, too.
        confidence = max(confidence, ENOUGH)
    if programs and _calls_by_amount(question, programs[0][0], corpus) and not _foreign(features):
        # 올해 나온 25만원짜리: that is as good as its name.
        confidence = max(confidence, ENOUGH)
    if _PRIVATE.search(question.text) or _about_nothing(question, corpus, analyzer):
        confidence = 0.0
    return Evidence(
        programs=tuple(programs),
        sides=_sides(question, corpus, searcher, analyzer),
        confidence=confidence,
        near=tuple(searcher.search(rest, NEAR)),
        within=searcher.within,
        candidates=tuple(searcher.search(question.query, SHOWN)),
        features=features,
    )


def _program_scores(question: Question, searcher: Searcher) -> list[tuple[str, float]]:
    """The search's scores of all programs; the mean of those with and without a name that only says where one sells."""
    scores = searcher.document_scores(question.query)
    where = [mention.name for mention in question.mentions if mention.share <= WHERE_ONE_SELLS]
    rest = without_products(without_names(question.query, where))
    if not rest or rest == question.query or _OPENS.search(question.query):
        return scores
    alone = dict(searcher.document_scores(rest))
    best, most = max(scores[0][1], 1e-6), max(*alone.values(), 1e-6)
    mixed = [(slug, (score / best + alone.get(slug, 0.0) / most) / 2) for slug, score in scores]
    return sorted(mixed, key=lambda pair: -pair[1])


def _foreign(features: Mapping[str, float]) -> bool:
    """Whether anything in the question says that it is about something else."""
    return bool(features["unknown_name"] or features["off_topic"] or features["strange_names"])


def _calls_by_amount(question: Question, slug: str, corpus: Corpus) -> bool:
    """Whether a question calls a program by what it pays."""
    return any(corpus.tells(slug, match[1]) for match in PAID.finditer(question.text))


def _is_gap(slug: str, rest: str, searcher: Searcher, corpus: Corpus) -> bool:
    """Whether the question is what merchants ask of a program in vain: enough of it stands in such a line."""
    found = searcher.within(slug, rest)
    rows = [found[gap.id] for gap in corpus.gaps.get(slug, ()) if gap.id in found]
    return any(max(row.lexical or 0.0, row.asked or 0.0) >= NEAR_GAP for row in rows)


def _about_nothing(question: Question, corpus: Corpus, analyzer: Analyzer) -> bool:
    """Whether no word says what a question is about: bare numbers, a language that the documents do not have.

    An amount of a document's does (25만원씩 주는 거): merchants call a support by it.
    """
    amounts = [amount for amount in AMOUNT.findall(question.text) if corpus.says(amount)]
    named = question.mentions or question.platforms or question.topic or amounts
    words = content_words(analyzer.tokens(question.text))
    return not named and (not words or len(set("".join(words))) == 1)


def _sides(
    question: Question, corpus: Corpus, searcher: Searcher, analyzer: Analyzer
) -> tuple[tuple[str, ...], ...]:
    if question.shape not in ("compare", "several"):
        return ()
    found = []
    # A year alone is no thing to compare (작년이랑 올해 금리).
    for part in sides(question.text):
        if all(says_not_which(word) for word in content_words(analyzer.tokens(part))):
            continue
        side = part_of(question, part, corpus.names)
        ranked = rank_programs(side, corpus, searcher.document_scores(part))
        found.append(tuple(slug for slug, _ in ranked[:5]))
    return tuple(found)


def rank_programs(
    question: Question, corpus: Corpus, scores: Sequence[tuple[str, float]]
) -> list[tuple[str, float]]:
    """The programs by the search's scores, and by the names and platforms that the question has."""
    if not scores:
        return []
    best = max(scores[0][1], 1e-6)
    share: dict[str, float] = {}
    for mention in question.mentions:
        share[mention.slug] = max(share.get(mention.slug, 0.0), mention.share)
    wanted = set(question.platforms)
    ranked = []
    for slug, score in scores:
        total = score / best + NAMED * share.get(slug, 0.0)
        if wanted and not question.named:
            if corpus.names.platforms_of[slug] & wanted:
                total += OWN_PLATFORM
            else:
                total += SAME_PLATFORM if corpus.names.mentioned_in[slug] & wanted else OTHER_PLATFORM
        if question.public and corpus.documents[slug].kind == "platform_program":
            total += NOT_PUBLIC
        if question.given and corpus.documents[slug].kind == "policy":
            total += GIVES_NOTHING
        if slug in question.topic:
            total += ON_TOPIC
        ranked.append((slug, total))
    return sorted(ranked, key=lambda pair: -pair[1])


def judge_features(
    question: Question,
    programs: Sequence[tuple[str, float]],
    found: Mapping[str, float],
    corpus: Corpus,
    analyzer: Analyzer,
) -> dict[str, float]:
    """What the decision between an answer and a refusal rests on. `found`: the search's own score of each program."""
    tokens = analyzer.tokens(question.text)
    words, things = content_words(tokens), nouns(tokens)
    names = [t.form.lower() for t in tokens if t.tag in ("NNP", "SL")]
    # A list is covered by its programs together, anything else by the best one.
    top = [slug for slug, _ in programs[: 5 if question.shape == "list" else 1]]
    rows = [row for slug in top for row in (*corpus.facts.get(slug, ()), *corpus.questions.get(slug, ()))]
    letters = bigrams(question.text)
    pools = [bigrams(row.text) for row in rows]
    # A text of one or two letters over and over is like anything: few pairs count for little.
    alike = max((len(letters & pool) for pool in pools), default=0) / max(LEAST_PAIRS, len(letters))
    scores = [score for _, score in programs]
    others = [found[slug] for slug, _ in programs[OTHERS]]
    usual = sum(others) / len(others) if others else 0.0
    spread = (sum((score - usual) ** 2 for score in others) / len(others)) ** 0.5 if others else 0.0
    return {
        "words": corpus.coverage(words, top, written(question.text)),
        "nouns": corpus.coverage(things, top, written(question.text)),
        "strange_names": min(sum(not (corpus.knows(name) or corpus.says(name)) for name in names), 2) / 2,
        "unknown_name": float(bool(strange_names(question.text, tokens, corpus))),
        "off_topic": float(off_topic(words, top, corpus)),
        "margin": scores[0] - scores[3] if len(scores) > 3 else 1.0,
        "letters": alike,
        # Shares fall as a question grows (세탁소 주인입니다. …): what is there in all, and how long it is.
        "pairs": len(letters & set().union(*pools)) / 20,
        "length": min(len(words), 20) / 20,
        "ahead": (found[top[0]] - usual) / (spread + 0.02) / 10 if top and others else 0.0,
        "named": max((mention.share for mention in question.mentions), default=0.0),
    }
