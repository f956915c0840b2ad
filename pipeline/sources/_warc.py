"""Reads WARC files (ISO 28500): the whole response and revisit records, in order; a torn end is passed over."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

HOLDS_POSTINGS = "X-Vacancies-Holds-Postings"
REFERS_TO = "X-Vacancies-Refers-To"
"""`file name:offset` of the record that a revisit repeats."""
FINAL_URI = "X-Vacancies-Final-URI"

TORN = (EOFError, zlib.error, ArchiveLoadFailed, OSError, ValueError, AttributeError, TypeError)
"""The ways in which warcio meets a file that is cut or is no WARC."""


@dataclass(frozen=True, slots=True)
class Record:
    """One whole response or revisit record; `uri` is what was asked, `url` what answered after redirects."""

    uri: str
    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime
    holds_postings: bool
    refers_to: str | None
    offset: int

    def header(self, name: str) -> str | None:
        """Return a header by its name in any case, None where it is not there."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


def records(path: Path) -> Iterator[Record]:
    """Yield the whole response and revisit records of a WARC file, in order; a torn end is passed over."""
    with path.open("rb") as file:
        yield from records_of(file)


def record_at(path: Path, offset: int) -> Record | None:
    """Return the record at an offset, None where it is gone or torn."""
    with suppress(OSError), path.open("rb") as file:
        file.seek(offset)
        return next(records_of(file), None)
    return None


def records_of(file: BinaryIO) -> Iterator[Record]:
    """Yield the records of an open file from where it stands."""
    with suppress(*TORN):
        walk = ArchiveIterator(file, check_digests=True)
        for record in walk:
            if record.rec_type not in ("response", "revisit"):
                continue
            told, http = record.rec_headers, record.http_headers
            body = record.content_stream().read()
            if record.digest_checker.passed is False:
                return  # cut or changed inside the record
            uri = str(told.get_header("WARC-Target-URI"))
            found = Record(
                uri=uri,
                url=told.get_header(FINAL_URI) or uri,
                status=int(http.get_statuscode() or 0) if http else 0,
                headers=tuple(http.headers) if http else (),
                body=body,
                fetched_at=datetime.fromisoformat(told.get_header("WARC-Date")).astimezone(UTC),
                holds_postings=told.get_header(HOLDS_POSTINGS) != "no",
                refers_to=told.get_header(REFERS_TO),
                offset=walk.get_record_offset(),
            )
            yield found
