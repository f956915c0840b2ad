"""A range whose top is more than twice its bottom tells the reader little."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.desk.lint import Reading, Span, span_of

WIDEST = 2.0
"""Top over bottom."""


def find(reading: Reading) -> Iterator[Span]:
    """Yield the headline range where it is too wide."""
    for fact in reading.pay[:1]:
        if fact.concept == "range" and fact.low and fact.high and fact.high > WIDEST * fact.low:
            yield span_of(fact)
