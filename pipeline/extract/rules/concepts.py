"""Concepts: every vocabulary hit of a named concept becomes a fact with its scope and its level, if it has one."""

from __future__ import annotations

import re

from pipeline.extract import levels
from pipeline.extract.document import Document
from pipeline.extract.facts import made
from pipeline.extract.match import Hit
from pipeline.extract.patterns import NAMED
from pipeline.extract.scope import scope
from pipeline.model import Fact
from pipeline.words import lexicon

ANCHORS: tuple[tuple[str, str], ...] = ()
_ADDRESS = re.compile(r"(?<!\w)\w++://\S+")
"""A web address: a word in the name of a linked file asks nothing."""
_HYPHENS = ("-", "‑", "–")
_ASKED = ("requirements", "preferred")
_AROUND = " \n\t-–—•*.,;"
DEGREE, LESS, BESIDE = "higher-education", "secondary-education", 80
NEAR = 50
"""Characters around a word of character in which a thing it may speak of is looked for."""
CRM_GROUP = "crm"
"""Products of this group also say `crm`."""
LANGUAGE_GROUP = "languages"
"""Languages of this group also say `other-language` with the language as level."""


def read(document: Document) -> list[Fact]:
    """Return the concept facts of a document, in the order of the text."""
    named = lexicon().concepts
    addresses = [m.span() for m in _ADDRESS.finditer(document.text)] if "://" in document.text else []
    traps: dict[str, list[Hit]] = {}
    for trap in document.of("cues", "traps"):
        traps.setdefault(trap.term.concept, []).append(trap)
    text, where = document.text, document.where
    facts = []
    for hit in _longest(document.named):
        start, end, term = hit.start, hit.end, hit.term
        row = named[term.concept]
        if row.kind == "industry" or (traps and _trapped(traps, hit)):
            continue
        if addresses and any(a <= start < b for a, b in addresses):
            continue
        if term.note and ((term.note == "bare" and not _spoken_of(document, hit)) or _of_things(document, hit)):
            continue
        concept = row.concept
        decided = scope(document, hit, concept, row.kind)
        if concept == DEGREE and decided == "required" and _less_is_enough(document, hit):
            decided = "mentioned"
        level = levels.level(document, hit, concept) if concept in levels.HAVE_LEVELS else None
        quote = text[start:end]
        facts.append(made(row.kind, concept, None, None, None, decided, level, "text", where, quote, start, end))
        if row.group == CRM_GROUP and concept != "crm":
            facts.append(made("skills", "crm", None, None, None, decided, None, "text", where, quote, start, end))
        if row.group == LANGUAGE_GROUP and concept != "english":
            name = row.label_en
            facts.append(
                made("skills", "other-language", None, None, None, decided, name, "text", where, quote, start, end)
            )
    return facts


def _less_is_enough(document: Document, hit: Hit) -> bool:
    """Tell whether a vocational school is named beside a degree: "vocational or higher education" asks for the former.

    In other languages the lesser of two is asked of some and the degree of others.
    """
    if document.language != "ru":
        return False
    low, high = document.clause(hit.start)
    near = document.within(*NAMED, max(low, hit.start - BESIDE), min(high, hit.end + BESIDE))
    return any(h.term.concept == LESS for h in near)


def _trapped(traps: dict[str, list[Hit]], hit: Hit) -> bool:
    """Tell whether a longer phrase that only looks like the concept ("excel at", "access rights") holds the hit."""
    for concept in (hit.term.concept, "any"):
        for trap in traps.get(concept, ()):
            if trap.start <= hit.start and hit.end <= trap.end:
                return True
    return False


def _of_things(document: Document, hit: Hit) -> bool:
    """Tell whether a word of character speaks of a thing: "client-driven", "resilient infrastructure"."""
    if hit.term.note == "whole":
        return document.text[hit.start - 1 : hit.start] in _HYPHENS and hit.start > 0
    if hit.term.note == "tongue":
        near = document.within(*NAMED, hit.start - NEAR, hit.start)
        return any(h.term.kind == "languages" for h in near)
    return hit.term.note == "trait" and any(
        h.term.concept == "things" for h in document.cues(max(0, hit.start - NEAR), hit.end + NEAR)
    )


def _spoken_of(document: Document, hit: Hit) -> bool:
    """Tell whether the clause speaks of languages, or weighs what it names: a bare "Danish" may be a market."""
    low, high = document.clause(hit.start)
    names = {h.term.concept for h in document.cues(low, high)}
    if document.part(hit.start) in _ASKED and len(document.text[low:high].strip(_AROUND)) == hit.end - hit.start:
        return True  # a list item of its own
    return bool(names & {"speaks", "preferred", "must"}) and not (
        "codes" in names and hit.term.concept == "other-language"
    )


def _longest(hits: list[Hit]) -> list[Hit]:
    """Drop a hit that lies inside a longer one of the same concept."""
    kept: list[Hit] = []
    reach: dict[str, int] = {}
    for hit in hits:
        end, term = hit.end, hit.term
        concept = term.concept
        if end > reach.get(concept, -1):
            kept.append(hit)
            reach[concept] = end
    return kept
