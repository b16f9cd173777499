"""A model's sentences in a draft: what the code says stays, in whatever order the model writes."""

from bot.answer import Claim
from bot.draft import Draft, Line
from bot.llm.slots import MOST_ALONE, fill, heading
from tests.bot.samples import CORPUS

WHAT, AMOUNT, WHERE, HOW = (fact.id for fact in CORPUS.facts["naver-ai"])
KAKAO, COUPON = (fact.id for fact in CORPUS.facts["kakao-dangol"])
HEAD = Line((Claim("네이버 SME AI 교육 프로젝트"), Claim("지금은 끝난 사업이에요.")), lead="■ ")
OTHER = Line((Claim("카카오 프로젝트 단골"),), lead="■ ")


def line(text: str, key: str, *, fixed: bool = False) -> Line:
    return Line((Claim(text, (key,)),), lead="• ", fixed=fixed)


def texts(draft: Draft) -> list[str]:
    return [line.lead + " / ".join(claim.text for claim in line.claims) for line in draft.lines]


ONE = Draft(
    (HEAD, Line((Claim("기한은 자료에 없어요."),)), line("가요.", WHAT), line("나요.", AMOUNT)), ("기한",)
)
TWO = Draft((HEAD, line("가요.", WHAT), OTHER, line("다요.", KAKAO), line("라요.", COUPON)))
LIST = Draft(
    (line("카카오 프로젝트 단골 (끝난 사업): 다요.", KAKAO), line("네이버 SME AI 교육 프로젝트: 가요.", WHAT))
)


def test_a_programs_lines_give_way_and_the_codes_own_stay() -> None:
    filled = fill(ONE, [Claim("새요.", (HOW,)), Claim("더 새요.", (WHAT,))], CORPUS)
    assert texts(filled) == [
        "■ 네이버 SME AI 교육 프로젝트 / 지금은 끝난 사업이에요.",
        "기한은 자료에 없어요.",
        "• 새요.",
        "• 더 새요.",
    ]
    assert (filled.missing, filled.limit) == (ONE.missing, ONE.limit)


def test_a_fixed_line_stays() -> None:
    draft = Draft((HEAD, line("두 발표가 달라요.", WHERE, fixed=True), line("가요.", WHAT)))
    assert texts(fill(draft, [Claim("새요.", (HOW,))], CORPUS))[1:] == ["• 두 발표가 달라요.", "• 새요."]


def test_a_program_of_which_the_model_says_nothing_keeps_its_lines() -> None:
    assert texts(fill(TWO, [Claim("새요.", (KAKAO,))], CORPUS)) == [
        "■ 네이버 SME AI 교육 프로젝트 / 지금은 끝난 사업이에요.",
        "• 가요.",
        "■ 카카오 프로젝트 단골",
        "• 새요.",
    ]


def test_each_sentence_stands_under_its_program_whatever_the_order() -> None:
    claims = [Claim("단골이요.", (KAKAO,)), Claim("네이버요.", (WHAT,)), Claim("또 단골이요.", (COUPON,))]
    assert texts(fill(TWO, claims, CORPUS))[1:] == [
        "• 네이버요.",
        "■ 카카오 프로젝트 단골",
        "• 단골이요.",
        "• 또 단골이요.",
    ]


def test_while_the_model_writes_nothing_stands_that_it_has_not_come_to() -> None:
    assert texts(fill(TWO, [Claim("새요.", (WHAT,))], CORPUS, whole=False)) == [
        "■ 네이버 SME AI 교육 프로젝트 / 지금은 끝난 사업이에요.",
        "• 새요.",
    ]


def test_a_list_keeps_each_programs_name_and_standing() -> None:
    filled = fill(LIST, [Claim("새요.", (WHAT,)), Claim("헌요.", (COUPON,))], CORPUS)
    assert texts(filled) == [
        "• 카카오 프로젝트 단골 (끝난 사업): 헌요.",
        "• 네이버 SME AI 교육 프로젝트: 새요.",
    ]


def test_no_more_sentences_than_a_person_reads() -> None:
    claims = [Claim(f"{n}째예요.", (WHAT,)) for n in range(20)]
    assert len(fill(ONE, claims, CORPUS).lines) == 2 + MOST_ALONE


def test_what_is_a_name_in_front_and_what_is_not() -> None:
    assert heading("가나다 (끝난 사업): 라요.", "가나다") == "가나다 (끝난 사업): "
    assert heading("가나다는 이런 사업이에요.", "가나다") == ""
    assert heading("가나다 사업은 여러 곳에서 하고 있는 일이에요: 라요.", "가나다") == ""
    assert heading("라요: 가나다", "가나다") == ""
