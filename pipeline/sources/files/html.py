"""Saved pages: an hh.ru vacancy page by its state, any page by its JobPosting marks."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.errors import UnreadableError
from pipeline.model import Page, Posting, Reject
from pipeline.sources import hh, jobposting
from pipeline.sources.files._file import File

SUFFIXES = (".html", ".htm", ".xhtml")
_LARGEST = 50_000_000


def read(file: File) -> Iterator[Posting | Reject]:
    """Yield the postings of a page; a page without any is a reject."""
    with file.open() as stream:
        body = stream.read(_LARGEST + 1)
    if len(body) > _LARGEST:
        raise UnreadableError("a page of more than 50 MB: save the vacancy's own page")
    found = False
    for record in parse(Page(file.source, file.page, body)):
        found = True
        yield record
    if not found:
        raise UnreadableError(
            "no JobPosting on this page: save the page of one vacancy, or bring the postings as CSV or text"
        )


def parse(page: Page) -> Iterator[Posting | Reject]:
    """Yield the postings of a page: the richest description of them that it carries."""
    records = list(hh.parse_state(page))
    yield from records or jobposting.parse(page)
