"""Reads durations, as written and in years: "3-5 years", "two (2) or more years", "half a year", "up to 18 months"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.extract.closing import between_numbers, bound_before, most_after
from pipeline.extract.match import Hit
from pipeline.languages import forms
from pipeline.words import lexicon

if TYPE_CHECKING:
    from pipeline.extract.document import Document
    from pipeline.words import Term

LONGEST_MORE = 20
"""Characters that "or more" may take between a number and its unit."""
FIELD_REACH = 30
NEXT_LINE = 12
"""Characters of a line in which the unit of a duration stands that opens it."""
SHARED = 50
"""Characters between a number and the unit that it shares with the next number."""
UNITS = ("year", "month", "duration")
_MEASURES = ("year", "month")
_CLINGS = re.compile(r"\d[^\W\d_]{2}")
_FIGURE = re.compile(r"\d(?<!\w\d)(?<!\d[.,:]\d)(?<!\d\d/\d)\d?(?:[.,]\d)?(?!\d)")
"""A number of one or two digits; its first digit comes first: so it is quick."""
_TO_UNIT = re.compile(r"[\s\-–—+)('’`]*(?:[^\W\d_]{1,2}(?=[\s\-–+)]))?[\s\-–—+)(]*")
_BREAK = re.compile("[,;()]")
_DASH = re.compile(r"\s*\+?\s*(?:-?[^\W\d_]{1,2})?\s*[-–—~/\ufffd]\s*")
_PLUS = re.compile(r"\s*\+")
_FIELD = re.compile(r"[^\n.;,\d]{0,25}:\s*(\d{1,2})(?:\s*[-–—]\s*(\d{1,2}))?\+?(?![\d%])")


class Span(NamedTuple):
    """A duration at [start, end): years from `low` to `high`; `firm` when a word or sign says that it is a minimum."""

    start: int
    end: int
    low: float | None
    high: float | None
    firm: bool


def durations(document: Document, low: int, high: int, hits: list[Hit]) -> list[Span]:
    """Return the durations of a clause with these units of time; "1 year to 18 months" is one range."""
    units = [h for h in hits if h.term.concept in UNITS]
    if _CLINGS.search(document.text, low, high):
        units = sorted([*units, *_clinging(document, low, high)], key=lambda unit: (unit.start, unit.end))
    if not units:
        return []
    numbers = _numbers(document.text, low, high, hits)
    spans: list[Span] = []
    for unit in units:
        if spans and unit.start < spans[-1].end:
            continue
        span = _measured(document, unit, numbers, hits)
        if span and spans and _one_range(document, spans[-1], span):
            first = spans.pop()
            span = Span(first.start, span.end, first.low, span.low or span.high, firm=True)
        if span and not spans and document.language == "tr":
            spans += _sharing(document.text, span, numbers, hits)
        if span:
            spans.append(span)
    return spans


def _sharing(text: str, span: Span, numbers: list[tuple[int, int, float]], hits: list[Hit]) -> list[Span]:
    """Return the years before a duration that share its unit: "satışta en az 6, yöneticilikte 2 yıl"."""
    before = [n for n in numbers if n[1] < span.start]
    if not before or not span.low:
        return []
    start, end, years = before[-1]
    is_least = any(h.term.concept == "least" and h.end == start - 1 for h in hits)
    if is_least and years > span.low and text.startswith(",", end) and span.start - end <= SHARED:
        return [Span(start, end, years, None, firm=True)]
    return []


def breaks_off(document: Document, at: int, high: int) -> bool:
    """Tell whether a line that ends in the word experience goes on in the next with how much: a broken line."""
    text = document.text
    if high >= len(text) or text[high - 1] != "\n":
        return False
    told = document.within("cues", "experience", at, high)
    ends = any(h.term.concept == "experience" and text[h.end : high].isspace() for h in told)
    return ends and any(
        unit.term.concept in UNITS and not _BREAK.search(text, high, unit.start)
        for unit in document.within("units", "time", high, high + NEXT_LINE)
    )


def _clinging(document: Document, low: int, high: int) -> list[Hit]:
    """Return the units that cling to their number: "3years", "3-5лет"; no word of the vocabulary is found so."""
    pattern, terms = _units(document.language)
    found = pattern.finditer(document.text, low, high)
    return [Hit(*m.span(m.lastindex or 0), terms[(m.lastindex or 1) - 1]) for m in found]


@cache
def _units(language: str) -> tuple[re.Pattern[str], list[Term]]:
    """Return a pattern of a number and a unit with nothing between them, and a term for each of its groups."""
    terms = [
        t for t in lexicon().of("units", "time") if t.concept in _MEASURES and t.lang == language and t.term.isalpha()
    ]
    words = "|".join("(" + "|".join(sorted(forms(language, t.term), key=len, reverse=True)) + ")" for t in terms)
    return re.compile(rf"(?<!\w)(?:\d{{1,2}}[-–—])?\d{{1,2}}(?:{words})(?!\w)", re.IGNORECASE), terms


def _numbers(text: str, low: int, high: int, hits: list[Hit]) -> list[tuple[int, int, float]]:
    found = [(m.start(), m.end(), float(m[0].replace(",", "."))) for m in _FIGURE.finditer(text, low, high)]
    spelled = [(h.start, h.end, float(h.term.note)) for h in hits if h.term.concept == "number"]
    return sorted(found + spelled) if spelled else found


def _measured(document: Document, unit: Hit, numbers: list[tuple[int, int, float]], hits: list[Hit]) -> Span | None:
    """Return the duration that ends in a unit word, or null when no number belongs to it."""
    if unit.term.concept == "duration":
        low, _, high = unit.term.note.partition("-")
        return _alone(document, unit, float(low), float(high) if high else None)
    text = document.text
    scale = 12.0 if unit.term.concept == "month" else 1.0
    least = [h for h in hits if h.term.concept == "least"]
    near = [n for n in numbers if n[1] <= unit.start and _reaches_unit(text, n[1], unit.start, least)]
    if not near:
        if unit.term.concept == "year" and (
            bound_before(text, 0, unit.start, document.language) or any(_follows(h, unit) for h in least)
        ):
            return _alone(document, unit, 1.0, None)
        return _field(document, unit, scale)
    start, end, value = near[-1]
    if len(near) > 1 and near[-1][2] == near[-2][2]:
        start = near[-2][0]
    for spelled in numbers:  # "two (2) years"
        if spelled[2] == value and text[spelled[1] : start].strip() == "(":
            start = spelled[0]
    stop = unit.end + text.startswith("+", unit.end)
    firm = (
        stop > unit.end
        or text[start - 1 : start] == "+"
        or _PLUS.match(text, end) is not None
        or any(0 <= start - h.end <= 2 or end <= h.start < unit.start or _follows(h, unit) for h in least)
    )
    for before in numbers:
        if before[1] <= start and before[2] < value and _joined(document, before[1], start):
            return Span(before[0], stop, _years(before[2], scale), _years(value, scale), firm=True)
    if _is_most(document, start) or most_after(document.language).match(text, unit.end):
        return Span(start, unit.end, None, _years(value, scale), firm=True)
    return Span(start, stop, _years(value, scale), None, firm)


def _alone(document: Document, unit: Hit, low: float, high: float | None) -> Span:
    """Return the duration of a unit without a number: "half a year", "from a year", "up to a year"."""
    if high is None and _is_most(document, unit.start):
        return Span(unit.start, unit.end, None, low, firm=True)
    return Span(unit.start, unit.end, low, high, firm=True)


def _is_most(document: Document, at: int, low: int = 0) -> bool:
    """Tell whether "up to" stands before an offset."""
    bound = bound_before(document.text, low, at, document.language)
    return bound is not None and bound.lastgroup == "most"


def _follows(least: Hit, unit: Hit) -> bool:
    """Tell whether "or more" stands right after a unit: "a year or more"."""
    return " " in least.term.term and 0 <= least.start - unit.end <= 1


def _field(document: Document, unit: Hit, scale: float) -> Span | None:
    """Return the duration of a form's field, whose unit stands before its figure: "Years of experience: 3-5"."""
    found = _FIELD.match(document.text, unit.end, document.clause(unit.start)[1])
    if found is None or not document.within("cues", "experience", unit.start - FIELD_REACH, found.start(1)):
        return None
    high = _years(float(found[2]), scale) if found[2] else None
    return Span(unit.start, found.end(), _years(float(found[1]), scale), high, firm=True)


def _reaches_unit(text: str, end: int, unit: int, least: list[Hit]) -> bool:
    """Tell whether nothing but signs, an ending or "or more" stands between a number and its unit."""
    if _TO_UNIT.fullmatch(text, end, unit):
        return True
    return unit - end <= LONGEST_MORE and any(
        not text[end : h.start].strip(" -+)") and not text[h.end : unit].strip(" -+")
        for h in least
        if end <= h.start and h.end <= unit
    )


def _years(value: float, scale: float) -> float:
    """Return years to one decimal, as people write them: 8 months are 0.7."""
    return round(value / scale, 1)


def _one_range(document: Document, first: Span, second: Span) -> bool:
    """Tell whether two durations are the ends of one: "1 year to 18 months", "3 yıldan 5 yıla kadar"."""
    if _joined(document, first.end, second.start):
        return True
    return first.high is None and second.low is None and document.text[first.end : second.start].isspace()


def _joined(document: Document, low: int, high: int) -> bool:
    """Tell whether a dash or a range word alone stands between two numbers: "2-3", "2 to 3", "2, max 3"."""
    text, language = document.text, document.language
    if _DASH.fullmatch(text, low, high):
        return True
    words = between_numbers(language).findall(text, low, high)
    if len(words) == 1 and len(text[low:high].strip(" +-–")) <= len(words[0]) + 3:
        return True
    bound = bound_before(text, low, high, language)
    return bound is not None and bound.lastgroup == "most" and not text[low : bound.start()].strip(" +,-–")
