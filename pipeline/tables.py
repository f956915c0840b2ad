"""The nouns of model.py as Arrow tables: the one place where a dataclass field becomes a column.

A posting's `stated` fields lie flat with the prefix `stated_`; moments are UTC without a zone; a tuple is a list.
`posting_key` (source|page|id, with `#2` for an id that comes a second time) leads both tables; `fact_number` counts
the facts of one posting from 1, and `strongest` marks the one that stands for its concept (extract.public).
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any

import pyarrow as pa

from pipeline.model import Fact, Posting, Reject, Stated

_ARROW = {
    str: pa.string(),
    float: pa.float64(),
    int: pa.int64(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: pa.timestamp("us"),
}
_PREFIX = "stated_"


def _arrow_type(annotation: Any) -> pa.DataType:
    """Return the Arrow type of a field's annotation; `X | None` is X, a Literal is a string, `tuple[X, ...]` a list."""
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        return _arrow_type(next(a for a in inner if a is not type(None)))
    if origin is typing.Literal:
        return pa.string()
    if origin is tuple:
        return pa.list_(_arrow_type(inner[0]))
    return _ARROW[annotation]


def _columns(noun: type, prefix: str = "") -> list[tuple[str, pa.DataType]]:
    hints = typing.get_type_hints(noun)
    columns: list[tuple[str, pa.DataType]] = []
    for field in fields(noun):
        if hints[field.name] is Stated:
            columns += _columns(Stated, _PREFIX)
        else:
            columns.append((prefix + field.name, _arrow_type(hints[field.name])))
    return columns


POSTING = pa.schema([("posting_key", pa.string()), *_columns(Posting)])
FACT = pa.schema(
    [("posting_key", pa.string()), ("fact_number", pa.int64()), *_columns(Fact), ("strongest", pa.bool_())]
)
REJECT = pa.schema(_columns(Reject))
COLLECTION = pa.schema(
    [
        ("source", pa.string()),
        ("collection", pa.string()),
        ("began_at", pa.timestamp("us")),
        ("ended_at", pa.timestamp("us")),
        ("status", pa.string()),
        ("reason", pa.string()),
        ("since", pa.timestamp("us")),
        ("asked", pa.string()),
    ]
)
"""One row a source × run that fetched it; `status` is complete, partial, failed or closed (the source refused).

`since` is the moment from which on postings were asked for; null where all that is open was: only that shows what is
gone. `asked` is a digest of what was asked: what another search does not show is not gone.
"""

_POSTING_FIELDS = [f.name for f in fields(Posting)]
_STATED_FIELDS = [f.name for f in fields(Stated)]
_FACT_FIELDS = [f.name for f in fields(Fact)]


class Keys:
    """Gives each posting its key; an id that comes again on its page gets `#2`, `#3` …, so that no row is lost."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}

    def of(self, posting: Posting) -> str:
        """Return the key of the next posting in the order of reading."""
        key = f"{posting.source}|{posting.page}|{posting.id}"
        mark = hash(key)  # the marks never leave the process: 1M postings cost 100 MB instead of 300
        times = self._seen[mark] = self._seen.get(mark, 0) + 1
        return key if times == 1 else f"{key}#{times}"


def _utc(moment: datetime | None) -> datetime | None:
    return moment if moment is None or moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)


def _encodable(value: Any) -> Any:
    """Return words with one `?` for each lone surrogate, so that offsets stay."""
    if isinstance(value, tuple | list):
        return [_encodable(part) for part in value]
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _column(values: Sequence[Any], kind: pa.DataType) -> pa.Array[Any]:
    if pa.types.is_timestamp(kind):
        return pa.array(map(_utc, values), kind)
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array(map(_encodable, values), kind)


def _batch(schema: pa.Schema, columns: Sequence[Sequence[Any]]) -> pa.RecordBatch:
    arrays = [_column(values, kind.type) for values, kind in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def postings_to_batch(keyed: Sequence[tuple[str, Posting]]) -> pa.RecordBatch:
    """Return postings with their keys as one batch of schema POSTING."""
    columns: list[list[Any]] = [[key for key, _ in keyed]]
    for name in _POSTING_FIELDS:
        if name == "stated":
            columns += [[getattr(p.stated, part) for _, p in keyed] for part in _STATED_FIELDS]
        else:
            columns.append([getattr(p, name) for _, p in keyed])
    return _batch(POSTING, columns)


def batch_to_postings(batch: pa.RecordBatch) -> Iterator[tuple[str, Posting]]:
    """Yield (key, Posting) for each row of a batch of schema POSTING: the inverse of `postings_to_batch`."""
    stated = map(Stated, *[_cells(batch.column(_PREFIX + name)) for name in _STATED_FIELDS])
    columns = [stated if name == "stated" else _cells(batch.column(name)) for name in _POSTING_FIELDS]
    yield from zip(_cells(batch.column("posting_key")), map(Posting, *columns), strict=True)


def _cells(column: pa.Array[Any]) -> list[Any]:
    """Return the values of a column, lists as tuples."""
    values = column.to_pylist()
    return [v if v is None else tuple(v) for v in values] if pa.types.is_list(column.type) else values


def facts_to_batch(keyed: Sequence[tuple[str, Sequence[Fact], Sequence[bool]]]) -> pa.RecordBatch:
    """Return the facts of several postings, with key and marks of the strongest, as one batch of schema FACT."""
    rows = [fact for _, facts, _ in keyed for fact in facts]
    columns: list[list[Any]] = [[key for key, facts, _ in keyed for _ in facts]]
    columns.append([number for _, facts, _ in keyed for number in range(1, len(facts) + 1)])
    columns += [list(map(attrgetter(name), rows)) for name in _FACT_FIELDS]
    columns.append([mark for _, _, marks in keyed for mark in marks])
    return _batch(FACT, columns)


def rejects_to_table(rejects: Sequence[Reject]) -> pa.Table:
    """Return rejects as a table of schema REJECT."""
    columns = [[getattr(r, f.name) for r in rejects] for f in fields(Reject)]
    return pa.Table.from_batches([_batch(REJECT, columns)])


def collections_to_table(lines: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Return collections as the ledger tells them (moments as datetimes) as a table of schema COLLECTION."""
    rows = list(lines)
    columns = [[row.get(name) for row in rows] for name in COLLECTION.names]
    return pa.Table.from_batches([_batch(COLLECTION, columns)])


def concepts_to_table(concepts: Iterable[Any]) -> pa.Table:
    """Return the vocabulary's concepts (a dataclass of texts) as a table, one row each."""
    names = ("concept", "kind", "group", "esco", "label_en", "label_ru", "label_tr")
    rows = list(concepts)
    return pa.table({name: pa.array([getattr(c, name) for c in rows], pa.string()) for name in names})
