"""Tells whether a posting belongs to the profile's role, from its title; without a title, from its listing's heading.

The vocabulary says what is one (`yes`), what is not in spite of likely words (`no`) and what tells nothing (`vague`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.document import read_document
from pipeline.extract.facts import made
from pipeline.model import Fact

if TYPE_CHECKING:
    from pipeline.extract.document import Document
    from pipeline.model import Posting


def read_posting(posting: Posting, text: Document, title: Document) -> list[Fact]:  # noqa: ARG001 - the shelf's door
    """Return the role fact, or nothing where the role is unknown."""
    if title.text.strip():
        decided = _decide(title)
        if decided is None:
            return []
        concept, start, end = decided
        quote = title.text[start:end]
        return [made("role", concept, where="title", quote=quote, start=start, end=end, principal=True)]
    if not posting.context:
        return []
    heading = read_document(posting.context, posting.language, "title")
    decided = _decide(heading)
    if decided is None or decided[0] == "no":
        return []
    return [made("role", "yes", origin="stated", quote=posting.context, principal=True)]


def _decide(title: Document) -> tuple[str, int, int] | None:
    """Return yes or no with the words that decide; a title of none of our words is another profession's."""
    hits = title.of("roles")
    wanted = [h for h in hits if h.term.concept == "yes"]
    for hit in (h for h in hits if h.term.concept == "no"):
        if not any(w.start <= hit.start and hit.end <= w.end for w in wanted):
            return "no", hit.start, hit.end
    if wanted:
        return "yes", wanted[0].start, wanted[0].end
    covered = sum(h.end - h.start for h in hits if h.term.concept == "vague")
    if covered and covered >= len(title.text.strip()):
        return None
    return "no", 0, len(title.text)
