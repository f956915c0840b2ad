"""The invented market that travels with the package, for a first run with nothing configured."""

from __future__ import annotations

import io
import zipfile
from importlib.resources import files
from pathlib import Path

from pipeline.errors import VacanciesError

ARCHIVE = "market.zip"


def lay(folder: Path) -> Path:
    """Lay the sample's files into `folder` and return it; files that already stand there with the same bytes are kept.

    Raises VacanciesError when the folder cannot be written.
    """
    with zipfile.ZipFile(io.BytesIO((files("pipeline.sample") / ARCHIVE).read_bytes())) as archive:
        for name in archive.namelist():
            target, body = folder / name, archive.read(name)
            try:
                if not target.exists() or target.read_bytes() != body:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(body)
            except OSError as error:
                raise VacanciesError(
                    f"{target}: cannot lay the sample market here ({error.strerror}): make the folder writable"
                ) from error
    return folder
