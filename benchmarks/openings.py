"""Grouping generated postings into openings: time, memory, and recall on planted near-duplicates.

    .venv/bin/python benchmarks/openings.py 10000 100000 1000000

Prints a Markdown row for each size. Texts (about 230 words) come from a grammar of clauses filled with words of a
large lexicon; 30 % of the postings repeat another with a few words changed, under another id and source. A planted pair
counts where its texts share at least 0.8 of their word 5-grams, counted here in the plain way. Nothing else repeats on
purpose. Up to 20,000 postings datasketch (MinHash of 128, LSH at 0.8) looks for the same pairs, in the same process.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from _rows import Timed, told

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from pipeline import openings

PLANTED = 0.3
MOST_OF_PEER = 20_000
BATCH = 2000
SYLLABLES = [a + b for a in "бвгдзклмнпрст" for b in "аеиоуя"]
ROLES = ["Менеджер по продажам", "Account manager", "Satış temsilcisi", "Разработчик", "Driver", "Hemşire", "Бухгалтер"]
LEVELS = ["", "", "", "Старший ", "Ведущий ", "Senior "]
CITIES = [f"Город{n}" for n in range(200)]
CLAUSES = [
    "Мы ищем {} для работы с {} и {} в отделе {}.", "Обязанности: {}, {}, а также подготовка {} по {}.",
    "Требования: опыт {} от двух лет, знание {}, {} и {}.", "Условия: {} с первого дня, {}, оплачиваемый {}.",
    "We need someone who can {} the {} and keep {} in order.", "You will report to the {} of {} and own the {}.",
    "Ekibimizde {} ve {} konusunda deneyimli, {} bilen arkadaşlar arıyoruz.", "График {}, офис возле {}, есть {} и {}.",
]  # fmt: skip


def lexicon(rng: random.Random, size: int = 60_000) -> list[str]:
    return ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 5))) for _ in range(size)]


def text(rng: random.Random, words: list[str]) -> str:
    clauses = []
    for _ in range(24):
        clause = rng.choice(CLAUSES)
        clauses.append(clause.format(*rng.choices(words, k=clause.count("{}"))))
    return "\n".join(clauses)


def edited(rng: random.Random, source: str, words: list[str]) -> str:
    """Change one to five words: what people do to an ad they post again."""
    split = source.split(" ")
    for _ in range(rng.randint(1, 5)):
        split[rng.randrange(len(split))] = rng.choice(words)
    return " ".join(split)


def grams(source: str) -> set[tuple[str, ...]]:
    found = [word.strip(".,:") for word in source.lower().split()]
    return {tuple(found[i : i + 5]) for i in range(len(found) - 4)}


class Generated:
    """Postings made as they are asked for; `planted` fills while the texts are read."""

    def __init__(self, size: int) -> None:
        self.size, self.planted, self.seconds = size, [], 0.0
        rng = random.Random(7)
        columns = {name: [] for name in ("title", "employer", "place", "pay_low", "copy_of")}
        for row in range(size):
            copy = rng.randrange(row) if row and rng.random() < PLANTED else None
            if copy is not None:
                copy = copy if columns["copy_of"][copy] is None else columns["copy_of"][copy]
                for name in ("title", "employer", "place", "pay_low"):
                    columns[name].append(columns[name][copy])
                columns["copy_of"].append(copy)
                continue
            columns["title"].append(f"{rng.choice(LEVELS)}{rng.choice(ROLES)} {rng.randrange(400)}")
            columns["employer"].append(f"ООО Фирма {rng.randrange(size // 10 + 1)}")
            columns["place"].append(rng.choice(CITIES))
            columns["pay_low"].append(float(rng.randrange(40, 300) * 1000) if rng.random() < 0.6 else None)
            columns["copy_of"].append(None)
        self.copy_of = columns.pop("copy_of")
        nothing = pa.nulls(size, pa.string())
        ids = pa.array([str(n) for n in range(size)])
        self.told = pa.table(
            {name: pa.array(values) for name, values in columns.items()}
            | {"number": pa.array(range(size), pa.int64()), "id": ids, "url": nothing, "cities": nothing}
            | {"source": pa.array([f"s{n % 3}" for n in range(size)]), "language": pa.array(["ru"] * size)}
            | {"experience": nothing, "hours": nothing, "pay_high": pa.nulls(size, pa.float64())}
            | {"currency": pa.array(["RUB"] * size), "period": nothing, "is_live": pa.array([True] * size)}
        )

    def texts(self) -> Iterator[pa.RecordBatch]:
        """Yield the texts; a text and its copies are made from the same seed, so none is kept."""
        words = lexicon(random.Random(3))
        for begin in range(0, self.size, BATCH):
            began = time.process_time()
            rows = range(begin, min(begin + BATCH, self.size))
            made = []
            for row in rows:
                copy = self.copy_of[row]
                source = text(random.Random(row if copy is None else copy), words)
                made.append(source if copy is None else edited(random.Random(-row), source, words))
                if copy is not None:
                    a, b = grams(source), grams(made[-1])
                    if len(a & b) >= 0.8 * len(a | b):
                        self.planted.append((copy, row))
            batch = pa.record_batch({"number": pa.array(rows, pa.int64()), "text": pa.array(made)})
            self.seconds += time.process_time() - began
            yield batch


def measure(size: int) -> None:
    generated = Generated(size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cpu, wall = time.process_time(), time.monotonic()
    opening = openings.grouped(generated.told, generated.texts())["core.grouping"]["opening"].to_pylist()
    cpu, wall = time.process_time() - cpu - generated.seconds, time.monotonic() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = sum(opening[a] == opening[b] for a, b in generated.planted)
    extra = size - len(set(opening)) - sum(copy is not None for copy in generated.copy_of)
    memory = f"{peak:,.0f} ({before:,.0f} before)"
    time_taken = f"{cpu:.1f} | {1e6 * cpu / size:.0f} | {wall:.1f} ({generated.seconds:.1f} generating)"
    recall = f"{len(generated.planted):,} | {found / len(generated.planted):.4f} | {extra:+,}"
    print(f"| {size:,} | {time_taken} | {memory} | {recall} |", flush=True)
    peers = {}
    if size <= MOST_OF_PEER:
        seconds, joined = by_datasketch(generated)
        share = sum(pair in joined for pair in generated.planted) / len(generated.planted)
        peers[f"datasketch (recall {share:.3f})"] = Timed((seconds / size,))
    print()
    told(f"near-duplicates among {size:,}, a posting", Timed((cpu / size,)), peers)


def by_datasketch(generated: Generated) -> tuple[float, set[tuple[int, int]]]:
    """Return the CPU seconds datasketch takes for the same texts, and the planted pairs among its candidates."""
    from datasketch import MinHash, MinHashLSH

    lsh, hashes = MinHashLSH(threshold=0.8, num_perm=128), {}
    seconds, spent = time.process_time(), generated.seconds
    planted = set(generated.planted)
    for batch in generated.texts():
        for number, source in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            made = hashes[number] = MinHash(num_perm=128)
            made.update_batch([" ".join(gram).encode() for gram in grams(source)])
            lsh.insert(number, made)
    joined = {(a, b) for a, b in planted if a in lsh.query(hashes[b])}
    return time.process_time() - seconds - (generated.seconds - spent), joined


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--here", action="store_true", help="measure in this process (one size)")
    asked = parser.parse_args()
    if asked.here:
        measure(asked.sizes[0])
        return
    print("| postings | CPU s | µs a posting | wall s | peak MB | planted pairs | recall | joins beyond the planted |")
    print("|---|---|---|---|---|---|---|---|")
    for size in asked.sizes:  # each in its own process: memory is that size's own
        subprocess.run([sys.executable, __file__, str(size), "--here"], check=True)


if __name__ == "__main__":
    main()
