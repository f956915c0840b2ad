"""A range whose top is more than twice its bottom tells the reader little."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.desk.lint import Reading, Span, span_of
from pipeline.model import Fact

WIDEST = 2.0
"""Top over bottom."""


def find(reading: Reading) -> Iterator[Span]:
    """Yield the headline range where it is too wide, or each range that it was put together from."""
    for fact in _parts(reading):
        if fact.concept == "range" and fact.low and fact.high and fact.high > WIDEST * fact.low:
            yield span_of(fact)


def _parts(reading: Reading) -> tuple[Fact, ...]:
    """The headline pay, or the ranges that it was put together from."""
    headline = reading.pay[:1]
    inside = tuple(f for f in reading.pay[1:] if headline[0].where == f.where and _holds(headline[0], f))
    return inside or headline


def _holds(whole: Fact, part: Fact) -> bool:
    bounds = (whole.start, whole.end, part.start, part.end)
    return None not in bounds and (whole.start or 0) <= (part.start or 0) and (part.end or 0) <= (whole.end or 0)
