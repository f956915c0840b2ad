"""Run the benchmarks that need no files of yours, one after another; ends with one table of what they measured.

    python3 dev.py bench                  # the load, the marts and the report at 10,000 postings
    python3 dev.py bench 10000 100000 1000000

Each is a process of its own. A row is a job, done by us and by its peers in turns in that process: the median CPU time,
the fastest and slowest pass against it, how many times our time a peer takes, and the peak memory of the process, as
the system counts it. Times on a machine that does other things are no promise: compare the ratios.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from _rows import KEPT

HERE = Path(__file__).resolve().parent
SIZES = ("10000",)
MOST_GROUPED = 100_000
SKIPPED = {
    "reading.py": "needs files of postings: the words of three languages, stage by stage",
    "pay_ru_check.py": "needs a file of facts",
    "statistics_acceptance.py": "needs the folder of a simulator",
}


WITHOUT_SPARK = {"engines.py": "needs Java and `python3 dev.py setup --spark`"}


def has_spark() -> bool:
    return find_spec("pyspark") is not None and shutil.which("java") is not None


def runs(sizes: Sequence[str]) -> list[tuple[str, ...]]:
    grouped = [size for size in sizes if int(size) <= MOST_GROUPED]
    return [
        ("starts.py",), ("peers.py",), ("archive.py", "10000"), ("percentiles.py", "1000000"),
        *(("openings.py", size, "--here") for size in grouped),
        *(("whole.py", size, "--report") for size in sizes),
        *([("engines.py", "10000")] if has_spark() else []),
    ]  # fmt: skip


def measured(command: Sequence[str | Path]) -> tuple[int, float, float, float]:
    """Run a command; return its exit code, wall and CPU seconds, and the peak memory of its largest process in MB."""
    began = time.monotonic()
    child = subprocess.Popen(command)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)  # bytes there, kilobytes elsewhere
    return child.returncode, time.monotonic() - began, used.ru_utime + used.ru_stime, peak / 1e6


def main(sizes: Sequence[str]) -> int:
    """Run them all, whatever fails, and print the tables; 1 where one failed."""
    ended, rows, failed = [], [], 0
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, *arguments) in enumerate(runs(sizes)):
            title = " ".join((name, *arguments))
            print(f"\n## {title}\n", flush=True)
            kept = Path(folder) / f"{number}.jsonl"
            os.environ[KEPT] = str(kept)
            code, wall, cpu, peak = measured([sys.executable, HERE / name, *arguments])
            failed += code != 0
            how = "ran" if code == 0 else f"failed, exit {code}"
            ended.append(f"| {title} | {how} | {wall:.1f} | {cpu:.1f} | {peak:.0f} |")
            if kept.exists():
                rows += [f"{json.loads(line)} {peak:.0f} |" for line in kept.read_text(encoding="utf-8").splitlines()]
    print("\n## How they ended\n\n| benchmark | how it ended | wall s | CPU s | peak MB |\n|---|---|---|---|---|")
    print("\n".join(ended))
    for name, reason in (SKIPPED | ({} if has_spark() else WITHOUT_SPARK)).items():
        print(f"| {name} | skipped: {reason} | | | |")
    print(
        "\n## What they measured\n\n| job | who | median | spread | times ours | peak MB |\n|---|---|---|---|---|---|"
    )
    print("\n".join(rows))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or SIZES))
