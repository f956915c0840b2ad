"""`vacancies explain` of a vacancy: its postings, each with the reason it was joined."""

import json
from pathlib import Path

import pytest

from pipeline.cli import main

TEXT = "We lease cold containers and need someone to look after sixty customers of ours and renew their contracts."


@pytest.fixture
def market(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    rows = [
        {"id": f"n{n}", "title": "Account manager", "employer": name, "place": "Leeds", "description": TEXT}
        for n, name in enumerate(["Acme Ltd", "ACME", "Oakfield"])
    ]
    (tmp_path / "postings.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        main(["run", "postings.jsonl"])
    assert left.value.code in (0, None), capsys.readouterr().err
    capsys.readouterr()
    return tmp_path


def explained(what: str, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    with pytest.raises(SystemExit):
        main(["explain", what])
    shown = capsys.readouterr()
    return shown.out, shown.err


def test_a_posting_shows_those_that_repeat_it_and_its_vacancy_shows_the_same(
    market: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, err = explained("n0", capsys)
    assert "2 postings tell of it" in err
    assert "same text" in out
    assert "ACME" in out
    assert "Oakfield" not in out
    vacancy_id = err.split()[1].removesuffix(":")
    assert explained(vacancy_id, capsys) == (out, err)


def test_one_that_stands_alone_shows_no_others(market: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "postings tell of it" not in explained("n2", capsys)[1]


def test_an_unknown_id_is_told_in_one_line(market: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "neither a file nor the id of a posting or vacancy" in explained("n9", capsys)[1]
