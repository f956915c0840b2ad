"""Sends word of a run out: each module on this shelf is one channel, found and never registered.

[notify]
when = "failure"                    # failure, change (a failure counts), or always

[notify.email]
host = "smtp.example.org"
from = "vacancies@example.org"
to = ["hr@example.org"]

[notify.slack]
url = "{SLACK_WEBHOOK}"             # a name in braces is taken from the environment: secrets stand in no file

A channel offers `KEYS` (name → type; a name that ends in `*` is required) and `send(notice, options)`, which raises
NoticeError in one line without a secret in it. A notice that fails never fails the run: it is a Delivery that says why.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pipeline.errors import SettingsError, VacanciesError
from pipeline.shelf import discover
from pipeline.wording import type_names

WHEN = ("failure", "change", "always")
TIMEOUT_SECONDS = 20.0

Outcome = Literal["done", "changed", "failed"]
_VARIABLE = re.compile(r"\{([A-Z][A-Z0-9_]*)\}")


class NoticeError(VacanciesError):
    """A channel could not deliver; the text names the channel's place and never a secret."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said of one run: a subject, lines of plain text, and the report where there is one."""

    run: str
    outcome: Outcome
    subject: str
    lines: tuple[str, ...]
    report: Path | None = None

    @property
    def text(self) -> str:
        """The notice as one plain text."""
        return "\n".join((self.subject, "", *self.lines))


@dataclass(frozen=True, slots=True)
class Delivery:
    """How one channel fared; `error` is null where it was sent."""

    channel: str
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Notify:
    """The checked [notify] table: when to speak, and the options of each channel."""

    when: str
    channels: Mapping[str, Mapping[str, Any]]

    def wants(self, outcome: Outcome) -> bool:
        """Tell whether a run that ended so is spoken of."""
        worth = {"failure": ("failed",), "change": ("failed", "changed"), "always": ("failed", "changed", "done")}
        return bool(self.channels) and outcome in worth[self.when]

    def send(self, notice: Notice) -> list[Delivery]:
        """Send the notice through every channel, whatever the others do."""
        return [_deliver(name, options, notice) for name, options in self.channels.items()]


def checked(table: Mapping[str, Any]) -> Notify:
    """Return the [notify] table of vacancies.toml, every key known. Raises SettingsError with what is known."""
    when = table.get("when", "failure")
    if when not in WHEN:
        raise SettingsError(f"vacancies.toml: notify.when is {when!r}; choose one of {', '.join(WHEN)}")
    shelf = discover(__name__)
    channels = {name: options for name, options in table.items() if name != "when"}
    for name, options in channels.items():
        if name not in shelf or not isinstance(options, Mapping):
            known = ", ".join(["when", *(f"[notify.{channel}]" for channel in shelf)])
            raise SettingsError(f"vacancies.toml: unknown entry {name!r} in [notify]; known there: {known}")
        _check(name, options, shelf[name].KEYS)
    return Notify(when, channels)


def variables(options: Mapping[str, Any]) -> list[str]:
    """Return the variables of the environment that a channel's options name in braces."""
    return [name for value in options.values() if isinstance(value, str) for name in _VARIABLE.findall(value)]


def filled(text: str) -> str:
    """Return a setting with the variables of the environment it names in braces; raises NoticeError for one not set."""

    def value(name: re.Match[str]) -> str:
        if name[1] not in os.environ:
            raise NoticeError(f"the environment variable {name[1]} is not set; set it where the run is started")
        return os.environ[name[1]]

    return _VARIABLE.sub(value, text)


def _check(channel: str, options: Mapping[str, Any], keys: Mapping[str, type]) -> None:
    known = {key.rstrip("*"): kind for key, kind in keys.items()}
    for key, value in options.items():
        if key not in known:
            raise SettingsError(
                f"vacancies.toml: unknown key {key!r} in [notify.{channel}]; the keys there are {', '.join(known)}"
            )
        fits = isinstance(value, known[key]) and isinstance(value, bool) is (known[key] is bool)
        if not fits or (isinstance(value, list) and not all(isinstance(item, str) for item in value)):
            expected = "a list of texts" if known[key] is list else type_names(known[key])
            raise SettingsError(f"vacancies.toml: notify.{channel}.{key} is {value!r}; {expected} is expected")
    missing = [key.rstrip("*") for key in keys if key.endswith("*") and key.rstrip("*") not in options]
    if missing:
        raise SettingsError(
            f"vacancies.toml: [notify.{channel}] lacks {', '.join(missing)}; add it or remove the table"
        )


def _deliver(name: str, options: Mapping[str, Any], notice: Notice) -> Delivery:
    try:
        discover(__name__)[name].send(notice, options)
    except VacanciesError as error:
        return Delivery(name, str(error))
    except Exception as error:  # whatever a channel meets, the run stands: its kind is told, its text may hold a secret
        return Delivery(name, f"{type(error).__name__}; send a test with `vacancies notify --debug`")
    return Delivery(name)
