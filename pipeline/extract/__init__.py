"""Posting → facts: one pure function, safe in any process, with every rule of the shelf behind it."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.extract.document import Document, read_document
from pipeline.languages import closest
from pipeline.model import LANGUAGES, Fact, Posting
from pipeline.shelf import discover
from pipeline.words import lexicon

if TYPE_CHECKING:
    from collections.abc import Callable

RULES = "pipeline.extract.rules"


class Rule(NamedTuple):
    """What a module of the shelf offers: any of these doors, and the vocabulary its `read` needs a hit of."""

    read: Callable[[Document], list[Fact]] | None
    anchors: tuple[tuple[str, str], ...]
    read_posting: Callable[[Posting, Document, Document], list[Fact]] | None
    stated: Callable[[Posting], list[Fact]] | None


@cache
def _shelf() -> tuple[Rule, ...]:
    return tuple(
        Rule(
            getattr(module, "read", None),
            getattr(module, "ANCHORS", ()),
            getattr(module, "read_posting", None),
            getattr(module, "stated", None),
        )
        for module in discover(RULES).values()
    )


def read(posting: Posting, *, text_only: bool = False) -> tuple[Fact, ...]:
    """Return all facts of a posting: of its text and title, and, unless `text_only`, of its stated fields.

    A rule offers any of `read(document)`, `read_posting(posting, text, title)` and `stated(posting)`.
    """
    language = posting.language if posting.language in LANGUAGES else closest(posting.text or posting.title or "")
    text = read_document(posting.text, language)
    title = read_document(posting.title or "", language, "title")
    facts: list[Fact] = []
    if language in LANGUAGES:
        for rule in _shelf():
            if rule.read:
                for document in (text, title):
                    if document.text and (not rule.anchors or document.has_any(rule.anchors)):
                        facts += rule.read(document)
    for rule in _shelf():
        if rule.read_posting:
            facts += rule.read_posting(posting, text, title)
        if rule.stated and not text_only:
            facts += rule.stated(posting)
    return tuple(facts)


def version() -> str:
    """Return what changes when words or rules change: a digest of the vocabulary and of the code that reads."""
    return _version(lexicon().digest)


@cache
def _version(words: str) -> str:
    digest = hashlib.sha256(words.encode())
    folder = Path(__file__).parent
    for path in sorted([*folder.rglob("*.py"), *(folder.parent / "languages").glob("*.py")]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
