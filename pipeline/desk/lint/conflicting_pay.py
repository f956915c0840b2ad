"""Two figures for the same pay that do not meet: the site's field and the text, or two sentences."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from pipeline.desk.lint import Reading, Span, span_of
from pipeline.model import Fact

FARTHEST = 3.0
"""Times that the higher figure may be the lower one and still speak of the same pay."""


def find(reading: Reading) -> Iterator[Span]:
    """Yield the later of two pays of one kind whose figures have nothing in common.

    Two figures of one sentence are told apart by it ("the first month 30 000, then 45 000"), and a figure many times
    the other is of something else: an addition, or a year beside a month.
    """
    amounts = [fact for fact in reading.pay if fact.concept != "negotiable" and not _on_probation(reading, fact)]
    for one, other in combinations(amounts, 2):
        alike = _same_kind(one, other) and not _one_sentence(reading, one, other)
        leads = other.principal if one.origin == "stated" else one.principal
        if alike and leads and _apart(one, other):
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


def _one_sentence(reading: Reading, one: Fact, other: Fact) -> bool:
    if one.where != other.where or one.start is None or other.start is None:
        return False
    document = reading.title if one.where == "title" else reading.text
    return document.clause(one.start) == document.clause(other.start)


def _apart(one: Fact, other: Fact) -> bool:
    low, high = one.low or 0.0, one.high if one.high is not None else float("inf")
    gap = _ratio(low, other.high) or _ratio(other.low, high)
    return gap is not None and 1 < gap <= FARTHEST


def _ratio(upper: float | None, lower: float | None) -> float | None:
    """How many times the lower end the upper one is, None unless it is above."""
    return upper / lower if upper and lower and upper > lower else None
