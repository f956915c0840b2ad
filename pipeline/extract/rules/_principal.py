"""Says which of a posting's asks for experience sums up: what the job takes, as one fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.closing import connective
from pipeline.extract.facts import made
from pipeline.extract.patterns import NAMED

if TYPE_CHECKING:
    from pipeline.extract.document import Document
    from pipeline.model import Fact

BARE = "unnamed"
"""Concept of a duration beside which the word experience does not stand."""
PRINCIPAL_AREAS = ("general", "sales", "b2b-sales", "similar")
_RANKS = {"required": 0, "preferred": 1, "not_needed": 2}
_OPENS = 2
_BEFORE = 80
"""Characters before a clause in which the word stands that joins it to the one before."""


def mark(document: Document, facts: list[Fact], clauses: list[tuple[int, int, int]]) -> list[Fact]:
    """Mark the principal fact; where beginners are welcome too, what is asked is only preferred.

    Of several asks of one kind the longest says how much experience the job takes. A bare plus in something special
    ("working with tills is a plus") sums up less than that none is needed.
    """
    place = _place(document, facts, clauses) if len(facts) > 1 else 0
    welcome = next((i for i, f in enumerate(facts) if _welcomes_beginners(document, f)), None)
    if welcome is not None and _is_special_plus(facts[place]):
        place = welcome
    best = facts[place]
    scope = best.scope
    if scope == "required" and welcome is not None:
        scope = "preferred"
    facts[place] = made(
        best.kind, best.concept, best.low, best.high, best.unit, scope, best.level, best.origin, best.where, best.quote,
        best.start, best.end, principal=True,
    )  # fmt: skip
    return facts


def _is_special_plus(fact: Fact) -> bool:
    return fact.scope == "preferred" and fact.low is None and fact.high is None and fact.concept not in PRINCIPAL_AREAS


def _place(document: Document, facts: list[Fact], clauses: list[tuple[int, int, int]]) -> int:
    """Return the place of the fact that sums up; heights are told only where they decide."""
    weights = [_weight(document, fact) for fact in facts]
    least = min(weights)
    if weights.count(least) > 1 and any(fact.low for fact in facts):
        heights = _heights(document, facts, clauses)
        return max((i for i, weight in enumerate(weights) if weight == least), key=lambda i: (heights[i], -i))
    return weights.index(least)


def _weight(document: Document, fact: Fact) -> tuple[bool, int, bool, bool, bool, int]:
    """Return how far a fact is from what sums up: first what is asked, with a figure, of work such as this."""
    aside = fact.concept not in PRINCIPAL_AREAS
    if fact.low is not None or fact.high is not None:
        level = 0 if fact.scope == "required" else 2
    elif aside:
        level = 4 if fact.scope == "required" else 5
    else:
        level = 1 if fact.scope == "required" else 3
    outside = level == 0 and document.part(fact.start or 0) != "requirements"
    return fact.scope == "not_needed", level, outside, fact.concept == BARE, aside, _RANKS[fact.scope or ""]


def _heights(document: Document, facts: list[Fact], clauses: list[tuple[int, int, int]]) -> list[float]:
    """Return the years that count for each fact: of alternatives (by degree, by grade) those of the first."""
    heights: list[float] = []
    for low, high, count in clauses:
        found = facts[len(heights) : len(heights) + count]
        if _is_alternative(document, low, high):
            first = found[0].low or 0.0
            heights += [min(first, max(heights)) if heights else first] * count
        else:
            heights += [fact.low or 0.0 for fact in found]
    return heights


def _welcomes_beginners(document: Document, fact: Fact) -> bool:
    """Tell whether all may come without experience, not those with a degree alone: "PhD and no experience"."""
    if fact.scope != "not_needed" or fact.concept != "general":
        return False
    low = document.clause(fact.start or 0)[0]
    opening = document.within(*NAMED, low, low + _OPENS + 1)
    return not any(hit.term.kind == "education" for hit in opening)


def _is_alternative(document: Document, low: int, high: int) -> bool:
    """Tell whether a clause goes on with what another degree or grade needs: "…, or 6 years without a degree"."""
    before = document.text[max(0, low - _BEFORE) : low].rstrip(" \n,;-").rpartition(" ")[2]
    if connective("joiner", document.language).fullmatch(before):
        return True
    return any(h.term.kind == "education" for h in document.within(*NAMED, low, high))
