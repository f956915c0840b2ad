"""Run the benchmarks that need no files of yours, one after another; ends with a table of what ran.

    python3 dev.py bench

Each is a process of its own. Peak memory is that of its largest process, as the system counts it. Times on a machine
that does other things are no promise: compare the ratios that a benchmark prints.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
RUNS: tuple[tuple[str, ...], ...] = (
    ("reading.py", "--market"),
    ("archive.py", "10000"),
    ("openings.py", "10000"),
    ("percentiles.py", "1000000"),
    ("whole.py", "3000"),
)
SKIPPED = {
    "pay_ru_check.py": "needs a file of facts",
    "statistics_acceptance.py": "needs the folder of a simulator",
}


def measured(command: Sequence[str | Path]) -> tuple[int, float, float, float]:
    """Run a command; return its exit code, wall and CPU seconds, and the peak memory of its largest process in MB."""
    began = time.monotonic()
    child = subprocess.Popen(command)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)  # bytes there, kilobytes elsewhere
    return child.returncode, time.monotonic() - began, used.ru_utime + used.ru_stime, peak / 1e6


def main() -> int:
    """Run them all, whatever fails, and print the table; 1 where one failed."""
    rows, failed = [], 0
    for name, *arguments in RUNS:
        title = " ".join((name, *arguments))
        print(f"\n## {title}\n", flush=True)
        code, wall, cpu, peak = measured([sys.executable, HERE / name, *arguments])
        failed += code != 0
        rows.append(
            f"| {title} | {'ran' if code == 0 else f'failed, exit {code}'} | {wall:.1f} | {cpu:.1f} | {peak:.0f} |"
        )
    print("\n## What ran\n\n| benchmark | how it ended | wall s | CPU s | peak MB |\n|---|---|---|---|---|")
    print("\n".join(rows))
    for name, reason in SKIPPED.items():
        print(f"| {name} | skipped: {reason} | | | |")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
