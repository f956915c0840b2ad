"""Says which durations of a clause are a career asked for, and not an age, a licence's or the company's own years."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from pipeline.extract.closing import bound_before, connective
from pipeline.extract.patterns import NAMED
from pipeline.extract.rules._durations import UNITS

if TYPE_CHECKING:
    from pipeline.extract.document import Document
    from pipeline.extract.match import Hit
    from pipeline.extract.rules._durations import Span

LONGEST_CAREER = 20
"""Years above this are somebody's age or a company's history."""
COMMA = 100
"""How many letters of distance a comma is worth."""
FIELD = 20
"""The same of a sign that parts the fields of a form."""
BESIDE = 60
"""How near a word of age or of a company's history spoils a duration without the word experience beside it."""
SHORT = 80
"""Length under which a sentence that opens with a duration says nothing else: "Seven years with corporate clients."."""
BEFORE = 2
"""Characters that may stand between a word that asks and the duration it asks for."""
ASKING = ("asks", "must", "preferred")
BARE_TEXT = 150
"""A duration without the word experience is trusted in requirements and in texts no longer than this."""
HOLDS = 16
"""Characters between "with" and the duration it holds: "with more than"."""
FIELDS = ("sales", "industry", "similar")
LEAST = 10
"""Characters that "at least" takes between a field and its duration: "mobilya satışında en az 4 yıl"."""
NO_HITS: list[Hit] = []
_IN_WHAT = re.compile(r" [«“\"]?[^\W\d_]")
_LETTERS = re.compile(r"[^\w\n]*(?:[A-ZА-Я]{1,2}[^\w\n]+)*")  # of a licence, if more follow


def is_career(
    document: Document,
    span: Span,
    spans: list[Span],
    anchors: list[Hit],
    named: dict[str, list[Hit]],
    low: int,
    high: int,
) -> bool:
    """Tell whether a duration of the clause [low, high) is a career asked for; `named` holds its cues by concept."""
    if max(span.low or 0.0, span.high or 0.0) > LONGEST_CAREER:
        return False
    if _is_history(document, span, spans, anchors, named):
        return False
    part = document.part(span.start)
    if part != "requirements":
        for hit in named.get("company", NO_HITS):
            if hit.term.note == "weak" and not _is_held(document, low, span):
                continue  # "5-летний опыт" is asked, "с 5-летним опытом" told of a firm
            if not held(hit, anchors) and not _asks_between(document, hit, span, named):
                return False
    if anchors:
        return part != "about" or "seeks" in document.told(low, span.start)[1]
    if document.where != "text":
        return False
    asked = part in ("requirements", "preferred") or len(document.text) <= BARE_TEXT
    bare = span.firm or span.high is not None
    bare = bare or _brought(document, low, span, named) or _in_field(document, span, named)
    if asked and (bare or (high - low <= span.end - span.start + 30 and _parted(document, part, low, span))):
        return True
    if not _opens(document, span, low, high):
        return span.firm and part not in ("about", "conditions") and _in_field(document, span, named)
    if not asked and part == "none" and (span.low or 0.0) >= 1:
        alone = not document.text[low : _begin(document, span, low)].strip() and high - low < SHORT
        asked = alone or any(c.term.concept == "asks" for c in document.cues(low, high))
    return asked


def _brought(document: Document, low: int, span: Span, named: dict[str, list[Hit]]) -> bool:
    """Tell whether somebody is sought with a duration: "looking for a rep with two years in pharma"."""
    sought = "seeks" in document.told(low, span.start)[1] or any(
        h.end <= span.start for h in named.get("sought", NO_HITS)
    )
    return sought and _is_held(document, low, span)


def _is_held(document: Document, low: int, span: Span) -> bool:
    """Tell whether "with", or "with more than", stands before a duration."""
    return _holding(document.language).search(document.text, max(low, span.start - HOLDS), span.start) is not None


@cache
def _holding(language: str) -> re.Pattern[str]:
    return re.compile(connective("holder", language).pattern + r"[\w\s]*\Z", re.IGNORECASE)


def _in_field(document: Document, span: Span, named: dict[str, list[Hit]]) -> bool:
    """Tell whether a Turkish word of a field stands right before a duration: "mobilya satışında 4 yıl"."""
    fields = [hit for area in FIELDS for hit in named.get(area, NO_HITS)] if document.language == "tr" else NO_HITS
    return any(0 < span.start - hit.end <= (LEAST if span.firm else BEFORE) for hit in fields)


def _parted(document: Document, part: str, low: int, span: Span) -> bool:
    """Tell whether a sign parts a bare duration from what it is asked in: "React – 4 years", no "lease of 4 years"."""
    before = document.text[low : span.start].rstrip()
    language = document.language
    if part in ("requirements", "preferred") or language == "tr" or not before or not before[-1].isalnum():
        return True
    if connective("joiner", language).fullmatch(before.rpartition(" ")[2]):
        return True
    return any(c.term.concept in ASKING and span.start - c.end <= BEFORE for c in document.cues(low, span.start))


def _is_history(
    document: Document, span: Span, spans: list[Span], anchors: list[Hit], named: dict[str, list[Hit]]
) -> bool:
    """Tell whether a duration is nearer to a word of age or of a company's history than to one of experience.

    Such a word speaks of the duration nearest to it: "22 years in business, needs someone with three years".
    """
    others = named.get("not-years")
    if not others:
        return False
    text, companies = document.text, named.get("company", NO_HITS)
    nearest = min([distance(text, span, a) for a in anchors], default=BESIDE)
    for hit in others:
        if (hit.term.note == "weak" and anchors) or (span.firm and span.start < hit.start and hit.end <= span.end):
            continue
        counts = (
            hit.term.note != "after"
            or (  # "5 years (with a degree)" are no years of study
                hit.start >= span.end and "(" not in text[span.end : hit.start]
            )
        )
        gap = distance(text, span, hit)
        if counts and gap <= nearest and not held(hit, anchors):
            if any(distance(text, s, hit) < gap for s in spans):
                continue
            if touches(hit, companies) and seeks(document, hit, span, named):
                continue
            if any(_of_another(document, o, span) for o in others if o.start <= hit.start and hit.end <= o.end):
                continue
            return True  # "years in business" is history, "in business analysis" a trade
    return False


def _of_another(document: Document, hit: Hit, span: Span) -> bool:
    """Tell whether a word of history holds a time of its own: "two years, and not longer than a year ago"."""
    apart = hit.end <= span.start or span.end <= hit.start
    return apart and any(h.term.concept in UNITS for h in document.within("units", "time", hit.start, hit.end))


def _asks_between(document: Document, company: Hit, span: Span, named: dict[str, list[Hit]]) -> bool:
    """Tell whether, after a word of the company, an ask begins: "… with our team You have 5 years of experience"."""
    if seeks(document, company, span, named):
        return True
    if document.language == "tr":
        bound = bound_before(document.text, company.end, span.start, "tr")
        if bound and bound.lastgroup == "least":
            return True  # "our firm of 20 years seeks one of at least two years"
    between_them = document.cues(company.end, span.start)
    own = named.get("experience", NO_HITS)  # "our team has experience of 10 years"
    return any(c.term.concept == "asks" and span.start - c.end <= BEFORE and not touches(c, own) for c in between_them)


def seeks(document: Document, company: Hit, said: Hit | Span, named: dict[str, list[Hit]]) -> bool:
    """Tell whether a company seeks somebody with what is said: "our team needs a manager with five years", "firmamıza".

    In Turkish the verb may stand last: "firmamızda … üzere 3 yıl deneyimli uzman aranmaktadır".
    """
    high = document.clause(said.start)[1] if document.language == "tr" else said.start
    cues = [c for c in document.cues(company.start, high) if c.term.concept == "seeks"]
    return company.start < said.start and any(
        company.start <= c.start
        and (c.end <= said.start or (said.end <= c.start < high and "," not in document.text[said.end : c.start]))
        for c in cues + named.get("sought", NO_HITS)
    )


def _opens(document: Document, span: Span, low: int, high: int) -> bool:
    """Tell whether a duration opens its ask and says in what: "3 years in partnerships", "you have 3 years selling"."""
    text = document.text
    if not _IN_WHAT.match(text, span.end):
        return False
    before = text[low : _begin(document, span, low)].rstrip(" \n(*")
    if not before or before[-1] in ",;:•-–—*":
        return True
    return any(c.term.concept in ASKING and 0 <= span.start - c.end <= BEFORE for c in document.cues(low, high))


def _begin(document: Document, span: Span, low: int) -> int:
    """Return where a duration begins with the words that make it the least: "en az 5 sene"."""
    bound = bound_before(document.text, low, span.start, document.language)
    return bound.start() if bound and bound.lastgroup == "least" else span.start


def _gap(span: Span, hit: Hit) -> int:
    return max(0, hit.start - span.end, span.start - hit.end)


def distance(text: str, span: Span, hit: Hit) -> int:
    """Return the gap between a duration and a word, a comma between them weighing as much as many letters."""
    between = text[hit.end : span.start] if hit.end <= span.start else text[span.end : hit.start]
    fields = between.count(" / ") + between.count("|")
    return _gap(span, hit) + COMMA * (between.count(",") + between.count(";")) + FIELD * fields


def touches(hit: Hit, others: list[Hit]) -> bool:
    for other in others:  # noqa: SIM110 - a generator costs more than the few hits
        if other.start < hit.end and hit.start < other.end:
            return True
    return False


def held(hit: Hit, others: list[Hit]) -> bool:
    start, end = hit.start, hit.end
    for other in others:  # noqa: SIM110
        if other.start <= start and end <= other.end and other.end - other.start > end - start:
            return True
    return False


def of_licence(document: Document, hit: Hit) -> bool:
    """Tell whether a length of service stands right behind a driving licence: "category B, standing of 3 years"."""
    before = document.within(*NAMED, hit.start - BESIDE, hit.start)
    licences = [h.end for h in before if h.term.concept == "driving-licence"]
    return bool(licences) and _LETTERS.fullmatch(document.text, max(licences), hit.start) is not None
