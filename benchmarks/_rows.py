"""What the benchmarks share: jobs timed in turns in one process, and the rows of the one table."""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

KEPT = "BENCH_ROWS"
"""The environment variable that names the file in which `benchmarks/__main__.py` collects the rows of all."""


class Timed(NamedTuple):
    """The CPU seconds of one unit of a job, pass by pass."""

    passes: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.passes)

    @property
    def spread(self) -> str:
        """The fastest and the slowest pass, as shares of the median; nothing where there was only one."""
        if len(self.passes) == 1:
            return ""
        return f"{min(self.passes) / self.median - 1:+.0%} {max(self.passes) / self.median - 1:+.0%}"


def in_turns(jobs: Mapping[str, tuple[Callable[[], object], int]], passes: int) -> dict[str, Timed]:
    """Run every job (and the number of its units) once to warm up, then all of them in turns, `passes` times."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for turn in range(passes + 1):
        for name, (job, units) in jobs.items():
            began = time.process_time()
            job()
            if turn:
                taken[name].append((time.process_time() - began) / units)
    return {name: Timed(tuple(seconds)) for name, seconds in taken.items()}


def told(job: str, ours: Timed, peers: Mapping[str, Timed] | None = None) -> None:
    """Print the row of a job and one of each peer, with the ratio to it; keep them for the table of all benchmarks."""
    rows = [(job, "ours", ours, None)]
    rows += [(job, name, timed, timed.median / ours.median) for name, timed in (peers or {}).items()]
    for job_, who, timed, ratio in rows:
        times = "" if ratio is None else f"{ratio:.2f}"
        line = f"| {job_} | {who} | {amount(timed.median)} | {timed.spread} | {times} |"
        print(line, flush=True)
        if os.environ.get(KEPT):
            with Path(os.environ[KEPT]).open("a", encoding="utf-8") as kept:
                kept.write(json.dumps(line, ensure_ascii=False) + "\n")


def amount(seconds: float) -> str:
    """Return a time in the unit that suits it."""
    if seconds >= 1:
        return f"{seconds:.1f} s"
    return f"{seconds * 1e3:.3g} ms" if seconds >= 0.001 else f"{seconds * 1e6:.3g} µs"
