"""The verbs of collecting, as their users meet them: a real site on this machine, exit codes, what is read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from toy_site import Reply, Site

from pipeline.cli import main
from pipeline.config import load_settings
from pipeline.warehouse import Warehouse
from pipeline.words import serve_role

Call = Callable[..., tuple[int, str, str]]
SETTINGS = """
[fetch]
pace = 0
allow_hosts = ["127.0.0.1"]
timeout = 5
{more}
[sources.jobposting]
urls = {urls}
"""


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(list(words))
        shown = capsys.readouterr()
        return int(left.value.code or 0), shown.out, shown.err

    yield run
    serve_role({}, {})


def advert(title: str, number: int) -> Reply:
    """Return an invented vacancy page."""
    told = {
        "@context": "https://schema.org", "@type": "JobPosting", "title": title, "datePosted": "2026-03-01",
        "description": f"<p>Requirements:</p><ul><li>experience from {number % 5 + 1} years</li><li>Excel</li></ul>",
        "hiringOrganization": {"name": f"Invented {number}"}, "identifier": {"value": f"n{number}"},
        "baseSalary": {"currency": "EUR", "value": {"minValue": 2000 + 50 * number, "unitText": "MONTH"}},
    }  # fmt: skip
    return Reply(f'<html><script type="application/ld+json">{json.dumps(told)}</script></html>'.encode())


def configure(site: Site, titles: list[str], more: str = "") -> None:
    for number, title in enumerate(titles):
        site.says(f"/vacancy/{number}", advert(title, number))
    urls = json.dumps([f"{site.url}/vacancy/{number}" for number in range(len(titles))])
    Path("vacancies.toml").write_text(SETTINGS.format(urls=urls, more=more))


def test_collect_then_build_offline(call: Call, site: Site) -> None:
    configure(site, ["Account manager", "Key account manager", "Accountant"])
    code, _, err = call("collect")
    assert code == 0, err
    assert "jobposting: 3 requests" in err
    assert "3 postings of 3 announced so far; complete" in err
    assert "3 postings from 1 source" in err
    asked = len(site.asked)
    code, out, err = call("build", "--allow-failed-checks")
    assert code == 0, err
    assert out.strip().endswith("warehouse.duckdb")
    assert len(site.asked) == asked
    with Warehouse(load_settings().warehouse) as warehouse:
        rows = warehouse.query("select title, role from core.posting order by title")
        collections = warehouse.query("select source, status, reason, since from raw.collection")
    assert rows.to_dict("records") == [
        {"title": "Account manager", "role": "yes"},
        {"title": "Accountant", "role": "no"},
        {"title": "Key account manager", "role": "yes"},
    ]
    assert collections.iloc[0][["source", "status"]].tolist() == ["jobposting", "complete"]
    code, out, _ = call("build", "--explain")
    assert (code, "kept" in out, "changed" in out) == (0, True, False)


def test_another_role_is_served_by_its_titles(call: Call, site: Site) -> None:
    profile = '[profile]\ntitles = { en = ["accountant"] }\nnot_titles = { en = ["tax accountant"] }'
    titles = ["Account manager", "Senior accountant", "Accountants wanted", "Tax accountant", "Cook"]
    configure(site, titles, more=profile)
    code, out, err = call("run", "--allow-failed-checks")
    assert code == 0, err
    assert Path(out.strip()).is_file()
    with Warehouse(load_settings().warehouse) as warehouse:
        rows = warehouse.query("select title, role from core.posting").set_index("title")["role"].to_dict()
    assert rows == {
        "Account manager": "no", "Senior accountant": "yes", "Accountants wanted": "yes", "Tax accountant": "no",
        "Cook": "no",
    }  # fmt: skip


def test_a_source_that_fails_beside_one_that_works_is_3(call: Call, site: Site) -> None:
    configure(site, ["Account manager"])
    site.says("/feed", Reply(b"no", 403))
    with Path("vacancies.toml").open("a") as file:
        file.write(f'[sources.feeds]\nurls = ["{site.url}/feed"]\n')
    code, _, err = call("collect")
    assert code == 3, err
    assert "feeds: closed" in err
    assert "HTTP 403" in err
    states = {line["source"]: line for line in json.loads(call("sources", "--json")[1])}
    assert states["jobposting"]["state"].startswith("ready, complete on")
    assert states["feeds"]["state"].startswith("closed on")
    assert states["superjob"]["state"].startswith("needs ")
    code, out, err = call("run", "--allow-failed-checks")
    assert code == 3, err
    assert Path(out.strip()).is_file()
    assert "the report is made, but source feeds: closed" in err


def test_nothing_at_all_is_4_and_never_the_sample(call: Call, site: Site) -> None:
    configure(site, ["Account manager"])
    site.says("/vacancy/0", Reply(b"no", 403))
    code, out, err = call("run")
    assert (code, out) == (4, ""), err
    assert "jobposting: closed" in err or "jobposting: failed" in err or "jobposting: partial" in err
    assert call("collect")[0] == 4


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("[sources.nowhere]", "no such source; the sources are ashby, "),
        ("[sources.feeds]\nurl = 'x'", "unknown key 'url'; its keys are urls"),
        ("[sources.feeds]\nurls = 'x'", "urls is 'x'; a list of texts is expected"),
        ("[sources.trudvsem]\ndays = -5", "days is -5; a whole number from 1 is expected"),
        ("[fetch]\npace = -1", "fetch.pace is -1"),
        ("[profile]\ntitles = { de = ['x'] }", "choose from ru, tr, en"),
        ("[sources.feeds]\nurls = ['http://127.0.0.1:9/x']", "fetch.contact is not set"),
    ],
)
def test_settings_that_cannot_be_meant_are_2(call: Call, table: str, told: str) -> None:
    Path("vacancies.toml").write_text(table)
    code, _, err = call("collect")
    assert (code, told in err) == (2, True), err


def test_a_table_of_no_source_is_told_where_sources_are_listed(call: Call) -> None:
    Path("vacancies.toml").write_text("[sources.trudvsm]")
    code, out, err = call("sources")
    assert (code, out, "[sources.trudvsm]: no such source; the sources are ashby, " in err) == (2, "", True)


def test_init_takes_a_contact_that_can_be_written_to_alone(call: Call) -> None:
    code, _, err = call("init", "--contact", "nobody")
    assert (code, "an e-mail or a web address" in err, Path("vacancies.toml").exists()) == (2, True, False)
    assert "fetch.contact first" in call("init")[2]


def test_init_writes_settings_that_load_and_never_overwrites(call: Call) -> None:
    code, out, _ = call("init", "--contact", "me@example.org")
    assert (code, out) == (0, "vacancies.toml\n")
    settings = load_settings()
    assert (settings.fetch.contact, settings.profile.hh_role) == ("me@example.org", "70")
    assert list(settings.sources) == ["trudvsem"]
    every = [line.removeprefix("# ") for line in Path("vacancies.toml").read_text().splitlines()]
    before = Path("vacancies.toml").read_text()
    code, _, err = call("init")
    assert (code, "it is there already" in err, Path("vacancies.toml").read_text()) == (2, True, before)
    whole = "\n".join(line for line in every if line.startswith("[") or " = " in line.partition("#")[0])
    Path("vacancies.toml").write_text(whole)
    assert set(load_settings().sources) == {
        "trudvsem", "hh", "superjob", "eleman", "jobposting", "greenhouse", "feeds",
    }  # fmt: skip
    assert load_settings().profile.titles["en"] == ("accountant",)
    assert call("collect", "--dry-run")[0] == 0
