"""Plain text: one posting, or a listing of many."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.errors import UnreadableError
from pipeline.model import Posting, Reject
from pipeline.sources import _listing
from pipeline.sources._build import Loose, posting
from pipeline.sources.files._file import File
from pipeline.text import clean, one_line

SUFFIXES = (".txt", ".text")
_LARGEST = 50_000_000


def read(file: File) -> Iterator[Posting | Reject]:
    """Yield the posting, or every posting of the listing; the page's title is what its postings inherit."""
    with file.text() as stream:
        text = stream.read(_LARGEST + 1)
    if len(text) > _LARGEST:
        raise UnreadableError("a text of more than 50 million characters: split it, or give JSONL or CSV")
    title, records = _listing.split(clean(text))
    if not records:
        raise UnreadableError("an empty file: nothing to read")
    for ordinal, record in enumerate(records, 1):
        loose = Loose(title=record.title, text=record.text)
        yield posting(loose, file.spot(ordinal, f"line {record.line}", context=one_line(title)))
