"""Says where a clause refuses experience ("none needed", "без опыта"), and whom it turns away for having none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extract.closing import connective
from pipeline.extract.match import Hit
from pipeline.extract.rules._career import NO_HITS, touches
from pipeline.extract.rules._durations import UNITS

if TYPE_CHECKING:
    from pipeline.extract.document import Document
    from pipeline.extract.rules._durations import Span

FEW = 2
"""Words of a turn: "but is"."""
_BREAK = re.compile("[,;()]")
_BETWEEN = re.compile(r"(?:\s+[^\W\d][\w/-]{2,}){0,3}\s+")
"""What may stand between a denial and what it denies: "no prior B2B sales experience"; the short words are others'."""


def refused(document: Document, told: list[Hit], named: dict[str, list[Hit]]) -> list[Hit]:
    """Return what refuses experience in a clause; "we do not consider people without experience" refuses nothing."""
    refusals = named.get("not-needed", NO_HITS)
    if "denial" in named:
        refusals = refusals + _denied(document, told, named["denial"], named.get("not-asked", NO_HITS))
    turned = named.get("turned-away")
    return [h for h in refusals if not turned_away(document, h, turned)] if turned else refusals


def _denied(document: Document, told: list[Hit], denials: list[Hit], others: list[Hit]) -> list[Hit]:
    """Return the words of experience with the word that denies them; the Turkish verb stands last."""
    text, verb_last = document.text, document.language == "tr"
    found: list[Hit] = []
    for denial in denials:
        for hit in told:
            if verb_last:
                denied = text[hit.end : denial.start].isspace()
            else:  # but "no more than two years' experience"
                denied = _BETWEEN.fullmatch(text, denial.end, hit.start) is not None and not any(
                    h.term.concept in UNITS for h in document.within("units", "time", denial.start, hit.start)
                )
            if denied and not touches(hit, others):
                found.append(Hit(min(hit.start, denial.start), max(hit.end, denial.end), hit.term))
    return found


def gained(document: Document, told: Hit, gains: list[Hit]) -> bool:
    """Tell whether the job gives the experience that is told of: "to gain valuable practical experience"."""
    return any(_BETWEEN.fullmatch(document.text, gain.end, told.start) for gain in gains)


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
