"""Old archives go, their scrubbed postings stay beside them in `<collection>.kept.parquet`, which a rebuild reads.

A younger collection that repeats a page of an old one (a 304) keeps its postings too: it could not be read without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipeline.fetch.archive import Archive
from pipeline.fetch.postings import KEPT, Collection, collections
from pipeline.model import Posting, Reject
from pipeline.partitions import Kept, posting_batches
from pipeline.tables import POSTING


@dataclass(frozen=True, slots=True)
class Purged:
    """What went of one collection, and what was kept of it."""

    source: str
    collection: str
    bytes: int
    postings: int


def old(raw: Path, before: datetime) -> list[Collection]:
    """Return the collections that still have their archive and began before a moment, oldest first."""
    return [one for one in collections(raw) if _archives(one) and _began_at(one) < before]


def purge(raw: Path, before: datetime) -> Iterator[Purged]:
    """Remove the archives of collections that began before a moment, one after another, keeping their postings."""
    going = old(raw, before)
    for one in [*_leaning_on(raw, going), *going]:  # all before anything goes: one may repeat pages of another
        if not one.kept:
            _keep(one)
    for one in going:
        files = _archives(one)
        size = sum(file.stat().st_size for file in files)
        rows = Kept(one.files[0].parent, POSTING).rows(one.name + KEPT.removesuffix(".parquet"))
        for file in files:
            file.unlink()
        yield Purged(one.source, one.name, size, rows)


def _archives(collection: Collection) -> list[Path]:
    folder = collection.files[0].parent
    return Archive(folder.parent, collection.source).collections().get(collection.name, [])


def _leaning_on(raw: Path, going: list[Collection]) -> list[Collection]:
    """Return the collections that stay and repeat pages of those that go."""
    files = {(one.source, file.name) for one in going for file in _archives(one)}
    sources = {one.source for one in going}
    staying = [one for one in collections(raw) if one.source in sources and one not in going and not one.kept]
    return [one for one in staying if any((one.source, name) in files for name in _repeated(raw, one))]


def _repeated(raw: Path, collection: Collection) -> Iterator[str]:
    for _, record in Archive(raw, collection.source).places(collection.name):
        if record.refers_to is not None:
            yield record.refers_to.rpartition(":")[0]


def _keep(collection: Collection) -> None:
    """Write the postings of a collection beside it, each id once; the file is whole or absent."""
    key = collection.name + KEPT.removesuffix(".parquet")
    kept, refused = Kept(collection.files[0].parent, POSTING), list[Reject]()
    read: Iterator[Posting | Reject] = collection.read()
    kept.write(key, posting_batches(read, refused), refused)
    kept.drop_repeated(key)


def _began_at(collection: Collection) -> datetime:
    try:
        return datetime.strptime(collection.name, "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)
    except ValueError:  # not a name this program gives: never old
        return datetime.max.replace(tzinfo=UTC)
