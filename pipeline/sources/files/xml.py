"""XML feeds and dumps: each vacancy, job, offer or item element is a record; read as a stream, no entities, no DTD."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.errors import UnreadableError
from pipeline.model import Posting, Reject
from pipeline.sources._records import posting_of
from pipeline.sources._xml import BrokenXMLError, records, refuse_entities
from pipeline.sources.files._file import File

SUFFIXES = (".xml", ".rss", ".atom")
_RECORDS = frozenset(
    {"vacancy", "job", "offer", "item", "entry", "position", "posting", "jobposting", "positionopening"}
)


def read(file: File) -> Iterator[Posting | Reject]:
    """Yield a posting or a reject for every record element; an element is forgotten once it is read."""
    refuse_entities(file.head())
    ordinal = 0
    with file.open() as stream:
        try:
            for name, record in records(stream, _RECORDS):
                ordinal += 1
                yield posting_of(record, file.spot(ordinal, f"{name} {ordinal}"))
        except BrokenXMLError as error:
            if not ordinal:
                raise UnreadableError(f"not well-formed XML ({error}): export it again") from error
            yield file.spot(ordinal + 1, f"after record {ordinal}").reject(
                f"the XML is cut off or broken here ({error}): what stood before was read"
            )
    if not ordinal:
        raise UnreadableError(
            "no vacancy, job, offer or item element with a title or text: is this a feed of postings?"
        )
