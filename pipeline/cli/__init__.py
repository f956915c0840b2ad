"""The command `vacancies`: its verbs stand on this shelf, one module each, and are found, not registered.

A verb is a function with the name of its module; its docstring is its help and ends with an example that runs.
Modules import the rooms they use inside the function, so that help is shown without waiting for pandas or spaCy.
"""

from __future__ import annotations

import inspect
import io
import os
import re
import sys
import traceback
from collections.abc import Iterable, Sequence
from importlib import metadata
from typing import Annotated

import typer

# before numpy is loaded: its tables here are narrow, and threads that wait for each other cost more than they save
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from pipeline.errors import VacanciesError
from pipeline.shelf import discover

# click's own complaint about a call; typer may bring a copy of click, so it is taken from typer
CallError = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(metadata.version("vacancies"))
        raise typer.Exit


def _vacancies(
    debug: Annotated[bool, typer.Option("--debug", help="Show the whole traceback of an error.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Read vacancy postings, report what the market pays and asks.

    Exit codes: 0 done · 1 an error or a failed check · 2 a wrong call, a path that is not there · 3 some sources
    failed · 4 nothing came in · 75 another run holds the lock · 130 interrupted.
    """


VERBS = {name.replace("_", "-"): getattr(verb, name) for name, verb in discover(__name__).items()}


def _app_of(verbs: Iterable[str]) -> typer.Typer:
    made = typer.Typer(
        name="vacancies",
        add_completion=False,
        rich_markup_mode=None,  # plain help: drawing it with rich costs a third of a second
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback()(_vacancies)
    for name in verbs:
        told = inspect.getdoc(VERBS[name]) or ""
        summary = " ".join(told.partition("\n\n")[0].split())  # whole: click would cut it after five words
        made.command(name=name, help=_copyable(told), short_help=summary)(VERBS[name])
    return made


def _copyable(told: str) -> str:
    """The help with its examples as they are typed: click breaks lines anywhere, but for paragraphs after its mark."""
    return re.sub(r"(?m)(?<=\n\n)(?=Example: )", "\b\n", told)


app = _app_of(VERBS)


def _app_for(words: Sequence[str]) -> typer.Typer:
    """The command with the one verb that is called, for making all of them takes as long as many a verb; else whole."""
    return _app_of(words[:1]) if words and words[0] in VERBS else app


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one verb and leave with its exit code; an error is one line on stderr."""
    given = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    debug = "--debug" in given
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # a lone surrogate leaves as \udc80, which is also how JSON writes it
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        words = [word for word in given if word != "--debug"]
        command = typer.main.get_command(_app_for(words))
        # not command.main(): it makes a pipe that closed an exit code of its own
        with command.make_context("vacancies", words) as context:
            code = command.invoke(context)
        sys.stdout.flush()
    except typer.Exit as told:
        code = told.exit_code
    except BrokenPipeError:
        # the reader has seen enough (`… | head`): nothing is wrong, and nothing more can be written
        for stream in (sys.stdout, sys.stderr):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        code = 0
    except (KeyboardInterrupt, typer.Abort):
        code = 130
    except Exception as error:  # the outermost door: whatever it is becomes one line and an exit code
        code = complain(error, debug=debug)
    sys.exit(code if isinstance(code, int) else 0)


def complain(error: Exception, *, debug: bool) -> int:
    """Say an error in one line on stderr, with its traceback if asked; gives the exit code."""
    if debug:
        traceback.print_exception(error)
    if isinstance(error, CallError):
        message, code = str(getattr(error, "format_message", error.__str__)()), 2
    elif isinstance(error, VacanciesError):
        message, code = str(error), error.exit_code
    elif isinstance(error, OSError):
        message, code = f"{error.filename or 'input or output'}: {error.strerror or error}", 1
    else:
        message, code = f"internal error: {type(error).__name__}: {error}; repeat with --debug and report it", 1
    sys.stderr.write(f"vacancies: {message.strip()}\n")
    return code
