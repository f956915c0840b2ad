"""README says nothing that does not run: its commands are carried out, its files and verbs exist."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ELSEWHERE = {
    "python3 dev.py": "tests/test_setup.py and the clean clone of .ci/run run it",
    "vacancies schedule --weekly mon 06:00 --install": "changes the user's crontab: tests/test_schedule.py",
}
"""Beginnings of lines that are not carried out here, each with where they are, or why nowhere."""

POSTING = {
    "title": "Менеджер по работе с ключевыми клиентами", "employer": "Ромашка", "place": "Москва",
    "description": "Требования:\n- 1С\n- английский B2\n- опыт от 1 года\nДоход от 90 000 до 120 000 рублей на руки",
    "posted_on": "2026-06-01",
}  # fmt: skip
DRAFT = "Менеджер по работе с клиентами\nТребования:\n- 1С\n- опыт продаж от 1 года\nЗарплата 80 000 - 120 000 рублей"


def commands() -> list[str]:
    """Every line of a code block without a language, its comment cut off."""
    blocks = re.findall(r"^```\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    lines = [re.sub(r"\s+#\s.*", "", line).strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


def carried_out() -> list[str]:
    return [line for line in commands() if not line.startswith(tuple(ELSEWHERE))]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the README's reader has: some postings, a draft, a grade table, and one run behind it."""
    folder = tmp_path_factory.mktemp("reader")
    postings = [{"id": str(n), **POSTING, "employer": f"Ромашка {n % 9}"} for n in range(60)]
    text = "".join(json.dumps(posting, ensure_ascii=False) + "\n" for posting in postings)
    (folder / "exports").mkdir()
    for name in ("postings.jsonl", "exports/postings.jsonl"):
        (folder / name).write_text(text, encoding="utf-8")
    answer = {"uid": "0", "salary": {"kind": "range", "from": 90000, "to": 120000, "currency": "RUB"}, "asks": []}
    (folder / "answers.jsonl").write_text(json.dumps(answer) + "\n")
    (folder / "draft.txt").write_text(DRAFT, encoding="utf-8")
    (folder / "grades.csv").write_text("grade,min,mid,max\nA,80000,100000,120000\n")
    assert call(folder, "vacancies run postings.jsonl").returncode == 0
    return folder


def call(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    _, *words = shlex.split(command)
    code = "from pipeline.cli import main; main()"
    return subprocess.run([sys.executable, "-c", code, *words], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.parametrize("command", carried_out())
def test_a_command_of_the_readme_runs(command: str, workspace: Path) -> None:
    assert command.startswith("vacancies "), f"{command}: neither carried out nor told why not"
    ended = call(workspace, command)
    assert ended.returncode == 0, ended.stderr


def test_the_readme_has_commands_and_every_exception_is_used() -> None:
    assert len(carried_out()) >= 10
    unused = [start for start in ELSEWHERE if start not in README]
    assert unused == []


def test_every_verb_is_told() -> None:
    verbs = [str(verb.name) for verb in app.registered_commands]
    assert [verb for verb in verbs if f"vacancies {verb}" not in README] == []


def test_every_file_it_names_is_there() -> None:
    named = set(re.findall(r"`((?:pipeline|docs|notebooks|tests|benchmarks)/[\w./-]*\w/?)`", README))
    named |= set(re.findall(r"\]\(((?!https?:)[\w./-]+)\)", README)) | {"CONTRIBUTING.md", "CHANGELOG.md"}
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
