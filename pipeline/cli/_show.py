"""What the verbs share: rejects and progress on stderr, paths that must be there, tables on stdout."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.config import CHOICES, Settings
from pipeline.errors import NothingCameInError, UsageError
from pipeline.model import Reject

if TYPE_CHECKING:
    from rich.console import Console

T = TypeVar("T")


def say(message: str) -> None:
    """One line on stderr, for the person who waits."""
    sys.stderr.write(f"{message}\n")


def tell(reject: Reject) -> None:
    """One rejected record on stderr."""
    say(f"rejected: {reject.page}, {reject.place_in_page}: {reject.reason}")


def present(paths: Sequence[Path]) -> list[Path]:
    """The paths as given; raises UsageError for the first that is not there."""
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder; check the path (the current folder is {Path.cwd()})")
    return list(paths)


def spoken(lang: str | None, settings: Settings) -> str:
    """The language asked for, else that of the settings; raises UsageError for one that is not spoken."""
    language = lang or settings.language
    if language not in CHOICES["language"]:
        raise UsageError(f"--lang {language}: unknown; choose one of {', '.join(CHOICES['language'])}")
    return language


def nothing_read(paths: Sequence[Path]) -> NothingCameInError:
    """What to raise where paths held no posting; why each record was rejected has been told by then."""
    named = ", ".join(map(str, paths))
    return NothingCameInError(f"{named}: no posting could be read; the reasons stand above, or the folder is empty")


def progress(items: Iterable[T], label: str) -> Iterator[T]:
    """The items, counted on stderr while they pass; silent when stderr is not a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        for item in items:
            yield item
            bar.advance(task)


def console(**how: Any) -> Console:
    """What draws on stdout; where the reader of a pipe has seen enough, the outermost door is told."""
    from rich.console import Console

    class Piped(Console):
        def on_broken_pipe(self) -> None:  # rich would end the program with exit code 1
            raise BrokenPipeError

    return Piped(**how)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table on stdout, as wide as the terminal, or as wide as it needs in a pipe."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=box.SIMPLE_HEAD)
    for column in columns:
        shown.add_column(Text(column))
    for row in rows:
        shown.add_row(*(Text("" if value is None else str(value)) for value in row))
    console(width=None if sys.stdout.isatty() else 200, soft_wrap=not sys.stdout.isatty()).print(shown)
