"""WARC: the answers of a crawl, any program's; each is read by the source of its host, else by the format it shows."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

from pipeline.errors import UnreadableError
from pipeline.model import Page, Posting, Reject
from pipeline.shelf import discover
from pipeline.sources._warc import Record, records_of_any
from pipeline.sources.files._file import File

SUFFIXES = (".warc",)


def read(file: File) -> Iterator[Posting | Reject]:
    """Yield the postings of every whole answer with HTTP 200; raises UnreadableError where there is no answer."""
    answers = 0
    with file.path.open("rb") as stream, tempfile.TemporaryDirectory() as folder:
        for record in records_of_any(stream):
            answers += 1
            if record.status != 200 or not record.body.strip() or not record.holds_postings:
                continue
            for found in _read(file, record, answers, Path(folder)):
                if isinstance(found, Posting):
                    yield replace(found, url=found.url or record.url, fetched_at=record.fetched_at, page=file.page)
                else:
                    yield replace(found, page=file.page, place_in_page=f"{record.url}, {found.place_in_page}")
    if not answers:
        raise UnreadableError("no whole answer stands in it: it is empty, cut at its beginning, or no WARC file")


def _read(file: File, record: Record, ordinal: int, folder: Path) -> Iterator[Posting | Reject]:
    name = f"{file.path.name}#{ordinal}"
    source = _of_host(urlsplit(record.url).hostname or "")
    if source is not None:
        page = Page(file.source, f"{file.page}#{ordinal}", record.body, record.header("Content-Type"), record.url)
        yield from source.parse(replace(page, fetched_at=record.fetched_at))
        return
    from pipeline.sources.files import read_file

    part = folder / name
    part.write_bytes(record.body)
    try:
        yield from read_file(File(file.source, part, f"{file.page}#{ordinal}"))
    finally:
        part.unlink()


def _of_host(host: str) -> ModuleType | None:
    """Return the source whose door names the host, None where no source does."""
    for source in discover("pipeline.sources").values():
        door = getattr(source, "DOOR", None)
        if door is not None and hasattr(source, "parse") and host.lower() in door.hosts:
            return source
    return None
