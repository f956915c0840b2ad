"""What a run reads: what was collected, files the settings name or that were dropped into the inbox, else the sample.

Files the user names are read alone.

A dropped file is copied once to data/raw/import/<16 digits of its sha256>/<its name> and read from there ever after:
what is deleted from the inbox is not lost. To forget it, delete that folder.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from pipeline import sample
from pipeline.config import Settings
from pipeline.errors import NothingCameInError, UsageError, VacanciesError
from pipeline.fetch.postings import Collection, collections
from pipeline.model import Posting, Reject
from pipeline.sources import files
from pipeline.sources.files._file import File

PARSING_WORDS = ("import_columns", "cues/import_values", "cues/contacts")
"""The words that parsing looks up; all others are looked up by reading."""

PARSES = "pipeline.fetch.postings:piece_to_batches"
"""What a worker process is told to call for a piece of a collection."""
_DIGITS = 16
_LARGE = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One file that is read; `dropped_as` is the name it had in the inbox."""

    file: File
    name: str
    size: int
    sha256: str
    invented: bool
    dropped_as: str | None = None

    def told(self) -> dict[str, Any]:
        """Return it as the manifest tells it."""
        told = {"name": self.name, "bytes": self.size, "sha256": self.sha256}
        return told if self.dropped_as is None else {**told, "dropped_as": self.dropped_as}


@dataclass(frozen=True, slots=True)
class Part:
    """Files that are parsed together: a large one, or small neighbours. `key` tells all that decides their bytes."""

    entries: tuple[Entry, ...]
    bytes_digest: str
    key: str

    @property
    def name(self) -> str:
        """What the part is called: its first file."""
        return self.entries[0].name

    def told(self) -> list[dict[str, Any]]:
        """Return its files as the manifest tells them."""
        return [entry.told() for entry in self.entries]

    def read(self) -> Iterator[Posting | Reject]:
        """Yield every posting and reject; what comes from the sample is marked as invented."""
        for entry in self.entries:
            for found in files.read_file(entry.file):
                yield replace(found, invented=True) if entry.invented and isinstance(found, Posting) else found


@dataclass(frozen=True, slots=True)
class CollectedPart:
    """One collection of the archive; its ids are those of the site, so one that comes again is the same posting."""

    collection: Collection
    files: tuple[tuple[str, int, str], ...]
    bytes_digest: str
    key: str

    @property
    def name(self) -> str:
        """What the part is called."""
        return f"{self.collection.source}/{self.collection.name}"

    def told(self) -> list[dict[str, Any]]:
        """Return its files as the manifest tells them."""
        return [{"name": name, "bytes": size, "sha256": digest} for name, size, digest in self.files]

    def tasks(self) -> list[tuple[str, str, str, int, int]]:
        """Return the arguments of PARSES for each piece of the collection, in the order of fetching."""
        return [(p.source, p.name, str(p.file), p.begin, p.end) for p in self.collection.pieces()]


@dataclass(frozen=True, slots=True)
class Inputs:
    """Collections, and files and folders to read, in order; postings of what lies in `invented` are marked so."""

    paths: tuple[Path, ...]
    workspace: Path
    archive: Path
    invented: Path
    collections: tuple[Collection, ...] = ()

    def parts(self) -> list[Part | CollectedPart]:
        """Return all that is read, in parts: collections last. Raises VacanciesError as `entries` does.

        So what a collection adds comes after all that a warehouse was made of before.
        """
        return [*parts(self.entries()), *map(self._collected, self.collections)]

    def _collected(self, collection: Collection) -> CollectedPart:
        held = [(file, file.stat().st_size, _digest(file)) for file in collection.files]
        digest = hashlib.sha256(repr([(file.name, sha256) for file, _, sha256 in held]).encode()).hexdigest()
        named = tuple((self._name(file, file.name), size, sha256) for file, size, sha256 in held)
        key = hashlib.sha256((collection.source + digest + parsing_version()).encode()).hexdigest()[:32]
        return CollectedPart(collection, named, digest, key)

    def _name(self, path: Path, otherwise: str) -> str:
        return (path.relative_to(self.workspace) if path.is_relative_to(self.workspace) else Path(otherwise)).as_posix()

    def entries(self) -> list[Entry]:
        """Return every file that is read, in order, with its digest.

        Raises VacanciesError for an archived file whose bytes are no longer those that were dropped.
        """
        return [self._entry(file) for file in files.pages(self.paths)]

    def _entry(self, file: File) -> Entry:
        path, digest = file.path, _digest(file.path)
        name = self._name(path, file.page)
        dropped_as = None
        if path.is_relative_to(self.archive):
            folder, *dropped = path.relative_to(self.archive).parts
            dropped_as = "/".join(dropped)
            _unchanged(path, folder, digest)
        invented = path.resolve().is_relative_to(self.invented.resolve())
        return Entry(file, name, path.stat().st_size, digest, invented, dropped_as)

    def nothing(self, rejects: Sequence[Reject]) -> NothingCameInError:
        """Return the error of a run that read no posting."""
        where = ", ".join([*(f"collections of {source}" for source in self._sources()), *map(str, self.paths)])
        forget = (
            f"; to forget a dropped file delete its folder in {self.archive}"
            if any(path.is_relative_to(self.archive) for path in self.paths)
            else ""
        )
        if not self.paths and not self.collections:
            return NothingCameInError(
                f"{self.workspace}: nothing was collected yet, and no file was dropped; `vacancies collect` asks the "
                "sources of vacancies.toml"
            )
        if not rejects:
            return NothingCameInError(
                f"{where}: nothing to read; expected JSONL, CSV, XLSX, HTML, XML, TXT or JSON files "
                f"with postings{forget}"
            )
        first = rejects[0]
        return NothingCameInError(
            f"{where}: all {len(rejects)} records were rejected; "
            f"the first: {first.page}, {first.place_in_page}: {first.reason}{forget}"
        )

    def _sources(self) -> list[str]:
        return sorted({collection.source for collection in self.collections})


def parts(entries: Iterable[Entry]) -> list[Part | CollectedPart]:
    """Return the entries in parts: a large file alone, small ones of a folder together, in order.

    Where a group ends is told by the digests of its files, so a file more or less changes its own group only.
    """
    groups: list[list[Entry]] = []
    for entry in entries:
        last = groups[-1][-1] if groups else None
        if last and max(last.size, entry.size) < _LARGE and _same_group(last, entry):
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return [_part(tuple(group)) for group in groups]


def _same_group(last: Entry, entry: Entry) -> bool:
    return last.file.path.parent == entry.file.path.parent and not last.sha256.startswith("00")


def _part(entries: tuple[Entry, ...]) -> Part:
    told = repr([(e.file.source, e.file.page, e.sha256, e.invented) for e in entries])
    digest = hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()
    return Part(entries, digest, hashlib.sha256((digest + parsing_version()).encode()).hexdigest()[:32])


@cache
def parsing_version() -> str:
    """Return what changes when bytes may become other postings: a digest of the code that parses and of its words."""
    house, digest = Path(__file__).parent, hashlib.sha256()
    code = [house / f"{room}.py" for room in ("text", "contacts", "onebyte", "model", "tables", "partitions")]
    code += [house / "fetch" / f"{name}.py" for name in ("postings", "archive")]
    code += [file for room in ("sources", "languages") for file in sorted((house / room).rglob("*.py"))]
    for file in [*code, *(house / "vocab" / f"{name}.csv" for name in PARSING_WORDS)]:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def find(settings: Settings, named: Sequence[Path] = ()) -> Inputs:
    """Tell what is read: what is named; else all that was collected, imported and dropped; else the sample.

    Where sources are configured, the sample never stands in for what they did not bring.
    Raises UsageError for a named path that is not there, VacanciesError where the archive cannot be written.
    """
    for path in named:
        if not path.exists():
            raise UsageError(f"{path}: there is no such file or folder; check the path")
    archive, invented = settings.raw / "import", settings.raw / "sample"
    if named:
        return Inputs(tuple(named), settings.workspace, archive, invented)
    collected = tuple(sorted(collections(settings.raw), key=lambda held: (held.name, held.source)))
    paths = (*settings.imports, *keep(settings.inbox, archive))
    if not collected and not paths and not settings.sources:
        paths = (sample.lay(invented),)
    return Inputs(paths, settings.workspace, archive, invented, collected)


def keep(inbox: Path, archive: Path) -> list[Path]:
    """Copy files of the inbox whose bytes are new into the archive; return all of its folders by the names in them."""
    for file in files.walk(inbox) if inbox.is_dir() else []:
        _keep(file, file.relative_to(inbox), archive)
    kept = [path for path in archive.glob("*") if not path.name.startswith(".")] if archive.is_dir() else []
    return sorted(kept, key=lambda path: (sorted(f.relative_to(path).as_posix() for f in path.rglob("*")), path.name))


def _keep(file: Path, name: Path, archive: Path) -> None:
    if (archive / _digest(file)[:_DIGITS]).exists():
        return
    part = archive / ".part"  # a hidden folder that is renamed when whole: a killed copy is never read
    shutil.rmtree(part, ignore_errors=True)
    (part / name).parent.mkdir(parents=True)
    shutil.copyfile(file, part / name)
    whole = archive / _digest(part / name)[:_DIGITS]
    if not whole.exists():
        part.rename(whole)
    shutil.rmtree(part, ignore_errors=True)


def _unchanged(file: Path, folder: str, digest: str) -> None:
    if not digest.startswith(folder):
        raise VacanciesError(
            f"{file}: archived files never change, but its sha256 now begins with {digest[:_DIGITS]}; "
            "delete its folder and drop the file again"
        )


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
