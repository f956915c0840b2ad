"""band, propose-band and position as their users meet them, on a small warehouse of invented vacancies."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from pipeline.cli import main
from pipeline.statistics import market
from pipeline.warehouse import building

N = 300


def vacancies() -> pd.DataFrame:
    """300 in roubles (half in Москва, 5 in Тверь from 2 employers, 3 asking for english there), 40 in euros."""
    rng = np.random.default_rng(5)
    rank = np.arange(N + 40)
    euros = rank >= N
    thin = rank < 5
    hidden = (rng.random(N + 40) < 0.2) & ~thin
    low = np.where(euros, 2_000, 80_000) * np.exp(rng.normal(0, 0.2, N + 40))
    return pd.DataFrame(
        {
            "vacancy_id": [f"v{i:04}" for i in rank],
            "employer": [f"e{i % (2 if t else 50)}" for i, t in zip(rank, thin, strict=True)],
            "place": np.select([euros, thin, rank % 2 == 0], ["Berlin", "Тверь", "Москва"], "Казань"),
            "region": np.select([euros, thin], [None, "Тверская область"], None),
            "experience": np.where(rank % 3 == 0, "1-3", "3-6"),
            "industry": np.where(rank % 5 == 0, "banking-finance", "retail"),
            "language": np.where(euros, "en", "ru"),
            "kind": np.where(hidden, "absent", "range"),
            "unit": pd.Series(np.where(hidden, None, np.where(euros, "EUR/month", "RUB/month"))),
            "pay_low": np.where(hidden, np.nan, low),
            "pay_high": np.where(hidden, np.nan, low * 1.4),
            "tax": np.where(rank % 4 == 0, "unknown", "gross"),
            "tax_view": pd.Series(np.where(hidden, None, "gross")),
            "pay_scope": np.where(rank % 2 == 0, "fixed", "unknown"),
            "period_assumed": rank % 10 == 0,
            "in_bands": ~hidden,
            "has_text": True,
            "asked": [["english"] if i % 3 == 0 else [] for i in rank],
        }
    )


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    names = {"concept": ["english", "banking-finance"], "label_en": ["English", "Banking"]}
    concepts = pd.DataFrame(names | {"label_ru": ["Английский", "Банки"], "label_tr": ["İngilizce", "Bankacılık"]})
    dates = {"today": pd.to_datetime(["2026-11-15"]), "window_from": pd.to_datetime(["2026-05-15"]), "sample": [False]}
    with building(folder / "data" / "processed") as build:
        build.store("mart.vacancy", vacancies())
        build.store("raw.concept", concepts)
        build.store("mart.market", pd.DataFrame(dates))
    return folder


@pytest.fixture
def call(workspace, monkeypatch, capsys):
    monkeypatch.chdir(workspace)

    def run(*words):
        with pytest.raises(SystemExit) as left:
            main([str(word) for word in words])
        shown = capsys.readouterr()
        return int(left.value.code or 0), shown.out, shown.err

    return run


def numbers(value: object) -> list[float]:
    """Every pay-sized number anywhere in plain data."""
    if isinstance(value, dict):
        return [n for part in value.values() for n in numbers(part)]
    if isinstance(value, list):
        return [n for part in value for n in numbers(part)]
    return [value] if isinstance(value, (int, float)) and abs(value) >= 1_000 else []


def test_a_band_on_demand_is_the_band_of_the_mart(call):
    mart = market.bands(vacancies())[0]
    code, out, _ = call("band", "--place", "москва", "--json")
    told = json.loads(out)
    assert (code, told["unit"], told["tax_view"], told["grade"]) == (0, "RUB/month", "gross", "A")
    cells = mart[(mart["band_id"] == "RUB/month|place=Москва")].set_index(["position", "percentile"])
    for line in ("floor", "middle", "ceiling"):
        for share, cell in told[line].items():
            stored = cells.loc[(line, float(share)), ["value", "low", "high"]].tolist()
            assert [cell["value"], cell["low"], cell["high"]] == stored
    assert {c["code"] for c in told["caveats"]} >= {"tax_unknown", "period_assumed"}


def test_the_error_of_untold_tax_is_bounded_where_one_rate_holds(call):
    for unit, told in (("RUB/month", "figures off by at most 3."), ("EUR/month", "is not known")):
        caveats = json.loads(call("band", "--unit", unit, "--json")[1])["caveats"]
        assert told in next(c["text"] for c in caveats if c["code"] == "tax_unknown")


def test_a_segment_of_stated_pay_says_so_and_an_empty_one_too(call):
    code, out, _ = call("band", "--unit", "rub/MONTH", "--scope", "total")
    assert (code, "RUB/month gross · stated total pay" in out, "no vacancy is in this segment" in out) == (
        0,
        True,
        True,
    )


def test_base_pay_alone_is_the_base_band_of_the_mart(call):
    cells = market.bands(vacancies())[0].query("pay_scope == 'fixed' and unit == 'RUB/month' and percentile == 0.5")
    told = json.loads(call("band", "--unit", "RUB/month", "--scope", "base", "--json")[1])
    assert [told[line]["0.5"]["value"] for line in cells["position"]] == cells["value"].tolist()
    assert len(cells) == 3


def test_a_band_in_the_terminal_says_all_it_rests_on(call):
    code, out, _ = call(
        "band", "--place", "Москва", "--experience", "1-3", "--industry", "Banking", "--requires", "Английский"
    )
    assert code == 0
    for word in ("RUB/month gross · Москва · 1-3 · banking-finance · requires english", "vacancies show pay",
                 "grade", "90 % intervals", "caveat:", "not paid", "2026-05-15 to 2026-11-15"):  # fmt: skip
        assert word in out


def test_a_thin_segment_is_widened_by_name_or_says_why_not(call):
    widened = json.loads(call("band", "--place", "Тверь", "--json", "--with-vacancies")[1])
    assert widened["widened"] == ["city Тверь → all places"]
    assert widened["middle"]["0.5"]["value"]
    assert len(widened["vacancy_ids"]) == widened["postings"]
    assert "widened: city Тверь → all" in call("band", "--place", "Тверь")[1]
    code, out, _ = call("band", "--place", "Тверь", "--no-widening", "--json", "--with-vacancies")
    told = json.loads(out)
    assert (code, told["grade"], numbers(told)) == (0, "suppressed", [])
    assert "too few employers" in told["reason"]
    assert "vacancy_ids" not in told
    text = call("band", "--place", "Тверь", "--no-widening")[1]
    assert "not printed: too few employers" in text
    assert "P50" not in text


def test_money_of_another_unit_is_kept_apart_and_named(call):
    assert json.loads(call("band", "--json")[1])["other_units"].keys() == {"EUR/month"}
    told = json.loads(call("band", "--place", "Berlin", "--json")[1])
    assert (told["unit"], told["currency"], told["other_units"]) == ("EUR/month", "EUR", {})
    assert told["middle"]["0.5"]["value"] < 5_000


def test_a_proposal_follows_its_assumptions(call):
    words = ("--percentile", 60, "--spread", 0.4, "--convention", "min", "--round", 5000, "--age-rate", 0.08,
             "--age-to", "2027-11-15", "--age-source", "own survey")  # fmt: skip
    code, out, _ = call("propose-band", "--place", "Москва", *words, "--json")
    told = json.loads(out)
    assert code == 0
    assert told["aged_value"] == pytest.approx(told["market_value"] * 1.08)
    assert told["midpoint"] == (told["minimum"] + told["maximum"]) / 2
    assert abs(told["minimum"] - 2 * told["aged_value"] / 2.4) <= 2_500
    text = call("propose-band", "--place", "Москва", *words)[1]
    for word in (*told["assumptions"], "caveat: ", "grade A", "not paid"):
        assert word in text


def test_no_proposal_without_a_printable_market(call):
    for words in (("--place", "Тверь", "--no-widening"), ("--place", "Berlin", "--percentile", 90)):
        code, out, err = call("propose-band", *words, "--json")
        assert (code, numbers(json.loads(out)), err.count("\n")) == (1, [], 1)
        assert "no range from" in err
        assert call("propose-band", *words)[:2] == (1, "")


def test_an_offer_stands_somewhere_or_says_why_not(call):
    told = json.loads(call("position", "--offer", "90000-120000", "--place", "Москва", "--json")[1])["offer"]
    assert told["floor"]["low"] < told["floor"]["percentile"] < told["floor"]["high"]
    assert "among" in call("position", "--offer", "90 000–120 000", "--place", "Москва")[1]
    thin = json.loads(call("position", "--offer", "90000-", "--place", "Тверь", "--no-widening", "--json")[1])["offer"]
    assert thin["reason"]
    assert [thin[line]["percentile"] for line in ("floor", "middle", "ceiling")] == [None] * 3
    assert numbers({k: v for k, v in thin.items() if k != "low"}) == []


GRADES = [
    ("grade", "min", "mid", "max", "place", "person", "pay"),
    ("G1", "60 000", "", "80 000", "", "", ""),
    ("G2", "90000", "105000", "120000", "казань", "", ""),
    ("G3", "130000", "", "170000", "Тверь", "", ""),
    ("G1", "", "", "", "", "=1+1", "55000"),
    ("G2", "", "", "", "", "", "110000"),
]


def test_grades_and_people_in_the_terminal_json_and_workbook(call, tmp_path):
    grades, book = tmp_path / "grades.csv", tmp_path / "answer.xlsx"
    with grades.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(GRADES)
    code, out, err = call("position", "--grades", grades, "--no-widening", "--xlsx", book, "--json")
    told = json.loads(out)
    assert (code, str(book) in err) == (0, True)
    first, second, third = told["grades"]
    assert first["floor"]["percentile"] < second["floor"]["percentile"]
    assert (first["mid"], first["progression"], third["market_ratio"]) == (70_000, 0.5, None)
    assert third["reason"]
    assert [(p["person"], p["stands"]) for p in told["people"]] == [("=1+1", "below"), ("line 6", "within")]
    sheets = openpyxl.load_workbook(book)
    assert sheets.sheetnames == ["Notes", "Grades", "People"]
    heads, *rows = sheets["Grades"].iter_rows(values_only=True)
    table = [dict(zip(heads, row, strict=True)) for row in rows]
    assert table[0]["floor percentile"] == pytest.approx(first["floor"]["percentile"])
    assert [v for k, v in table[2].items() if "percentile" in k or "market median" in k] == [None] * 12
    cell = sheets["People"]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    text = call("position", "--grades", grades)[1]
    for word in (
        "G3: widened city Тверь → all",
        "2 people: 1 below, 1 within, 0 above",
        "compa-ratio",
        "a gap",
        "do not say gross",
    ):
        assert word in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("band", "--place", "Мосва"), "near Москва"),
        (("band", "--place", "Mosow"), "near moscow"),
        (("band", "--industry", "bank"), "near banking-finance"),
        (("band", "--level", "95"), "--level"),
        (("propose-band", "--round", "0"), "a positive step"),
        (("propose-band", "--age-source", "a survey"), "--age-rate"),
        (("band", "--experience", "2-4"), "1-3"),
        (("band", "--requires", "englsh"), "english"),
        (("band", "--unit", "USD/month"), "EUR/month"),
        (("band", "--scope", "net"), "base"),
        (("propose-band", "--age-to", "2027-01-01"), "--age-rate"),
        (("propose-band", "--age-to", "soon", "--age-rate", "0.1"), "2027-01-01"),
        (("propose-band", "--age-to", "2020-01-01", "--age-rate", "0.1"), "before"),
        (("propose-band", "--spread", "40"), "0.4"),
        (("propose-band", "--line", "top"), "ceiling"),
        (("propose-band", "--percentile", "0.6"), "60"),
        (("position",), "--grades"),
        (("position", "--offer", "much"), "80000-120000"),
        (("position", "--offer", "9-8"), "found 9 to 8"),
        (("position", "--grades", "none.csv"), "no such file"),
        (("position", "--grades", "no_max.csv"), "expected columns"),
        (("position", "--grades", "bad_max.csv"), "bad_max.csv, line 3, column max"),
        (("position", "--grades", "bad_max.csv"), "vacancies: bad_max.csv, line 3, column max"),
        (("position", "--grades", "order.csv"), "order.csv, line 2"),
        (("position", "--grades", "old.csv"), "save it as CSV UTF-8"),
        (("position", "--grades", "."), "expected a CSV file"),
        (("position", "--offer", "8-9", "--xlsx", "offer.csv"), "ends in .xlsx"),
        (("position", "--grades", "place.csv"), "--place"),
        (("position", "--grades", "empty.csv"), "no grade"),
    ],
)
def test_a_wrong_call_is_one_line_that_says_what_is_right(call, workspace, words, said):
    files = {
        "no_max": "grade,min\nG,1", "bad_max": "grade,min,max\nA,1,2\nG,1,x", "order": "grade,min,max\nG,9,2",
        "place": "grade,min,max,place\nG,1,2,Atlantis", "empty": "grade,min,max\n",
    }  # fmt: skip
    for name, text in files.items():
        (workspace / f"{name}.csv").write_text(text)
    (workspace / "old.csv").write_bytes("грейд;мин".encode("cp1251"))
    code, out, err = call(*words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_without_a_warehouse_it_says_how_to_get_one(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        main(["band"])
    assert (left.value.code, "vacancies run" in capsys.readouterr().err) == (2, True)


def test_a_band_waits_for_nothing_that_builds_or_reads(workspace):
    code = (
        "import sys\nfrom pipeline.cli import main\n"
        "try:\n    main(['band', '--json'])\nexcept SystemExit:\n    pass\n"
        "heavy = ('pipeline.extract', 'pipeline.openings', 'pipeline.words', 'pipeline.warehouse.build',"
        " 'scipy.sparse', 'matplotlib', 'spacy', 'pymorphy3')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=workspace, capture_output=True, text=True, check=True)
    assert found.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("asked", ["Tver", "Тверь", "тверь"])
def test_a_place_is_asked_in_any_language(call, asked):
    told = json.loads(call("band", "--place", asked, "--no-widening", "--json")[1])
    assert told["asked"] == {"place": "Тверь"}
