"""`vacancies schedule`: an entry for cron or systemd that runs the pipeline by itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli._show import say
from pipeline.config import load_settings
from pipeline.errors import UsageError


def schedule(
    weekly: Annotated[tuple[str, str] | None, typer.Option(help="Day and time: mon 06:00.", metavar="DAY TIME")] = None,
    daily: Annotated[str | None, typer.Option(help="Every day at this time: 06:00.", metavar="TIME")] = None,
    timezone: Annotated[str | None, typer.Option(help="For systemd: a zone such as Europe/Moscow.")] = None,
    print_: Annotated[str | None, typer.Option("--print", help="Print the entry: cron or systemd.")] = None,
    install: Annotated[str | None, typer.Option(help="Put it in place for this user: cron or systemd.")] = None,
    remove: Annotated[str | None, typer.Option(help="Take it out again: cron or systemd.")] = None,
) -> None:
    """Print, install or remove the entry that runs this workspace unattended.

    Installing twice changes nothing; other entries of the user are never touched. A file `.env` in the workspace, if
    there is one, gives the run its secrets.

    Example: `vacancies schedule --weekly mon 06:00 --print cron`
    Example: `vacancies schedule --weekly mon 06:00 --timezone Europe/Moscow --print systemd`
    """
    from pipeline import schedule as clock

    chosen = [form for form in (print_, install, remove) if form is not None]
    if len(chosen) != 1:
        raise UsageError("choose one of --print, --install and --remove, each with cron or systemd")
    if chosen[0] not in clock.FORMS:
        raise UsageError(f"{chosen[0]}: unknown; an entry is for {' or '.join(clock.FORMS)}")
    settings = load_settings()
    workspace = settings.workspace
    if remove is not None:
        there = clock.remove_cron(workspace) if remove == "cron" else clock.remove_systemd(workspace)
        say(f"{workspace}: {'its entry was removed' if there else 'there was no entry'}")
        return
    if (weekly is None) == (daily is None):
        said = "say when" if daily is None else "--weekly and --daily stand together; choose one of them"
        raise UsageError(f"{said}: --weekly DAY TIME (mon 06:00) or --daily TIME (06:00)")
    moment = clock.when(weekly[0], weekly[1], timezone) if weekly else clock.when(None, str(daily), timezone)
    entry = clock.Entry(moment, workspace, _program(), settings.data / "logs")
    if print_ == "cron":
        sys.stdout.write(entry.cron())
    elif print_ == "systemd":
        sys.stdout.write("\n".join(f"# {name}\n{text}" for name, text in entry.systemd().items()))
    elif install == "cron":
        clock.install_cron(entry)
        say(f"{workspace}: entry in the user's crontab")
    else:
        say(f"{workspace}: {', '.join(map(str, clock.install_systemd(entry)))}")


def _program() -> Path:
    """The program file that runs now, or the one of this environment."""
    here = Path(sys.argv[0]).absolute()
    return here if here.name == "vacancies" else Path(sys.executable).absolute().with_name("vacancies")
