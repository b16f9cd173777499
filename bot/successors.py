"""What came after an ended program (뒤를 이은 사업), as far as its document tells."""

import re

from bot.answer import Claim
from bot.aspects import Aspect, asked
from bot.compose_broad import MARKS
from bot.corpus import Corpus
from bot.draft import Line
from bot.names import Names, short_title, without_names
from bot.style import polite
from bot.verification.own import INSTEAD
from knowledge.document import Document
from knowledge.korean import Analyzer

#: Asks what there is in the place of a program.
_INSTEAD = re.compile(
    r"(?:비슷한|유사한)\s?(?:거|것|게|건|걸|사업|지원|제도|혜택|프로그램)|대신(?:할|하는|에)?\s?(?:뭐|뭘|무엇|쓸\s|받을|할|있|다른|나온|나오|생긴|없|(?:얼마\s?)?주는\s?(?:건|거|게))|"
    r"대체(?:된|되는|하는)?\s?(?:거|것|게|사업|뭐|로|할)?|후속|뒤를?\s?이[은어을]|(?:다른|새로운|새)\s?(?:거|건|것|게|사업|지원|제도)\s?\S{0,4}\s?(?:없|있|뭐|나왔|생겼)|바뀐\s?(?:거|것|사업)|"
    r"(?:올해|요즘|지금)(?:는|은)?\s?(?:뭐|뭘|없(?!어졌|애)|다른)"
)
#: What only leads up to that.
_LEADS = re.compile(
    r"(?:그거|그게|그건|이거|이게|이건)?\s?(?:끝났으면|끝났다면|끝난\s?거면|없어졌으면|종료됐으면|안\s?하면|그럼|그러면|혹시|올해는?|요즘은?|지금은?|말고|이제)\s?|"
    r"(?:이랑|랑|하고|과|와|은|는|이|가)\s|(?:뭐|뭔가|하나|혹시)?\s?(?:없|있|나왔|생겼|받)\S*"
)
#: A sentence that tells what took a program's place.
_REPLACED = re.compile(r"대체|뒤를 이|이어받")


def asks_instead(text: str) -> bool:
    """Whether a question asks what there is in the place of a program."""
    return bool(_INSTEAD.search(text))


def rest_of(text: str, names: Names) -> str:
    """What such a question asks of the program in that place: its attributes, else nothing."""
    rest = without_names(text, [mention.name for mention in names.find(text)])
    rest = re.sub(r"\s+", " ", _LEADS.sub(" ", _INSTEAD.sub(" ", rest))).strip(" ?!.,~")
    aspects = set(asked(rest)) - {Aspect.WHAT, Aspect.STATUS}
    return rest if aspects else ""


def successor(document: Document, corpus: Corpus) -> str:
    """The program that an ended one's document names in its place; empty when it names none."""
    return _successor(document, corpus) if document.status == "ended" else ""


def _successor(document: Document, corpus: Corpus) -> str:
    told = [document.status_note or ""]
    told += [fact.text for fact in document.facts if _REPLACED.search(fact.text)]
    for text in told:
        for mention in corpus.names.find(text):
            other = corpus.documents.get(mention.slug)
            if mention.share >= 0.5 and other and other.slug != document.slug and other.status != "ended":
                return other.slug
    return ""


def pointer(document: Document, corpus: Corpus, analyzer: Analyzer) -> Line | None:
    """What an answer about an ended program adds: the program in its place and what that is."""
    slug = successor(document, corpus)
    facts = corpus.facts.get(slug, ())
    if not facts:
        return None
    other = corpus.documents[slug]
    claim = Claim(
        f"{short_title(other.title)}{MARKS.get(other.status, '')}: {polite(facts[0].text, analyzer)}",
        (facts[0].id,),
    )
    return Line((Claim(INSTEAD), claim), lead="• ", fixed=True)
