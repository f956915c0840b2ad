"""Posting → facts: one pure function, safe in any process, with every rule of the shelf behind it."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.extract.document import Document, read_document
from pipeline.languages import closest
from pipeline.model import LANGUAGES, Fact, Posting
from pipeline.shelf import discover
from pipeline.words import lexicon

if TYPE_CHECKING:
    from types import ModuleType

RULES = "pipeline.extract.rules"


def read(posting: Posting, *, text_only: bool = False) -> tuple[Fact, ...]:
    """Return all facts of a posting: of its text and title, and, unless `text_only`, of its stated fields.

    A rule offers any of `read(document)`, `read_posting(posting, text, title)` and `stated(posting)`.
    """
    rules = discover(RULES).values()
    facts: list[Fact] = []
    language = posting.language if posting.language in LANGUAGES else closest(posting.text or posting.title or "")
    text = read_document(posting.text, language)
    title = read_document(posting.title or "", language, "title")
    if language in LANGUAGES:
        for rule in rules:
            facts += _of_documents(rule, text, title)
    for rule in rules:
        if hasattr(rule, "read_posting"):
            facts += rule.read_posting(posting, text, title)
        if not text_only and hasattr(rule, "stated"):
            facts += rule.stated(posting)
    return tuple(facts)


def _of_documents(rule: ModuleType, text: Document, title: Document) -> list[Fact]:
    if not hasattr(rule, "read"):
        return []
    anchors = getattr(rule, "ANCHORS", ())
    facts: list[Fact] = []
    for document in (text, title):
        if document.text and (not anchors or any(document.has(kind, group) for kind, group in anchors)):
            facts += rule.read(document)
    return facts


@cache
def version() -> str:
    """Return what changes when words or rules change: a digest of the vocabulary and of the code that reads."""
    digest = hashlib.sha256(lexicon().digest.encode())
    folder = Path(__file__).parent
    for path in sorted([*folder.rglob("*.py"), *(folder.parent / "languages").glob("*.py")]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
