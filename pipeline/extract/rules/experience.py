"""Reads the work experience a posting asks for: how much, in what, and whether it is required, preferred or not needed.

A duration counts when its clause speaks of experience (or is a bare requirement such as "3-5 yrs") and not of age, of
driving, or of the company's own years. Every mention becomes a fact; `principal` marks the one that sums up.
"""

from __future__ import annotations

import re
from operator import attrgetter
from typing import TYPE_CHECKING

from pipeline.extract.closing import closes_from, connective
from pipeline.extract.facts import made
from pipeline.extract.patterns import NAMED
from pipeline.extract.rules._career import (
    COMMA,
    LONGEST_CAREER,
    NO_HITS,
    distance,
    held,
    is_career,
    of_licence,
    seeks,
    touches,
)
from pipeline.extract.rules._durations import UNITS, Span, breaks_off, durations
from pipeline.extract.rules._principal import BARE, mark
from pipeline.extract.rules._refusals import gained, heads, liked, refused, turned_away

if TYPE_CHECKING:
    from pipeline.extract.document import Document
    from pipeline.extract.match import Hit
    from pipeline.model import Fact

ANCHORS = (("cues", "experience"), ("units", "time"))
OWN_STORY = 250
"""How near an experience without a figure a word of the company makes it the company's, in a text of one sentence."""
OPENING = 30
"""Characters of an item in which the experience it asks for is named, where it opens with that."""
FEW = 2
"""Words that may stand before it without asking anything themselves: "Good practical experience"."""
PRODUCTS = ("office", "crm", "1c", "erp")
PRODUCT_REACH = 12
"""How near to the word experience a product's name stands that it is experience in: "опыт работы с 1С"."""
SHORT_LIST = 2
CLOSE = 3
"""Characters of bullets and brackets that may stand between a cue and the end of its clause."""
AREAS = ("b2b-sales", "sales", "similar", "industry", "general")
_BEGIN = attrgetter("start")
_TELLING = ("experience", "not-needed")
"""Cues without which, or a unit of time, a clause says nothing of experience."""
OTHER = "other"
"""Experience in something no cue names."""

_BREAK = re.compile("[,;()]")
_OUTSIDE_ASK = re.compile(r"[,;()\d]")
_HEADING = re.compile(r"[^a-zа-яçğışöü]*|[^.\n]{0,40}:\s*")
_IN_BRACKET = re.compile(r"\([^()]*\w[^()]*$")
_NEXT_FIELD = re.compile(r"[/|]\s[^/|]*:")
_BRACKETED = re.compile(r"\([^()]*\)")
_CLOSED_BRACKET = re.compile(r"\w*\)\s*[,;]")


def read(document: Document) -> list[Fact]:
    """Return one fact a mention of experience, the principal one marked."""
    cues, times = document.of("cues", "experience"), document.of("units", "time")
    told = [h.start for h in cues if h.term.concept in _TELLING]
    told += [h.start for h in times if h.term.concept in UNITS]
    told.sort()
    facts: list[Fact] = []
    clauses: list[tuple[int, int, int]] = []
    high = 0
    for at in told:
        if at < high:
            continue  # its clause is read
        low, high = document.clause(at)
        part, part_low, part_high = document.part_span(at)
        low, high = max(low, part_low), min(high, part_high)  # a clause may run on over a heading
        if part == "none" and breaks_off(document, at, high):
            high = document.clause(high)[1]
        inside = document.within("cues", "experience", low, high), document.within("units", "time", low, high)
        found = _clause(document, low, high, *inside)
        if found:
            facts += found
            clauses.append((low, high, len(found)))
    return mark(document, facts, clauses) if facts else facts


def _clause(document: Document, low: int, high: int, cues: list[Hit], times: list[Hit]) -> list[Fact]:
    """Return the facts of one clause, told by its hits."""
    given = "conditions" in document.part_names and document.part(low) == "conditions"
    if given and any(h.term.concept == "pay" for h in document.within("cues", "pay", low, high)):
        return []  # "consultants with 9 months of experience earn …" asks nothing
    named: dict[str, list[Hit]] = {}
    for hit in cues:
        named.setdefault(hit.term.concept, []).append(hit)
    anchors, refusals = _sorted_out(document, named, high)
    facts: list[Fact] = []
    spans = durations(document, low, high, times)
    if "turned-away" in named:  # "less than a year need not apply" asks for a year
        turned = named["turned-away"]
        spans = [s._replace(low=s.low or s.high, high=None) if turned_away(document, s, turned) else s for s in spans]
    # "in business analysis" is experience beside years alone
    near = sorted(anchors + named["trade"], key=_BEGIN) if spans and "trade" in named else anchors
    for span in spans:
        if is_career(document, span, spans, near, named, low, high):
            beside = [a for a in near if a.end > (facts[-1].end or 0)] if facts else near
            facts.append(_fact(document, named, near, span, low, high, beside))
    too_long = any((span.low or span.high or 0.0) > LONGEST_CAREER for span in spans)  # "we bring 30 years of …"
    if not facts and anchors and not too_long and _asks_experience(document, anchors, named, low, high):
        fact = _fact(document, named, anchors, None, low, high, anchors)
        if fact.scope != "required" or not _all_of_products(document, anchors, high):
            return [fact]
    if not facts and refusals:
        hit = refusals[0]
        area = "industry" if named.get("industry") else "general"
        scope = "preferred" if liked(document, hit, named.get("preferred", NO_HITS)) else "not_needed"
        return [_made(document, area, None, None, scope, hit.start, hit.end)]
    return facts


def _sorted_out(document: Document, named: dict[str, list[Hit]], high: int) -> tuple[list[Hit], list[Hit]]:
    """Return what asks for experience and what refuses it; `named` keeps only the cues that count."""
    told = [h for h in named.get("experience", NO_HITS) if document.text[h.start - 1 : h.start] != "<"]  # no mask
    others = named.get("not-asked", NO_HITS)
    if "gained" in named:  # "to gain valuable, hands-on experience"
        others = others + [h for h in told if gained(document, h, named["gained"])]
    refusals = refused(document, told, named) if "not-needed" in named or "denial" in named else NO_HITS
    if refusals:
        others = others + refusals + [h for h in told if heads(document.text, h, refusals)]
    named["not-needed"] = refusals
    pluses = named.get("preferred")
    if pluses:
        named["preferred"] = [h for h in pluses if not held(h, pluses)]
    companies = named.get("company")
    if companies:
        named["company"] = [h for h in companies if h.end <= high]  # "… of experience", "We offer …" are two lines
    anchors = [h for h in told if not touches(h, others)] if others else told
    driven = [h for h in anchors if h.term.note == "near" and of_licence(document, h)]
    if driven:
        anchors = [h for h in anchors if h not in driven]
        named["not-years"] = named.get("not-years", NO_HITS) + driven
    return anchors, refusals


def _asks_experience(document: Document, anchors: list[Hit], named: dict[str, list[Hit]], low: int, high: int) -> bool:
    """Tell whether a clause without a figure asks for experience: by its part, or by its own words."""
    if document.where != "text":
        return False
    part = document.part(anchors[0].start)
    if part == "about":
        return False
    for hit in named.get("company", NO_HITS):
        if abs(hit.start - anchors[0].start) < OWN_STORY and not seeks(document, hit, anchors[0], named):
            return False
    asked = (
        part in ("requirements", "preferred", "not_needed", "none")
        or bool(named.get("preferred"))
        or (part == "duties" and ("seeks" in document.told(low, high)[1] or _opens_ask(document, anchors[0], low)))
    )
    return asked and not _is_heading(document, low, high)


def _is_heading(document: Document, low: int, high: int) -> bool:
    """Tell whether a clause is only a heading: it ends in a colon, or is in capitals where most of the text is not."""
    heading = _HEADING.fullmatch(document.text, low, high)
    return heading is not None and (":" in heading[0] or document.shape.count(b"l") > document.shape.count(b"U"))


def _opens_ask(document: Document, anchor: Hit, low: int) -> bool:
    """Tell whether an item among the duties opens with the experience it asks for: no deed does."""
    before = document.text[low : anchor.start]
    if len(before) > OPENING or _OUTSIDE_ASK.search(before):
        return False
    cues = document.cues(low, anchor.end)
    asked = {c.term.concept for c in cues if c.end <= anchor.start}
    skilled = any(c.term.concept == "skill" and c.start <= anchor.start for c in cues)
    return "does" not in asked and (
        "must" in asked or (skilled and (len(before.split()) <= FEW or not asked.isdisjoint(("asks", "skill"))))
    )


def _all_of_products(document: Document, anchors: list[Hit], high: int) -> bool:
    """Tell whether experience is asked in named products only: a skill ("experience with Excel"), no career."""
    for anchor in anchors:
        end = min(high, anchor.end + PRODUCT_REACH)
        if not any(h.term.lang == "*" and h.term.group in PRODUCTS for h in document.within(*NAMED, anchor.end, end)):
            return False
    return True


def _fact(
    document: Document,
    named: dict[str, list[Hit]],
    anchors: list[Hit],
    span: Span | None,
    low: int,
    high: int,
    beside: list[Hit],
) -> Fact:
    """Return the fact of a span, or of experience without a figure; `beside` are the words that may join its quote."""
    start, end = _quoted(document.text, span, beside)
    scope = _scope(document, named, start, end, low, high)
    if scope == "required" and len(beside) < len(anchors):  # "preferably 3 years' experience, 2 of them in sales"
        scope = _scope(document, named, *_quoted(document.text, span, anchors), low, high)
    if anchors:
        area = BARE if named.get("instead") else _area(document.text, named, span)
    else:
        area = OTHER if span and _after_degree(document, low, span) else BARE
    if span is None or scope == "not_needed":
        return _made(document, area, None, None, scope, start, end)
    return _made(document, area, span.low, span.high, scope, start, end)


def _after_degree(document: Document, low: int, span: Span) -> bool:
    """Tell whether a degree stands before a duration: "a degree with eight years in logistics" is experience."""
    if document.language == "tr":  # whose years of study stand after the university's
        return False
    return any(h.term.kind == "education" for h in document.within(*NAMED, low, span.start))


def _quoted(text: str, span: Span | None, anchors: list[Hit]) -> tuple[int, int]:
    """Return the bounds of a duration with the nearest word of experience."""
    if span is None:
        return anchors[0].start, anchors[0].end
    if not anchors:
        return span.start, span.end
    near = anchors[0] if len(anchors) == 1 else min(anchors, key=lambda a: distance(text, span, a))
    return min(span.start, near.start), max(span.end, near.end)


def _area(text: str, named: dict[str, list[Hit]], span: Span | None) -> str:
    """Return what the experience is in: a word of the clause, on the duration's side of any comma."""
    for area in AREAS:
        for hit in named.get(area, NO_HITS):
            if span is None or distance(text, span, hit) < COMMA:
                return area
    return OTHER


def _made(
    document: Document, area: str, low: float | None, high: float | None, scope: str, start: int, end: int
) -> Fact:
    return made(
        "experience", area, low, high, "year", scope, None, "text", document.where, document.text[start:end], start, end
    )


def _scope(document: Document, named: dict[str, list[Hit]], start: int, end: int, low: int, high: int) -> str:
    """Return required unless the clause, or the heading above it, says less."""
    for cue in named.get("preferred", NO_HITS):
        if _speaks_of(document, cue, named.get("experience", NO_HITS), start, end, low, high):
            return "preferred"
    for cue in named.get("waived", NO_HITS):
        if _waives(document, cue, end, low):
            return "not_needed"
    part = document.part(start)
    if part == "not_needed":
        return "not_needed"
    return "preferred" if named.get("not-needed") or part == "preferred" else "required"


def _speaks_of(document: Document, cue: Hit, anchors: list[Hit], start: int, end: int, low: int, high: int) -> bool:
    """Tell whether "preferred" speaks of the mention at [start, end); its note says where it may stand."""
    text = document.text
    if start < cue.start and cue.end < end:  # "experience is welcome, from 3 years"; "Experience: preferably 3 years"
        if text[start : cue.start].rstrip().endswith(":"):
            return True
        return cue.term.note == "after" and text.count("(", start, cue.start) <= text.count(")", start, cue.start)
    between = (end, cue.start) if cue.start >= end else (cue.end, start)
    gap = text[between[0] : between[1]]
    if any(between[0] <= a.start and a.end <= between[1] for a in anchors):
        return document.language == "tr" and cue.start >= end and _one_list(document, anchors, start, end, cue.start)
    if ";" in gap or (cue.start >= end and _IN_BRACKET.search(gap)):
        return False
    if cue.start >= end:
        closes = high - cue.end <= CLOSE and end > closes_from(document, cue)
        bracketed = text[cue.end : cue.end + 1] == ")" and not _BREAK.search(gap.rstrip(" ("))
        beside = bracketed or (cue.term.note == "after" and not gap.strip(" -–—"))
        return closes or beside or (cue.term.note == "after" and not _BREAK.search(gap))
    if cue.end > start or _ended(document, cue.end, start):
        return False
    if "(" in text[cue.start : cue.end]:  # "welcome (but not required) experience"
        gap = gap.removeprefix(")")
    opens = cue.start - low <= CLOSE and not re.search("[;)]", gap)
    return opens or not _BREAK.search(_BRACKETED.sub(" ", gap))


def _waives(document: Document, cue: Hit, end: int, low: int) -> bool:
    """Tell whether "not necessary" speaks of a mention that ends at `end`, and not of another item or an aside."""
    before, after = document.text[low : cue.start].rstrip(), document.text[cue.end : cue.end + 2]
    aside = before.endswith(",") or before.count("(") > before.count(")")
    if aside and after[:1] == " " and after[1:].isalnum():
        return False  # "sales experience, not necessarily as a lead"
    if cue.end < end and _CLOSED_BRACKET.match(document.text, cue.end):
        return False  # "a licence (not a must), two years in sales"
    return cue.start < end or (
        end > closes_from(document, cue) and not _NEXT_FIELD.search(document.text, end, cue.start)
    )


def _one_list(document: Document, anchors: list[Hit], start: int, low: int, high: int) -> bool:
    """Tell whether plain nouns alone stand before a Turkish verb that closes them all: "… deneyimi, … deneyim arzu".

    A duration, in what begins at `start` or after it, makes an ask of its own.
    """
    if (
        ";" in document.text[low:high]
        or document.text.count(",", low, high) > SHORT_LIST
        or document.within("units", "time", start, high)
    ):
        return False
    asks = [c for c in document.cues(low, high) if c.term.concept == "asks"]
    return all(touches(c, anchors) for c in asks)


def _ended(document: Document, low: int, high: int) -> bool:
    """Tell whether a Turkish ask, whose verb stands last, has ended before a comma: "tercihen … mezun, …".

    So has an aside: "preferably being in retail, three years" prefers the trade only, unless it is "being chiefly".
    """
    if document.language != "tr":
        return False
    text, language = document.text, document.language
    if connective("aside", language).search(text, low, high) and not connective("chief", language).search(
        text, low, high
    ):
        return True
    asks = [c for c in document.cues(low, high) if c.term.concept == "asks"]
    return any(document.text[c.end : c.end + 1] == "," for c in asks)
