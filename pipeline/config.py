"""vacancies.toml → frozen Settings. The workspace is the folder of the nearest one upwards, else the current folder.

[report]
language = "ru"          # ru, tr or en
window_months = 6        # vacancies seen in the last months of the data
tax = "usual"            # the view of bands where a tax table is known: gross, net, or as its market writes it
currency = "RUB"         # all pay that has a dated rate in this money; without it each currency stays by itself

[paths]                  # relative to the folder of vacancies.toml
data = "data"
reports = "reports"
import = ["exports/hh"]  # read by `vacancies run` when it is told nothing else

[profile]                # the role that is looked for; without `titles` it is the shipped one, account manager
titles = { ru = ["бухгалтер"], en = ["accountant"] }
not_titles = { en = ["accountant intern"] }
regions = ["Москва"]
languages = ["ru", "en"]
hh_role = "16"           # its professional role at hh.ru
esco = "http://data.europa.eu/esco/occupation/…"

[sources.trudvsem]       # one table for each source to collect; `vacancies sources` says which keys it has
text = "бухгалтер"

[fetch]
contact = "me@example.org"  # stands in the User-Agent: who asks, and whom to write to
pace = 1.0               # seconds between two requests to one host; its robots.txt may ask for more
timeout = 30             # seconds without a byte
max_bytes = 50000000     # of one answer, unpacked
allow_hosts = []         # hosts that may have a private address

[keep]                   # what older things may go after a run; without a line they are kept for ever
archive = "52w"          # archived pages; their scrubbed postings stay
reports = "26w"          # folders of reports; the newest stays

[notify]                 # word of a run by e-mail and webhooks: pipeline/notify says which keys it has
when = "failure"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import SettingsError
from pipeline.model import LANGUAGES
from pipeline.wording import type_names

FILE = "vacancies.toml"


@dataclass(frozen=True, slots=True)
class Profile:
    """The role that is looked for. Without titles it is the shipped one; `titles` and `not_titles` are by language."""

    titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    not_titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("ru", "tr", "en")
    hh_role: str | None = None
    esco: str | None = None


@dataclass(frozen=True, slots=True)
class Manners:
    """How sites are asked: who asks, how often, how long, how much."""

    contact: str | None = None
    pace: float = 1.0
    timeout: float = 30.0
    max_bytes: int = 50_000_000
    allow_hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things stand and how the report is to look; `configured` is false where there is no vacancies.toml."""

    workspace: Path
    data: Path
    reports: Path
    imports: tuple[Path, ...] = ()
    language: str = "en"
    window_months: int = 6
    tax: str = "usual"
    currency: str | None = None
    keep: Mapping[str, str] = field(default_factory=dict)
    notify: Mapping[str, Any] = field(default_factory=dict)
    profile: Profile = field(default_factory=Profile)
    sources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    fetch: Manners = field(default_factory=Manners)
    configured: bool = False

    @property
    def raw(self) -> Path:
        """Bytes as they came; never changed."""
        return self.data / "raw"

    @property
    def processed(self) -> Path:
        """Whatever a run can make again; may be deleted at any time."""
        return self.data / "processed"

    @property
    def inbox(self) -> Path:
        """Where the user drops files."""
        return self.raw / "inbox"

    @property
    def warehouse(self) -> Path:
        """The database that the last run built."""
        return self.processed / "warehouse.duckdb"


KEYS: Mapping[str, Mapping[str, type | tuple[type, ...]]] = {
    "report": {"language": str, "window_months": int, "tax": str, "currency": str},
    "paths": {"data": str, "reports": str, "import": list},
    "profile": {
        "titles": dict, "not_titles": dict, "regions": list, "languages": list, "hh_role": (str, int), "esco": str,
    },
    "fetch": {"contact": str, "pace": (int, float), "timeout": (int, float), "max_bytes": int, "allow_hosts": list},
    "keep": {"archive": str, "reports": str},
}  # fmt: skip
OPEN = ("notify", "sources")
"""Tables whose keys are known to a shelf, which checks them when the run begins."""
_LONGEST_WINDOW = 1200
CHOICES: Mapping[str, tuple[str, ...]] = {"language": ("ru", "tr", "en"), "tax": ("usual", "gross", "net")}


def load_settings(start: Path | None = None) -> Settings:
    """Settings for a program started in `start` (default: the current folder).

    Raises SettingsError for a file that is not TOML, an unknown key, or an impossible value.
    """
    here = (start or Path.cwd()).absolute()
    file = next((folder / FILE for folder in (here, *here.parents) if (folder / FILE).is_file()), None)
    workspace = file.parent if file else here
    values = _checked(file) if file else {}
    report, paths = values.get("report", {}), values.get("paths", {})
    return Settings(
        workspace=workspace,
        data=workspace / str(paths.get("data", "data")),
        reports=workspace / str(paths.get("reports", "reports")),
        imports=tuple(workspace / path for path in _strings(file, "paths.import", paths.get("import", []))),
        language=str(report.get("language", "en")),
        window_months=int(str(report.get("window_months", 6))),
        tax=str(report.get("tax", "usual")),
        currency=str(report["currency"]) if "currency" in report else None,
        keep={key: str(value) for key, value in values.get("keep", {}).items()},
        notify=values.get("notify", {}),
        profile=_profile(file, values.get("profile", {})),
        sources=_tables(file, values.get("sources", {})),
        fetch=_manners(file, values.get("fetch", {})),
        configured=file is not None,
    )


def _checked(file: Path) -> dict[str, dict[str, object]]:
    """The tables of the file, every key known and of its type."""
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file}: not UTF-8 text (byte {error.start + 1}); save it as UTF-8") from error
    except (tomllib.TOMLDecodeError, OSError) as error:
        raise SettingsError(
            f"{file}: cannot be read as TOML: {error}; mend the line it names or delete the file"
        ) from error
    for table, entries in found.items():
        if table not in (*KEYS, *OPEN) or not isinstance(entries, dict):
            raise SettingsError(f"{file}: unknown entry {table!r}; the tables are {_listed((*KEYS, *OPEN))}")
        if table in OPEN:
            continue
        for key, value in entries.items():
            _check(file, table, key, value)
    return found


def _check(file: Path, table: str, key: str, value: object) -> None:
    """Raise SettingsError unless the key is known and its value possible."""
    if key not in KEYS[table]:
        raise SettingsError(f"{file}: unknown key {key!r} in [{table}]; the keys there are {_listed(KEYS[table])}")
    wanted = KEYS[table][key]
    if not isinstance(value, wanted) or isinstance(value, bool):
        raise SettingsError(f"{file}: {table}.{key} is {value!r}; {type_names(wanted)} is expected")
    if key in CHOICES and value not in CHOICES[key]:
        raise SettingsError(f"{file}: {table}.{key} is {value!r}; choose one of {_listed(CHOICES[key])}")
    if key == "currency" and not re.fullmatch("[A-Z]{3}", str(value)):
        raise SettingsError(f"{file}: {table}.{key} is {value!r}; a code of three capitals such as RUB is expected")
    if table == "keep" and not re.fullmatch("[0-9]{1,5}[hdw]", str(value)):
        raise SettingsError(f"{file}: keep.{key} is {value!r}; a length of time such as 180d or 26w is expected")
    if key == "window_months" and not 1 <= int(str(value)) <= _LONGEST_WINDOW:
        expected = f"a whole number of months from 1 to {_LONGEST_WINDOW}"
        raise SettingsError(f"{file}: {table}.{key} is {value}; {expected} is expected")
    if key == "contact" and value and not is_contact(str(value)):
        raise SettingsError(f"{file}: {table}.{key} is {value!r}; an e-mail or a web address is expected")


def _strings(file: Path | None, name: str, value: object) -> list[str]:
    """A list of texts, or SettingsError."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise SettingsError(f"{file}: {name} is {value!r}; a list of texts is expected")
    return value


def _profile(file: Path | None, table: Mapping[str, Any]) -> Profile:
    """The role that is looked for, or SettingsError."""
    hh_role = table.get("hh_role")
    return Profile(
        titles=_by_language(file, "profile.titles", table.get("titles", {})),
        not_titles=_by_language(file, "profile.not_titles", table.get("not_titles", {})),
        regions=tuple(_strings(file, "profile.regions", table.get("regions", []))),
        languages=tuple(_languages(file, "profile.languages", table.get("languages", list(LANGUAGES)))),
        hh_role=None if hh_role is None else str(hh_role),
        esco=table.get("esco"),
    )


def _by_language(file: Path | None, name: str, table: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    _languages(file, name, list(table))
    for language, given in table.items():
        if not given:
            raise SettingsError(f"{file}: {name}.{language} is empty; give at least one title or delete the key")
    return {language: tuple(_strings(file, f"{name}.{language}", given)) for language, given in table.items()}


def _languages(file: Path | None, name: str, given: object) -> list[str]:
    unknown = set(_strings(file, name, given)) - set(LANGUAGES)
    if unknown:
        raise SettingsError(f"{file}: {name}: {_listed(tuple(sorted(unknown)))}; choose from {_listed(LANGUAGES)}")
    return _strings(file, name, given)


def _tables(file: Path | None, tables: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """One table a source; its keys are checked by `fetch`, which knows the sources."""
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise SettingsError(f"{file}: sources.{name} is {table!r}; a table [sources.{name}] is expected")
    return tables


def _manners(file: Path | None, table: Mapping[str, Any]) -> Manners:
    """How sites are asked, or SettingsError."""
    for key, least in (("pace", 0), ("timeout", 0.1), ("max_bytes", 1000)):
        if key in table and table[key] < least:
            raise SettingsError(f"{file}: fetch.{key} is {table[key]}; {least} or more is expected")
    hosts = tuple(host.lower() for host in _strings(file, "fetch.allow_hosts", table.get("allow_hosts", [])))
    return Manners(**{**table, "allow_hosts": hosts})


def is_contact(text: str) -> bool:
    """Whether it can be written to: an e-mail or a web address in one line without quotation marks."""
    return bool(re.fullmatch(r"""[^\s@"'\\]+@[^\s@"'\\]+\.[^\s@"'\\]+|https?://[^\s"'\\]+""", text))


def _listed(names: Mapping[str, object] | tuple[str, ...]) -> str:
    return ", ".join(names)
