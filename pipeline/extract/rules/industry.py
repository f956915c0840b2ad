"""Weighs what industry the employer is in: its name, the title, what the text says of the company, then of the work.

An industry named among the requirements ("experience in banking preferred") weighs little: it is asked of the
candidate. Each industry becomes one fact with its strongest words as quote and its weight in `low`, best first.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from pipeline.extract.document import read_document
from pipeline.model import Fact

if TYPE_CHECKING:
    from pipeline.extract.document import Document
    from pipeline.extract.match import Hit
    from pipeline.model import Posting

BY_SECTION = {"about": 3.0, "none": 1.5, "duties": 1.2, "conditions": 0.7, "requirements": 0.4}
OPENING, OPENING_FACTOR = 300, 2.0
"""Characters at the head of a text, where employers introduce themselves, and how much more words count there."""
TITLE, EMPLOYER, STATED = 3.0, 5.0, 20.0
AGAIN = 0.5
"""What the next mention of an industry adds, as a share of the mention before it."""
ENOUGH = 1.0
SHOWN = 2


class Clue(NamedTuple):
    """One mention: how much it weighs, and the fact it would make."""

    weight: float
    fact: Fact


def read_posting(posting: Posting, text: Document, title: Document) -> list[Fact]:
    """Return at most two industries, best first; `unit` is `employer` where the name told."""
    clues = [_clue(text, h, _weight(text, h)) for h in _hits(text)]
    clues += [_clue(title, h, TITLE) for h in _hits(title)]
    if posting.employer:
        name = read_document(posting.employer, posting.language)
        fact = Fact("industry", "", origin="stated", quote=posting.employer, unit="employer")
        clues += [Clue(EMPLOYER, replace(fact, concept=h.term.concept)) for h in _hits(name)]
    return _weighed(clues)


def stated(posting: Posting) -> list[Fact]:
    """Return the industries that the site states, by the same words."""
    clues = []
    for written in posting.stated.industries:
        fact = Fact("industry", "", origin="stated", quote=written)
        found = _hits(read_document(written, posting.language))
        clues += [Clue(STATED, replace(fact, concept=h.term.concept)) for h in found]
    return _weighed(clues)


def _hits(document: Document) -> list[Hit]:
    """Return the industry words, the longest where they overlap."""
    kept: list[Hit] = []
    for hit in document.of("industry"):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _weight(text: Document, hit: Hit) -> float:
    weight = BY_SECTION[text.section(hit.start)]
    return weight * OPENING_FACTOR if hit.start < OPENING else weight


def _clue(document: Document, hit: Hit, weight: float) -> Clue:
    quote = document.text[hit.start : hit.end]
    place = {"where": document.where, "quote": quote, "start": hit.start, "end": hit.end}
    return Clue(weight, Fact("industry", hit.term.concept, **place))  # type: ignore[arg-type]


def _weighed(clues: list[Clue]) -> list[Fact]:
    """Return the heaviest industries: mentions add up, each next one half as much."""
    groups: dict[str, list[Clue]] = defaultdict(list)
    for clue in clues:
        groups[clue.fact.concept].append(clue)
    facts = []
    for group in groups.values():
        group.sort(key=lambda c: -c.weight)
        total = sum(c.weight * AGAIN**i for i, c in enumerate(group))
        if total >= ENOUGH:
            facts.append(replace(group[0].fact, low=round(total, 3)))
    facts.sort(key=lambda f: (-(f.low or 0.0), f.concept))
    return [replace(f, principal=i == 0) for i, f in enumerate(facts[:SHOWN])]
