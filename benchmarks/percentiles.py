"""Percentiles of pay by city × experience × industry over many vacancies, asked of DuckDB as the marts are.

    .venv/bin/python benchmarks/percentiles.py 10000 100000 1000000

Prints Markdown rows for each size: CPU time, ours and pandas' on the same categories, in turns in one process.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd
from _rows import in_turns, told

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


PASSES = 5


def by_pandas(vacancies: pd.DataFrame) -> object:
    groups = vacancies.groupby(["place", "experience", "industry"], observed=True)["pay_low"]
    return groups.count(), groups.quantile([0.1, 0.25, 0.5, 0.75, 0.9])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000_000])
    print("| job | who | median | spread | times ours |\n|---|---|---|---|---|")
    for size in parser.parse_args().sizes:
        connection = connect(":memory:")
        connection.execute(MADE, [size])
        frame = connection.sql("from vacancy").df()
        frame[["place", "experience", "industry"]] = frame[["place", "experience", "industry"]].astype("category")
        timed = in_turns(
            {
                "ours": ((lambda asked=connection: asked.execute(ASKED).fetchall()), 1),
                "pandas groupby.quantile": ((lambda frame=frame: by_pandas(frame)), 1),
            },
            PASSES,
        )
        groups = len(connection.execute(ASKED).fetchall())
        told(f"percentiles of {size:,} vacancies in {groups:,} cells", timed.pop("ours"), timed)


if __name__ == "__main__":
    main()
