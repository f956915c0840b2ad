"""No figure for pay: nothing at all, or only that it can be talked about."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.desk.lint import Reading, Span, span_of


def find(reading: Reading) -> Iterator[Span]:
    """Yield the words that stand in place of a figure, or an empty span where nothing stands."""
    if any(fact.concept != "negotiable" for fact in reading.pay):
        return
    headline = reading.pay[0] if reading.pay else None
    yield span_of(headline) if headline else Span()
