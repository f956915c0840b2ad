"""The import: any file or folder a user names, read as a stream of postings and rejects.

Each module beside this one reads one format and says by SUFFIXES which files it takes; `read(file)` yields its records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from pipeline.errors import UnreadableError, UsageError
from pipeline.model import Posting, Reject
from pipeline.shelf import discover
from pipeline.sources.files._file import File, name_pages, sniff

SOURCE = "files"
_DOCUMENTS = (".md", ".markdown", ".rst", ".toml", ".lock", ".ini", ".cfg", ".yml", ".yaml", ".py")
_PAGE_ASSETS = (
    ".css",
    ".js",
    ".mjs",
    ".map",
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".svg",
    ".webp",
    ".ico",
    ".woff",
    ".woff2",
    ".ttf",
)
_DOCUMENT_NAMES = (
    "license",
    "licence",
    "readme",
    "changelog",
    "notice",
    "copying",
    "sources",
    "contributing",
    "authors",
)


def read(paths: Iterable[Path | str]) -> Iterator[Posting | Reject]:
    """Yield every posting of these files and folders in their order, and a Reject for whatever could not be read.

    Raises UsageError at once where a path is not there. Folders are walked in alphabetical order.
    """
    listed = pages(paths)
    return (record for file in listed for record in read_file(file))


def pages(paths: Iterable[Path | str]) -> list[File]:
    """Return the files that are read, in order, each with the page it is called. Raises UsageError as `read` does."""
    given = [Path(path) for path in paths]
    for path in given:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder; check the path")
    return [File(SOURCE, *named) for named in name_pages([pair for root in given for pair in _walk(root)])]


def read_file(file: File) -> Iterator[Posting | Reject]:
    """Yield the records of one file; whatever breaks in it becomes one Reject and ends this file only."""
    last = 0
    try:
        module = _format_of(file)
        for record in module.read(file):
            last += 1
            yield record
    except UnreadableError as error:
        yield Reject(file.source, file.page, "file", str(error))
    except RecursionError:
        yield Reject(
            file.source, file.page, f"after record {last}", "nested too deeply to be a posting: check the file"
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError) as error:
        reason = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        yield Reject(
            file.source, file.page, f"after record {last}", f"could not be read further ({reason}): save it again"
        )


def walk(path: Path) -> list[Path]:
    """Return the files of a folder (or the one file) that are read, in order."""
    return [file for file, _ in _walk(path)]


def _walk(path: Path) -> Iterator[tuple[Path, Path]]:
    """Yield (file, the path its name is told from) in alphabetical order, no documentation, nothing hidden."""
    if path.is_file():
        yield path, path.parent
        return
    for child in sorted(path.rglob("*")):
        parts = child.relative_to(path).parts
        if child.is_file() and not any(part.startswith(".") for part in parts) and not _is_documentation(child):
            yield child, path


def _is_documentation(path: Path) -> bool:
    name = path.name.lower()
    return name.endswith(_DOCUMENTS + _PAGE_ASSETS) or name.split(".")[0].split("_")[0] in _DOCUMENT_NAMES


def _format_of(file: File) -> ModuleType:
    if not file.path.stat().st_size:
        raise UnreadableError("an empty file: nothing to read")
    formats = {suffix: module for module in discover(__name__).values() for suffix in module.SUFFIXES}
    name = file.path.name.lower().removesuffix(".gz")
    return formats.get(Path(name).suffix) or formats[sniff(file)]
