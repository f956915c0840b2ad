"""Reads conditions bound to the person, not to the work: age, sex, citizenship, residence, military service.

They are facts of the kind `person`, because a later check warns about them. A bare word is not a condition: an age
needs a figure ("a young team" says nothing), both sexes named together exclude nobody, and a sentence that forbids
discrimination asks for nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pipeline.extract.facts import made
from pipeline.extract.scope import scope
from pipeline.model import Fact

if TYPE_CHECKING:
    from pipeline.extract.document import Document
    from pipeline.extract.match import Hit

ANCHORS = (("person", ""), ("cues", "person"))
YOUNGEST, OLDEST = 16, 75
"""Ages outside these years are somebody else's: children's, a company's."""
BARE_FROM = 30
"""Years with no word of age beside them are an age only from here up: "under 45"."""
NEAR = 28
"""Characters that may stand between a word of age and its figure."""
_BESIDE = 3
_AGE = re.compile(r"(\d(?<![\d.,:/]\d)\d)(?:\s*(?:-|–|—|\.\.)\s*(\d{2}))?(?![\d%:/]|[.,]\d)")
_TO_UNIT = re.compile(r"\s?\+?\s?")


class _Age(NamedTuple):
    start: int
    end: int
    low: float | None
    high: float | None


def read(document: Document) -> list[Fact]:
    """Return one fact a condition; an age has `low` and `high` in years, null where that side is open."""
    facts: list[Fact] = []
    for hit in _longest(document.of("person")):
        low, high = document.clause(hit.start)
        if _barred(document, low, high) or (hit.term.concept == "gender" and _no_bar_of_sex(document, low, high)):
            continue
        decided = _scope(document, hit)
        if decided:
            facts.append(_fact(document, hit.term.concept, decided, hit.start, hit.end, hit.term.note or None))
    return facts + _ages(document)


def _longest(hits: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in hits:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _barred(document: Document, low: int, high: int) -> bool:
    return bool(_cues(document, "no-bar", low, high))


def _cues(document: Document, concept: str, low: int, high: int) -> list[Hit]:
    return [h for h in document.within("cues", "person", low, high) if h.term.concept == concept]


def _no_bar_of_sex(document: Document, low: int, high: int) -> bool:
    """Tell whether both sexes are meant, or the word only says whom a condition of military service binds."""
    here = document.within("person", "", low, high)
    sexes = {h.term.note for h in here if h.term.concept == "gender"}
    served = any(h.term.concept == "military-service" for h in here)
    return len(sexes) > 1 or served


def _scope(document: Document, hit: Hit) -> str | None:
    part = document.part(hit.start)
    if part in ("about", "conditions", "duties") and hit.term.concept in ("gender", "residence", "military-service"):
        return None
    decided = scope(document, hit, hit.term.concept, hit.term.kind)
    if decided == "not_needed" and _own_words(document, hit):
        return "required"
    return decided if decided in ("preferred", "not_needed") else "required"


def _own_words(document: Document, hit: Hit) -> bool:
    """Tell whether all that says "not needed" are words of the term itself: "no military obligation" is a demand."""
    cues = [cue for cue in document.cues(*document.clause(hit.start)) if cue.term.concept == "not_needed"]
    return bool(cues) and all(hit.start <= cue.start and cue.end <= hit.end for cue in cues)


def _ages(document: Document) -> list[Fact]:
    facts: list[Fact] = []
    clauses = sorted({document.clause(h.start) for h in document.of("cues", "person") if h.term.concept in _OPENS})
    for low, high in clauses:
        if not _AGE.search(document.text, low, high) or _barred(document, low, high):
            continue
        facts += [
            _fact(document, "age-limit", "required", age.start, age.end, None, age.low, age.high)
            for age in _written(document, low, high)
        ]
    return facts


_OPENS = ("age", "years")


def _written(document: Document, low: int, high: int) -> list[_Age]:
    """Return the age a clause asks for: a figure beside a word of age, or years under a ceiling and no other years."""
    words = _cues(document, "age", low, high)
    units = _cues(document, "years", low, high)
    others = _cues(document, "other-years", low, high)
    sexes = [h for h in document.within("person", "", low, high) if h.term.concept == "gender"]
    for match in _AGE.finditer(document.text, low, high):
        first, second = float(match[1]), float(match[2]) if match[2] else None
        if not all(YOUNGEST <= n <= OLDEST for n in (first, second or first)) or (second and second <= first):
            continue
        beside = [w for w in words if _gap(w, match.start(), match.end()) <= NEAR]
        bounds = [h for h in (*_cues(document, "at-most", low, high), *_cues(document, "at-least", low, high))
                  if _gap(h, match.start(), match.end()) <= NEAR // 3]  # fmt: skip
        ceiling = any(b.term.concept == "at-most" and b.end <= match.start() for b in bounds)
        unit = any(u.start >= match.end() and _TO_UNIT.fullmatch(document.text, match.end(), u.start) for u in units)
        of_somebody = second and any(0 <= match.start() - h.end <= _BESIDE for h in sexes)  # "a man 25-35 years old"
        if others or not (beside or (unit and (of_somebody or (ceiling and first >= BARE_FROM)))):
            continue
        spans = [(match.start(), match.end())] + [(h.start, h.end) for h in (*beside, *bounds)]
        spans += [(u.start, u.end) for u in units if 0 <= u.start - match.end() <= 1]
        floor, top = _sides(bounds, match, first, second)
        return [_Age(min(s for s, _ in spans), max(e for _, e in spans), floor, top)]
    return []


def _sides(
    bounds: list[Hit], match: re.Match[str], first: float, second: float | None
) -> tuple[float | None, float | None]:
    if second:
        return first, second
    pair = _AGE.search(match.string, match.end(), match.end() + NEAR // 2)
    if pair and first < float(pair[1]) <= OLDEST:
        return first, float(pair[1])
    nearest = min(bounds, key=lambda b: (b.start >= match.end(), _gap(b, match.start(), match.end())), default=None)
    if nearest is not None and nearest.term.concept == "at-most":
        return None, first
    return first, None


def _gap(hit: Hit, start: int, end: int) -> int:
    return max(hit.start - end, start - hit.end, 0)


def _fact(
    document: Document, concept: str, decided: str, start: int, end: int, level: str | None,
    low: float | None = None, high: float | None = None,
) -> Fact:  # fmt: skip
    unit = "year" if low is not None or high is not None else None
    return made(
        kind="person", concept=concept, scope=decided, level=level, low=low, high=high, unit=unit, where=document.where,
        quote=document.text[start:end], start=start, end=end,
    )  # fmt: skip
