"""A pool of processes on this machine: workers read their own part of what is there and hand Arrow back, in order.

The workers are plain child processes rather than multiprocessing's: those import the caller's main script again
(which breaks notebooks and unguarded scripts) or fork a process that already has threads.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import VacanciesError

BatchFunction = Callable[[pa.RecordBatch], pa.RecordBatch]
Task = Sequence[str | int]
"""The arguments of one call, as JSON can carry them."""
LARGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
"""Puts the words of a process that reads into large pages where Linux gives them on request: a twentieth less CPU."""


class Slice(NamedTuple):
    """One row group of a Parquet file: what a worker reads by itself."""

    path: str
    row_group: int


def slices_of(paths: Iterable[Path]) -> list[Slice]:
    """Return all row groups of the files, in order."""
    return [Slice(str(path), i) for path in paths for i in range(pq.read_metadata(path).num_row_groups)]


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def resolve(function: str) -> Callable[..., Iterable[pa.RecordBatch]]:
    """Return the function named as `package.module:name`."""
    module, _, name = function.partition(":")
    found: Callable[..., Iterable[pa.RecordBatch]] = getattr(importlib.import_module(module), name)
    return found


def apply(function: BatchFunction, piece: Slice) -> pa.RecordBatch:
    """Read one slice and give it to the function. Raises VacanciesError for a file that is torn."""
    try:
        table = (
            _opened(piece.path, Path(piece.path).stat().st_mtime_ns)
            .read_row_group(piece.row_group, use_threads=False)
            .combine_chunks()
        )
    except (OSError, pa.ArrowException) as error:
        told = " ".join(str(error).split())[:200]
        raise VacanciesError(f"{piece.path}: cannot be read ({told}); delete it and run again") from error
    batches = table.to_batches()
    return function(batches[0] if batches else pa.RecordBatch.from_pylist([], schema=table.schema))


@lru_cache(maxsize=2)
def _opened(path: str, _written: int) -> pq.ParquetFile:
    """Return a file of slices: its table of contents is as long as the file, so it is read once."""
    return pq.ParquetFile(path)


def map_tasks(function: str, tasks: Iterable[Task], workers: int) -> Iterator[list[pa.RecordBatch]]:
    """Yield the batches of `function(*task)` for every task in order, whatever the number of workers.

    One worker stays in-process. Raises VacanciesError when the function raises or a worker dies.
    """
    tasks = list(tasks)
    workers = min(workers, len(tasks))
    if workers <= 1:
        here = resolve(function)
        yield from (list(here(*task)) for task in tasks)
        return
    team = [_Worker(function) for _ in range(workers)]
    free, pool = deque(team), ThreadPoolExecutor(workers)
    waiting: deque[Future[list[pa.RecordBatch]]] = deque()
    try:
        for task in tasks:
            waiting.append(pool.submit(_with_a_worker, free, task))
            if len(waiting) > 2 * workers:  # results ahead of their turn stay few: memory is bounded
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
        for worker in team:
            worker.stop()
        pool.shutdown()


def _with_a_worker(free: deque[_Worker], task: Task) -> list[pa.RecordBatch]:
    worker = free.pop()  # the pool has as many threads as there are workers, so one is always free
    try:
        return worker.apply(task)
    finally:
        free.append(worker)


class _Worker:
    """One child process; it answers slices with Arrow streams through its pipes (protocol: worker.py)."""

    def __init__(self, function: str) -> None:
        environment = {**LARGE_PAGES, **os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        command = [sys.executable, "-m", "pipeline.engines.worker", function]
        self._process = subprocess.Popen(  # noqa: S603 - our own module under our own interpreter
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        self._lock = threading.Lock()

    def apply(self, task: Task) -> list[pa.RecordBatch]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        size = b""
        with self._lock, suppress(BrokenPipeError, OSError, ValueError):
            self._process.stdin.write(json.dumps(task).encode() + b"\n")
            self._process.stdin.flush()
            size = self._process.stdout.read(8)
            answer = self._process.stdout.read(abs(int.from_bytes(size, "big", signed=True)))
        told = " ".join(map(str, task))
        if len(size) < 8:
            raise VacanciesError(
                f"{told}: a reading process ended before it answered "
                f"(exit {self._process.poll()}); if memory ran out, run again with one worker"
            )
        if int.from_bytes(size, "big", signed=True) < 0:
            raise VacanciesError(f"{told}: {answer.decode()}")
        with pa.ipc.open_stream(answer) as reader:
            read = reader.iter_batches_with_custom_metadata()
            return [one.batch.replace_schema_metadata(one.custom_metadata) for one in read]

    def stop(self) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        self._process.terminate()
        self._process.wait()
