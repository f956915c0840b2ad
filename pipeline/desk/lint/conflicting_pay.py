"""Two figures for the same pay that do not meet: the site's field and the text, or two sentences."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from pipeline.desk.lint import Reading, Span, span_of
from pipeline.model import Fact


def find(reading: Reading) -> Iterator[Span]:
    """Yield the later of two pays of one kind whose figures have nothing in common."""
    amounts = [fact for fact in reading.pay if fact.concept != "negotiable" and not _on_probation(reading, fact)]
    for one, other in combinations(amounts, 2):
        if _same_kind(one, other) and _apart(one, other) and (one.principal or one.origin == "stated"):
            yield span_of(other)


def _same_kind(one: Fact, other: Fact) -> bool:
    """Tell whether both speak of the same thing: a base is not a total, a month is not a year, one end is not two."""
    both_whole = "from" not in (one.concept, other.concept) or one.concept == other.concept or one.scope != "unknown"
    return one.unit == other.unit and one.scope == other.scope and one.level == other.level and both_whole


def _on_probation(reading: Reading, fact: Fact) -> bool:
    """Tell whether the clause speaks of a probation: its pay is another pay."""
    if fact.start is None or fact.where != "text":
        return False
    low, high = reading.text.clause(fact.start)
    told = [f for f in reading.facts if f.concept == "probation" and f.start is not None and f.where == "text"]
    return any(low <= (f.start or 0) < high for f in told)


def _apart(one: Fact, other: Fact) -> bool:
    low, high = one.low or 0.0, one.high if one.high is not None else float("inf")
    return (other.high if other.high is not None else float("inf")) < low or (other.low or 0.0) > high
