"""From the archive to postings: every page of a collection that holds postings, given to its source to parse.

Nothing but the archived bytes and the code that parses decides what comes out. A page that repeats an earlier one (a
304) yields that one's postings again, with its own moment: that is how a posting is seen again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.fetch.archive import Archive
from pipeline.model import Page, Posting, Reject
from pipeline.partitions import posting_batches, with_rejects
from pipeline.shelf import discover
from pipeline.sources._warc import Record, records
from pipeline.tables import POSTING, batch_to_postings

KEPT = ".kept.parquet"
"""What remains of a purged collection: its scrubbed postings."""
_PIECE = 1 << 19
"""Bytes of an archive, packed, that one worker reads at a time: some thousand postings."""
_OTHER_FOLDERS = frozenset({"import", "inbox", "sample"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of one file of a collection: the records that begin from byte `begin` up to byte `end`."""

    source: str
    name: str
    file: Path
    begin: int
    end: int

    def read(self, module: ModuleType | None = None) -> Iterator[Posting | Reject]:
        """Yield every posting and reject, in the order of fetching; `module` is the source, if not of the shelf."""
        if self.file.name.endswith(KEPT):
            yield from _kept(self.file)
            return
        source = module or _source(self.source)
        if source is None:
            if self.begin == 0:
                yield Reject(self.source, f"{self.source}/{self.name}", self.file.name, _UNKNOWN)
            return
        archive = Archive(self.file.parent.parent, self.source)
        for record in records(self.file, self.begin, self.end):
            if record.holds_postings and (record.status == 200 or record.refers_to is not None):
                yield from self._of_page(archive, record, source)

    def _of_page(self, archive: Archive, record: Record, source: ModuleType) -> Iterator[Posting | Reject]:
        page = archive.page(record, self.name)
        name = f"{self.source}/{self.name}"
        if page is None:
            told = "the page it repeats was purged: it will be fetched whole next time"
            yield Reject(self.source, name, record.uri, told)
            return
        try:
            for found in source.parse(page):
                if isinstance(found, Posting) and found.collection is None:  # a source that builds its own
                    yield replace(found, page=name, collection=self.name, fetched_at=page.fetched_at)
                else:
                    yield found
        except Exception as error:  # a page costs itself, never the run
            yield _broken(page, error)


@dataclass(frozen=True, slots=True)
class Collection:
    """One collection of one source as the archive holds it: its WARC files, or what was kept when they were purged."""

    source: str
    name: str
    files: tuple[Path, ...]

    @property
    def kept(self) -> bool:
        """Whether only its postings remain."""
        return self.files[0].name.endswith(KEPT)

    def pieces(self) -> list[Piece]:
        """Return its parts in the order of fetching; they do not depend on who reads them."""
        return [
            Piece(self.source, self.name, file, begin, begin + _PIECE)
            for file in self.files
            for begin in range(0, 1 if self.kept else file.stat().st_size, _PIECE)
        ]

    def read(self, module: ModuleType | None = None) -> Iterator[Posting | Reject]:
        """Yield every posting and reject, in the order of fetching; `module` is the source, if not of the shelf."""
        for piece in self.pieces():
            yield from piece.read(module)


def piece_to_batches(source: str, name: str, file: str, begin: int, end: int) -> Iterator[pa.RecordBatch]:
    """Yield the postings of a piece; its rejects stand in the last batch's metadata. What a worker process does."""
    rejects: list[Reject] = []
    read = posting_batches(Piece(source, name, Path(file), begin, end).read(), rejects)
    yield from with_rejects(read, rejects)


def _source(name: str) -> ModuleType | None:
    found = discover("pipeline.sources").get(name)
    return found if hasattr(found, "parse") else None


_UNKNOWN = "no such source stands on the shelf any more: put its folder back, or delete its archive"


def collections(raw: Path) -> list[Collection]:
    """Return every collection of the archive, by source and age; what was kept stands for what was purged."""
    found = []
    for folder in sorted(raw.iterdir()) if raw.is_dir() else ():
        if not folder.is_dir() or folder.name.startswith(".") or folder.name in _OTHER_FOLDERS:
            continue
        held = {name: tuple(files) for name, files in Archive(raw, folder.name).collections().items()}
        held |= {path.name.removesuffix(KEPT): (path,) for path in folder.glob(f"*{KEPT}")}
        found += [Collection(folder.name, name, files) for name, files in sorted(held.items())]
    return found


def _kept(path: Path) -> Iterator[Posting]:
    """Yield the postings of a kept file; columns it lacks are of a later version, and empty."""
    held = pq.read_table(path)
    columns = [
        held[field.name].cast(field.type) if field.name in held.column_names else _empty(held.num_rows, field)
        for field in POSTING
    ]
    for batch in pa.table(columns, schema=POSTING).to_batches(max_chunksize=500):
        for _, posting in batch_to_postings(batch):
            yield posting


def _empty(rows: int, field: pa.Field) -> pa.Array:
    if pa.types.is_boolean(field.type):
        return pa.array([False] * rows, field.type)
    return pa.array([[]] * rows, field.type) if pa.types.is_list(field.type) else pa.nulls(rows, field.type)


def _broken(page: Page, error: Exception) -> Reject:
    told = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    return Reject(page.source, page.name, str(page.url), f"could not be parsed ({told}): report it with the page")
