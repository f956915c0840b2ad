"""One source collected: its generator asks, the client answers, the archive keeps; what was kept is played back first.

An interrupted collection of the last hours is taken up where it stood: the same source is asked the same questions, and
every answer that stands in the archive is given from there, so that nothing is asked twice.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

from pipeline.errors import VacanciesError
from pipeline.fetch._clock import Clock, Stopped
from pipeline.fetch.archive import Answer, Archive, Seen, Writer, page_of
from pipeline.fetch.http import Client, address_of
from pipeline.ledger import Ledger, collections, moment_of, one_line_of
from pipeline.model import Page, Posting, Request
from pipeline.sources._source import Ask, ChangedError, ClosedError, IncompleteError

RESUMED_WITHIN = timedelta(hours=20)
FULL_EVERY = timedelta(days=7)
"""A collection of everything, which alone tells what is gone, is made at least this often."""
ASKED_AGAIN = timedelta(days=90)
"""An archived answer older than this is fetched anew, not asked for on condition."""
SETTLED = frozenset({200, 304, 404, 410})
"""Answers that need not be asked for again when a collection is taken up; what failed is."""

Status = Literal["complete", "partial", "failed", "closed"]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """How a collection fares, for the person who waits.

    `replayed` answers came from the archive. `announced` postings are what its searches so far say they hold; a posting
    that two of them find is announced twice, and a source that tells no total leaves it 0.
    """

    source: str
    requests: int = 0
    replayed: int = 0
    pages: int = 0
    postings: int = 0
    announced: int = 0
    errors: int = 0
    status: Status | Literal["began", "goes on"] = "began"
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a collection ended."""

    source: str
    collection: str
    status: Status
    reason: str | None
    requests: int
    pages: int
    postings: int
    interrupted: bool = False

    @property
    def failed(self) -> bool:
        """Whether a person must look: it was refused, broke, or a part did not answer."""
        return self.status in ("failed", "closed") or self.reason is not None


@dataclass(frozen=True, slots=True)
class _Begun:
    """A collection as its first line in the ledger tells it."""

    collection: str
    began_at: datetime
    since: datetime | None
    asked: str
    resumed: bool


class Collector:
    """Collects one source into the archive and the ledger."""

    def __init__(
        self, raw: Path, name: str, source: ModuleType, client: Client, clock: Clock, tell: Callable[[Told], None]
    ) -> None:
        self._raw, self._name, self._source = raw, name, source
        self._client, self._clock, self._tell = client, clock, tell
        self._archive = Archive(raw, name)
        self._told = Told(name)
        self._ids: set[int] = set()
        self._played: dict[str, deque[tuple[Path, int]]] = {}
        self._seen: Mapping[str, Seen] = {}

    def collect(self, ask: Ask, ledger: Ledger) -> Outcome:
        """Collect the source; whatever ends it becomes an outcome, and a line of the ledger."""
        begun = self._begin(ask, ledger.stamp)
        ask = replace(ask, until=begun.began_at, since=begun.since, announce=self._announced)
        if begun.resumed:
            self._remember(begun.collection)
        else:
            self._append(ledger, begun, status="began")
        self._seen = self._archive.seen(ask.until - ASKED_AGAIN)
        self._tell(self._told)
        writer = self._archive.writer(begun.collection)
        try:
            status, reason, interrupted = self._walked(ask, writer, begun.collection)
        finally:
            writer.close()
        status, reason = self._not_silent(status, reason, begun)
        self._append(
            ledger, begun, status=status, reason=reason, ended_at=_written(self._clock.now()),
            requests=self._told.requests, pages=self._told.pages, postings=len(self._ids),
            resumable=interrupted,
        )  # fmt: skip
        self._tell(replace(self._told, status=status, reason=reason))
        return Outcome(
            self._name, begun.collection, status, reason, self._told.requests, self._told.pages, len(self._ids),
            interrupted,
        )  # fmt: skip

    def _begin(self, ask: Ask, stamp: str) -> _Begun:
        """Return the collection to take up, or a new one."""
        asked = _asked(ask)
        lines = _merged(self._raw, self._name)
        now = self._clock.now().replace(microsecond=0)
        if lines:
            last = lines[-1]
            began_at = moment_of(last.get("began_at"))
            open_still = last.get("status") == "began" or last.get("resumable")
            if open_still and began_at and now - began_at <= RESUMED_WITHIN and last.get("asked") == asked:
                return _Begun(str(last["collection"]), began_at, moment_of(last.get("since")), asked, resumed=True)
        return _Begun(stamp, now, self._since(lines, asked, now), asked, resumed=False)

    def _since(self, lines: list[dict[str, Any]], asked: str, now: datetime) -> datetime | None:
        """Return up to when the last complete collection of the same ask saw everything; null where all is due."""
        if not getattr(self._source, "ASKS_SINCE", False):
            return None
        whole = [line for line in lines if line.get("status") == "complete" and line.get("asked") == asked]
        full = [line for line in whole if line.get("since") is None]
        began_at = moment_of(full[-1].get("began_at")) if full else None
        if began_at is None or now - began_at >= FULL_EVERY:
            return None
        return moment_of(whole[-1].get("began_at"))

    def _remember(self, collection: str) -> None:
        for path, record in self._archive.places(collection):
            if record.status in SETTLED:
                self._played.setdefault(record.uri, deque()).append((path, record.offset))

    def _walked(self, ask: Ask, writer: Writer, collection: str) -> tuple[Status, str | None, bool]:
        """Drive the generator to its end; return how it ended, why, and whether it may be taken up."""
        try:
            return ("complete" if self._drive(ask, writer, collection) else "partial"), None, False
        except Stopped:
            return "partial", "interrupted: run again to take it up", True
        except ClosedError as error:
            return "closed", one_line_of(error), False
        except IncompleteError as error:
            return "partial", one_line_of(error), True
        except ChangedError as error:
            return "failed", one_line_of(error), False
        except VacanciesError as error:
            return "failed", one_line_of(error), True
        except Exception as error:
            _log.exception("source %s", self._name)
            told = f"the source's own error: {one_line_of(error)}; report it with the archive of {collection}"
            return "failed", told, False

    def _drive(self, ask: Ask, writer: Writer, collection: str) -> bool:
        steps = self._source.collect(ask)
        try:
            request = next(steps)
            while True:
                self._clock.go_on()
                try:
                    page = self._answered(request, writer, collection)
                except (IncompleteError, ClosedError) as error:
                    self._told = replace(self._told, errors=self._told.errors + 1)
                    request = steps.throw(error)
                else:
                    request = steps.send(page)
        except StopIteration as done:
            return bool(done.value)
        finally:
            steps.close()

    def _answered(self, request: Request, writer: Writer, collection: str) -> Page:
        uri = address_of(request)
        page = self._replayed(uri, collection)
        if page is None:
            page = self._fetched(uri, request, writer, collection)
            self._told = replace(self._told, requests=self._told.requests + 1)
        else:
            self._told = replace(self._told, replayed=self._told.replayed + 1)
        if request.holds_postings and page.status == 200:
            self._count(page)
        failed = page.status >= 400
        self._told = replace(
            self._told, status="goes on", pages=self._told.pages + 1, postings=len(self._ids),
            errors=self._told.errors + failed,
        )  # fmt: skip
        self._tell(self._told)
        return page

    def _replayed(self, uri: str, collection: str) -> Page | None:
        waiting = self._played.get(uri)
        while waiting:
            path, offset = waiting.popleft()
            record = self._archive.at(path, offset)
            page = self._archive.page(record, collection) if record else None
            if page is not None:
                return page
        return None

    def _fetched(self, uri: str, request: Request, writer: Writer, collection: str) -> Page:
        seen = self._seen.get(uri)
        earlier = self._archive.earlier(seen) if seen else None
        answer, sent = self._client.ask(request, seen if earlier else None)
        if answer.status == 304 and seen and earlier:
            writer.again(answer, seen, earlier.body, holds_postings=request.holds_postings)
            kind = earlier.header("Content-Type")
            return page_of(self._name, collection, answer.url, 200, kind, earlier.body, answer.fetched_at)
        writer.answer(answer, sent, holds_postings=request.holds_postings)
        return _page(self._name, collection, answer)

    def _announced(self, postings: int) -> None:
        self._told = replace(self._told, announced=self._told.announced + postings)

    def _count(self, page: Page) -> None:
        """Count the postings of a page by their ids: what the ledger tells and silence is judged by."""
        try:
            self._ids.update(hash(found.id) for found in self._source.parse(page) if isinstance(found, Posting))
        except Exception:  # the build meets it again and rejects the page with its reason
            _log.exception("source %s: %s cannot be parsed", self._name, page.url)

    def _not_silent(self, status: Status, reason: str | None, begun: _Begun) -> tuple[Status, str | None]:
        """Nothing at all from a source that had postings before is a failure, never an empty market."""
        whole = [line for line in _merged(self._raw, self._name) if line.get("status") == "complete"]
        before = int(whole[-1].get("postings") or 0) if whole else 0
        a_short_while = begun.since is not None and begun.began_at - begun.since < timedelta(days=1)
        if status != "complete" or self._ids or not before or a_short_while:
            return status, reason
        return "failed", (
            f"no posting at all where the collection of {whole[-1].get('began_at')} brought {before}: "
            "the site or the search changed; look at its archive"
        )

    def _append(self, ledger: Ledger, begun: _Begun, **facts: Any) -> None:
        ledger.note(
            "collections", source=self._name, collection=begun.collection, began_at=_written(begun.began_at),
            until=_written(begun.began_at), since=_written(begun.since) if begun.since else None, asked=begun.asked,
            **facts,
        )  # fmt: skip


def _page(source: str, collection: str, answer: Answer) -> Page:
    kind = answer.header("Content-Type")
    return page_of(source, collection, answer.url, answer.status, kind, answer.body, answer.fetched_at)


def _merged(raw: Path, source: str) -> list[dict[str, Any]]:
    return [line for line in collections(raw) if line.get("source") == source]


def _asked(ask: Ask) -> str:
    """Return a digest of what is asked: a collection is taken up only where nothing of it changed."""
    told = json.dumps([dict(ask.titles), ask.regions, dict(ask.parameters)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
