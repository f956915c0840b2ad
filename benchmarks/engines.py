"""The same facts from Spark and from this machine's processes, on generated postings; an error where they differ.

    python3 dev.py setup --spark
    .venv/bin/python benchmarks/engines.py 100000                 # --master local[2]

Prints Markdown: wall seconds and postings a second of each engine, Spark's start included, and the facts compared byte
for byte. Java 17 must be there. At 100,000, on two cores that four others shared: 2,557,860 facts in ten files, all ten
the same bytes; 280 s by two processes, 474 s by Spark local[2].
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from itertools import zip_longest
from pathlib import Path

import pyarrow.parquet as pq
from _rows import Timed, told
from whole import ads

from pipeline.engines import reading, spark
from pipeline.model import Posting
from pipeline.partitions import Kept, posting_batches
from pipeline.tables import FACT, POSTING

A_FILE = 10_000
"""Postings of one part, as a collection of some days would leave them."""


def generated(count: int) -> Iterator[Posting]:
    """Yield invented postings, three in ten a repeat with a word changed."""
    for number, ad, text, _ in ads(count, seed=9):
        yield Posting(str(number), "generated", "page", text, title=ad.title, language=ad.lang)


def parts(folder: Path, count: int) -> tuple[Kept, list[str]]:
    """Write the postings as a run keeps them, some thousands a part; return them and the keys of the parts."""
    made, own, keys = Kept(folder, POSTING), [], []
    for posting in generated(count):
        own.append(posting)
        if len(own) == A_FILE or int(posting.id) == count - 1:
            keys.append(f"part-{len(keys):03d}")
            made.write(keys[-1], posting_batches(own, []), [])
            own = []
    return made, keys


def first_other(here: Kept, there: Kept, names: list[str]) -> str:
    """Tell the first fact that the engines do not share, as both have it."""
    for name in names:
        pairs = zip_longest(*(pq.read_table(engine.path(name)).to_pylist() for engine in (here, there)))
        for one, other in pairs:
            if one != other:
                return f"{name}: {one} here, {other} there"
    return "none: the same facts in files of other bytes"


def main(count: int, master: str) -> int:
    """Read the postings on both engines and compare; 1 where a file of facts differs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        postings, keys = parts(folder / "postings", count)
        here, there = Kept(folder / "here", FACT), Kept(folder / "there", FACT)
        engines = (("this machine", here, partial(reading.read_facts, workers=2)),
                   (f"Spark {master}", there, spark.on(master)))  # fmt: skip
        walls: dict[str, Timed] = {}
        print("| engine | postings | wall s | postings a second |\n|---|---|---|---|")
        for title, facts, read in engines:
            began = time.monotonic()
            read(keys, postings, facts)
            wall = time.monotonic() - began
            walls[title] = Timed((wall,))
            print(f"| {title} | {count} | {wall:.1f} | {count / wall:.0f} |", flush=True)
        names = [reading.facts_key(key) for key in keys]
        same = [name for name in names if here.path(name).read_bytes() == there.path(name).read_bytes()]
        print(f"\n{sum(map(here.rows, names)):,} facts in {len(names)} files: {len(same)} files are the same bytes\n")
        told(f"{count:,} postings → facts, wall, start included", walls.pop("this machine"), walls)
        if len(same) != len(names):
            print(f"the first that differs: {first_other(here, there, names)}", file=sys.stderr)
        return int(len(same) != len(names))


if __name__ == "__main__":
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("count", type=int, nargs="?", default=100_000)
    wanted.add_argument("--master", default="local[2]")
    asked = wanted.parse_args()
    sys.exit(main(asked.count, asked.master))
