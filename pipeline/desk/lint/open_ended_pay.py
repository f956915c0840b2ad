"""Pay with one end only: "from 60 000", "up to 90 000"."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.desk.lint import Reading, Span, span_of


def find(reading: Reading) -> Iterator[Span]:
    """Yield the headline pay where one of its ends is open."""
    for fact in reading.pay[:1]:
        if fact.concept in ("from", "upto"):
            yield span_of(fact)
