"""What a site states beside the text, as facts: pay, experience and key skills, each with the field as written."""

from __future__ import annotations

from functools import lru_cache

from pipeline.extract.document import read_document
from pipeline.extract.facts import made
from pipeline.model import Fact, Posting
from pipeline.words import lexicon

_YEARS = {"1-3": (1.0, 3.0), "3-6": (3.0, 6.0), "6+": (6.0, None)}


def stated(posting: Posting) -> list[Fact]:
    """Return the stated facts of a posting; a field that is not there says nothing."""
    return [*_pay(posting), *_experience(posting), *_skills(posting)]


def _pay(posting: Posting) -> list[Fact]:
    field = posting.stated
    low, high = field.salary_from or None, field.salary_to or None
    if low is None and high is None:
        return []
    kind = "from" if high is None else "upto" if low is None else "point" if low == high else "range"
    quote = field.salary_written or "–".join(f"{end:.10g}" for end in (low, high) if end)
    tax = "unknown" if field.gross is None else "gross" if field.gross else "net"
    unit = f"{field.currency or ''}/{field.period or ''}"
    return [made("pay", kind, low, high, unit, "unknown", tax, origin="stated", quote=quote, principal=True)]


def _experience(posting: Posting) -> list[Fact]:
    bucket = posting.stated.experience
    quote = posting.stated.experience_written or bucket
    if bucket == "none":
        return [_years("not_needed", None, None, quote)]
    if bucket == "some":
        return [_years("required", None, None, quote)]
    return [_years("required", *_YEARS[bucket], quote)] if bucket in _YEARS else []


def _years(scope: str, low: float | None, high: float | None, quote: str | None) -> Fact:
    return made("experience", "general", low, high, "year", scope, origin="stated", quote=quote, principal=True)


def _skills(posting: Posting) -> list[Fact]:
    """Read each key skill by itself: a list the employer ticked is a list of demands."""
    named = lexicon().concepts
    facts: dict[str, Fact] = {}
    for skill in posting.stated.skills:
        for found in _named(skill, posting.language, lexicon().digest):
            concept = named[found]
            if concept.concept not in facts:
                facts[concept.concept] = made(
                    concept.kind, concept.concept, scope="required", origin="stated", quote=skill
                )
    return list(facts.values())


@lru_cache(maxsize=1 << 14)
def _named(skill: str, language: str, words: str) -> tuple[str, ...]:  # noqa: ARG001 - other words, other answers
    """Return the concepts a skill names: sites offer the same ones to all employers."""
    return tuple(hit.term.concept for hit in read_document(skill, language).named)
