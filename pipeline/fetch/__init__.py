"""The only room with a socket: collects the sources of vacancies.toml into the archive, side by side, politely."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import UTC, datetime
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pipeline.config import FILE, Profile, Settings
from pipeline.errors import SettingsError, UsageError, VacanciesError
from pipeline.ledger import collections
from pipeline.shelf import discover
from pipeline.sources._source import Ask, Door, Parameter
from pipeline.wording import type_names
from pipeline.words import lexicon

if TYPE_CHECKING:
    from pipeline.fetch._clock import Clock
    from pipeline.fetch.collector import Outcome, Told
    from pipeline.ledger import Ledger

SEARCHED = "search"
"""The note of a title that sources are asked for."""
SIDE_BY_SIDE = 8
"""Sources collected at the same time; a host is still asked one request at a time."""


@dataclass(frozen=True, slots=True)
class Live:
    """A source of the shelf that can be collected."""

    name: str
    module: ModuleType
    door: Door
    parameters: Mapping[str, Parameter]

    def lacks(self, environment: Mapping[str, str] = os.environ) -> list[str]:
        """Return the environment variables without which it is shut and that are not set."""
        return [name for name in self.door.needs if not environment.get(name)]


@dataclass(frozen=True, slots=True)
class State:
    """A source as `vacancies sources` tells it; `state` is one plain line."""

    source: str
    title: str
    about: str
    languages: tuple[str, ...]
    state: str
    configured: bool
    needs: tuple[str, ...]
    uses: tuple[str, ...]
    terms: str | None
    parameters: Mapping[str, str]


def states(settings: Settings, environment: Mapping[str, str] = os.environ) -> list[State]:
    """Return every source that can be collected, with how it stands; raises SettingsError for a table of no source."""
    known = live()
    _no_unknown(settings, known)
    latest = {str(line["source"]): line for line in collections(settings.raw)}
    return [
        State(
            name,
            source.door.title,
            source.door.about,
            source.door.languages,
            _state(source, name in settings.sources, latest.get(name, {}), environment),
            name in settings.sources,
            source.door.needs,
            source.door.uses,
            source.door.terms,
            {key: parameter.about for key, parameter in source.parameters.items()},
        )
        for name, source in known.items()
    ]


def _state(source: Live, configured: bool, last: Mapping[str, Any], environment: Mapping[str, str]) -> str:
    lacking = source.lacks(environment)
    if lacking:
        return f"needs {', '.join(lacking)}"
    if last.get("status") in ("closed", "failed", "partial") and last.get("reason"):
        return f"{last['status']} on {str(last.get('ended_at'))[:10]}: {last['reason']}"
    if not configured:
        return f"not configured: add [sources.{source.name}] to {FILE}"
    return "ready" + (f", {last['status']} on {str(last['ended_at'])[:10]}" if last.get("ended_at") else "")


def live(shelf: Mapping[str, ModuleType] | None = None) -> dict[str, Live]:
    """Return every source that can be collected, by name."""
    found = discover("pipeline.sources") if shelf is None else shelf
    return {
        name: Live(name, module, module.DOOR, getattr(module, "PARAMETERS", {}))
        for name, module in found.items()
        if hasattr(module, "collect")
    }


def chosen(settings: Settings, names: Sequence[str], known: Mapping[str, Live]) -> dict[str, dict[str, Any]]:
    """Return source → its parameters: those named, else those with a table in vacancies.toml.

    Raises UsageError for an unknown source, SettingsError for an unknown key or a value of another type.
    """
    for name in names:
        if name not in known:
            raise UsageError(f"{name}: no such source; the sources are {', '.join(known)}")
    _no_unknown(settings, known)
    wanted = list(dict.fromkeys(names)) or list(settings.sources)
    return {name: _parameters(settings, known[name]) for name in wanted}


def _no_unknown(settings: Settings, known: Mapping[str, Live]) -> None:
    for name in settings.sources:
        if name not in known:
            raise SettingsError(f"{FILE}: [sources.{name}]: no such source; the sources are {', '.join(known)}")


def collect(
    settings: Settings,
    names: Sequence[str],
    ledger: Ledger,
    tell: Callable[[Told], None] = lambda _told: None,
    *,
    clock: Clock | None = None,
    shelf: Mapping[str, ModuleType] | None = None,
    environment: Mapping[str, str] = os.environ,
) -> list[Outcome]:
    """Collect sources side by side; one that fails does not stop the others.

    Ctrl-C lets every source finish the record in hand, notes how far it came, and raises KeyboardInterrupt.
    """
    from pipeline.fetch._clock import Clock
    from pipeline.fetch.collector import Collector
    from pipeline.fetch.http import NO_CONTACT, Client

    known = live(shelf)
    asked = chosen(settings, names, known)
    if not settings.fetch.contact and not settings.fetch.allow_hosts:
        raise UsageError(NO_CONTACT)
    clock = clock or Clock()
    client = Client(settings.fetch, clock, environment)
    telling = threading.Lock()

    def tell_one(told: Told) -> None:
        with telling:
            tell(told)

    def one(name: str) -> Outcome:
        ask = _ask(settings, known[name], asked[name], clock.now(), environment)
        return Collector(settings.raw, name, known[name].module, client, clock, tell_one).collect(ask, ledger)

    with ThreadPoolExecutor(max_workers=min(SIDE_BY_SIDE, max(1, len(asked)))) as pool:
        going = [pool.submit(one, name) for name in asked]
        try:
            wait(going)
        except KeyboardInterrupt:
            clock.stop.set()
            wait(going)
            raise
        return [each.result() for each in going]


def first_addresses(
    settings: Settings, names: Sequence[str], environment: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """Return source → what it would ask first, or why it would ask nothing; no network is used."""
    from pipeline.fetch.http import address_of

    known, told = live(), {}
    for name, parameters in chosen(settings, names, known).items():
        ask = _ask(settings, known[name], parameters, datetime.now(UTC), environment)
        try:
            told[name] = address_of(next(known[name].module.collect(ask)))
        except VacanciesError as error:
            told[name] = f"nothing: {error}"
        except StopIteration:
            told[name] = "nothing"
    return told


def _ask(
    settings: Settings, source: Live, parameters: Mapping[str, Any], until: datetime, environment: Mapping[str, str]
) -> Ask:
    return Ask(
        titles={lang: titles for lang, titles in role_titles(settings.profile).items() if titles},
        regions=settings.profile.regions,
        until=until,
        parameters=parameters,
        secrets=frozenset(v for v in (*source.door.needs, *source.door.uses) if environment.get(v)),
    )


def role_titles(profile: Profile) -> dict[str, tuple[str, ...]]:
    """Return the titles that are searched for, in the profile's languages: its own, else the shipped role's."""
    if profile.titles:
        return {lang: titles for lang, titles in profile.titles.items() if lang in profile.languages}
    searched = [term for term in lexicon().of("roles") if term.note == SEARCHED]
    return {lang: tuple(t.term for t in searched if t.lang == lang) for lang in profile.languages}


def _parameters(settings: Settings, source: Live) -> dict[str, Any]:
    """Return the parameters of a source; the profile's `hh_role` stands in for the `roles` of hh."""
    table = settings.sources.get(source.name, {})
    for key, value in table.items():
        _check(source, key, value)
    role = getattr(settings.profile, f"{source.name}_role", None)
    return {"roles": [role], **table} if role and "roles" in source.parameters else dict(table)


def _check(source: Live, key: str, value: object) -> None:
    where = f"{FILE}: [sources.{source.name}]"
    if key not in source.parameters:
        known = ", ".join(source.parameters) or "none: write the table without keys"
        raise SettingsError(f"{where}: unknown key {key!r}; its keys are {known}")
    wanted = source.parameters[key].type
    if wanted in (str, int, bool):
        fits = type(value) is wanted and not (isinstance(value, int) and value < 1 and wanted is int)
        told = "a whole number from 1" if wanted is int else type_names(wanted)
    else:
        fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
        told = "a list of texts"
    if not fits:
        raise SettingsError(f"{where}: {key} is {value!r}; {told} is expected")
