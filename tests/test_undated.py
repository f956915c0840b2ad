"""One posting of a plain-text file, net roubles, no date anywhere: the first thing a stranger tries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import flow, open_market
from pipeline.config import load_settings

if TYPE_CHECKING:
    from pathlib import Path


def test_net_pay_without_any_date_is_made_gross_by_the_newest_table(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Аккаунт-менеджер\nУсловия: зарплата от 87 000 руб. на руки в месяц.\n", encoding="utf-8")
    made = flow.run(load_settings(tmp_path), [letter], workers=1)
    assert made.report.is_file()
    pay = open_market(tmp_path).query("select pay_low, pay_high, tax_rule from mart.vacancy").iloc[0]
    assert round(pay.pay_low) == 100_000
    assert pay.pay_high != pay.pay_high  # not written stays empty
    assert "net made gross" in pay.tax_rule
