"""Every number of an answer is the one that `vacancies band`, `vacancies position` and the marts give."""

import json
import math
from pathlib import Path

import pandas as pd
import pytest

from pipeline.cli import main
from pipeline.desk import answer as answers
from pipeline.desk import demanded
from pipeline.desk.benchmark import benchmark
from pipeline.desk.comparables import Demand, Share, shares_of
from pipeline.desk.draft import from_text, read
from pipeline.desk.i18n import reader
from pipeline.desk.market import Market
from pipeline.desk.offer import placed
from pipeline.errors import UsageError
from pipeline.model import Fact, Posting
from pipeline.statistics.market import requirements

DRAFT = """Менеджер по работе с ключевыми клиентами
Москва
Требования:
- опыт продаж от 1 года
- знание 1С и Excel
- CRM
Условия:
- оклад от 80 000 до 110 000 руб. в месяц до вычета налогов
"""


def said(capsys: pytest.CaptureFixture[str], *words: str) -> dict:
    with pytest.raises(SystemExit) as left:
        main(list(words))
    assert not left.value.code
    return json.loads(capsys.readouterr().out)


def test_band_and_position_are_those_of_the_other_verbs(
    workspace: Path, market: Market, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(workspace)
    found = market.benchmark(DRAFT)
    assert (found.offer.low, found.offer.high, found.unit) == (80_000, 110_000, "RUB/month")
    assert found.where == {"city": "Москва", "experience": "1-3"}
    segment = ("--place", "Москва", "--experience", "1-3", "--unit", "RUB/month", "--json")
    band = said(capsys, "band", *segment)
    plain = json.loads(json.dumps(found.to_dict()))
    assert {k: plain["band"][k] for k in ("floor", "middle", "ceiling", "n", "employers", "grade")} == {
        k: band[k] for k in ("floor", "middle", "ceiling", "n", "employers", "grade")
    }
    offer = said(capsys, "position", "--offer", "80000-110000", *segment)["offer"]
    assert plain["position"] == {k: v for k, v in offer.items() if k not in ("low", "high")}


def test_shares_of_the_whole_market_are_those_of_the_mart(market: Market) -> None:
    mart = market.query("select * from mart.requirement").set_index("concept")
    told = market.has_text
    for concept, cell in shares_of(market, told, list(mart.index)).items():
        row = mart.loc[concept]
        assert cell.n == row["n"]
        for name in ("share_asked", "share_required"):
            for end in ("", "_low", "_high") if row[name] > 0 else ("",):
                assert getattr(cell, name + end) == pytest.approx(row[name + end], abs=1e-12), (concept, name, end)


def test_shares_of_a_segment_are_what_the_mart_would_say_of_it(market: Market) -> None:
    found = market.benchmark(DRAFT)
    rows = market.query("select * from mart.vacancy where place = 'Москва' and experience = '1-3' order by vacancy_id")
    rows = rows[rows["vacancy_id"].isin(market.rows["vacancy_id"][market.units == "RUB/month"])]
    asks = market.query("select * from mart.ask")
    mart = requirements(
        rows, asks[asks["vacancy_id"].isin(rows["vacancy_id"])], market.query("select * from raw.concept")
    )
    mart = mart.set_index("concept")
    assert [d.concept for d in found.demands]
    for demand in [*found.demands, *found.missing]:
        assert demand.share.share_asked == pytest.approx(mart.at[demand.concept, "share_asked"])
        assert demand.share.n == mart.at[demand.concept, "n"] == found.with_text
        asked = mart.at[demand.concept, "required"] + mart.at[demand.concept, "preferred"]
        assert demand.without == found.with_text - asked


@pytest.mark.parametrize(("clear", "said"), [(True, "+11% (+1% … +22%)"), (False, "not told apart (+1% … +22%)")])
def test_a_difference_is_told_only_where_the_report_calls_it_clear(clear: bool, said: str) -> None:
    share = Share(*[None] * 7, 0, 0, "suppressed", None)
    told = Demand("english", "English", "required", None, None, share, False, 11.0, 1.0, 22.0, clear)
    assert demanded._premium(told, reader("en")).replace("\u202f", "") == said


def test_a_market_without_dates_says_so() -> None:
    assert answers._seen({"window_from": None, "today": None}, reader("en")) == "No vacancy of this market has a date."
    told = answers._seen({"window_from": "2026-05-15", "today": "2026-11-15"}, reader("en"))
    assert told == "Vacancies seen 15 May 2026 to 15 Nov 2026."


def test_what_goes_with_a_demand_in_pay_is_the_premium_of_the_mart(market: Market) -> None:
    mart = market.query("select * from mart.premium where unit = 'RUB/month'").set_index("concept")
    for demand in market.benchmark(DRAFT).demands:
        row = mart[[demand.concept in str(m).split(",") or demand.concept == c for c, m in mart["merged"].items()]]
        assert (demand.percent is None) == (row.empty or math.isnan(row["percent"].iloc[0]))
        if demand.percent is not None:
            assert demand.percent == row["percent"].iloc[0]
            assert (demand.percent_low, demand.percent_high) == (
                row["percent_low"].iloc[0],
                row["percent_high"].iloc[0],
            )


def test_a_vacancy_s_own_pay_comes_to_the_figures_of_the_mart(market: Market) -> None:
    rows = market.query(
        "select kind, low, high, currency, period, tax, unit, tax_view, pay_low, pay_high from mart.vacancy"
        " where in_bands and fix_rule is null and tax <> 'unknown'"
    )
    assert len(rows) > 100
    for row in rows.astype(object).where(rows.notna(), None).to_dict("records"):
        written = f"{row['currency']}/{row['period'] or ''}"
        pay = Fact("pay", row["kind"], row["low"], row["high"], written, level=row["tax"])
        offer = placed(market, pay, row["unit"], row["tax_view"])
        assert (offer.low, offer.high) == (pytest.approx(row["pay_low"]), pytest.approx(row["pay_high"])), row


def test_the_nearest_vacancy_of_a_vacancy_is_itself(market: Market) -> None:
    rows = market.query(
        "select p.id, p.source, p.page, p.text, p.title, p.language, v.vacancy_id, v.place from mart.vacancy as v"
        " join raw.posting as p using (posting_key) where v.has_text and len(v.asked) >= 4 and v.place is not null"
        " order by v.vacancy_id limit 10"
    )
    for row in rows.to_dict("records"):
        made = Posting(**{k: row[k] for k in ("id", "source", "page", "text", "title", "language")}, place=row["place"])
        found = benchmark(market, read(made))
        if row["vacancy_id"] in {near["vacancy_id"] for near in found.nearest} or not found.nearest:
            continue
        likest = max(near["likeness"] for near in found.nearest)
        assert likest == pytest.approx(1.0), row["title"]  # pushed out by ten that ask the very same


def test_an_offer_given_replaces_the_text_s(market: Market) -> None:
    assert market.benchmark(DRAFT, offer=(200_000, 300_000)).position["middle"]["percentile"] > 0.9
    assert market.benchmark(DRAFT, offer=(30_000, 35_000)).position["middle"]["percentile"] < 0.1


def test_a_place_nobody_has_is_told_and_not_guessed(market: Market) -> None:
    found = market.benchmark(DRAFT, place="Нигдеград")
    assert "place_unknown" in found.doubts
    assert "city" not in found.where
    with pytest.raises(UsageError, match="--industry"):
        market.benchmark(DRAFT, industry="no such thing")


def test_typed_answers_are_frames_and_sentences(market: Market) -> None:
    for answer in (
        market.band(experience="1-3"),
        market.position(80_000, 120_000),
        market.requirements(),
        market.benchmark(DRAFT),
        market.describe(experience="1-3"),
    ):
        assert isinstance(answer.to_frame(), pd.DataFrame)
        assert len(answer.to_frame())
        assert "<table" in answer._repr_html_()
        assert answer.explain()


def test_the_draft_is_read_as_every_posting_is() -> None:
    draft = from_text(DRAFT)
    assert draft.posting.title == "Менеджер по работе с ключевыми клиентами"
    assert (draft.role, draft.experience) == ("yes", "1-3")
    assert draft.place_among({"Москва": "Москва", "Казань": "Казань"}) == "Москва"
    assert draft.place_among({"Казань": "Казань"}) is None


def test_a_market_opened_after_a_run_sees_that_run(workspace: Path, tmp_path: Path) -> None:
    import shutil

    from pipeline.warehouse import Warehouse

    place = tmp_path / "warehouse.duckdb"
    source = workspace / "data" / "processed" / "warehouse.duckdb"
    shutil.copy(source, place)
    with Warehouse(place) as before:
        shutil.copy(source, tmp_path / "next")
        import duckdb

        with duckdb.connect(str(tmp_path / "next")) as written:
            written.execute("update mart.market set postings = 7")
        (tmp_path / "next").replace(place)
        with Warehouse(place) as after:
            told = "select postings from mart.market"
            assert after.query(told)["postings"].tolist() == [7]
            assert before.query(told)["postings"].tolist() != [7]
