"""Weighs what industry the employer is in: its name, the title, what the text says of the company, then of the work.

An industry named among the requirements ("experience in banking preferred") weighs little: it is asked of the
candidate. Each industry becomes one fact with its strongest words as quote and its weight in `low`, best first.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from pipeline.extract.closing import connective
from pipeline.extract.document import read_document
from pipeline.extract.facts import made
from pipeline.extract.patterns import NAMED
from pipeline.words import lexicon

if TYPE_CHECKING:
    from pipeline.extract.document import Document
    from pipeline.extract.match import Hit
    from pipeline.model import Fact, Posting

BY_PART = {"about": 3.0, "none": 1.5, "duties": 1.2, "conditions": 0.3}
ASKED = 0.4
"""What weighs among what is asked, or told to be needless, of the candidate."""
OPENING, OPENING_FACTOR = 300, 2.0
"""Characters at the head of a text, where employers introduce themselves, and how much more words count there."""
TITLE, EMPLOYER, STATED = 3.0, 5.0, 20.0
ASIDE = 0.4
"""How much a title's bracket weighs, which often names the project: "Analyst (retail)"."""
AGAIN = 0.5
"""What the next mention of an industry adds, as a share of the mention before it."""
WEAK = 0.2
"""What a word weighs that many postings use of something else: travel, insurance, events, an IT department."""
ABBREVIATION = 2
AROUND = 8
"""Characters on either side of an abbreviation that show whether all is written in capitals."""
TRAPS = ("industry", "any")
"""What a trap's concept is called that holds words of every industry: "аналитический склад ума"."""
CLIENTS = 4
NEXT = 30
"""How far behind "we help" those stand who are helped."""
OWN = "it-software"
"""What is never the trade of the clients it is made for: "software for banks"."""
DEGREE = "higher-education"
_STUDY = 70
"""How far before the words for a degree its field may stand: "Makine veya Elektrik Mühendisliği bölümlerinden"."""
BENEFITS = ("benefits", "conditions")
_BENEFIT = 40
"""How long before a word the name of a benefit may begin that holds it."""
ENOUGH = 1.0
"""What an industry weighs to be named second; the heaviest is a guess however light it is, and says how light."""
SHOWN = 2
GENERAL = "general"
PLAINNESS = {GENERAL: 1, "weak": 2}
"""Notes of words that tell less of the trade than one without: "производство" beside what is made."""
_TELLING = ("about", "none", "duties")
_SMALL = ord("l")
_PLURAL = re.compile(r"[^s]s\Z")
"""How an English word for many ends."""
_WEIGHT = itemgetter(0)


class Clue(NamedTuple):
    """One mention: how much it weighs, what it says, and where: in a document, or in a name or field as written."""

    weight: float
    concept: str
    hit: Hit
    place: Document
    written: str | None = None
    unit: str | None = None


def read_posting(posting: Posting, text: Document, title: Document) -> list[Fact]:
    """Return at most two industries, best first; `unit` is `employer` where the name told."""
    clues = _told_by(text, _hits(text))
    clues += [Clue(TITLE * min(_factor(h), _aside(title, h)), h.term.concept, h, title) for h in _hits(title)]
    if posting.employer and "://" not in posting.employer:
        clues += _named(posting.employer, posting.language, lexicon().digest)
    return _weighed(clues)


def _told_by(text: Document, found: list[Hit]) -> list[Clue]:
    """Return the clues of a text."""
    if not found:
        return []
    lists = _lists(text, found)
    benefits = [h for h in text.named if h.term.kind in BENEFITS]
    clues = []
    for hit in found:
        part = text.part(hit.start)
        if benefits and _offered(text, hit, part, benefits):
            continue
        if text.language == "tr" and _studied(text, hit):
            continue
        clues.append(Clue(_weight(text, hit, part, lists), hit.term.concept, hit, text))
    return clues


@lru_cache(maxsize=1 << 14)
def _named(employer: str, language: str, words: str) -> tuple[Clue, ...]:  # noqa: ARG001 - other words, other answers
    """Return the clues of an employer's name: few employers seek one person only."""
    name = read_document(employer, language)
    return tuple([Clue(EMPLOYER, h.term.concept, h, name, employer, "employer") for h in _hits(name)])


def stated(posting: Posting) -> list[Fact]:
    """Return the industries that the site states, by the same words."""
    clues = []
    for written in posting.stated.industries:
        field = read_document(written, posting.language)
        clues += [Clue(STATED, h.term.concept, h, field, written) for h in _hits(field)]
    return _weighed(clues)


def _hits(document: Document) -> list[Hit]:
    """Return the industry words, the longest where they overlap."""
    kept: list[Hit] = []
    traps: list[Hit] | None = None
    reached = 0
    for hit in document.of("industry"):
        if hit.start >= reached:
            if traps is None:
                traps = [t for t in document.of("cues", "traps") if t.term.concept in TRAPS]
            if not ((traps or hit.term.note) and _another_word(document, hit, traps)):
                kept.append(hit)
                reached = hit.end
    return kept


def _another_word(document: Document, hit: Hit, traps: list[Hit]) -> bool:
    """Tell whether a word is another one: held by a trap, or an abbreviation that is written as other words are."""
    start, end, term = hit.start, hit.end, hit.term
    for trap in traps:
        if trap.start <= start and end <= trap.end:
            return True
    if term.note == "whole":  # the tail of another word: "a fashion-tech startup"
        return document.text[start - 1 : start] == "-"
    abbreviated = term.note == "caps" or (
        term.note == "weak" and len(term.term) == ABBREVIATION and term.term.isupper()
    )
    if not abbreviated:
        return False
    around = document.text[max(0, start - AROUND) : start] + document.text[end : end + AROUND]
    shouted = around.isupper() and sum(map(str.isalpha, around)) >= AROUND  # a preposition of a name in capitals
    return shouted or not document.text[end - ABBREVIATION : end].isupper()


def _weight(text: Document, hit: Hit, part: str, lists: set[tuple[int, int]]) -> float:
    start, term = hit.start, hit.term
    clause = text.clause(start)
    cues, told = text.told(*clause)
    strong = term.note != "weak"
    if "self" in told:
        part = "about"
    weight = BY_PART.get(part, ASKED) * (1.0 if strong else WEAK)
    if term.concept != OWN and (
        ("clients" in told and _of_clients(cues, start))
        or (strong and part in _TELLING and (_before_clientele(text, hit.end) or _for_many(text, start, hit.end)))
    ):
        weight *= WEAK
    if start < OPENING:
        weight *= OPENING_FACTOR
    return weight * WEAK if clause in lists else weight


def _offered(text: Document, hit: Hit, part: str, benefits: list[Hit]) -> bool:
    """Tell whether a word is of a benefit the employer offers: "insurance with dentistry" is nobody's trade."""
    offers = part == "conditions"
    if not offers and hit.term.note != "weak":
        return False
    start, end = hit.start, hit.end
    for benefit in benefits:
        if start - _BENEFIT <= benefit.start < end and start < benefit.end:
            return offers or _beside_pay(text, hit)
    return False


def _beside_pay(text: Document, hit: Hit) -> bool:
    """Tell whether words of pay stand around a word: "maaş, prim, sigorta, yemek"."""
    near = text.within("cues", "pay", hit.start - _BENEFIT, hit.end + _BENEFIT)
    return any(h.term.concept in ("pay", "base", "bonus") for h in near)


def _studied(text: Document, hit: Hit) -> bool:
    """Tell whether a Turkish word names what was studied: the degree stands behind it, no ask or experience between."""
    degrees = [h.start for h in text.within(*NAMED, hit.end, hit.end + _STUDY) if h.term.concept == DEGREE]
    if not degrees or text.clause(hit.start) != text.clause(degrees[0]):
        return False
    asked = any(c.term.concept == "asks" for c in text.cues(hit.end, degrees[0]))
    return not asked and not any(
        h.term.concept == "experience" for h in text.within("cues", "experience", hit.end, degrees[0])
    )


def _of_clients(cues: list[Hit], start: int) -> bool:
    """Tell whether a word is of those whom the employer serves: "software for banks", "we help banks"."""
    for cue in cues:
        if cue.term.concept == "clients" and 0 <= start - cue.end <= (NEXT if cue.term.note else start):
            return True
    return False


def _before_clientele(text: Document, at: int) -> bool:
    """Tell whether a word says whose clients or software follows: "our hotel clients", "banking software"."""
    if text.shape[at : at + 2] != b" l":
        return False
    return connective("clientele", text.language).match(text.text, at + 1) is not None


def _for_many(text: Document, start: int, end: int) -> bool:
    """Tell whether a word names many for whom something is done: "coffee to 2,000 cafes", "lets dentists see"."""
    if text.language != "en" or text.shape[start] != _SMALL or not _PLURAL.search(text.text, end - 2, end):
        return False  # a name, or one of them
    return _serving(text.language).search(text.text, max(0, start - NEXT), start) is not None


@cache
def _serving(language: str) -> re.Pattern[str]:
    """Return a pattern of a word such as "for" or "lets", and at most two words more, at the end of what is read."""
    return re.compile(connective("serving", language).pattern + r" (?:[\w,.'’-]+ ){0,2}\Z", re.IGNORECASE)


def _lists(text: Document, found: list[Hit]) -> set[tuple[int, int]]:
    """Return the clauses that name so many industries that they can only be those of the clients.

    A holding that "operates in shipping, logistics, insurance and tourism" names its own.
    """
    if len({hit.term.concept for hit in found}) < CLIENTS:
        return set()
    named: dict[tuple[int, int], set[str]] = {}
    for hit in found:
        named.setdefault(text.clause(hit.start), set()).add(hit.term.concept)
    many = {clause for clause, concepts in named.items() if len(concepts) >= CLIENTS}
    return {clause for clause in many if "operates" not in text.told(*clause)[1]}


def _aside(title: Document, hit: Hit) -> float:
    """Return what a word of a title weighs by its place: less in a bracket."""
    before = title.text[: hit.start]
    return ASIDE if before.count("(") > before.count(")") else 1.0


def _factor(hit: Hit) -> float:
    return WEAK if hit.term.note == "weak" else 1.0


def _weighed(clues: list[Clue]) -> list[Fact]:
    """Return the heaviest industries: mentions add up, each next one half as much; a general word counts once."""
    groups: dict[str, list[Clue]] = {}
    for clue in clues:
        groups.setdefault(clue.concept, []).append(clue)
    weighed: list[tuple[float, tuple[int, bool, int], str, Clue]] = []
    for concept, group in groups.items():
        if len(group) > 1:
            group.sort(key=_WEIGHT, reverse=True)
        adding = [clue for i, clue in enumerate(group) if not i or clue.hit.term.note != GENERAL]
        total = sum([clue.weight * AGAIN**i for i, clue in enumerate(adding)])
        weighed.append((-round(total, 3), _told(group), concept, group[0]))
    weighed.sort()
    best = -weighed[0][0] if weighed else 0.0
    weighed = [w for w in weighed if -w[0] >= min(ENOUGH, best)]
    return [_fact(clue, -total, principal=not i) for i, (total, _, _, clue) in enumerate(weighed[:SHOWN])]


def _told(group: list[Clue]) -> tuple[int, bool, int]:
    """Of industries that weigh the same the least goes first: a plain word, then one of the text, then an early one."""
    strongest = group[0]
    in_title = strongest.place.where == "title"
    return PLAINNESS.get(strongest.hit.term.note, 0), in_title, min([clue.hit.start for clue in group])


def _fact(clue: Clue, weight: float, *, principal: bool) -> Fact:
    if clue.written is not None:
        return made(
            "industry", clue.concept, weight, unit=clue.unit, origin="stated", quote=clue.written, principal=principal
        )
    start, end = clue.hit.start, clue.hit.end
    place = clue.place
    return made("industry", clue.concept, weight, None, None, None, None, "text", place.where,
                place.text[start:end], start, end, principal)  # fmt: skip
