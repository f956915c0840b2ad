"""What a source that can be collected is made of: a door that says who may use it, and a plan of requests.

A folder on this shelf is a *live* source if it offers, beside `parse(page) -> Iterator[Posting | Reject]`,

    DOOR = Door(…)                            who may use it, and what it needs
    collect(ask) -> Collecting                a generator: yields one Request, is sent its Page, and so on; returns
                                              True where all that was asked for has been seen (a complete collection)

A source only describes: it never opens a socket, sleeps, or reads the clock. `fetch` carries the requests out, archives
every answer and, after an interruption, plays the archived answers back to the same generator: so the same answers must
lead to the same requests.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pipeline.errors import VacanciesError
from pipeline.model import Page, Request

Collecting = Generator[Request, Page, bool]


@dataclass(frozen=True, slots=True)
class Door:
    """Who may use a source: `needs` names environment variables without which it is shut; `about` is one plain line."""

    title: str
    about: str
    languages: tuple[str, ...]
    needs: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    terms: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """What is wanted of a source: the profile's titles and regions, and the parameters of its table in vacancies.toml.

    `titles` maps ru, tr, en to the role's usual titles. `since` is the moment up to which the last complete collection
    saw everything (null at first); `until` is when this collection began. `secrets` says which of the door's `needs`
    are set in the environment (names only, never values).
    """

    titles: Mapping[str, tuple[str, ...]]
    regions: tuple[str, ...]
    until: datetime
    since: datetime | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    secrets: frozenset[str] = frozenset()


class ClosedError(VacanciesError):
    """The site refuses this client (403 forbidden, a captcha, a block page): stop, say so, never go round it."""


class ChangedError(VacanciesError):
    """The site answered with something its contract does not know (a new layout, an empty page where none can be)."""
