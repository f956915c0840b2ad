"""The clock's side: a ready entry for cron or systemd, put in place and taken out again without touching other entries.

The guarantees stand in the command (one run at a time, resuming, exit codes), so an entry only says when and where.
Formats: crontab(5), systemd.timer(5), systemd.service(5).
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipeline.errors import UsageError, VacanciesError

FORMS = ("cron", "systemd")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class When:
    """A day of the week (null: every day) and a time of day, in `zone` (null: the machine's)."""

    hour: int
    minute: int
    day: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One scheduled run of one workspace by one program file."""

    when: When
    workspace: Path
    program: Path
    logs: Path

    @property
    def name(self) -> str:
        """What it is called in systemd, the same for the same workspace for ever."""
        return _name(self.workspace)

    def cron(self) -> str:
        """Return the block of lines for a crontab; raises UsageError where a zone is asked: cron cannot promise it."""
        if self.when.zone is not None:
            raise UsageError("cron runs in the machine's time zone; leave --timezone out, or use systemd")
        program, log = _sh(self.program), f">>{_sh(self.logs / 'cron.log')} 2>&1"
        job = (
            f"cd {_sh(self.workspace)} && mkdir -p {_sh(self.logs)} && "
            "{ set -a; if [ -f .env ]; then . ./.env; fi; set +a; "
            f"{program} run {log} || [ $? -eq 75 ] || {program} status --notify {log}; }}"
        ).replace("%", "\\%")  # a bare % is a line end to cron
        day = self.when.day or "*"
        begin, end = _marks(self.workspace)
        return "\n".join([begin, f"{self.when.minute} {self.when.hour} * * {day} {job}", end]) + "\n"

    def systemd(self) -> dict[str, str]:
        """Return the unit files, by name."""
        place, run = _unit(str(self.workspace)), _unit_words(self.program, "run")
        day = f"{self.when.day.capitalize()} " if self.when.day else ""
        zone = f" {self.when.zone}" if self.when.zone else ""
        calendar = f"{day}*-*-* {self.when.hour:02d}:{self.when.minute:02d}:00{zone}"
        shared = f"Type=oneshot\nWorkingDirectory={place}\nEnvironmentFile=-{_unit(str(self.workspace / '.env'))}\n"
        return {
            f"{self.name}.service": (
                f"[Unit]\nDescription=Vacancy market report of {place}\nOnFailure={self.name}-failed.service\n\n"
                f"[Service]\n{shared}ExecStart={run}\n"
                "# another run holds the lock: nothing is wrong\nSuccessExitStatus=75\n"
            ),
            f"{self.name}-failed.service": (
                f"[Unit]\nDescription=Word of a failed vacancy run of {place}\n\n"
                f"[Service]\n{shared}ExecStart={_unit_words(self.program, 'status', '--notify')}\nSuccessExitStatus=1\n"
            ),
            f"{self.name}.timer": (
                f"[Unit]\nDescription=When the vacancy market of {place} is reported\n\n"
                f"[Timer]\nOnCalendar={calendar}\n# a laptop that slept runs it when it wakes\nPersistent=true\n\n"
                "[Install]\nWantedBy=timers.target\n"
            ),
        }


def when(day: str | None, time: str, zone: str | None = None) -> When:
    """Return the moment as a person writes it: a day (mon … sun, or null for every day) and a time such as 06:00."""
    told = _TIME.fullmatch(time)
    if day is not None and day.lower()[:3] not in DAYS:
        raise UsageError(f"--weekly {day}: expected a day: {', '.join(DAYS)}")
    if told is None:
        raise UsageError(f"{'--weekly' if day else '--daily'} {time}: expected a time of day such as 06:00")
    if zone is not None:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise UsageError(f"--timezone {zone}: unknown; expected a name such as Europe/Moscow") from None
    return When(int(told[1]), int(told[2]), day.lower()[:3] if day else None, zone)


def install_cron(entry: Entry) -> None:
    """Put the block into the user's crontab, in place of an older one of the same workspace."""
    block = entry.cron()
    _write_crontab(_without(_crontab(), entry.workspace) + block)


def remove_cron(workspace: Path) -> bool:
    """Take the workspace's block out of the user's crontab; tells whether there was one."""
    before = _crontab()
    after = _without(before, workspace)
    if after != before:
        _write_crontab(after)
    return after != before


def install_systemd(entry: Entry) -> list[Path]:
    """Write the unit files into the user's folder and start the timer; returns the files."""
    folder = _unit_folder()
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in entry.systemd().items():
        (folder / name).write_text(text, encoding="utf-8")
    _systemctl("daemon-reload")
    _systemctl("enable", "--now", f"{entry.name}.timer")
    return [folder / name for name in entry.systemd()]


def remove_systemd(workspace: Path) -> bool:
    """Stop the workspace's timer and delete its unit files; tells whether there were any."""
    name = _name(workspace)
    files = [f for f in _unit_folder().glob(f"{name}*") if f.suffix in (".service", ".timer")]
    if files:
        _systemctl("disable", "--now", f"{name}.timer")
        for file in files:
            file.unlink()
        _systemctl("daemon-reload")
    return bool(files)


def _name(workspace: Path) -> str:
    return "vacancies-" + hashlib.sha256(os.fsencode(workspace)).hexdigest()[:8]


def _marks(workspace: Path) -> tuple[str, str]:
    told = str(workspace).replace("\n", " ")
    return f"# vacancies: {told} (made by `vacancies schedule`)", f"# vacancies: {told} (end)"


def _without(crontab: str, workspace: Path) -> str:
    """Return the crontab without the workspace's block; a block whose end is missing loses its one entry only."""
    begin, end = _marks(workspace)
    kept, skip = [], 0
    for line in crontab.splitlines(keepends=True):
        if line.rstrip("\n") == begin:
            skip = 2
        if skip:
            skip -= 1
        elif line.rstrip("\n") != end:
            kept.append(line if line.endswith("\n") else line + "\n")
    return "".join(kept)


def _crontab() -> str:
    answer = _call("crontab", "-l")
    return answer.stdout if answer.returncode == 0 else ""  # 1: no crontab yet


def _write_crontab(text: str) -> None:
    answer = _call("crontab", "-", given=text)
    if answer.returncode != 0:
        raise VacanciesError(
            f"crontab: {_told(answer)}; nothing was changed: print the entry with --print cron instead"
        )


def _systemctl(*words: str) -> None:
    answer = _call("systemctl", "--user", *words)
    if answer.returncode != 0:
        raise VacanciesError(
            f"systemctl --user {' '.join(words)}: {_told(answer)}; the unit files stand in {_unit_folder()}: "
            "log in as the user whose timer it is and repeat"
        )


def _call(*command: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, input=given, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise VacanciesError(
            f"{command[0]}: not installed here; install it, or use --print and place it yourself"
        ) from None


def _told(answer: subprocess.CompletedProcess[str]) -> str:
    return " ".join(answer.stderr.split())[:200] or f"exit code {answer.returncode}"


def _unit_folder(environment: Mapping[str, str] = os.environ) -> Path:
    home = environment.get("XDG_CONFIG_HOME") or str(Path(environment.get("HOME", "~")).expanduser() / ".config")
    return Path(home) / "systemd" / "user"


def _sh(path: Path) -> str:
    return shlex.quote(str(path))


def _unit(text: str) -> str:
    """Return text as a unit file takes it: % begins a specifier there."""
    return text.replace("%", "%%")


def _unit_words(*words: Path | str) -> str:
    quoted = (str(word).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$") for word in words)
    return _unit(" ".join(f'"{word}"' if re.search(r"[\s\"'\\]", word) else word for word in quoted))
