"""A fake of the fetch room: requests are answered from a table, and written down."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from shelf import LIVE

from pipeline.errors import VacanciesError
from pipeline.model import Page, Posting, Request
from pipeline.sources._source import Ask

UNTIL = datetime(2026, 9, 28, 12, tzinfo=UTC)
TITLES = {"ru": ("менеджер по продажам",), "tr": ("satış temsilcisi",), "en": ("account manager",)}

Answer = tuple[int, bytes] | bytes | str | dict[str, Any] | list[Any] | Exception
Giver = Callable[[Request], Answer]


@dataclass
class Collected:
    """What a collection asked, and how it ended."""

    asked: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    complete: bool | None = None
    error: VacanciesError | None = None

    @property
    def ended(self) -> str:
        return type(self.error).__name__ if self.error else "complete" if self.complete else "partial"


def ask(*secrets: str, since: datetime | None = None, regions: tuple[str, ...] = (), **parameters: Any) -> Ask:
    return Ask(TITLES, regions, UNTIL, since, parameters, frozenset(secrets))


def address(request: Request) -> str:
    query = "&".join(f"{key}={value}" for key, value in request.params)
    return f"{request.url}?{query}" if query else request.url


def collect(name: str, wanted: Ask, answers: Mapping[str, Answer] | Giver) -> Collected:
    """Carry out a collection; a request that the table does not answer fails the test."""
    done = Collected()
    steps = LIVE[name].collect(wanted)
    try:
        request = next(steps)
        while True:
            where = address(request)
            done.asked.append(where)
            done.requests.append(request)
            assert len(done.asked) < 500, "the source asks without end"
            answer = answers(request) if callable(answers) else answers.get(where)
            assert answer is not None, f"nobody expected {where}"
            if isinstance(answer, Exception):
                request = steps.throw(answer)
                continue
            page = page_of(name, where, answer)
            if request.holds_postings and page.status == 200:
                done.ids += [record.id for record in LIVE[name].parse(page) if isinstance(record, Posting)]
            request = steps.send(page)
    except StopIteration as end:
        done.complete = end.value
    except VacanciesError as error:
        done.error = error
    return done


def page_of(name: str, where: str, answer: Answer) -> Page:
    status, body = answer if isinstance(answer, tuple) else (200, answer)
    if isinstance(body, dict | list):
        body = json.dumps(body, ensure_ascii=False)
    raw = body.encode() if isinstance(body, str) else body
    assert isinstance(raw, bytes)
    return Page(name, where, raw, url=where, status=status)
