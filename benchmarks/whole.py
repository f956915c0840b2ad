"""From the archive to the report: generated postings of an hh-like source, step by step, then again with 1 % new.

    .venv/bin/python benchmarks/whole.py 10000 100000

Prints Markdown: CPU and wall seconds of each step, the highest memory of all processes together, and how the steps
grow with the size. The postings are the sample market's, invented anew with other employers, 30 % of them repeats with
a few words changed under another id; each is an object of about 3 KB as hh.ru's API gives it, 100 to a page, in a WARC
file as a collection leaves it. Times on a shared machine are no promise; the growth is.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from pipeline.fetch.archive import Answer, Archive
from pipeline.ledger import Ledger, recorded
from pipeline.sample import generate

PAGE = 100
REPEATED = 0.3
NOW = datetime(2026, 11, 16, 6, tzinfo=UTC)


def ads(count: int, seed: int):
    """Yield invented ads in the sample's proportions; three in ten repeat an earlier one, with a few words changed."""
    rng, phrases = random.Random(seed), tomllib.loads((generate.HERE / "phrases.toml").read_text("utf-8"))
    firms = generate.employers(rng, phrases)
    kept: list[tuple[str, object]] = []
    for number in range(count):
        if kept and rng.random() < REPEATED:
            text, ad = rng.choice(kept)
            words = text.split(" ")
            words[rng.randrange(len(words))] = f"word{rng.randrange(10_000)}"
            yield number, ad, " ".join(words)
            continue
        ad = generate.advertise(number, rng.choice(firms), rng, phrases)
        own = " ".join(f"n{rng.randrange(100_000)}" for _ in range(60))  # words of its own: no repeat by accident
        text = f"{ad.text}\n{ad.employer.name} {number % 9973}: {own}"
        if len(kept) < 20_000:
            kept.append((text, ad))
        yield number, ad, text


def record(number: int, ad, text: str) -> dict[str, object]:
    """An ad as the API of hh.ru gives a vacancy."""
    pay = {"from": ad.low, "to": ad.high, "currency": ad.currency, "gross": ad.gross} if ad.low or ad.high else None
    return {
        "id": str(number), "name": ad.title, "area": {"id": "1", "name": ad.city}, "salary": pay,
        "employer": {"id": "1", "name": f"{ad.employer.name} {number % 997}"},
        "published_at": f"{ad.posted_on}T10:00:00+0300", "alternate_url": f"https://jobs.example/{number}",
        "description": "".join(f"<p>{line}</p>" for line in text.split("\n")),
        "professional_roles": [{"id": "70", "name": "Account manager"}], "archived": False, "type": {"id": "open"},
    }  # fmt: skip


def collection(raw: Path, stamp: str, count: int, seed: int, first: int = 0) -> None:
    """Write a complete collection of `count` postings into the archive and the ledger."""
    ledger = Ledger(raw, stamp)
    line = {"source": "hh", "collection": stamp, "began_at": NOW.isoformat()}
    ledger.note("collections", **line, status="began")
    writer = Archive(raw, "hh").writer(stamp)
    page: list[dict[str, object]] = []

    def put() -> None:
        uri = f"https://api.hh.example/vacancies?page={first + number}"
        body = json.dumps({"items": page, "found": len(page), "pages": 1}, ensure_ascii=False).encode()
        answer = Answer(
            uri, 200, "OK", (("Content-Type", "application/json"),), body, NOW + timedelta(seconds=number), uri
        )
        writer.answer(answer, {"User-Agent": "benchmark"}, holds_postings=True)
        page.clear()

    number = 0
    for number, ad, text in ads(count, seed):
        page.append(record(first + number, ad, text))
        if len(page) == PAGE:
            put()
    if page:
        put()
    writer.close()
    ledger.note("collections", **line, status="complete", ended_at=NOW.isoformat(), postings=count)


class Memory(threading.Thread):
    """The highest resident memory of a process and its children together, looked at ten times a second."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process, self.highest, self.over = process, 0, False

    def run(self) -> None:
        while not self.over:
            self.highest = max(self.highest, sum(map(resident, family(self.process))))
            time.sleep(0.1)


def family(process: int) -> list[int]:
    try:
        told = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []
    return [process, *(p for child in told for p in family(int(child)))]


def resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def carried_out(folder: Path) -> dict[str, float]:
    """One `vacancies run` without asking any source: seconds by step, CPU seconds of all, highest memory."""
    code = (
        "from pipeline import flow; from pipeline.config import load_settings; flow.run(load_settings(), sources=None)"
    )
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    run = subprocess.Popen([sys.executable, "-c", code], cwd=folder, env=environment)
    memory = Memory(run.pid)
    memory.start()
    if run.wait() != 0:
        sys.exit("the run failed; its message stands above")
    memory.over = True
    memory.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    stamp = recorded(folder / "data" / "raw", "runs")[-1]["run"]
    steps = {s["step"]: s["seconds"] for s in recorded(folder / "data" / "raw", "run_steps") if s["run"] == stamp}
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return steps | {"all, wall": time.monotonic() - began, "all, CPU": cpu, "memory, MB": memory.highest / 1e6}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("sizes", nargs="*", type=int, default=[10_000])
    found: dict[str, dict[str, float]] = {}
    for size in arguments.parse_args().sizes:
        with tempfile.TemporaryDirectory() as place:
            raw = Path(place) / "data" / "raw"
            collection(raw, "20261115T060000000000Z", size, seed=1)
            found[f"{size:,}"] = carried_out(Path(place))
            collection(raw, "20261116T060000000000Z", max(1, size // 100), seed=2, first=size)
            found[f"{size:,} and 1 % new"] = carried_out(Path(place))
    names = list(next(iter(found.values())))
    print(f"| step | {' | '.join(found)} |\n|---|{'---|' * len(found)}")
    for name in names:
        print(f"| {name} | {' | '.join(f'{row.get(name, 0):,.1f}' for row in found.values())} |")


if __name__ == "__main__":
    main()
