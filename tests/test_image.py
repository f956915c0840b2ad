"""The Dockerfile and compose file name what is there. No Docker engine runs where this is tested: the steps of the
Dockerfile were carried out by hand in an empty virtual environment (docs/unattended.md)."""

import re
import tomllib
from pathlib import Path

from pipeline.cli import app

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text()
VERBS = {str(verb.name) for verb in app.registered_commands}


def test_what_is_copied_is_there_and_passes_the_ignore_file() -> None:
    copied = [
        word for line in re.findall(r"^COPY (?!--from)(.*)$", DOCKERFILE, re.MULTILINE) for word in line.split()[:-1]
    ]
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert copied
    assert [name for name in copied if not (ROOT / name).exists() or name.removeprefix("./") not in allowed] == []


def test_the_image_starts_with_verbs_that_exist_and_not_as_root() -> None:
    called = re.findall(r'CMD \["vacancies", "(\w+)"|^CMD \["(\w+)"', DOCKERFILE, re.MULTILINE)
    assert {verb for pair in called for verb in pair if verb} <= VERBS
    assert re.search(r"^USER (?!root)", DOCKERFILE, re.MULTILINE)
    for command in re.findall(r"^\s+command: \[(\w+)", (ROOT / "compose.yaml").read_text(), re.MULTILINE):
        assert command in VERBS


def test_the_locks_agree() -> None:
    def versions(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", (ROOT / name).read_text(), re.MULTILINE))

    whole = versions("requirements.lock")
    for name in ("requirements-image.lock", "requirements-spark.lock"):
        assert {k: (v, whole[k]) for k, v in versions(name).items() if whole.get(k, v) != v} == {}
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[\s<>=\[]", line, maxsplit=1)[0].lower().replace("_", "-") for line in needed}
    assert names <= {name.replace("_", "-") for name in versions("requirements-image.lock")}
