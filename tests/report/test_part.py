"""`vacancies report --segment … --since …`: the report of a part of the market, counted and estimated of it alone."""

from __future__ import annotations

import json
from datetime import date

import lxml.html
import pandas as pd
import pytest
from typer.testing import CliRunner

import pipeline
from pipeline.again import part_of
from pipeline.cli import app
from pipeline.config import load_settings
from pipeline.errors import UsageError

MOSCOW = {"place": "Москва", "experience": "1-3"}


@pytest.fixture(scope="module")
def part(sample_run):
    with part_of(load_settings(sample_run.workspace), MOSCOW) as opened:
        yield opened


@pytest.fixture(scope="module")
def whole(sample_run):
    with pipeline.open_market(sample_run.workspace) as opened:
        yield opened


def test_every_mart_speaks_of_the_part_alone(part, whole):
    inside = whole.query("select * from mart.vacancy where place = 'Москва' and experience = '1-3'")
    assert len(inside)
    kept = set(inside["vacancy_id"])
    told = part.query("select * from mart.market").iloc[0]
    assert told["reported"] == len(inside)
    assert told["employers"] == inside["employer"].nunique()
    for table in ("vacancy", "ask", "fact", "band_vacancy", "repost", "edit"):
        assert set(part.query(f"select distinct vacancy_id from mart.{table}")["vacancy_id"]) <= kept, table
    assert part.query("select max(n) as n from mart.band")["n"].iloc[0] <= inside["in_bands"].sum()
    assert set(
        part.query("select distinct experience from mart.band where segment_by = 'experience'")["experience"]
    ) <= {"1-3"}


def test_a_part_has_every_table_of_the_whole(part, whole):
    names = "select table_name from information_schema.tables where table_schema = 'mart' and table_catalog = '{}'"
    assert set(part.query(names.format("memory"))["table_name"]) == set(
        whole.query(names.format("warehouse"))["table_name"]
    )


def test_without_a_segment_nothing_differs(sample_run, whole):
    with part_of(load_settings(sample_run.workspace), {}) as again:
        for table in ("market", "band", "requirement", "employer", "ask"):
            pd.testing.assert_frame_equal(
                again.query(f"select * from mart.{table} order by all"),
                whole.query(f"select * from mart.{table} order by all"),
            )


def test_the_page_says_that_it_is_a_part(sample_run, tmp_path, monkeypatch, part):
    monkeypatch.chdir(sample_run.workspace)
    asked = [f"--segment={name}={value}" for name, value in MOSCOW.items()]
    done = CliRunner().invoke(app, ["report", *asked, "--sections", "in_short,hiring", "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    page = lxml.html.fromstring((tmp_path / "index.html").read_text("utf-8"))
    [box] = page.xpath("//header//p[@class='warn']")
    assert box.text_content().startswith("Only a part of the market: Москва, 1–3 years.")
    n = part.query("select reported from mart.market")["reported"].iloc[0]
    assert page.xpath("//div[@class='card']/small")[-1].text_content().endswith(f" of {n}")


@pytest.mark.parametrize(
    ("segment", "said"),
    [
        ({"place": "Atlantis"}, "place=Atlantis: no vacancy of the last run; there are Москва"),
        ({"pay": "1"}, "expected one of place, experience, industry"),
        ({"place": "London", "experience": "none", "industry": "agriculture"}, "in"),
    ],
)
def test_a_segment_that_is_not_there_is_refused_in_one_line(sample_run, segment, said):
    with pytest.raises(UsageError, match=said):
        part_of(load_settings(sample_run.workspace), segment)


@pytest.mark.parametrize("given", ["place", "=x", "place="])
def test_a_segment_without_a_value_is_a_usage_error(sample_run, monkeypatch, given):
    monkeypatch.chdir(sample_run.workspace)
    assert isinstance(CliRunner().invoke(app, ["report", "--segment", given]).exception, UsageError)


def test_since_a_day_before_the_first_run_is_refused(sample_run):
    with pytest.raises(UsageError, match="the first recorded is of"):
        part_of(load_settings(sample_run.workspace), {}, date(1990, 1, 1))


@pytest.mark.parametrize(
    ("given", "said"),
    [(("place=moscow",), None), (("place=Mosow",), "--segment place=Mosow: no vacancy has it; near moscow")],
)
def test_a_place_is_named_in_any_language_and_a_slip_is_answered_with_what_comes_near(
    sample_run, tmp_path, monkeypatch, given, said
):
    monkeypatch.chdir(sample_run.workspace)
    asked = ["report", "--sections", "in_short", "--out", str(tmp_path), *(f"--segment={one}" for one in given)]
    done = CliRunner().invoke(app, asked)
    assert (done.exception is None) == (said is None)
    if said is None:
        assert json.loads((tmp_path / "manifest.json").read_text("utf-8"))["printed_again"]["segment"] == {
            "place": "Москва"
        }
    else:
        assert said in str(done.exception)
