"""The command as its users meet it: help that runs, answers a program reads, one line and the right code on trouble."""

import io
import json
import re
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cli import app, main

Call = Callable[..., tuple[int, str, str]]
HEAVY = ("pandas", "spacy", "matplotlib", "duckdb", "lingua", "pyarrow", "numpy", "scipy", "lxml")
POSTINGS = [
    {
        "id": f"n{i}",
        "title": "Account manager",
        "employer": f"Invented {i % 9}",
        "description": "Requirements:\n- experience from 1 year\n- Excel\nSalary: 2 000 – 3 000 EUR a month gross",
        "posted_on": "2026-03-02",
    }
    for i in range(20)
]


ANSWER = {
    "uid": "n3",
    "salary": {"kind": "range", "from": 2000, "to": 3000, "currency": "EUR"},
    "asks": [{"concept": "excel", "scope": "required"}],
}


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run the command in an empty folder: exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main([str(word) for word in words])
        shown = capsys.readouterr()
        return int(left.value.code or 0), shown.out, shown.err

    return run


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with postings.jsonl where `vacancies run` has been."""
    folder = tmp_path_factory.mktemp("done")
    inbox = folder / "data" / "raw" / "inbox"  # what `run` and `build` read where they are told nothing
    inbox.mkdir(parents=True)
    for place in (folder, inbox):
        (place / "postings.jsonl").write_text("".join(json.dumps(row) + "\n" for row in POSTINGS))
    (folder / "answers.jsonl").write_text(json.dumps(ANSWER) + "\n")
    (folder / "draft.txt").write_text("Account manager\nRequirements:\n- Excel\n- CRM\nSalary 2000-3000 EUR a month")
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "run", "postings.jsonl"]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert Path(run.stdout.strip().splitlines()[-1]).name == "index.html"
    return folder


def test_help_waits_for_no_heavy_package() -> None:
    code = f"import sys, pipeline.cli; print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def examples() -> list[str]:
    return [
        word
        for verb in app.registered_commands
        for word in re.findall(r"`(vacancies [^`]+)`", verb.callback.__doc__)
        if "Example" in verb.callback.__doc__
    ]


def test_every_verb_has_an_example() -> None:
    assert [v.name for v in app.registered_commands if "Example: `vacancies" not in v.callback.__doc__] == []


@pytest.mark.parametrize("example", examples())
def test_the_examples_of_the_help_run(example: str, done: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shlex

    monkeypatch.chdir(done)
    monkeypatch.setattr("pipeline.desk.serve.run", lambda *_: None)  # `serve` listens until it is ended
    with pytest.raises(SystemExit) as left:
        main(shlex.split(example)[1:])
    assert left.value.code == 0


def test_extract_writes_one_object_a_posting_in_order(call: Call) -> None:
    Path("p.jsonl").write_text("".join(json.dumps(row) + "\n" for row in POSTINGS))
    code, out, err = call("extract", "p.jsonl", "--json", "--with-text")
    rows = [json.loads(line) for line in out.splitlines()]
    assert (code, [row["id"] for row in rows]) == (0, [row["id"] for row in POSTINGS])
    first = rows[0]
    pay = first["salary"]
    assert (pay["kind"], pay["from"], pay["to"], pay["currency"]) == ("range", 2000, 3000, "EUR")
    assert first["text"][pay["start"] : pay["end"]] == pay["quote"]
    assert "20 postings read, 0 rejected" in err


def test_explain_marks_the_facts(done: Path, call: Call) -> None:
    code, out, _ = call("explain", done / "postings.jsonl", "--id", "n3")
    assert code == 0
    assert re.search("⟦[^⟧]*2 000 – 3 000 EUR", out)


def test_explain_draws_a_page(done: Path, call: Call, tmp_path: Path) -> None:
    out = tmp_path / "explained.html"
    assert call("explain", done / "postings.jsonl", "--id", "n3", "--html", out)[0] == 0
    drawn = out.read_text(encoding="utf-8")
    assert "<mark" in drawn
    assert "http" not in drawn.replace("http://www.w3.org", "")


def test_unknown_lists_what_no_row_covers(tmp_path: Path, call: Call) -> None:
    rows = [
        {"id": f"u{n}", "title": "Manager", "description": "Requirements:\n- Excel\n- Zorblax juggling with"}
        for n in range(3)
    ]
    (tmp_path / "p.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    code, out, _ = call("unknown", tmp_path / "p.jsonl", "--csv")
    assert (code, out.splitlines()[0]) == (0, "concept,lang,term,note")
    assert "?,en,zorblax juggling," in out.splitlines()
    told = [json.loads(line) for line in call("unknown", tmp_path / "p.jsonl", "--json")[1].splitlines()]
    assert {"zorblax juggling": 3}.items() <= {row["term"]: row["postings"] for row in told}.items()
    assert not any("excel" in row["term"] or "with" in row["term"] for row in told)
    assert call("unknown", tmp_path / "p.jsonl", "--csv", "--json")[0] == 2


def test_sql_reads_and_never_writes(done: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(done)
    assert json.loads(call("sql", "select count(*) as n from raw.posting", "--json")[1]) == {"n": 20}
    assert call("sql", "select '=1+1' as f", "--csv")[1] == "f\n'=1+1\n"
    for query in ("drop table raw.posting", "selec 1", "select * from raw.nothing"):
        code, out, err = call("sql", query)
        assert (code in (1, 2), out, err.count("\n")) == (True, "", 1), query


def test_evaluate_scores_and_holds_the_floors(done: Path, call: Call) -> None:
    Path("high.json").write_text('{"salary/all": 1.01}')
    Path("low.json").write_text('{"salary/all": 0.9}')
    words = ("evaluate", done / "answers.jsonl", "--corpus", done / "postings.jsonl", "--json", "--floors")
    code, out, _ = call(*words, "low.json")
    assert (code, json.loads(out)["salary/all"]["right"], json.loads(out)["asked/all"]["precision"]) == (0, 1, 1.0)
    code, _, err = call(*words, "high.json")
    assert (code, "salary/all: expected at least 1.010" in err) == (1, True)
    Path("odd.jsonl").write_text("{}\n")
    code, _, err = call("evaluate", "odd.jsonl", "--corpus", done / "postings.jsonl")
    assert (code, err.count("\n"), "odd.jsonl, line 1" in err) == (2, 1, True)


def test_the_list_of_verbs_cuts_no_sentence_and_no_example(call: Call) -> None:
    code, out, _ = call()
    assert (code, out) == (0, call("--help")[1])
    for verb in app.registered_commands:
        assert "".join(verb.callback.__doc__.partition("\n\n")[0].split()) in "".join(out.split())
    shown = call("schedule", "--help")[1].splitlines()
    assert "  Example: `vacancies schedule --weekly mon 06:00 --print cron`" in shown


@pytest.mark.parametrize(
    "words", [("extract", "many.jsonl", "--json"), ("sql", "select * from raw.posting cross join range(500)")]
)
def test_who_has_read_enough_of_a_pipe_ends_it_well(done: Path, words: tuple[str, ...]) -> None:
    code = "from pipeline.cli import main; main()"
    (done / "many.jsonl").write_text((done / "postings.jsonl").read_text() * 100)
    command = [sys.executable, "-c", code, *words]
    with subprocess.Popen(command, cwd=done, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        assert running.stdout is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.wait(60) == 0


def test_a_table_shows_four_decimals_and_data_all(done: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(done)
    query = "select 0.123456789 as share, 2.5 as pay"
    assert {"0.1235", "2.5"} <= set(call("sql", query)[1].split())
    assert json.loads(call("sql", query, "--json")[1]) == {"share": 0.123456789, "pay": 2.5}


def broken_xlsx() -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as file:
        file.writestr("xl/workbook.xml", "<workbook/>" * 99)
    return whole.getvalue()[:80]


def document() -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as file:
        file.writestr("word/document.xml", "<document/>")
    return whole.getvalue()


BAD = {
    "an empty folder": ("empty/", None, 4, "nothing|no posting|empty"),
    "binary named csv": ("b.csv", bytes(range(256)) * 40, 4, "b.csv"),
    "truncated xlsx": ("t.xlsx", broken_xlsx(), 4, "t.xlsx"),
    "columns that mean nothing": ("c.csv", b"alpha,beta\n1,2\n", 4, "alpha"),
    "an empty file": ("e.jsonl", b"", 4, "e.jsonl, file: an empty file"),
    "an empty page": ("e.html", b"", 4, "e.html, file: an empty file"),
    "lines that are blank": ("blank.jsonl", b"\n \n", 4, "blank.jsonl, file: an empty file"),
    "a document of another program": ("d.docx", document(), 4, "save the document as XLSX, CSV or text"),
}


@pytest.mark.parametrize("verb", ["extract", "run"])
@pytest.mark.parametrize(("name", "content", "code", "says"), BAD.values(), ids=BAD)
def test_bad_input(call: Call, verb: str, name: str, content: bytes | None, code: int, says: str) -> None:
    if content is None:
        Path(name).mkdir()
    else:
        Path(name).write_bytes(content)
    got, out, err = call(verb, name)
    assert (got, out, "Traceback" in err) == (code, "", False), err
    assert sum(line.startswith("vacancies: ") for line in err.splitlines()) == 1
    assert re.search(says, err), err


@pytest.mark.parametrize("verb", ["extract", "run", "explain"])
def test_a_missing_path(call: Call, verb: str) -> None:
    code, out, err = call(verb, "nowhere.csv")
    assert (code, out, err.count("\n"), "nowhere.csv" in err) == (2, "", 1, True)


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("run", "--nope"),
        ("extract",),
        ("run", "--lang", "de"),
        ("run", "--source", "x"),
        ("run", "--source", "hh", "."),
        ("unknown", ".", "--least", "0"),
        ("lint", "--lang", "de"),
        ("serve", "--port", "99999"),
        ("schedule", "--daily", "06:00", "--weekly", "mon", "06:00", "--print", "cron"),
        ("schedule", "--daily", "06:00", "--print", "crom"),
        ("purge", "--older-than", "9999999999d"),
        ("check", "--max-age", "3"),
    ],
)
def test_a_wrong_call(call: Call, words: tuple[str, ...]) -> None:
    code, out, err = call(*words)
    assert (code, out, err.count("\n")) == (2, "", 1), err


def test_an_option_that_is_wrong_is_named(call: Call) -> None:
    for words, told in (
        (("check", "--max-age", "3"), "--max-age 3"),
        (("check", "--max-drop", "40"), "--max-drop 40"),
        (("purge", "--older-than", "5x"), "--older-than 5x"),
        (("schedule", "--daily", "06:00", "--print", "crom"), "crom: unknown"),
        (("run", "--source", "hh", "."), "--source hh"),
    ):
        assert told in call(*words)[2]


def test_lint_of_nothing_is_4(call: Call) -> None:
    Path("empty").mkdir()
    code, out, err = call("lint", "empty")
    assert (code, out, "no posting could be read" in err) == (4, "", True)


def test_a_purge_that_finds_nothing_says_so(call: Call) -> None:
    assert call("purge", "--older-than", "1d", "--dry-run") == (0, "", "0 would be purged\n")


def test_an_address_that_is_taken_is_one_line(call: Call, done: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(done)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, out, err = call("serve", "--port", taken.getsockname()[1])
    assert (code, out, err.count("\n"), "choose another" in err) == (2, "", 1, True), err


def test_an_unwritable_output_folder(call: Call, done: Path) -> None:
    Path("file").write_text("in the way")
    code, out, err = call("run", done / "postings.jsonl", "--out", "file/report")
    assert (code, out, "file" in err, "Traceback" in err) == (1, "", True, False), err


def test_lone_surrogates_and_nul_are_read(call: Call) -> None:
    Path("odd.jsonl").write_text('{"title": "Manager \\ud800", "description": "pay \\u0000 5 \\udfff EUR"}\n')
    code, out, err = call("extract", "odd.jsonl", "--json")
    assert (code, len(out.splitlines())) == (0, 1), err
    json.loads(out.encode("utf-8", "backslashreplace"))


def test_a_posting_of_a_million_characters_is_refused_and_the_next_one_read(call: Call) -> None:
    rows = [{"title": "Account manager", "description": "word " * 200_000}, POSTINGS[0]]
    Path("long.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    code, out, err = call("extract", "long.jsonl", "--json")
    assert (code, len(out.splitlines())) == (0, 1)
    assert "long.jsonl, line 1: a text of 999,999 characters" in err


def test_the_traceback_is_shown_only_on_demand(call: Call) -> None:
    assert "Traceback" not in call("extract", "nowhere")[2]
    assert "Traceback" in call("extract", "nowhere", "--debug")[2]


@pytest.mark.slow
def test_a_dump_of_200_mb_on_one_line_is_read_in_bounded_memory(tmp_path: Path) -> None:
    dump = tmp_path / "dump.json"
    row = json.dumps(
        {"id": "ID", "name": "Account manager", "description": "<p>" + "Sells and negotiates. " * 900 + "</p>"}
    )
    with dump.open("w") as file:
        file.write('{"items": [')
        file.write(", ".join(row.replace("ID", str(i)) for i in range(200_000_000 // len(row) + 1)))
        file.write("]}")
    code = (
        "import sys; from pathlib import Path\n"
        "from pipeline.sources import files; from pipeline.model import Posting\n"
        "n = sum(isinstance(x, Posting) for x in files.read([Path(sys.argv[1])]))\n"
        # VmHWM, not ru_maxrss: the latter carries the peak of the process that started this one
        "peak = next(x for x in open('/proc/self/status') if x.startswith('VmHWM'))\n"
        "print(n, int(peak.split()[1]) // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code, dump], capture_output=True, text=True, check=True)
    read, megabytes = map(int, done.stdout.split())
    assert read > 9_000
    assert megabytes < 500
