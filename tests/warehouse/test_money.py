"""What becomes of pay on its way to a band: period, unit check, tax, currency, and every step as a row."""

from dataclasses import asdict
from datetime import date

import pyarrow as pa
import pytest

from pipeline.model import Fact
from pipeline.rates import RATE, parse_rates
from pipeline.warehouse import building

from .conftest import Small, pay, posting, rows

HOURS_2026 = 1972 / 12
PAY = [
    # fact                                                    unit         low       high      why_not
    (pay(), "RUB/month", 100_000, 150_000, None),
    (pay("from", 100_000, None), "RUB/month", 100_000, None, None),
    (pay("upto", None, 100_000), "RUB/month", None, 100_000, None),
    (pay("point", 87_000, 87_000, level="net"), "RUB/month", 100_000, 100_000, None),
    (pay(unit="RUR/month"), "RUB/month", 100_000, 150_000, None),
    (pay(unit="RUB/"), "RUB/month", 100_000, 150_000, None),
    (pay(unit="USD/year"), "USD/year", 100_000, 150_000, None),
    (pay(unit="USD/month"), "USD/month", 100_000, 150_000, None),
    (pay(low=150_000, high=100_000), "RUB/month", 100_000, 150_000, None),
    (pay(unit="RUB/year", low=1_200_000, high=1_800_000), "RUB/month", 100_000, 150_000, None),
    (pay(unit="RUB/week", low=20_000, high=20_000), "RUB/month", 86_900, 86_900, None),
    (pay(unit="RUB/hour", low=500, high=600), "RUB/month", 500 * HOURS_2026, 600 * HOURS_2026, None),
    (pay(unit="TRY/hour", low=200, high=200, level="net"), "TRY/month", 45_000, 45_000, None),
    (pay(unit="TRY/", level="net"), "TRY/month", 100_000, 150_000, None),
    (pay("point", 33_030, 33_030, "TRY/month"), "TRY/month", 28_075.5, 28_075.5, None),
    (pay(unit="USD/"), None, None, None, "no period written"),
    (pay(unit="/month"), None, None, None, "no currency written"),
    (pay(unit="USD/hour"), None, None, None, "paid by the hour, no working hours of its country and year"),
    (pay(unit="RUB/shift"), None, None, None, "paid by the shift"),
    (pay(unit="RUB/day"), None, None, None, "paid by the day"),
    (pay(unit="RUB/project"), None, None, None, "paid by the project"),
    (pay(unit="USD/month", level="net"), None, None, None, "net pay among gross: no tax table of USD for 2026"),
    (pay("negotiable", None, None, "/"), None, None, None, "pay is negotiable"),
    (pay(low=0, high=0), None, None, None, "a figure of zero"),
]


@pytest.fixture(scope="module")
def paid(tmp_path_factory: pytest.TempPathFactory) -> list[tuple]:
    """What became of each row of PAY; each stands on a page of its own, or one would tell the other's tax."""
    small = Small(tmp_path_factory.mktemp("paid"))
    for number, (fact, *_) in enumerate(PAY):
        small.add(posting(f"{number:02}", page=f"{number:02}.csv"), fact)
    sql = "select unit, pay_low, pay_high, why_not, in_bands from core.pay join core.vacancy using (vacancy_id)"
    return rows(small, f"{sql} order by posting_key")


@pytest.mark.parametrize("number", range(len(PAY)), ids=[f"{f.concept} {f.unit} {f.level} {w}" for f, *_, w in PAY])
def test_pay_has_a_unit_or_a_reason(paid: list[tuple], number: int) -> None:
    _, unit, low, high, why = PAY[number]
    u, a, b, w, banded = paid[number]
    assert (u, w, bool(banded)) == (unit, why, why is None)
    assert (a, b) == (pytest.approx(low, rel=1e-6) if low else None, pytest.approx(high, rel=1e-6) if high else None)


@pytest.mark.parametrize(
    ("tax", "fact", "low", "view", "rule"),
    [
        ("usual", pay("point", 100_000, 100_000), 100_000, "gross", "as written"),
        ("net", pay("point", 100_000, 100_000), 87_000, "net", "gross made net by the wage tax of 2026"),
        ("net", pay("point", 300_000, 300_000), 259_000, "net", "gross made net by the wage tax of 2026"),
        ("gross", pay("point", 259_000, 259_000, level="net"), 300_000, "gross",
         "net made gross by the wage tax of 2026"),
        ("gross", pay("point", 28_075.5, 28_075.5, "TRY/month", level="net"), 33_030, "gross",
         "net made gross by the payroll of 2026"),
        ("usual", pay("point", 50_000, 50_000, "TRY/month", level="net"), 50_000, "net", "as written"),
        ("net", pay("point", 5_000, 5_000, "EUR/month"), 5_000, "gross", "as written"),  # without a table
    ],
)  # fmt: skip
def test_the_tax_setting_is_the_view_of_the_bands(
    small: Small, tax: str, fact: Fact, low: float, view: str, rule: str
) -> None:
    small.add(posting("1"), fact)
    [found] = rows(small, "select pay_low, tax_view, tax_rule from core.pay", tax=tax)
    assert found == (pytest.approx(low), view, rule)


def marginal(base: float, brackets: list[tuple[float, float]]) -> float:
    """The tax of a yearly base by marginal rates: (from, rate), … in order."""
    ends = [*(start for start, _ in brackets[1:]), float("inf")]
    return sum(rate * max(0.0, min(base, end) - start) for (start, rate), end in zip(brackets, ends, strict=True))


def net_rub(gross: float) -> float:
    """2025 and 2026, a twelfth of the year's tax."""
    return gross - marginal(12 * gross, [(0, 0.13), (2.4e6, 0.15), (5e6, 0.18), (20e6, 0.20), (50e6, 0.22)]) / 12


def net_try(gross: float, month: int | None = None) -> float:
    """Turkish payroll of 2026 month by month: the mean of a year, or one month of it (from 1)."""
    brackets = [(0, 0.15), (190_000, 0.20), (400_000, 0.27), (1_500_000, 0.35), (5_300_000, 0.40)]
    minimum, ceiling = 33_030.0, 297_270.0
    base, exempt = gross - 0.15 * min(gross, ceiling), 0.85 * minimum
    months = []
    for m in range(12):
        due = marginal(base * (m + 1), brackets) - marginal(base * m, brackets)
        spared = marginal(exempt * (m + 1), brackets) - marginal(exempt * m, brackets)
        months.append(base - max(0.0, due - spared) - 0.00759 * max(0.0, gross - minimum))
    return sum(months) / 12 if month is None else months[month - 1]


def test_the_oracle_of_turkish_payroll_is_the_contract() -> None:
    assert net_try(33_030) == pytest.approx(28_075.50)
    assert net_try(100_000, month=1) == pytest.approx(75_953.03, abs=0.01)


@pytest.mark.parametrize(("currency", "net"), [("RUB", net_rub), ("TRY", net_try)])
def test_gross_and_net_go_both_ways_through_the_brackets(small: Small, currency: str, net) -> None:
    amounts = [20_000, 33_030, 60_000, 100_000, 199_999, 200_001, 297_000, 300_000, 500_000, 2_000_000, 5_000_000]
    for n, gross in enumerate(amounts):
        small.add(posting(f"g{n:02}"), pay("point", gross, gross, f"{currency}/month"))
        small.add(posting(f"n{n:02}"), pay("point", net(gross), net(gross), f"{currency}/month", level="net"))
    sql = "select low_gross, low_net from core.taxed_pay order by low_gross, low_net"
    found = rows(small, sql)
    expected = [(pytest.approx(g, abs=0.01), pytest.approx(net(g), abs=0.01)) for g in amounts for _ in range(2)]
    assert found == expected


YEARS = [
    # year currency  gross   net
    (2020, "RUB", 500_000, 435_000),
    (2024, "RUB", 500_000, (6_000_000 - 650_000 - 150_000) / 12),
    (2025, "RUB", 500_000, 426_500),
    (2024, "TRY", 20_002.50, 17_002.125),
    (2025, "TRY", 26_005.50, 22_104.675),
    (2027, "TRY", 50_000, None),  # no table of that year yet
    (2023, "TRY", 50_000, None),
]


def test_the_tax_is_that_of_the_postings_year(small: Small) -> None:
    for number, (year, currency, gross, _) in enumerate(YEARS):
        of_year = posting(str(number), posted_on=date(year, 5, 5))
        small.add(of_year, pay("point", gross, gross, f"{currency}/month"))
    sql = "select low_net from core.taxed_pay join core.vacancy using (vacancy_id) order by posting_key"
    assert rows(small, sql) == [(None if net is None else pytest.approx(net, abs=0.01),) for *_, net in YEARS]


def test_unknown_tax_is_taken_as_most_of_its_page(small: Small) -> None:
    for i in range(10):
        small.add(posting(str(i)), pay(level="net"))
    small.add(posting("x"), pay("point", 87_000, 87_000, level="unknown"))
    assert rows(small, "select round(pay_low), tax_rule from core.pay where tax = 'unknown'") == [
        (100_000, "not written; taken as net, made gross by the wage tax of 2026")
    ]


def test_a_period_that_is_not_written_is_flagged(small: Small) -> None:
    small.add(posting("1"), pay(unit="RUB/"))
    small.add(posting("2"), pay())
    assert rows(
        small, "select period_assumed from core.pay join core.vacancy using (vacancy_id) order by posting_key"
    ) == [(True,), (False,)]


class TestCurrency:
    """The rates shipped are those of contracts/recorded: hh's dictionary of 2026-07-18, a few days of three banks."""

    def test_a_report_currency_takes_all_that_has_a_rate_of_its_day(self, small: Small) -> None:
        small.add(posting("usd", posted_on=date(2026, 7, 10)), pay("point", 1000, 1000, "USD/month"))
        small.add(posting("old", posted_on=date(2026, 7, 7)), pay("point", 1000, 1000, "USD/month"))
        small.add(posting("rub"), pay())
        found = rows(
            small,
            "select unit, round(pay_low), currency_rule from core.pay join core.vacancy using (vacancy_id)"
            " order by posting_key",
            currency="RUB",
        )
        assert found == [
            ("USD/month", 1000, None),  # eleven days away: banded apart
            ("RUB/month", 100_000, None),
            ("RUB/month", round(1000 / 0.012768), "at 78.320802 RUB of 2026-07-18 (hh)"),
        ]

    def test_without_a_report_currency_each_stays_apart_and_is_comparable_all_the_same(self, small: Small) -> None:
        small.add(posting("1", posted_on=date(2016, 12, 9)), pay("range", 1200, 2400, "USD/year"))
        [found] = rows(small, "select unit, pay_low, pay_low_rub_month_gross, pay_low_rub_month_net from core.pay")
        assert found == ("USD/year", 1200, pytest.approx(100 * 63.3901), None)

    def test_a_bank_goes_before_hh_and_crosses_go_over_its_own_money(self, small: Small) -> None:
        small.add(posting("1", posted_on=date(2016, 3, 14)), pay("point", 1000, 1000, "USD/month"))
        [(rate, source, day)] = rows(
            small,
            "select rate, rate_source, rate_on::varchar from core.conversion_rate where target = 'RUB'",
        )
        assert (source, day) == ("tcmb", "2016-03-15")
        assert rate == pytest.approx(70.7, rel=0.02)

    def test_a_bank_s_rates_of_ones_own_are_used_before_those_shipped(self, small: Small) -> None:
        small.add(posting("1", posted_on=date(2026, 7, 18)), pay("point", 1000, 1000, "USD/month"))
        with building(small.folder) as build:
            dollar = b"<Valute><CharCode>USD</CharCode><Nominal>1</Nominal><Value>80</Value></Valute>"
            body = b'<ValCurs Date="16.07.2026">' + dollar + b"</ValCurs>"
            rates = [asdict(rate) for rate in parse_rates(body)]
            build.store("raw.rate", pa.Table.from_pylist(rates, RATE))
            small.fill(build)
            build.make()
            found = build.query("select rate, rate_source from core.conversion_rate where target = 'RUB'")
        assert found.values.tolist() == [[80, "cbr"]]

    @pytest.mark.parametrize("day", [date(2026, 6, 5), None])
    def test_a_missing_rate_is_told_and_never_guessed(self, small: Small, day: date | None) -> None:
        small.add(posting("1", posted_on=day), pay("point", 1000, 1000, "EUR/month"))
        small.add(posting("2"), pay())
        [(why,)] = rows(small, "select why_not from core.conversion where step = 'currency' and converted_from = 'EUR'")
        assert why in {
            "no rate of EUR in RUB within ten days of 2026-06-05",
            "the posting has no day to take a rate of",
        }


def test_every_step_of_a_conversion_is_a_row(small: Small) -> None:
    small.add(posting("1", posted_on=date(2026, 7, 18)), pay("point", 12_000, 12_000, "USD/year"))
    small.add(posting("2"), pay("point", 500, 500, "RUB/hour", level="net"))
    found = rows(
        small,
        "select step, converted_from, converted_to, round(factor, 4), coalesce(rule, why_not) from core.conversion"
        " join core.vacancy using (vacancy_id) order by posting_key, step",
    )
    assert found == [
        ("currency", "USD", "RUB", 78.3208, "the rate nearest to the posting's day, at most ten days away"),
        ("period", "USD/year", "USD/month", 0.0833, "a twelfth of a year"),
        ("tax", "USD gross", "USD net", None, "no tax table of USD for 2026"),
        ("period", "RUB/hour", "RUB/month", 164.3333, "production calendar of 2026: 1972 hours a year"),
        ("tax", "RUB net", "RUB gross", 1.1494, "wage tax of 2026"),
    ]


class TestUnitCheck:
    """SPEC §6: keep, fix with its reason, or set aside; nothing vanishes."""

    @pytest.fixture
    def market(self, small: Small) -> Small:
        for n in range(60):
            small.add(posting(f"m{n:02}"), pay("point", 80_000 + 1_000 * n, 80_000 + 1_000 * n))
        return small

    @pytest.mark.parametrize(
        ("amount", "pay_low", "fix_rule", "why_not"),
        [
            (100_000, 100_000, None, None),
            (110, 110_000, "looks like a unit error: thousand", None),
            (650, 106_600, "looks like a unit error: hour", None),
            (1_200_000, None, None, "set aside: looks like a unit error: year"),
        ],
    )
    def test_one_amount_among_sixty(
        self, market: Small, amount: float, pay_low: float | None, fix_rule: str | None, why_not: str | None
    ) -> None:
        market.add(posting("odd"), pay("point", amount, amount))
        [found] = rows(
            market,
            "select low, pay_low, fix_rule, why_not from core.pay join core.vacancy using (vacancy_id)"
            " where posting_key like '%odd'",
        )
        assert found == (amount, pay_low and pytest.approx(pay_low, rel=0.01), fix_rule, why_not)

    def test_what_is_set_aside_or_mended_is_shown(self, market: Small) -> None:
        market.add(posting("low"), pay("point", 110, 110))
        market.add(posting("high"), pay("point", 1_200_000, 1_200_000))
        market.add(posting("wide"), pay("range", 20_000, 120_000))
        assert rows(market, "select reason, n, in_bands from mart.kept_apart") == [
            ("set aside: looks like a unit error: year", 1, False),
            ("set aside: the upper end is more than five times the lower", 1, False),
            ("mended: looks like a unit error: thousand", 1, True),
        ]

    def test_a_handful_of_amounts_is_no_market_to_judge_by(self, small: Small) -> None:
        small.add(posting("1"), pay("point", 100, 100))
        small.add(posting("2"), pay("point", 100_000, 100_000))
        assert rows(small, "select count(*) from core.pay where in_bands") == [(2,)]
