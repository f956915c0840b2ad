"""What a source that can be collected is made of: a door that says who may use it, and a plan of requests.

A folder on this shelf is a *live* source if it offers, beside `parse(page) -> Iterator[Posting | Reject]`,

    DOOR = Door(…)                            who may use it, and what it needs
    PARAMETERS = {"text": Parameter(str, …)}  the keys of its table in vacancies.toml, each with its meaning
    collect(ask) -> Collecting                a generator: yields one Request, is sent its Page, and so on; returns
                                              True where all that was asked for has been seen (a complete collection)
    ASKS_SINCE = True                         only if it asks for what changed since `ask.since`; else that is null

A source only describes: it never opens a socket, sleeps, or reads the clock. `fetch` carries the requests out, archives
every answer and, after an interruption, plays the archived answers back to the same generator: so the same answers must
lead to the same requests. The last answer is sent whatever its status; a 304 comes as the 200 it repeats. A request
that brings no answer raises at the `yield`: UnansweredError (an IncompleteError), or ForbiddenByRobotsError (a
ClosedError). A source that can do without that answer catches it; one that does not ends there.

What `collect` raises ends the source and is what the user reads: ClosedError, ChangedError, IncompleteError. `parse` is
asked only for answers with status 200 to requests that hold postings.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pipeline.errors import VacanciesError
from pipeline.model import Page, Request

Collecting = Generator[Request, Page, bool]


@dataclass(frozen=True, slots=True)
class Door:
    """Who may use a source; `about` is one plain line.

    `needs` names environment variables without which it is shut, `uses` those that open more of it.
    """

    title: str
    about: str
    languages: tuple[str, ...]
    needs: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    terms: str | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """One key of a source's table in vacancies.toml: its type (str, int, bool, or list of texts), and what it means."""

    type: type[str] | type[int] | type[bool] | type[list[str]]
    about: str


def _unheard(_postings: int) -> None:
    """Hear nothing of what a source announces."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is wanted of a source: the profile's titles and regions, and the parameters of its table in vacancies.toml.

    `titles` maps ru, tr, en to the role's usual titles. `since` is the moment up to which the last complete collection
    saw everything; null at first, for a source that never asks by date, and every seventh day, for only a collection
    of everything tells what is gone. `until` is when this collection began. `secrets` says which of the door's
    `needs` and `uses` are set in the environment (names only, never values). `announce` is told how many postings a
    search or a listing says it holds, as soon as the source knows: only the person who waits hears of it.
    """

    titles: Mapping[str, tuple[str, ...]]
    regions: tuple[str, ...]
    until: datetime
    since: datetime | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    secrets: frozenset[str] = frozenset()
    announce: Callable[[int], None] = _unheard


class ClosedError(VacanciesError):
    """The site refuses this client (403 forbidden, a captcha, a block page): stop, say so, never go round it."""


class ChangedError(VacanciesError):
    """The site answered with something its contract does not know (a new layout, an empty page where none can be)."""


class IncompleteError(VacanciesError):
    """What could be had was had, but a part did not answer: nothing may be taken for closed on the strength of it."""


class UnansweredError(IncompleteError):
    """A request brought no answer: time-outs, a body cut off or too large, an address that is refused."""


class ForbiddenByRobotsError(ClosedError):
    """The site's robots.txt forbids this address."""
