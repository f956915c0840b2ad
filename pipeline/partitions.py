"""Postings and facts as Parquet under data/processed: a file is named by all that decides its bytes, so it is kept.

What was rejected on the way stands in the file's own metadata, so that a kept file still tells it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.model import Posting, Reject
from pipeline.tables import POSTING, Keys, postings_to_batch

GROUP_ROWS = 500
GROUP_CHARS = 4_000_000
"""A row group is what one worker reads at a time: this many postings or characters of text, whichever is first."""

_REJECTS = b"rejects"


class Kept:
    """The files of one folder and one schema, each under its key."""

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        self._folder, self._schema = folder, schema
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, key: str) -> Path:
        """Return where the file of a key stands or will stand."""
        return self._folder / f"{key}.parquet"

    def has(self, key: str) -> bool:
        """Tell whether the file of a key stands whole; a torn one counts as missing."""
        try:
            return bool(pq.read_schema(self.path(key)).remove_metadata() == self._schema)
        except (OSError, pa.ArrowException):
            return False

    def rows(self, key: str) -> int:
        """Return how many rows the file of a key holds."""
        return int(pq.read_metadata(self.path(key)).num_rows)

    def rejects(self, keys: Iterable[str]) -> list[Reject]:
        """Return what was rejected while these files were written, in order."""
        return [reject for key in keys for reject in _told(pq.read_metadata(self.path(key)).metadata)]

    def write(self, key: str, batches: Iterable[pa.RecordBatch], rejects: list[Reject]) -> None:
        """Write the file of a key from its batches, one row group each; `rejects` may grow while they are drawn."""
        with self._whole(key) as new, pq.ParquetWriter(new, self._schema, compression="zstd") as writer:
            for batch in batches:
                writer.write_batch(batch.replace_schema_metadata(None))
            told = json.dumps([asdict(reject) for reject in rejects])
            writer.add_key_value_metadata({_REJECTS: told})

    def drop_repeated(self, key: str) -> int:
        """Rewrite a file of postings so that each id stands once; return how many rows went.

        The fullest one stays (a list's excerpt is not half of a posting), and of equals the last.
        """
        told = pq.read_table(self.path(key), columns=["id"])
        if pc.count_distinct(told["id"]).as_py() == len(told):
            return 0
        told = told.append_column("characters", self._lengths(key)).append_column(
            "row", pa.array(range(len(told)), pa.int64())
        )
        best = told.sort_by([("characters", "ascending"), ("row", "ascending")])
        last = best.group_by("id", use_threads=False).aggregate([("row", "last")])
        rows = sorted(last["row_last"].to_pylist())
        self._rewrite(key, rows)
        return len(told) - len(rows)

    def _lengths(self, key: str) -> pa.ChunkedArray:
        file = pq.ParquetFile(self.path(key))
        groups = range(file.num_row_groups)
        lengths = [pc.utf8_length(file.read_row_group(group, columns=["text"])["text"]) for group in groups]
        return pa.chunked_array([chunk for column in lengths for chunk in column.chunks], pa.int32())

    def _rewrite(self, key: str, rows: list[int]) -> None:
        """Write a file again with only these rows; their keys are those of ids that stand once."""
        file = pq.ParquetFile(self.path(key))
        self.write(key, _only(file, rows), _told(file.metadata.metadata))

    def sweep(self, keys: Iterable[str]) -> None:
        """Remove every file of another key."""
        kept = {self.path(key).name for key in keys}
        for file in self._folder.iterdir():
            if file.name not in kept:
                file.unlink()

    @contextmanager
    def _whole(self, key: str) -> Iterator[Path]:
        """Give a new file that takes its name when all is written: what is killed half-way is never read."""
        new = self._folder / f"{key}.new"
        yield new
        os.replace(new, self.path(key))  # noqa: PTH105 - the one rename


def _only(file: pq.ParquetFile, rows: list[int]) -> Iterator[pa.RecordBatch]:
    """Yield the row groups of a file of postings with only these rows."""
    begin, wanted = 0, iter(rows)
    row = next(wanted, None)
    for group in range(file.num_row_groups):
        table, here = file.read_row_group(group), list[int]()
        while row is not None and row < begin + len(table):
            here.append(row - begin)
            row = next(wanted, None)
        begin += len(table)
        kept = table.take(pa.array(here, pa.int64())).combine_chunks()
        keys = pc.binary_join_element_wise(kept["source"], kept["page"], kept["id"], "|")
        place = kept.schema.get_field_index("posting_key")
        yield from kept.set_column(place, "posting_key", keys).combine_chunks().to_batches()


def posting_batches(read: Iterable[Posting | Reject], rejects: list[Reject]) -> Iterator[pa.RecordBatch]:
    """Yield postings, keyed, in batches of bounded size; append to `rejects`."""
    keys, group, chars = Keys(), list[tuple[str, Posting]](), 0
    for found in read:
        if isinstance(found, Reject):
            rejects.append(found)
            continue
        group.append((keys.of(found), found))
        chars += len(found.text)
        if len(group) >= GROUP_ROWS or chars >= GROUP_CHARS:
            yield postings_to_batch(group)
            group, chars = [], 0
    if group:
        yield postings_to_batch(group)


def with_rejects(batches: Iterable[pa.RecordBatch], rejects: Sequence[Reject]) -> Iterator[pa.RecordBatch]:
    """Pass batches on, and after them an empty one whose metadata holds what was rejected while they were drawn."""
    yield from batches
    told = {_REJECTS: json.dumps([asdict(reject) for reject in rejects])}
    yield pa.RecordBatch.from_pylist([], schema=POSTING).replace_schema_metadata(told)


def without_rejects(batches: Iterable[pa.RecordBatch], rejects: list[Reject]) -> Iterator[pa.RecordBatch]:
    """Pass batches on and append to `rejects` what they tell: the inverse of `with_rejects`."""
    for batch in batches:
        rejects += _told(batch.schema.metadata)
        if batch.num_rows:
            yield batch


def _told(metadata: Mapping[bytes, bytes] | None) -> list[Reject]:
    return [Reject(**reject) for reject in json.loads((metadata or {}).get(_REJECTS, b"[]"))]
