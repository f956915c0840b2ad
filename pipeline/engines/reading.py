"""Postings in, facts out: the one pure function every engine distributes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice

import pyarrow as pa

from pipeline import extract
from pipeline.engines.local import Slice, apply, cores, map_tasks, slices_of
from pipeline.extract.public import strongest
from pipeline.model import Reject
from pipeline.partitions import Kept
from pipeline.tables import batch_to_postings, facts_to_batch

FAILED = b"unreadable"
"""Key of the batch's metadata that lists, as JSON, [posting key, what went wrong] of postings the reader broke on."""

Engine = Callable[[Sequence[str], Kept, Kept], None]
"""Reads the postings of these keys (kept in the first) into files of facts (kept in the second)."""


def facts_of(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Read a batch of postings (tables.POSTING) into a batch of facts (tables.FACT), in the postings' order.

    A posting that breaks the reader costs its own facts, not the run: it is named in the result's metadata.
    """
    failed: list[tuple[str, str]] = []
    read = []
    for key, posting in batch_to_postings(batch):
        try:
            facts = extract.read(posting)
            read.append((key, facts, strongest(facts)))
        except Exception as error:
            failed.append((key, f"{type(error).__name__}: {error}"))
    batch = facts_to_batch(read)
    return batch.replace_schema_metadata({FAILED: json.dumps(failed, ensure_ascii=False).encode()}) if failed else batch


def facts_of_slice(path: str, row_group: int) -> Iterator[pa.RecordBatch]:
    """Yield the facts of a row group of a file of postings: what a worker process does."""
    yield apply(facts_of, Slice(path, row_group))


def facts_key(postings_key: str) -> str:
    """Return the key of the facts of a file of postings: they change with the postings, the words and the rules."""
    return hashlib.sha256((postings_key + extract.version()).encode()).hexdigest()[:32]


def read_facts(keys: Sequence[str], postings: Kept, facts: Kept, workers: int) -> None:
    """Read the postings of these keys into files of facts, all slices over one pool of workers."""
    slices = [slices_of([postings.path(key)]) for key in keys]
    answers = map_tasks("pipeline.engines.reading:facts_of_slice", chain.from_iterable(slices), workers)
    batches = chain.from_iterable(answers)
    for key, own in zip(keys, slices, strict=True):
        rejects: list[Reject] = []
        facts.write(facts_key(key), failures(islice(batches, len(own)), rejects), rejects)


def local(workers: int | None = None) -> Engine:
    """Return the engine of this machine: so many processes, without a number one for every core."""
    return partial(read_facts, workers=workers or cores())


def failures(batches: Iterable[pa.RecordBatch], rejects: list[Reject]) -> Iterator[pa.RecordBatch]:
    """Pass the batches on, and add to `rejects` the postings that broke the reader."""
    for batch in batches:
        for key, reason in json.loads((batch.schema.metadata or {}).get(FAILED, b"[]")):
            source, page, id_ = key.split("|", 2)
            rejects.append(Reject(source, page, id_, f"its text could not be read, its facts are missing: {reason}"))
        yield batch
