"""The archive that never forgets: every answer of a collection in WARC files, one gzip member a record, only appended.

`data/raw/<source>/<collection>.warc.gz`; what a resumed one adds stands in `<collection>.2.warc.gz` and so on, so that
a file cut by a kill is never touched again: its whole records are read, the torn end is passed over. A 304 is a
revisit record that names the record it repeats. Format: WARC 1.1 (ISO 28500:2017), written and read by warcio; any WARC
tool reads it. Bodies stand decoded and credentials stand nowhere.
"""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.model import Page
from pipeline.sources._warc import FINAL_URI, HOLDS_POSTINGS, REFERS_TO, Record, record_at, records

CHECKPOINT_RECORDS = 50
"""Records between two fsyncs: a power cut loses at most these, a killed process none."""

_PART = re.compile(r"(?P<collection>[^.]+)(?:\.(?P<number>\d+))?\.warc\.gz")
_TRANSFER = frozenset({"content-encoding", "transfer-encoding", "content-length", "set-cookie", "connection"})
"""Headers that speak of the transfer, which is over, or of this client; the body stands decoded."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said to one request, its body decoded; `url` is where it came from after redirects."""

    uri: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime
    url: str

    def header(self, name: str) -> str | None:
        """Return a header by its name in any case, None where it is not there."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Seen:
    """Where an answer stands that may be asked for again on condition: its validators and its place in the archive."""

    etag: str | None
    last_modified: str | None
    file: str
    offset: int
    fetched_at: str


class Archive:
    """The WARC files of one source under `data/raw/<source>`."""

    def __init__(self, raw: Path, source: str) -> None:
        self.folder, self.source = raw / source, source
        self._index = raw / ".ledger" / "seen" / f"{source}.jsonl"

    def collections(self) -> dict[str, list[Path]]:
        """Return collection → its files in order, oldest collection first."""
        found: dict[str, list[tuple[int, Path]]] = {}
        for path in self.folder.glob("*.warc.gz") if self.folder.is_dir() else ():
            if part := _PART.fullmatch(path.name):
                found.setdefault(part["collection"], []).append((int(part["number"] or 1), path))
        return {name: [path for _, path in sorted(parts)] for name, parts in sorted(found.items())}

    def places(self, collection: str) -> Iterator[tuple[Path, Record]]:
        """Yield every whole record with the file it stands in, in the order of fetching."""
        for path in self.collections().get(collection, ()):
            for record in records(path):
                yield path, record

    def page(self, record: Record, collection: str) -> Page | None:
        """Return a record as a page; a revisit has the body it repeats: None where that was purged."""
        body, status, kind = record.body, record.status, record.header("Content-Type")
        if record.refers_to is not None:
            earlier = self.repeated(record)
            if earlier is None:
                return None
            body, status, kind = earlier.body, 200, earlier.header("Content-Type")
        return page_of(self.source, collection, record.url, status, kind, body, record.fetched_at)

    def repeated(self, record: Record) -> Record | None:
        """Return the record that a revisit repeats, None where it is gone."""
        file, _, offset = str(record.refers_to).rpartition(":")
        return record_at(self.folder / Path(file).name, int(offset)) if offset.isdigit() else None

    def at(self, path: Path, offset: int) -> Record | None:
        """Return the record at a place of one of its files, None where it is gone or torn."""
        return record_at(path, offset)

    def seen(self, since: datetime) -> dict[str, Seen]:
        """Return request uri → where its newest whole answer stands, if it carried validators and is not older."""
        found, oldest = {}, warc_date(since)
        with suppress(FileNotFoundError):
            for line in self._index.read_bytes().splitlines():
                with suppress(ValueError, TypeError, KeyError):
                    told = json.loads(line)
                    uri = told.pop("uri")
                    if told["fetched_at"] >= oldest:
                        found[uri] = Seen(**told)
        return found

    def earlier(self, seen: Seen) -> Record | None:
        """Return the record an index line names, None where its file was purged or torn."""
        return record_at(self.folder / seen.file, seen.offset)

    def writer(self, collection: str) -> Writer:
        """Return a writer for what this collection adds now; its file is made with its first record."""
        parts = self.collections().get(collection, ())
        name = f"{collection}.warc.gz" if not parts else f"{collection}.{len(parts) + 1}.warc.gz"
        return Writer(self.folder / name, self._index, self.source)


def page_of(
    source: str, collection: str, url: str, status: int, kind: str | None, body: bytes, fetched_at: datetime
) -> Page:
    """Return an answer as the page a source is sent and parses."""
    mark = sha256(url.encode("utf-8", "surrogateescape")).hexdigest()[:8]  # a posting without an id is named by it
    return Page(
        source=source, name=f"{source}/{collection}/{mark}", body=body, content_type=kind, url=url,
        fetched_at=fetched_at, status=status, collection=collection,
    )  # fmt: skip


class Writer:
    """Appends records to one new file; `close` makes it lasting."""

    def __init__(self, path: Path, index: Path, source: str) -> None:
        self._path, self._index_path, self._source = path, index, source
        self._file: BinaryIO | None = None
        self._index: BinaryIO | None = None
        self._unsaved = 0

    def answer(self, answer: Answer, sent: Mapping[str, str], *, holds_postings: bool) -> None:
        """Append the request (its headers as `sent`, without secrets) and the answer."""
        request = StatusAndHeaders(f"GET {answer.uri} HTTP/1.1", list(sent.items()), is_http_request=True)
        dated = {"WARC-Date": warc_date(answer.fetched_at)}
        self._write(
            lambda warc: warc.create_warc_record(
                answer.uri, "request", http_headers=request, warc_headers_dict=dict(dated)
            )
        )
        told = dated | {HOLDS_POSTINGS: "yes" if holds_postings else "no"}
        if answer.url != answer.uri:
            told |= {FINAL_URI: answer.url}
        kept = [(k, _ascii(v)) for k, v in answer.headers if k.lower() not in _TRANSFER]
        headers = StatusAndHeaders(_ascii(f"{answer.status} {answer.reason}").strip(), kept, protocol="HTTP/1.1")
        offset = self._write(
            lambda warc: warc.create_warc_record(
                answer.uri,
                "response",
                payload=io.BytesIO(answer.body),
                length=len(answer.body),
                http_headers=headers,
                warc_headers_dict=told,
            )
        )
        self._remember(answer, offset)
        self._checkpoint()

    def again(self, answer: Answer, seen: Seen, body: bytes, *, holds_postings: bool) -> None:
        """Append that the server said 304: the archived body still stands."""
        told = {
            "WARC-Date": warc_date(answer.fetched_at),
            HOLDS_POSTINGS: "yes" if holds_postings else "no",
            REFERS_TO: f"{seen.file}:{seen.offset}",
        }
        if answer.url != answer.uri:
            told |= {FINAL_URI: answer.url}
        kept = [(k, _ascii(v)) for k, v in answer.headers if k.lower() not in _TRANSFER]
        headers = StatusAndHeaders("304 Not Modified", kept, protocol="HTTP/1.1")
        digest = f"sha256:{sha256(body).hexdigest()}"
        self._write(
            lambda warc: warc.create_revisit_record(answer.uri, digest, answer.uri, seen.fetched_at, headers, told)
        )
        self._checkpoint()

    def close(self) -> None:
        """Make everything lasting and let go of the files."""
        self._lasting()
        for file in (self._file, self._index):
            if file is not None:
                file.close()
        self._file = self._index = None

    def _write(self, make: Callable[[WARCWriter], object]) -> int:
        """Append one record in one write, so that a kill leaves it whole or absent; return where it begins."""
        file, made = self._opened(), io.BytesIO()
        warc = WARCWriter(made, gzip=True, warc_version="1.1")
        warc.write_record(make(warc))
        offset = file.tell()
        file.write(made.getvalue())
        return offset

    def _opened(self) -> BinaryIO:
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("xb", buffering=0)
            about = {"software": "vacancies", "format": "WARC File Format 1.1", "isPartOf": self._source}
            self._write(lambda warc: warc.create_warcinfo_record(self._path.name, about))
        return self._file

    def _remember(self, answer: Answer, offset: int) -> None:
        etag, modified = answer.header("ETag"), answer.header("Last-Modified")
        if answer.status != 200 or not (etag or modified):
            return
        if self._index is None:
            self._index_path.parent.mkdir(parents=True, exist_ok=True)
            self._index = self._index_path.open("ab", buffering=0)
        line = {
            "uri": answer.uri, "etag": etag, "last_modified": modified, "file": self._path.name, "offset": offset,
            "fetched_at": warc_date(answer.fetched_at),
        }  # fmt: skip
        self._index.write(json.dumps(line).encode() + b"\n")

    def _checkpoint(self) -> None:
        self._unsaved += 1
        if self._unsaved >= CHECKPOINT_RECORDS:
            self._lasting()

    def _lasting(self) -> None:
        self._unsaved = 0
        for file in (self._file, self._index):
            if file is not None:
                os.fsync(file.fileno())


def warc_date(moment: datetime) -> str:
    """Return a moment as WARC 1.1 writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _ascii(text: str) -> str:
    """Return a header's text as WARC tools take it."""
    return text.encode("ascii", "backslashreplace").decode()
