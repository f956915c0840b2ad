"""What a run reads: files the user or the settings name, files dropped into the inbox, else the invented sample.

A dropped file is copied once to data/raw/import/<16 digits of its sha256>/<its name> and read from there ever after:
what is deleted from the inbox is not lost. To forget it, delete that folder.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline import sample
from pipeline.config import Settings
from pipeline.errors import NothingCameInError, UsageError, VacanciesError
from pipeline.model import Posting, Reject
from pipeline.sources import files

_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Inputs:
    """Files and folders to read, in order; postings of what lies in `invented` are marked so."""

    paths: tuple[Path, ...]
    workspace: Path
    archive: Path
    invented: Path

    def read(self) -> Iterator[Posting | Reject]:
        """Yield every posting and reject."""
        marked = [path for path in self.paths if self._is_invented(path)]
        for found in files.read(marked):
            yield replace(found, invented=True) if isinstance(found, Posting) else found
        yield from files.read([path for path in self.paths if not self._is_invented(path)])

    def listed(self) -> list[dict[str, Any]]:
        """Return name, bytes and sha256 of every file that is read, and the name it was dropped under.

        Raises VacanciesError for an archived file whose bytes are no longer those that were dropped.
        """
        rows = []
        for root in self.paths:
            for file in files.walk(root):
                name = file.relative_to(self.workspace) if file.is_relative_to(self.workspace) else Path(file.name)
                row = {"name": name.as_posix(), "bytes": file.stat().st_size, "sha256": _digest(file)}
                if file.is_relative_to(self.archive):
                    folder, *dropped = file.relative_to(self.archive).parts
                    row["dropped_as"] = "/".join(dropped)
                    _unchanged(file, folder, str(row["sha256"]))
                rows.append(row)
        return rows

    def nothing(self, rejects: Sequence[Reject]) -> NothingCameInError:
        """Return the error of a run that read no posting."""
        where = ", ".join(str(path) for path in self.paths)
        forget = (
            f"; to forget a dropped file delete its folder in {self.archive}"
            if any(path.is_relative_to(self.archive) for path in self.paths)
            else ""
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

    def _is_invented(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self.invented.resolve())


def find(settings: Settings, named: Sequence[Path] = ()) -> Inputs:
    """Tell what is read: what is named, else the settings' imports and what was ever dropped, else the sample.

    Raises UsageError for a named path that is not there, VacanciesError where the archive cannot be written.
    """
    for path in named:
        if not path.exists():
            raise UsageError(f"{path}: there is no such file or folder; check the path")
    archive, invented = settings.raw / "import", settings.raw / "sample"
    paths = tuple(named) or (*settings.imports, *keep(settings.inbox, archive))
    return Inputs(paths or (sample.lay(invented),), settings.workspace, archive, invented)


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
