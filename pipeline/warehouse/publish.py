"""A warehouse is built into a new file, and takes the old one's place with one rename."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.warehouse import carried
from pipeline.warehouse.build import RAW, Build, Failure, refuse

__all__ = ["Build", "Failure", "building", "refuse"]


@contextmanager
def building(
    processed: Path,
    window_months: int = 6,
    tax: str = "usual",
    currency: str | None = None,
    files: carried.Files | None = None,
) -> Iterator[Build]:
    """Give a Build on a new file; on a clean exit it replaces `warehouse.duckdb` and `marts/`, else nothing changes.

    `files` are those that will be loaded: what the old warehouse holds of them is carried over.
    """
    processed.mkdir(parents=True, exist_ok=True)
    old, new, marts = processed / "warehouse.duckdb", processed / "warehouse.new.duckdb", processed / "marts.new"
    _clear(new, marts)
    held = carried.carry(old, new, files or {}, RAW)
    build = Build(new, window_months, tax, currency, marts, held)
    try:
        yield build
        build.export_marts()
        build.save()
        build.close()
    except BaseException:
        build.close()
        _clear(new, marts)
        if held:
            with suppress(OSError):  # a full disk is what is told
                carried.forget(old)
        raise
    old_marts = processed / "marts.old"
    _clear(old_marts)
    with suppress(FileNotFoundError):
        (processed / "marts").rename(old_marts)
    marts.rename(processed / "marts")
    os.replace(new, old)  # noqa: PTH105 - the one rename readers see
    _clear(old_marts)


def _clear(*paths: Path) -> None:
    """Remove what an earlier, killed build left behind."""
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        for file in (path, path.with_name(path.name + ".wal")):
            file.unlink(missing_ok=True)
