"""Wording of a posting that a law or good practice objects to: each rule is one file on this shelf and is found there.

`<rule>.toml` says in three languages where the rule comes from (jurisdiction, source) and what to tell the writer, and
shows examples: `[[finds]]` with the sentence that must be quoted, `[[passes]]` that must stay silent. A rule that
rests on a fact names it (`facts = [{kind, concept, scope, level}]`), or words of vocab/cues/lint.csv (`cues = [word]`,
silent where one of `unless` stands in the same item); one that needs to think has `find(reading)` in `<rule>.py` beside
it. `since` is the day the law is in force, for good practice the day the rule was written. A finding says "check",
never "unlawful": the law has exceptions that no text shows.
"""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from pipeline import extract
from pipeline.extract.document import Document, read_document
from pipeline.model import LANGUAGES, Fact, Posting, Where

FACT_KEYS = frozenset({"kind", "concept", "scope", "level"})
KEYS = frozenset({"title", "jurisdiction", "source", "since", "says", "facts", "cues", "unless", "finds", "passes"})
LONGEST_QUOTE = 240
"""Characters of an item or sentence that are quoted; of a longer one, what stands around the finding."""
_EDGE = " \t\n-–—•●▪*·,;"


@dataclass(frozen=True, slots=True)
class Span:
    """Where a rule found something; start = end = 0 where it is missing or stands in a field, as `quote` writes it."""

    start: int = 0
    end: int = 0
    where: Where = "text"
    quote: str = ""


def span_of(fact: Fact) -> Span:
    """Return where a fact stands, or the field it was stated in."""
    if fact.start is None or fact.end is None:
        return Span(quote=fact.quote or "")
    return Span(fact.start, fact.end, fact.where)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to check: the item or field as written (empty where it is missing), and the rule that asks."""

    rule: str
    quote: str
    where: Where
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """A posting with everything a rule may look at."""

    posting: Posting
    facts: tuple[Fact, ...]
    text: Document
    title: Document

    @cached_property
    def pay(self) -> tuple[Fact, ...]:
        """All pay facts, the headline first."""
        found = [fact for fact in self.facts if fact.kind == "pay"]
        return tuple(sorted(found, key=lambda fact: (fact.origin != "stated", not fact.principal)))


@dataclass(frozen=True)
class Rule:
    """One rule as its TOML file tells it; what people read of it is told in en, ru and tr."""

    name: str
    title: Mapping[str, str]
    jurisdiction: Mapping[str, str]
    source: Mapping[str, str]
    since: date
    says: Mapping[str, str]
    facts: Sequence[Mapping[str, Any]]
    cues: Sequence[str]
    unless: Sequence[str]
    finds: Sequence[Mapping[str, Any]]
    passes: Sequence[Mapping[str, Any]]

    def find(self, reading: Reading) -> Iterator[Span]:
        """Yield where the rule finds something to check."""
        for fact in reading.facts:
            if fact.start is not None and fact.end is not None and any(_meets(fact, wanted) for wanted in self.facts):
                yield Span(fact.start, fact.end, fact.where)
        for document in (reading.text, reading.title):
            for hit in document.of("cues", "lint"):
                if hit.term.concept in self.cues and not self._taken_back(document, hit.start):
                    yield Span(hit.start, hit.end, document.where)
        if f"{self.name}.py" in _shelf():
            yield from importlib.import_module(f"{__name__}.{self.name}").find(reading)

    def _taken_back(self, document: Document, at: int) -> bool:
        here = document.within("cues", "lint", *document.clause(at))
        return any(hit.term.concept in self.unless for hit in here)


def lint(posting: Posting, facts: tuple[Fact, ...] | None = None) -> list[Finding]:
    """Return what to check in a posting, in the order of the text, one finding a rule and item or sentence.

    `facts` are what `extract.read` gives, if the caller has them. A text in a language that is not read has none.
    """
    if posting.language not in LANGUAGES:
        return []
    told = extract.read(posting) if facts is None else facts
    text = read_document(posting.text, posting.language)
    title = read_document(posting.title or "", posting.language, "title")
    reading = Reading(posting, told, text, title)
    found: dict[tuple[str, Where, int], Finding] = {}
    for rule in rules().values():
        for span in rule.find(reading):
            document = title if span.where == "title" else text
            low, start, end = _quoted(document, span)
            quote = document.text[start:end] or span.quote
            found.setdefault((rule.name, span.where, low), Finding(rule.name, quote, span.where, start, end))
    return sorted(found.values(), key=lambda f: (f.where != "title", f.start, f.end, f.rule))


@cache
def rules() -> Mapping[str, Rule]:
    """Return all rules of the shelf by name. Raises ValueError for a file with a key that means nothing."""
    found = {}
    for name in sorted(_shelf()):
        if not name.endswith(".toml"):
            continue
        told = tomllib.loads(files(__name__).joinpath(name).read_text("utf-8"))
        unknown = set(told) - KEYS | {key for fact in told.get("facts", ()) for key in set(fact) - FACT_KEYS}
        if unknown:
            raise ValueError(f"desk/lint/{name}: unknown keys {', '.join(sorted(unknown))}")
        values = {"facts": (), "cues": (), "unless": (), "passes": ()} | told
        found[name.removesuffix(".toml")] = Rule(name=name.removesuffix(".toml"), **values)
    return found


@cache
def _shelf() -> frozenset[str]:
    return frozenset(entry.name for entry in files(__name__).iterdir())


def _meets(fact: Fact, wanted: Mapping[str, Any]) -> bool:
    return (
        fact.kind == wanted["kind"]
        and fact.concept == wanted.get("concept", fact.concept)
        and fact.scope in wanted.get("scope", (fact.scope,))
        and (fact.level or "") in wanted.get("level", (fact.level or "",))
    )


def _quoted(document: Document, span: Span) -> tuple[int, int, int]:
    """Return where the item or sentence of a span begins, and the bounds of what is quoted of it, cut between words."""
    if span.end <= span.start:
        return 0, 0, 0
    text = document.text
    low, high = document.clause(span.start)
    high = max(high, span.end)
    start, end = low, high
    if high - low > LONGEST_QUOTE:
        start = _between_words(text, max(low, span.start - LONGEST_QUOTE // 2), low, -1)
        end = _between_words(text, min(high, max(span.end, span.start + LONGEST_QUOTE // 2)), high, 1)
    while start < span.start and text[start] in _EDGE:
        start += 1
    while end > span.end and text[end - 1] in _EDGE:
        end -= 1
    return low, start, end


def _between_words(text: str, at: int, bound: int, step: int) -> int:
    """Return the nearest place at or outside `at`, not past `bound`, that cuts no word."""
    while at != bound and (text[at - 1] + text[at]).isalnum():
        at += step
    return at
