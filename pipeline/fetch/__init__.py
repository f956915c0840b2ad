"""The only room with a socket: collects the sources of vacancies.toml into the archive, side by side, politely."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pipeline.config import FILE, Settings
from pipeline.errors import SettingsError, UsageError
from pipeline.shelf import discover
from pipeline.sources._source import Ask, Door, Parameter

if TYPE_CHECKING:
    from pipeline.fetch._clock import Clock
    from pipeline.fetch.collector import Outcome, Told
    from pipeline.ledger import Ledger

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
    for name in settings.sources:
        if name not in known:
            raise SettingsError(f"{FILE}: [sources.{name}]: no such source; the sources are {', '.join(known)}")
    wanted = list(dict.fromkeys(names)) or list(settings.sources)
    return {name: _parameters(settings, known[name]) for name in wanted}


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
    from pipeline.fetch.http import Client

    known = live(shelf)
    asked = chosen(settings, names, known)
    clock = clock or Clock()
    client = Client(settings.fetch, clock, environment)
    telling = threading.Lock()

    def tell_one(told: Told) -> None:
        with telling:
            tell(told)

    def one(name: str) -> Outcome:
        source = known[name]
        ask = Ask(
            titles=settings.profile.titles,
            regions=settings.profile.regions,
            until=clock.now(),
            parameters=asked[name],
            secrets=frozenset(v for v in (*source.door.needs, *source.door.uses) if environment.get(v)),
        )
        return Collector(settings.raw, name, source.module, client, clock, tell_one).collect(ask, ledger)

    with ThreadPoolExecutor(max_workers=min(SIDE_BY_SIDE, max(1, len(asked)))) as pool:
        going = [pool.submit(one, name) for name in asked]
        try:
            wait(going)
        except KeyboardInterrupt:
            clock.stop.set()
            wait(going)
            raise
        return [each.result() for each in going]


def _parameters(settings: Settings, source: Live) -> dict[str, Any]:
    """Return the parameters of a source; a key of the profile serves the parameter of the same name."""
    table = settings.sources.get(source.name, {})
    for key, value in table.items():
        _check(source, key, value)
    shared = {
        key: list(value) if isinstance(value, tuple) else value
        for key in source.parameters
        if (value := getattr(settings.profile, key, None)) and key not in ("titles", "not_titles")
    }
    return {**shared, **table}


def _check(source: Live, key: str, value: object) -> None:
    where = f"{FILE}: [sources.{source.name}]"
    if key not in source.parameters:
        known = ", ".join(source.parameters) or "none: write the table without keys"
        raise SettingsError(f"{where}: unknown key {key!r}; its keys are {known}")
    wanted = source.parameters[key].type
    if wanted in (str, int, bool):
        fits = type(value) is wanted
        told = wanted.__name__
    else:
        fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
        told = "a list of texts"
    if not fits:
        raise SettingsError(f"{where}: {key} is {value!r}; a value of type {told} is expected")
