"""Looks at the environment a run needs, one finding a subject, each with what to do; it changes nothing."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Literal

from pipeline.config import Settings, load_settings
from pipeline.errors import VacanciesError
from pipeline.fetch import chosen, live
from pipeline.ledger import code_version, holder
from pipeline.notify import checked, variables
from pipeline.status import status
from pipeline.warehouse import Warehouse
from pipeline.words import lexicon

LEAST_FREE_BYTES, ENOUGH_FREE_BYTES = 200_000_000, 2_000_000_000
State = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One subject: how it is, what was found, and what to do (empty where all is well)."""

    subject: str
    state: State
    found: str
    fix: str = ""


def examine(start: Path | None = None) -> list[Finding]:
    """Return the findings about the workspace of `start` (default: the current folder), settings first."""
    try:
        settings = load_settings(start)
    except VacanciesError as error:
        return [Finding("settings", "fail", str(error), "mend vacancies.toml"), *_environment()]
    findings = [_settings(settings), *_environment()]
    for look in (_folders, _disk, _lock, _words, _warehouse, _archive, _clock, _sources, _notices):
        findings += look(settings)
    return findings


def _environment() -> list[Finding]:
    wanted = metadata.metadata("vacancies")["Requires-Python"]
    python = ".".join(map(str, sys.version_info[:3]))
    missing = sorted(name for name in _needed() if not _installed(name))
    packages = Finding("packages", "ok", "all that are needed are installed")
    if missing:
        packages = Finding("packages", "fail", f"not installed: {', '.join(missing)}", "python3 dev.py setup")
    return [
        Finding("program", "ok", f"vacancies {code_version()}, Python {python} (needs {wanted})"),
        packages,
        _pdf(),
    ]


def _needed() -> Iterable[str]:
    for requirement in metadata.requires("vacancies") or ():
        if "extra ==" not in requirement:
            yield re.split(r"[\s<>=!~;\[]", requirement, maxsplit=1)[0]


def _installed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _pdf() -> Finding:
    if not _installed("weasyprint"):
        return Finding("PDF", "ok", "not asked for (the extra `pdf` is not installed)")
    try:
        with warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always")
            importlib.import_module("weasyprint")
    except OSError as error:  # its system libraries are missing
        told = str(error).splitlines()[0]
        return Finding("PDF", "warn", f"WeasyPrint cannot start: {told}", "install pango, or read the HTML report")
    if heard:  # a library that a later version will need
        return Finding("PDF", "ok", f"WeasyPrint starts, and says: {heard[0].message}")
    return Finding("PDF", "ok", "WeasyPrint starts")


def _settings(settings: Settings) -> Finding:
    where = settings.workspace / "vacancies.toml"
    if settings.configured:
        return Finding("settings", "ok", str(where))
    return Finding(
        "settings", "ok", f"no vacancies.toml; defaults in {settings.workspace}", "`vacancies init` writes one"
    )


def _folders(settings: Settings) -> list[Finding]:
    return [_writable(name, folder) for name, folder in (("data", settings.data), ("reports", settings.reports))]


def _writable(name: str, folder: Path) -> Finding:
    there = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    try:
        with tempfile.TemporaryFile(dir=there):
            return Finding(f"folder {name}", "ok", f"{folder} can be written")
    except OSError as error:
        fix = f"make it writable for the user who runs this, or set paths.{name} in vacancies.toml"
        return Finding(f"folder {name}", "fail", f"{there}: {error.strerror}", fix)


def _disk(settings: Settings) -> list[Finding]:
    there = next(place for place in (settings.data, *settings.data.parents) if place.exists())
    free = shutil.disk_usage(there).free
    told, fix = f"{free / 1e9:.1f} GB free", "free space; `vacancies purge --help` tells what may go"
    state: State = "fail" if free < LEAST_FREE_BYTES else "warn" if free < ENOUGH_FREE_BYTES else "ok"
    return [Finding("disk", state, told, "" if state == "ok" else fix)]


def _lock(settings: Settings) -> list[Finding]:
    run = holder(settings.data)
    if run is None:
        return [Finding("lock", "ok", "no run holds the workspace")]
    return [Finding("lock", "warn", f"run {run} holds the workspace", "wait for it, or end its process")]


def _words(_settings: Settings) -> list[Finding]:
    try:
        words = lexicon()
    except VacanciesError as error:
        return [Finding("vocabulary", "fail", str(error).splitlines()[0], "`vacancies words` shows every complaint")]
    return [Finding("vocabulary", "ok", f"{len(words.concepts)} concepts, {len(words.terms)} terms")]


def _warehouse(settings: Settings) -> list[Finding]:
    if not settings.warehouse.exists():
        return [Finding("warehouse", "ok", "not built yet", "`vacancies run` builds it")]
    try:
        with Warehouse(settings.warehouse) as warehouse:
            rows = warehouse.query("select vacancies from mart.market")["vacancies"].sum()
    except VacanciesError as error:
        return [Finding("warehouse", "fail", str(error), f"delete {settings.warehouse} and run again: nothing is lost")]
    return [Finding("warehouse", "ok", f"{rows} vacancies")]


def _archive(settings: Settings) -> list[Finding]:
    torn = _torn(settings.raw / ".ledger")
    if torn:
        fix = "nothing needs to be done: torn lines are passed over"
        return [Finding("ledger", "warn", f"torn lines: {', '.join(f'{n} in {f}' for f, n in torn.items())}", fix)]
    return [Finding("ledger", "ok", "every line is whole")]


def _torn(ledger: Path) -> dict[str, int]:
    counts = {}
    for file in sorted(ledger.glob("*.jsonl")):
        lines = file.read_bytes().splitlines()
        whole = sum(line.startswith(b"{") and line.endswith(b"}") for line in lines)
        if whole != len(lines):
            counts[file.name] = len(lines) - whole
    return counts


def _clock(settings: Settings) -> list[Finding]:
    told = status(settings.raw, datetime.now(UTC), running=holder(settings.data))
    if any("clock" in problem for problem in told.problems):
        return [Finding("clock", "warn", "a run ended later than now", "check the time of this machine")]
    return [Finding("clock", "ok", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC")]


def _sources(settings: Settings) -> list[Finding]:
    known = live()
    try:
        asked = chosen(settings, (), known)
    except VacanciesError as error:
        return [Finding("sources", "fail", str(error), "mend vacancies.toml; `vacancies sources` lists them")]
    findings = [Finding("sources", "ok", f"{', '.join(asked) or 'none'} to collect")]
    if asked and not settings.fetch.contact and not settings.fetch.allow_hosts:
        findings = [Finding("sources", "fail", "fetch.contact is not set", "put an e-mail or a web address there")]
    for name, source in known.items():
        if lacking := source.lacks():
            state: State = "fail" if name in asked else "ok"
            fix = f"set it to use the source; see pipeline/sources/{name}/README.md"
            findings.append(Finding(f"source {name}", state, f"shut without {', '.join(lacking)}", fix))
    return findings


def _notices(settings: Settings) -> list[Finding]:
    try:
        channels = checked(settings.notify).channels
    except VacanciesError as error:
        return [Finding("notices", "fail", str(error), "mend [notify] in vacancies.toml")]
    unset = sorted({name for options in channels.values() for name in variables(options) if name not in os.environ})
    if unset:
        return [
            Finding("notices", "fail", f"not set: {', '.join(unset)}", "set it where the run is started (or in .env)")
        ]
    return [Finding("notices", "ok", ", ".join(channels) or "none are configured")]
