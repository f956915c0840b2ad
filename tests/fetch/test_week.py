"""A week of scheduled runs, as an operator lives it: each day's exit code, status, notice and report.

The sites are one real server on this machine: a feed and a careers site of pages. The command is the real one.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from toy_site import Reply, Site

SETTINGS = """
[fetch]
contact = "operator@example.org"
pace = 0
allow_hosts = ["127.0.0.1", "localhost"]

[sources.feeds]
urls = ["{url}/feed.xml"]

[sources.jobposting]
urls = [{pages}]

[notify.mattermost]
url = "{{HOOK}}"
"""
FEED, PAGES = 60, 12
DOWN = Reply(b"<h1>down</h1>", 503, {"Retry-After": "0"})


def feed(count: int, first: int = 0) -> Reply:
    items = "".join(
        f"<vacancy><job-name>Account manager {n % 3}</job-name><id>f{n}</id>"
        f"<company><name>Invented {n % 9} Ltd</name></company><date>2026-06-0{1 + n % 7}</date>"
        f"<salary>{2000 + 10 * n} EUR</salary><description>Requirements: Excel, CRM number {n} and sales of "
        f"product {n * 7} to clients of kind {n * 13}, with {n % 4 + 1} years of experience.</description></vacancy>"
        for n in range(first, first + count)
    )
    body = f'<?xml version="1.0" encoding="utf-8"?><source><vacancies>{items}</vacancies></source>'
    return Reply(body.encode(), headers={"Content-Type": "application/xml"})


def page(number: int) -> Reply:
    told = {
        "@context": "https://schema.org", "@type": "JobPosting", "title": "Key account manager",
        "identifier": {"@type": "PropertyValue", "value": f"p{number}"}, "datePosted": "2026-06-02",
        "hiringOrganization": {"@type": "Organization", "name": f"Imagined {number} GmbH"},
        "jobLocation": {"@type": "Place", "address": {"addressLocality": "Berlin", "addressCountry": "DE"}},
        "description": f"<p>Requirements: English, CRM. Accounts of kind {number * 31}, line {number * 17}.</p>",
        "baseSalary": {
            "@type": "MonetaryAmount", "currency": "EUR",
            "value": {"@type": "QuantitativeValue", "minValue": 3000, "maxValue": 4000 + number, "unitText": "MONTH"},
        },
    }  # fmt: skip
    html = f'<html><head><script type="application/ld+json">{json.dumps(told)}</script></head><body></body></html>'
    return Reply(html.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


class Operator:
    """One workspace, its sites and the channel its notices go to."""

    def __init__(self, folder: Path, site: Site, hook: str) -> None:
        self.folder, self.site = folder, site
        careers = site.url.replace("127.0.0.1", "localhost")  # another host: one that is down holds no other up
        pages = ", ".join(f'"{careers}/job/{n}"' for n in range(PAGES))
        (folder / "vacancies.toml").write_text(SETTINGS.format(url=site.url, pages=pages))
        self.environment = {**os.environ, "HOOK": hook}
        self.open()

    def open(self, count: int = FEED, first: int = 0) -> None:
        """Everything answers as it should."""
        self.site.says("/feed.xml", feed(count, first))
        for n in range(PAGES):
            self.site.says(f"/job/{n}", page(n))

    def call(self, *words: str) -> subprocess.CompletedProcess[str]:
        code = "from pipeline.cli import main; main()"
        return subprocess.run(
            [sys.executable, "-c", code, *words],
            cwd=self.folder, capture_output=True, text=True, check=False, env=self.environment,
        )  # fmt: skip

    def status(self) -> dict[str, Any]:
        return json.loads(self.call("status", "--json").stdout)

    def manifest(self, report: str) -> dict[str, Any]:
        return json.loads((Path(report.strip().splitlines()[-1]).parent / "manifest.json").read_text())


@pytest.fixture
def notices() -> Any:
    """A webhook that keeps the texts it is sent; gives (texts, address)."""
    texts: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            texts.append(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["text"])
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield texts, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.slow
def test_a_week(tmp_path: Path, site: Site, notices: tuple[list[str], str]) -> None:
    texts, hook = notices
    operator = Operator(tmp_path, site, hook)

    # Monday, Tuesday: all is well
    for day in ("Monday", "Tuesday"):
        ran_on = datetime.now(UTC)
        ran = operator.call("run")
        assert ran.returncode == 0, (day, ran.stderr)
        assert f"collected: {FEED + PAGES} postings from 2 sources" in ran.stderr
        assert operator.status()["problems"] == []
    assert texts == []
    assert operator.call("check", "--max-age", "1h", "--min-rows", "10", "--max-drop", "40%").returncode == 0

    # Wednesday: the feed is down; what it brought last stays, the report says so, an operator is told
    site.says("/feed.xml", DOWN)
    ran = operator.call("run")
    assert ran.returncode == 3, ran.stderr
    assert "source feeds" in ran.stderr
    page_text = Path(ran.stdout.strip().splitlines()[-1]).read_text()
    before_sections, sections = page_text.split("<section", 1)
    complete_on = ran_on.strftime("%-d %b %Y")
    for part in (before_sections, sections.split("</section>", 1)[0]):
        assert "Not collected this time: feeds (" in part
        assert f"Its\u00a0{FEED}" in part or f"Its {FEED}" in part
        assert f"vacancies are those of {complete_on}." in part
    assert "jobposting" not in before_sections
    assert operator.manifest(ran.stdout)["steps"][0]["sources_failed"] == 1
    counted = operator.call(
        "sql", "select count(*) as n from core.posting where source = 'feeds' and closed_on is null"
    )
    assert str(FEED) in counted.stdout
    assert len(texts) == 1
    assert "feeds" in texts[0]
    [problem] = operator.status()["problems"]
    assert problem.startswith("source feeds: ")
    assert "its last complete collection is of" in problem

    # Thursday: it is back; nothing is left to tell
    operator.open()
    assert operator.call("run").returncode == 0
    assert operator.status()["problems"] == []
    assert len(texts) == 1

    # Friday: half the volume; the run is done and says what to look at, the check that watches the volume fails
    operator.open(FEED // 2)
    ran = operator.call("run")
    assert ran.returncode == 0, ran.stderr
    look_at = f"look at: check volume_dropped: feeds brought {FEED // 2} postings, {FEED} the time before"
    assert look_at in ran.stderr
    assert any(line.startswith(look_at) for line in operator.manifest(ran.stdout)["summary"])
    checked = operator.call("check", "--max-drop", "40%", "--source", "feeds")
    assert checked.returncode == 1
    assert f"{FEED // 2} postings after {FEED}: 50% fewer" in checked.stdout
    closed = operator.call(
        "sql", "select count(*) as n from core.posting where source = 'feeds' and closed_on is not null"
    )
    assert str(FEED // 2) in closed.stdout

    # Saturday: the careers site has a new layout; it is an error, and closes nothing
    operator.open()
    for n in range(PAGES):
        site.says(
            f"/job/{n}", Reply(b"<html><body><div id=app></div></body></html>", headers={"Content-Type": "text/html"})
        )
    ran = operator.call("run")
    assert ran.returncode == 3, ran.stderr
    assert "source jobposting" in ran.stderr
    first_page = Path(ran.stdout.strip().splitlines()[-1]).read_text().split("<section", 1)[0]
    assert "Not collected this time: jobposting (" in first_page
    assert "feeds (" not in first_page
    still = operator.call(
        "sql", "select count(*) as n from core.posting where source = 'jobposting' and closed_on is null"
    )
    assert str(PAGES) in still.stdout
    assert len(texts) == 2
    assert "jobposting" in texts[1]

    # Sunday: the machine dies in the middle; the next look tells it once, the next run takes it up
    operator.open()
    code = "from pipeline.cli import main; main()"
    dying = subprocess.Popen(
        [sys.executable, "-c", code, "run"], cwd=tmp_path, env=operator.environment, stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    runs = tmp_path / "data" / "raw" / ".ledger" / "runs.jsonl"
    before = runs.read_text().count('"began"')
    while runs.read_text().count('"began"') == before:
        time.sleep(0.05)
    os.killpg(dying.pid, signal.SIGKILL)
    dying.wait()
    assert operator.status()["runs"][0]["status"] == "killed"
    looked = operator.call("status", "--notify")
    assert looked.returncode == 1
    assert "was killed or the machine stopped" in looked.stdout
    operator.call("status", "--notify")
    assert len(texts) == 3
    assert "was killed or the machine stopped" in texts[2]
    ran = operator.call("run")
    assert ran.returncode == 0, ran.stderr
    assert "Not collected this time" not in Path(ran.stdout.strip().splitlines()[-1]).read_text()
    assert operator.status()["healthy"]
    assert operator.call("doctor").returncode == 0
