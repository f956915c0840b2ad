"""JSON Lines: one object a line."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.errors import UnreadableError
from pipeline.model import Posting, Reject
from pipeline.sources import _json
from pipeline.sources._records import posting_of
from pipeline.sources.files._file import File

SUFFIXES = (".jsonl", ".ndjson")
_LONGEST_LINE = 20_000_000


def read(file: File) -> Iterator[Posting | Reject]:
    """Yield a posting or a reject for every line that is not blank."""
    ordinal = 0
    with file.text() as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            ordinal += 1
            spot = file.spot(ordinal, f"line {number}")
            if len(line) > _LONGEST_LINE:
                yield spot.reject(
                    "a line of more than 20 million characters: if the file is one JSON list, name it .json"
                )
                continue
            try:
                record = _json.loads(line)
            except ValueError as error:
                yield spot.reject(f"not JSON ({error}): one object a line was expected; repair or remove the line")
                continue
            if isinstance(record, dict):
                yield posting_of(record, spot)
            else:
                yield spot.reject(f"an object was expected, found {type(record).__name__}: write one {{…}} a line")
    if not ordinal:
        raise UnreadableError("an empty file: nothing to read")
