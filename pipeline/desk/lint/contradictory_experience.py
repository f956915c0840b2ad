"""Experience is both not needed and required for so many years."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.desk.lint import Reading, Span
from pipeline.model import Fact


def find(reading: Reading) -> Iterator[Span]:
    """Yield the demand for years where the same posting says that none are needed, in the same field or in general."""
    said = [fact for fact in reading.facts if fact.kind == "experience" and fact.start is not None]
    free = {fact.concept for fact in said if fact.scope == "not_needed" and _asked(reading, fact)}
    for fact in said:
        same = fact.concept in free or "general" in free
        if fact.scope != "not_needed" and fact.principal and (fact.low or 0) >= 1 and same:
            yield Span(fact.start or 0, fact.end or 0, fact.where)


def _asked(reading: Reading, fact: Fact) -> bool:
    """Tell whether the words stand where a posting speaks to the reader, not where it tells of duties or of itself."""
    document = reading.title if fact.where == "title" else reading.text
    return document.part(fact.start or 0) not in ("duties", "about")
