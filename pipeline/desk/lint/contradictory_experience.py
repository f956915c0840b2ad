"""Experience is both not needed and required for so many years."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.desk.lint import Reading, Span
from pipeline.model import Fact


def find(reading: Reading) -> Iterator[Span]:
    """Yield the demand for years where the same posting says that none are needed, in sales or in general.

    Other fields have no names here: two demands for experience with something may speak of two things.
    """
    said = [fact for fact in reading.facts if fact.kind == "experience" and fact.start is not None]
    free = {fact.concept for fact in said if fact.scope == "not_needed" and _asked(reading, fact)}
    for fact in said:
        same = "general" in free or (fact.concept == "sales" and "sales" in free)
        if same and fact.principal and (fact.low or 0) >= 1 and _demanded(reading, fact):
            yield Span(fact.start or 0, fact.end or 0, fact.where)


def _asked(reading: Reading, fact: Fact) -> bool:
    """Tell whether the words stand where a posting speaks to the reader, not where it tells of duties or of itself."""
    document = reading.title if fact.where == "title" else reading.text
    return document.part(fact.start or 0) not in ("duties", "about")


def _demanded(reading: Reading, fact: Fact) -> bool:
    """Tell whether the years are asked for: the reader calls them a plus for the very reason that none are needed."""
    document = reading.title if fact.where == "title" else reading.text
    low, high = document.clause(fact.start or 0)
    softened = document.part(low) == "preferred" or "preferred" in document.told(low, high)[1]
    return fact.scope == "required" or (fact.scope == "preferred" and not softened)
