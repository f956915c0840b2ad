"""Streams of postings and facts to Parquet files under data/processed, in bounded memory."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.model import Posting, Reject
from pipeline.tables import FACT, POSTING, Keys, postings_to_batch

GROUP_ROWS = 500
GROUP_CHARS = 4_000_000
"""A row group is what one worker reads at a time: this many postings or characters of text, whichever is first."""


def write_postings(read: Iterable[Posting | Reject], folder: Path, rejects: list[Reject]) -> Path:
    """Write postings, keyed, into `folder`/part-00000.parquet, which replaces what stood there; append to `rejects`."""
    keys, group, chars = Keys(), list[tuple[str, Posting]](), 0
    with _part(folder, POSTING) as writer:
        for found in read:
            if isinstance(found, Reject):
                rejects.append(found)
                continue
            group.append((keys.of(found), found))
            chars += len(found.text)
            if len(group) >= GROUP_ROWS or chars >= GROUP_CHARS:
                writer.write_batch(postings_to_batch(group))
                group, chars = [], 0
        if group:
            writer.write_batch(postings_to_batch(group))
    return folder / "part-00000.parquet"


def write_facts(batches: Iterable[pa.RecordBatch], folder: Path) -> Path:
    """Write batches of facts into `folder`/part-00000.parquet in their order."""
    with _part(folder, FACT) as writer:
        for batch in batches:
            writer.write_batch(batch.replace_schema_metadata(None))
    return folder / "part-00000.parquet"


@contextmanager
def _part(folder: Path, schema: pa.Schema) -> Iterator[pq.ParquetWriter]:
    """Give a writer into a new folder that takes the old one's place when all is written."""
    new = folder.with_name(folder.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    with pq.ParquetWriter(new / "part-00000.parquet", schema, compression="zstd", compression_level=1) as writer:
        yield writer
    shutil.rmtree(folder, ignore_errors=True)
    new.rename(folder)
