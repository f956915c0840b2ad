"""Says where a clause refuses experience ("none needed", "без опыта"), and whom it turns away for having none."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from pipeline.extract.closing import connective
from pipeline.extract.match import Hit
from pipeline.extract.rules._career import NO_HITS, touches

if TYPE_CHECKING:
    from pipeline.extract.document import Document
    from pipeline.extract.rules._durations import Span

REACH = 40
"""Characters before a word of experience in which what denies it is looked for."""
FEW = 2
"""Words of a turn: "but is"."""
_BREAK = re.compile("[,;()]")
_BETWEEN = r"(?:\s+[^\W\d][\w/-]{2,}){0,3}\s+\Z"
"""What may stand between a denial and what it denies: "no prior B2B sales experience"; the short words are others'."""


def refused(document: Document, told: list[Hit], named: dict[str, list[Hit]], low: int) -> list[Hit]:
    """Return what refuses experience in a clause; "we do not consider people without experience" refuses nothing."""
    refusals = named.get("not-needed", NO_HITS) + _denied(document, told, named.get("not-asked", NO_HITS), low)
    turned = named.get("turned-away")
    return [h for h in refusals if not turned_away(document, h, turned)] if turned else refusals


def _denied(document: Document, told: list[Hit], others: list[Hit], low: int) -> list[Hit]:
    """Return the words of experience with the word that denies them."""
    found: list[Hit] = []
    denial = _denial(document.language)
    for hit in told:
        if document.language == "tr":  # whose verb stands last
            said = denial.match(document.text, hit.end)
        else:
            said = denial.search(document.text, max(low, hit.start - REACH), hit.start)
        if said is None or touches(hit, others):
            continue
        start, end = min(said.start(), hit.start), max(said.end(), hit.end)
        if not document.within("units", "time", start, hit.start):  # "no more than two years' experience"
            found.append(Hit(start, end, hit.term))
    return found


@cache
def _denial(language: str) -> re.Pattern[str]:
    """Return a pattern of a word that denies what stands after it, in Turkish before it."""
    said = connective("denial", language).pattern
    return re.compile(r"\s+" + said if language == "tr" else said + _BETWEEN, re.IGNORECASE)


def turned_away(document: Document, said: Hit | Span, turned: list[Hit]) -> bool:
    """Tell whether those of whom is spoken are not wanted: "candidates without experience need not apply"."""
    text = document.text
    gaps = [text[h.end : said.start] if h.end <= said.start else text[said.end : h.start] for h in turned]
    return any(not _BREAK.search(gap) for gap in gaps)


def heads(text: str, hit: Hit, refusals: list[Hit]) -> bool:
    """Tell whether a word of experience is the heading of a refusal: "Experience: none"."""
    return any(h.start >= hit.end and not text[hit.end : h.start].strip(" :-–—\n") for h in refusals)


def liked(document: Document, refusal: Hit, preferred: list[Hit]) -> bool:
    """Tell whether what is not needed is welcome all the same: "experience is not required but a plus"."""
    turn = connective("turn", document.language)
    gaps = [document.text[refusal.end : c.start].strip(" ,-–—") for c in preferred if c.start >= refusal.end]
    return any(turn.match(gap) and len(gap.split()) <= FEW for gap in gaps)
