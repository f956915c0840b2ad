"""Percentiles of pay by city × experience × industry over many vacancies, asked of DuckDB as the marts are.

    .venv/bin/python benchmarks/percentiles.py 10000 100000 1000000

Prints a Markdown row for each size: groups, CPU seconds and wall seconds, the best of three.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from pipeline.warehouse.settings import connect

MADE = """
create table vacancy as
select
    'city ' || (hash(n, 1) % 200) as place, 'experience ' || (hash(n, 2) % 6) as experience,
    'industry ' || (hash(n, 3) % 17) as industry, 40000 + 500 * (hash(n, 4) % 400) as pay_low
from range(?) as made(n)
"""
ASKED = """
select place, experience, industry, count(*) as n, quantile_cont(pay_low, [0.1, 0.25, 0.5, 0.75, 0.9]) as pay
from vacancy group by all
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000_000])
    print("| vacancies | groups | CPU s | wall s |\n|---|---|---|---|")
    for size in parser.parse_args().sizes:
        connection, best = connect(":memory:"), (float("inf"), float("inf"))
        connection.execute(MADE, [size])
        for _ in range(3):
            cpu, wall = time.process_time(), time.monotonic()
            groups = len(connection.execute(ASKED).fetchall())
            best = min(best, (time.process_time() - cpu, time.monotonic() - wall))
        print(f"| {size:,} | {groups:,} | {best[0]:.2f} | {best[1]:.2f} |")


if __name__ == "__main__":
    main()
