"""A collection that is killed, cut at any byte, or stopped by Ctrl-C loses nothing and asks nothing twice."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from toy_site import House, Reply, Site, page_of_vacancies, vacancy

from pipeline.fetch.archive import Archive
from pipeline.ledger import collections
from pipeline.sources._warc import records, records_of_any

POSTINGS = 5000
A_PAGE = 100
KILLS = 20
PROGRAM = """
import sys
sys.path.insert(0, {here!r})
from pathlib import Path
from toy_site import toy
from pipeline import fetch
from pipeline.config import Manners, Settings
from pipeline.ledger import Ledger, new_stamp
folder = Path({folder!r})
settings = Settings(folder, folder / "data", folder / "reports", fetch=Manners("tests@example.org", pace=0,
    allow_hosts=("127.0.0.1",)), sources={{"toy": {{"url": {url!r}, "details": True}}}})
settings.raw.mkdir(parents=True, exist_ok=True)
try:
    ended = fetch.collect(settings, (), Ledger(settings.raw, new_stamp()), shelf={{"toy": toy()}})
except KeyboardInterrupt:
    sys.exit(130)
print(ended[0].status, ended[0].postings, ended[0].requests, ended[0].reason)
"""


def market(site: Site, postings: int) -> None:
    """Have the site list so many vacancies, a page at a time, each with its own page."""

    def answer(path: str, _headers: dict[str, str]) -> Reply | None:
        name, _, number = path.rpartition("/")
        if name == "/vacancy":
            return Reply(json.dumps(vacancy(int(number[1:]))).encode())
        if path.startswith("/list"):
            first = int(path.partition("=")[2] or 0)
            following = f"/list?from={first + A_PAGE}" if first + A_PAGE < postings else None
            numbers = range(first, min(first + A_PAGE, postings))
            return Reply(json.dumps(page_of_vacancies(*numbers, following=following)).encode())
        return None

    site.answers(answer)


def start(folder: Path, site: Site) -> subprocess.Popen[str]:
    program = PROGRAM.format(here=str(Path(__file__).parent), folder=str(folder), url=site.url)
    return subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)


def archived(folder: Path) -> list[str]:
    archive = Archive(folder / "data" / "raw", "toy")
    return [record.uri for name in archive.collections() for _, record in archive.places(name)]


@pytest.mark.slow
def test_twenty_kills_lose_nothing_and_repeat_almost_nothing(tmp_path: Path, site: Site) -> None:
    market(site, POSTINGS)
    dice, requests = random.Random(4), POSTINGS + POSTINGS // A_PAGE
    for target in sorted(dice.sample(range(requests), KILLS)):
        running = start(tmp_path, site)
        while running.poll() is None and len(set(site.paths())) < target:
            time.sleep(dice.random() / 100)
        running.kill()
        running.communicate()
    last = start(tmp_path, site)
    told, _ = last.communicate(timeout=600)
    assert told.split()[:2] == ["complete", str(POSTINGS)], told
    asked = Counter(site.paths())
    repeated = sum(times - 1 for times in asked.values())
    assert len(asked) == requests
    assert repeated < 0.02 * requests, repeated
    kept = archived(tmp_path)
    assert len(kept) == len(set(kept)) == requests
    assert [line["status"] for line in collections(tmp_path / "data" / "raw")] == ["complete"]


@pytest.mark.slow
def test_ctrl_c_finishes_what_is_in_hand(tmp_path: Path, site: Site) -> None:
    market(site, 300)
    running = start(tmp_path, site)
    while len(site.paths()) < 50:
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=60)
    assert running.returncode == 130
    asked, kept = site.paths(), archived(tmp_path)
    assert len(kept) == len(asked)
    (line,) = collections(tmp_path / "data" / "raw")
    assert (line["status"], line["resumable"], line["reason"][:11]) == ("partial", True, "interrupted")
    told, _ = start(tmp_path, site).communicate(timeout=120)
    assert told.split()[:2] == ["complete", "300"]
    assert len(site.paths()) == len(set(site.paths())) == 303


def test_ctrl_c_ends_a_pause_at_once(house: House) -> None:
    house.site.says("/list", page_of_vacancies(1, following="/2"))
    house.site.says("/2", Reply(b"", 503))
    sleep = house.clock.sleep

    def interrupted(seconds: float) -> None:
        if seconds > 0:
            house.clock.stop.set()
        sleep(seconds)

    house.clock.sleep = interrupted  # type: ignore[method-assign]
    ended = house.toy()
    assert (ended.status, ended.interrupted, ended.postings) == ("partial", True, 1)
    house.clock.sleep, house.clock.stop = sleep, threading.Event()  # type: ignore[method-assign]
    house.site.says("/2", page_of_vacancies(2))
    again = house.toy()
    assert (again.status, again.postings, again.requests, again.collection) == ("complete", 2, 1, ended.collection)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1))
def test_a_file_cut_at_any_byte_keeps_its_whole_records(house: House, share: float) -> None:
    whole = house.folder / "whole.warc.gz"
    if not whole.exists():
        market(house.site, 25)
        house.tables["toy"]["details"] = True
        collection = house.toy().collection
        whole.write_bytes((house.settings.raw / "toy" / f"{collection}.warc.gz").read_bytes())
    packed = whole.read_bytes()
    every = list(records(whole))
    assert len(every) == 26
    cut_at = int(share * len(packed))
    torn = house.folder / "torn.warc.gz"
    torn.write_bytes(packed[:cut_at])
    ends = [record.offset for record in every[1:]] + [len(packed)]
    kept = list(records(torn))
    assert kept == every[: len(kept)]
    # a request record stands between two answers: the one before it is whole as soon as that begins
    assert len(kept) >= sum(end <= cut_at for end in ends)
    with torn.open("rb") as file:
        assert [r.body for r in records_of_any(file)][: len(kept)] == [r.body for r in kept]


def test_what_follows_a_torn_file_stands_in_a_second_one(house: House) -> None:
    house.site.says("/list", page_of_vacancies(1, following="/2"))
    house.site.says("/2", Reply(b"", 503))
    first = house.toy()
    path = house.settings.raw / "toy" / f"{first.collection}.warc.gz"
    torn = path.read_bytes()[:-7]
    path.write_bytes(torn)
    house.site.says("/2", page_of_vacancies(2))
    second = house.toy()
    assert (second.collection, second.requests, second.postings) == (first.collection, 1, 2)
    assert path.read_bytes() == torn
    assert path.with_name(f"{first.collection}.2.warc.gz").is_file()
