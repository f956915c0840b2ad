"""The same reading over a Spark cluster: executors read their slices from a shared folder and write facts beside them.

What travels through `mapInArrow` is only which slice to read and how it went; postings and facts stay in Parquet on
the shared folder (a path that every executor sees), so nothing large passes through the driver. A slice is written to a
file of its own that takes its name when it is whole: a task that Spark repeats, or runs twice, changes nothing.
Grouping, marts and statistics then run in DuckDB on the compact result, on one machine, as always.
"""

from __future__ import annotations

import os
import shutil
import sys
import uuid
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.engines.local import Slice, apply, slices_of
from pipeline.engines.reading import Engine, facts_key, facts_of, failures
from pipeline.errors import UsageError, VacanciesError
from pipeline.model import Reject
from pipeline.partitions import Kept
from pipeline.words import ROLE

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_ANSWER = "target string, error string"
_SLICES_A_TASK = 4
"""Slices of 500 postings a task: long enough to outweigh its start, short enough to spread evenly."""


def read_facts(keys: Sequence[str], postings: Kept, facts: Kept, master: str) -> None:
    """Read the postings of these keys into files of facts on a Spark master: what `reading.read_facts` does, elsewhere.

    Raises VacanciesError where Spark cannot start or a slice cannot be read.
    """
    slices = [slices_of([postings.path(key)]) for key in keys]
    rows = [piece for own in slices for piece in own]
    if not rows:
        return
    parts = facts.path("slices").with_suffix(".spark")
    shutil.rmtree(parts, ignore_errors=True)
    parts.mkdir(parents=True)
    targets = [str(parts / f"{number:08d}.parquet") for number in range(len(rows))]
    try:
        with _session(master) as spark:
            _read_on(spark, rows, targets)
        written = iter(targets)
        for key, own in zip(keys, slices, strict=True):
            rejects: list[Reject] = []
            facts.write(facts_key(key), failures(_batches(islice(written, len(own))), rejects), rejects)
    finally:
        shutil.rmtree(parts, ignore_errors=True)


def on(master: str) -> Engine:
    """Return the engine of a Spark master: `local[2]`, `spark://host:7077`, `yarn`, `k8s://…`."""
    return partial(read_facts, master=master)


def read_slices(asked: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Read each slice asked for, write its facts to its target; yields (target, error), error null where all is well.

    This is what an executor runs: rows of path, row_group and target come in as Arrow.
    """
    for batch in asked:
        for row in batch.to_pylist():
            error = None
            try:
                _write(apply(facts_of, Slice(row["path"], row["row_group"])), row["target"])
            except Exception as problem:  # told to the driver, which ends the run in one line
                error = " ".join(str(problem).split())[:400]
            yield pa.RecordBatch.from_pydict(
                {"target": pa.array([row["target"]], pa.string()), "error": pa.array([error], pa.string())}
            )


def _write(batch: pa.RecordBatch, target: str) -> None:
    new = f"{target}.{uuid.uuid4().hex}"
    pq.write_table(pa.Table.from_batches([batch]), new, compression="zstd")
    os.replace(new, target)  # noqa: PTH105 - the one rename


def _read_on(spark: SparkSession, rows: Sequence[Slice], targets: Sequence[str]) -> None:
    table = [(str(Path(r.path).resolve()), r.row_group, t) for r, t in zip(rows, targets, strict=True)]
    frame = spark.createDataFrame(table, "path string, row_group long, target string")
    tasks = max(1, -(-len(rows) // _SLICES_A_TASK))
    answers = frame.repartition(tasks).mapInArrow(read_slices, _ANSWER).collect()
    failed = [answer.error for answer in answers if answer.error is not None]
    if failed:
        raise VacanciesError(f"Spark: {len(failed)} of {len(rows)} slices could not be read; the first: {failed[0]}")
    missing = [target for target in targets if not Path(target).exists()]
    if missing:
        raise VacanciesError(
            f"Spark: {len(missing)} of {len(rows)} slices were written where this machine cannot see them; "
            "paths.data must be a folder that the driver and all executors share"
        )


def _batches(targets: Iterator[str]) -> Iterator[pa.RecordBatch]:
    for target in targets:
        table = pq.read_table(target).combine_chunks()
        batches = table.to_batches()
        metadata = table.schema.metadata
        yield batches[0] if batches else pa.RecordBatch.from_pylist([], schema=table.schema.with_metadata(metadata))


@contextmanager
def _session(master: str) -> Iterator[SparkSession]:
    """Give a session on the master; executors use this interpreter where they run on this machine."""
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise UsageError("--engine spark: pyspark is not installed; install the extra `vacancies[spark]`") from None
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1" if master.startswith("local") else "")
    settings: dict[str, Any] = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "1",  # a row is a slice: hundreds of postings
        "spark.executorEnv.PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
        f"spark.executorEnv.{ROLE}": os.environ.get(ROLE, ""),
        "spark.log.level": "ERROR",
    }
    builder = SparkSession.builder.appName("vacancies").master(master)
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        spark = builder.getOrCreate()
    except Exception as error:
        told = " ".join(str(error).split())[:300]
        raise VacanciesError(
            f"--master {master}: Spark did not start ({told}); Java 17 and the master are needed"
        ) from error
    with warnings.catch_warnings():
        # pyspark warns of pandas 3 whatever is done: no pandas passes between us
        warnings.simplefilter("ignore", FutureWarning)
        try:
            yield spark
        finally:
            spark.stop()
