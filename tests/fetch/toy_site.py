"""A real HTTP server on this machine that answers as told, a source that asks it, and a clock that never waits."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType

from pipeline import fetch
from pipeline.config import Manners, Settings
from pipeline.fetch._clock import Clock
from pipeline.fetch.collector import Outcome, Told
from pipeline.ledger import Ledger, new_stamp
from pipeline.model import Page, Posting, Reject, Request
from pipeline.sources._answers import postings
from pipeline.sources._build import Loose, Spot, posting
from pipeline.sources._source import Ask, Collecting, Door, Parameter


class FakeClock(Clock):
    """Time passes only by waiting, and every wait is written down."""

    def __init__(self, start: datetime = datetime(2026, 3, 2, 6, tzinfo=UTC)) -> None:
        super().__init__()
        self.at, self.waits = start, list[float]()
        self._lock = threading.Lock()

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()

    def jitter(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        with self._lock:
            if seconds > 0:
                self.waits.append(round(seconds, 3))
                self.at += timedelta(seconds=seconds)
        self.go_on()

    def later(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class Reply:
    """What the server says once: `cut` sends less than it promises, `drip` a byte at a time."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0
    drip: float = 0.0


class Site:
    """The server: `says(path, …replies)` scripts a path; its last reply repeats. Unscripted paths are 404."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self._script: dict[str, deque[Reply]] = defaultdict(deque)
        self._answers: Callable[[str, dict[str, str]], Reply | None] = lambda _path, _headers: None
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                site.asked.append((self.path, headers))
                reply = site._reply(self.path, headers)
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body) + reply.cut))
                self.end_headers()
                try:
                    if reply.drip:
                        for byte in reply.body:
                            self.wfile.write(bytes([byte]))
                            self.wfile.flush()
                            time.sleep(reply.drip)
                    else:
                        self.wfile.write(reply.body)
                except OSError:
                    self.close_connection = True
                if reply.cut:
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def says(self, path: str, *replies: Reply | object) -> None:
        """Script a path: a Reply as it is, anything else as JSON."""
        made = [r if isinstance(r, Reply) else Reply(json.dumps(r, ensure_ascii=False).encode()) for r in replies]
        self._script[path] = deque(made)

    def answers(self, function: Callable[[str, dict[str, str]], Reply | None]) -> None:
        """Answer unscripted paths by a function."""
        self._answers = function

    def _reply(self, path: str, headers: dict[str, str]) -> Reply:
        script = self._script.get(path)
        if not script:
            return self._answers(path, headers) or Reply(b"not here", 404)
        reply = script[0] if len(script) == 1 else script.popleft()
        etag = reply.headers.get("ETag")
        return Reply(b"", 304, {"ETag": etag}) if etag and headers.get("if-none-match") == etag else reply

    def paths(self, prefix: str = "/") -> list[str]:
        """Return what was asked, without robots.txt."""
        return [path for path, _ in self.asked if path.startswith(prefix) and path != "/robots.txt"]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def vacancy(number: int, **more: object) -> dict[str, object]:
    """Return an invented vacancy of the toy source."""
    text = f"Requirements:\n- experience from 1 year in sales number {number}\n- Excel\nSalary: 2000 EUR gross"
    return {"id": f"v{number}", "title": "Account manager", "company": f"Invented {number % 7}", "text": text} | more


def page_of_vacancies(*numbers: int, following: str | None = None) -> dict[str, object]:
    return {"items": [vacancy(n) for n in numbers], "next": following}


def zipped(body: bytes) -> Reply:
    return Reply(gzip.compress(body), headers={"Content-Encoding": "gzip"})


def toy(name: str = "toy", needs: tuple[str, ...] = (), **more: object) -> ModuleType:
    """Return a source that walks pages `/list` → `next`, asking details where `details` is set."""
    module = ModuleType(name)

    def collect(ask: Ask) -> Collecting:
        from pipeline.sources._answers import object_of

        base = str(ask.parameters["url"])
        secrets = {"Authorization": "Bearer {TOY_TOKEN}"} if "TOY_TOKEN" in ask.secrets else {}
        path: str | None = str(ask.parameters.get("start", "/list"))
        while path:
            listed = object_of((yield Request(base + path, secrets=secrets)))
            for item in listed["items"] if ask.parameters.get("details") else []:
                yield Request(f"{base}/vacancy/{item['id']}", secrets=secrets)
            path = listed.get("next")
        return True

    def parse(page: Page) -> Iterator[Posting | Reject]:
        value = json.loads(page.body)
        yield from postings(page, value.get("items", [value]), one)

    def one(record: object, spot: Spot) -> Posting | Reject:
        assert isinstance(record, dict)
        loose = Loose(id=record["id"], title=record["title"], text=record["text"], employer=record["company"])
        return posting(loose, spot)

    told: dict[str, object] = {
        "DOOR": Door("Toy", "an invented site on this machine", ("en",), needs=needs, uses=("TOY_TOKEN",)),
        "PARAMETERS": {
            "url": Parameter(str, "where it is"),
            "start": Parameter(str, "the first page"),
            "details": Parameter(bool, "ask for each vacancy too"),
        },
        "collect": collect,
        "parse": parse,
    } | more
    for key, value in told.items():
        setattr(module, key, value)
    return module


class House:
    """A workspace with a site and sources: `collect()` collects, `told` is what the user is shown."""

    def __init__(self, folder: Path, site: Site) -> None:
        self.site, self.folder, self.clock = site, folder, FakeClock()
        self.shelf: dict[str, ModuleType] = {"toy": toy()}
        self.tables: dict[str, dict[str, object]] = {"toy": {"url": site.url}}
        self.manners = Manners("tests@example.org", pace=0, allow_hosts=("127.0.0.1",), timeout=5)
        self.environment: dict[str, str] = {}
        self.told: list[Told] = []

    @property
    def settings(self) -> Settings:
        return Settings(
            self.folder, self.folder / "data", self.folder / "reports", sources=self.tables, fetch=self.manners
        )

    def collect(self, *names: str) -> dict[str, Outcome]:
        self.settings.raw.mkdir(parents=True, exist_ok=True)
        ended = fetch.collect(
            self.settings, names, Ledger(self.settings.raw, new_stamp()), self.told.append,
            clock=self.clock, shelf=self.shelf, environment=self.environment,
        )  # fmt: skip
        return {outcome.source: outcome for outcome in ended}

    def toy(self) -> Outcome:
        return self.collect()["toy"]
