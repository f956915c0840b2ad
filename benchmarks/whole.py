"""From the archive to the finished marts: generated postings of an hh-like source, step by step, then with 1 % new.

    .venv/bin/python benchmarks/whole.py 10000 100000           # --report: to the report

Prints Markdown: CPU seconds (of all processes) and wall seconds of each step, and the highest memory of all processes
together.
A posting is an ad of the sample market's grammar with some lines of others and, up to the length of a real one, neutral
prose (prose.toml): about 2,300 letters and 25–30 facts, as real postings have. Its employer is another one; 30 % are
repeats with a word changed under another id. Each is an object of about 5 KB as hh.ru's API gives it, 100 to a page, in
a WARC file as a collection leaves it. Times on a shared machine are no promise; the growth is.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import _rows

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from pipeline.fetch.archive import Answer, Archive
from pipeline.ledger import Ledger, recorded
from pipeline.sample import generate

PAGE = 100
REPEATED = 0.3
DRAWN, MORE_LINES = 400, 2
LETTERS = 2100
PROSE = tomllib.loads((Path(__file__).parent / "prose.toml").read_text("utf-8"))
SLOT = re.compile(r"\{(\w+)\}")
NOW = datetime(2026, 11, 16, 6, tzinfo=UTC)


def ads(count: int, seed: int):
    """Yield (number, ad, its text, number of the ad it repeats, else its own); three in ten repeat an earlier one."""
    rng, phrases = random.Random(seed), tomllib.loads((generate.HERE / "phrases.toml").read_text("utf-8"))
    firms = generate.employers(rng, phrases)
    drawn = [generate.advertise(n, rng.choice(firms), rng, phrases) for n in range(DRAWN)]
    lines = {ad.lang: [] for ad in drawn}
    for ad in drawn:
        lines[ad.lang] += [line for line in ad.text.split("\n") if line.startswith("- ")]
    kept: list[tuple[str, object, int]] = []
    for number in range(count):
        if kept and rng.random() < REPEATED:
            text, ad, first = rng.choice(kept)
            words = text.split(" ")
            words[rng.randrange(len(words))] = f"word{rng.randrange(10_000)}"
            yield number, ad, " ".join(words), first
            continue
        ad = rng.choice(drawn)
        told = [line for line in ad.text.split("\n") if rng.random() < 0.7 or not line.startswith("- ")]
        told[1:1] = rng.choices(lines[ad.lang], k=MORE_LINES)
        told[1:1] = prose(ad.lang, LETTERS - sum(map(len, told)), rng)
        text = f"{ad.employer.name} {number % 9973}\n" + "\n".join(told)
        if len(kept) < 20_000:
            kept.append((text, ad, number))
        yield number, ad, text, number


def prose(lang: str, letters: int, rng: random.Random) -> list[str]:
    """Neutral paragraphs of together about so many letters; no sentence comes again before all were told."""
    words, paragraphs, left = PROSE[lang], [], []
    while letters > 0:
        told = []
        for _ in range(rng.randint(2, 4)):
            left = left or rng.sample(words["sentences"], len(words["sentences"]))
            told.append(SLOT.sub(lambda slot: filled(slot[1], words, rng), left.pop()))
        paragraphs.append(" ".join(told))
        letters -= len(paragraphs[-1])
    return paragraphs


def filled(slot: str, words: dict[str, list[str]], rng: random.Random) -> str:
    return str(rng.randint(2, 900)) if slot == "n" else rng.choice(words[slot])


def record(number: int, ad, text: str, first: int) -> dict[str, object]:
    """An ad as the API of hh.ru gives a vacancy."""
    pay = {"from": ad.low, "to": ad.high, "currency": ad.currency, "gross": ad.gross} if ad.low or ad.high else None
    links = {name: f"https://jobs.example/{name}/{number}" for name in ("logo", "apply", "similar", "response", "map")}
    return {
        "id": str(number), "name": ad.title, "area": {"id": "1", "name": ad.city}, "salary": pay,
        "employer": {"id": "1", "name": f"{ad.employer.name} {first % 997}", "trusted": True, "links": links},
        "published_at": f"{ad.posted_on}T10:00:00+0300", "alternate_url": f"https://jobs.example/{number}",
        "description": "".join(f"<p>{line}</p>" for line in text.split("\n")), "snippet": {"requirement": text[:300]},
        "professional_roles": [{"id": "70", "name": "Account manager"}], "archived": False, "type": {"id": "open"},
        "key_skills": [], "languages": [], "driver_license_types": [], "links": links,
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
    for number, ad, text, repeated in ads(count, seed):
        page.append(record(first + number, ad, text, repeated))
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


CODE = """
import contextlib, json, os, sys
from pipeline import flow
from pipeline.config import load_settings
from pipeline.ledger import Ledger
spent, step = {}, Ledger.step
@contextlib.contextmanager
def counted(self, name):
    before = sum(os.times()[:4])
    with step(self, name) as count:
        yield count
    spent[name] = sum(os.times()[:4]) - before
Ledger.step = counted
flow.run(load_settings(), sources=None) if "--report" in sys.argv else flow.build(load_settings())
print(json.dumps(spent))
"""


def carried_out(folder: Path, *options: str) -> dict[str, float]:
    """One run without asking any source: wall and CPU seconds by step and of all, highest memory."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    run = subprocess.Popen(
        [sys.executable, "-c", CODE, *options], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    )
    memory = Memory(run.pid)
    memory.start()
    told, _ = run.communicate()
    if run.returncode != 0:
        sys.exit("the run failed; its message stands above")
    memory.over = True
    memory.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    steps = recorded(folder / "data" / "raw", "run_steps")
    walls = {step["step"]: step["seconds"] for step in steps if step["run"] == steps[-1]["run"]}
    found: dict[str, float] = {}
    for step, seconds in json.loads(told.splitlines()[-1]).items():
        found |= {f"{step}, CPU": seconds, f"{step}, wall": walls[step]}
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return found | {"all, CPU": cpu, "all, wall": time.monotonic() - began, "memory, MB": memory.highest / 1e6}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000])
    parser.add_argument("--report", action="store_true", help="go on to the report")
    asked = parser.parse_args()
    options = ["--report"] if asked.report else []
    found: dict[str, dict[str, float]] = {}
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as place:
            raw = Path(place) / "data" / "raw"
            collection(raw, "20261115T060000000000Z", size, seed=1)
            found[f"{size:,}"] = carried_out(Path(place), *options)
            collection(raw, "20261116T060000000000Z", max(1, size // 100), seed=2, first=size)
            found[f"{size:,} and 1 % new"] = carried_out(Path(place), *options)
    names = list(next(iter(found.values())))
    print(f"| step | {' | '.join(found)} |\n|---|{'---|' * len(found)}")
    for name in names:
        print(f"| {name} | {' | '.join(f'{row.get(name, 0):,.1f}' for row in found.values())} |")
    print()
    for postings, row in found.items():
        for name, seconds in row.items():
            step, _, clock = name.rpartition(", ")
            if clock == "CPU":
                step = f"all, {row['memory, MB']:,.0f} MB together" if step == "all" else step
                _rows.told(f"{step}: {postings}", _rows.Timed((seconds,)))


if __name__ == "__main__":
    main()
