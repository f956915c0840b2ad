"""The entry for cron and systemd: what it says, that it does so, and that it comes and goes without a trace.

No cron daemon and no systemd of a user run here: `crontab` and `systemctl` are small stand-ins on PATH; the cron line
is carried out by sh, the units are judged by systemd-analyze where it is installed.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline import schedule
from pipeline.errors import UsageError, VacanciesError
from pipeline.schedule import Entry, when

CRONTAB = """#!/bin/sh
case "$1" in
  -l) [ -f "$HOME/tab" ] || { echo "no crontab for you" >&2; exit 1; }; cat "$HOME/tab" ;;
  -) cat > "$HOME/tab" ;;
esac
"""
SYSTEMCTL = """#!/bin/sh
echo "$*" >> "$HOME/calls"
"""


def entry(folder: Path, day: str | None = "mon", zone: str | None = None, program: str = "vacancies") -> Entry:
    return Entry(when(day, "06:05", zone), folder, folder / program, folder / "data" / "logs")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with stand-ins for crontab and systemctl before all other programs."""
    for name, text in (("crontab", CRONTAB), ("systemctl", SYSTEMCTL)):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(text)
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return tmp_path


@pytest.mark.parametrize(
    ("day", "time", "line"),
    [("mon", "06:05", "5 6 * * mon "), ("Sunday", "23:59", "59 23 * * sun "), (None, "6:00", "0 6 * * * ")],
)
def test_the_cron_line_begins_with_its_time(day: str | None, time: str, line: str) -> None:
    told = Entry(when(day, time), Path("/srv/w"), Path("/srv/w/vacancies"), Path("/srv/w/data/logs")).cron()
    assert told.splitlines()[1].startswith(line)


@pytest.mark.parametrize(
    ("day", "time", "zone", "says"),
    [
        ("someday", "06:00", None, "expected a day"),
        ("mon", "25:00", None, "expected a time of day"),
        ("mon", "6", None, "expected a time of day"),
        ("mon", "06:00", "Mars/Base", "expected a name such as Europe/Moscow"),
        ("mon", "06:00", "../../etc/passwd", "expected a name such as"),
    ],
)
def test_an_impossible_moment_is_refused(day: str, time: str, zone: str | None, says: str) -> None:
    with pytest.raises(UsageError, match=re.escape(says)):
        when(day, time, zone)


def test_cron_promises_no_zone() -> None:
    with pytest.raises(UsageError, match="use systemd"):
        entry(Path("/srv/w"), zone="Europe/Moscow").cron()


@pytest.mark.parametrize(
    ("code", "called"), [(0, ["run"]), (75, ["run"]), (1, ["run", "status --notify"]), (3, ["run", "status --notify"])]
)
@pytest.mark.parametrize("name", ["plain", "with space, 100 % and 'quote'"])
def test_sh_carries_the_cron_line_out(tmp_path: Path, name: str, code: int, called: list[str]) -> None:
    workspace = tmp_path / name
    workspace.mkdir()
    program = workspace / "vacancies"
    program.write_text(f'#!/bin/sh\necho "$* $KEY in $(pwd)"\n[ "$1" = run ] && exit {code}\nexit 0\n')
    program.chmod(0o755)
    (workspace / ".env").write_text("KEY='of the file'\n")
    job = entry(workspace).cron().splitlines()[1].split(" ", 5)[5]
    job = job.replace("\\%", "%")  # as cron does
    subprocess.run(["/bin/sh", "-c", job], check=False, cwd="/", env={"PATH": "/usr/bin:/bin"})
    log = (workspace / "data" / "logs" / "cron.log").read_text().splitlines()
    assert log == [f"{words} of the file in {workspace}" for words in called]


def test_a_workspace_that_is_gone_runs_nothing(tmp_path: Path) -> None:
    job = entry(tmp_path / "gone").cron().splitlines()[1].split(" ", 5)[5]
    ended = subprocess.run(["/bin/sh", "-c", job], check=False, capture_output=True, text=True)
    assert ended.returncode != 0
    assert not (tmp_path / "gone").exists()


def test_installing_twice_and_removing_leaves_the_rest_of_the_crontab_alone(machine: Path) -> None:
    others = "MAILTO=me@example.org\n*/5 * * * * backup\n"
    (machine / "tab").write_text(others)
    schedule.install_cron(entry(machine / "one"))
    schedule.install_cron(entry(machine / "two"))
    once = (machine / "tab").read_text()
    schedule.install_cron(entry(machine / "two"))
    assert (machine / "tab").read_text() == once
    schedule.install_cron(entry(machine / "one", day="fri"))
    assert (machine / "tab").read_text().count("* * fri ") == 1
    assert "/one (end)" in once
    assert schedule.remove_cron(machine / "one")
    assert schedule.remove_cron(machine / "two")
    assert (machine / "tab").read_text() == others
    assert not schedule.remove_cron(machine / "two")


def test_a_first_crontab_is_made(machine: Path) -> None:
    schedule.install_cron(entry(machine))
    assert (machine / "tab").read_text() == entry(machine).cron()


def test_a_block_whose_end_was_deleted_takes_nothing_else_with_it(machine: Path) -> None:
    begin, job, _ = entry(machine).cron().splitlines()
    (machine / "tab").write_text(f"{begin}\n{job}\n1 2 * * * mine\n")
    schedule.remove_cron(machine)
    assert (machine / "tab").read_text() == "1 2 * * * mine\n"


def test_systemd_units_are_written_started_and_taken_out(machine: Path) -> None:
    there = entry(machine, zone="Europe/Istanbul")
    files = schedule.install_systemd(there)
    assert sorted(f.name for f in files) == [
        f"{there.name}-failed.service",
        f"{there.name}.service",
        f"{there.name}.timer",
    ]
    again = schedule.install_systemd(there)
    assert [f.read_text() for f in again] == list(there.systemd().values())
    assert schedule.remove_systemd(machine)
    assert not any(f.exists() for f in files)
    assert not schedule.remove_systemd(machine)
    calls = (machine / "calls").read_text().splitlines()
    assert f"--user enable --now {there.name}.timer" in calls
    assert f"--user disable --now {there.name}.timer" in calls


def test_without_cron_the_user_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(VacanciesError, match="crontab: not installed here; install it, or use --print"):
        schedule.install_cron(entry(tmp_path))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("name", ["plain", "with space and 100 %"])
def test_systemd_takes_the_units(tmp_path: Path, name: str) -> None:
    workspace = tmp_path / name
    workspace.mkdir()
    program = workspace / "vacancies"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    there = entry(workspace, zone="Europe/Moscow")
    units = tmp_path / "units"
    units.mkdir()
    for file, text in there.systemd().items():
        (units / file).write_text(text)
    judged = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, sorted(units.iterdir()))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    complaints = [line for line in judged.stderr.splitlines() if there.name in line]
    assert complaints == [], judged.stderr
    calendar = re.search("OnCalendar=(.*)", there.systemd()[f"{there.name}.timer"])
    assert calendar
    assert (
        subprocess.run(["systemd-analyze", "calendar", calendar[1]], capture_output=True, check=False).returncode == 0
    )
