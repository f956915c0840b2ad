"""What banks answer becomes rates; values here are invented, the shapes are the banks'."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.rates import Rate, parse_rates, read_rates

CBR_DAY = """<?xml version="1.0" encoding="windows-1251"?>
<ValCurs Date="08.08.2026" name="Foreign Currency Market">
<Valute ID="R01235"><NumCode>840</NumCode><CharCode>USD</CharCode><Nominal>1</Nominal><Name>Доллар США</Name>
<Value>80,5000</Value><VunitRate>80,5</VunitRate></Valute>
<Valute ID="R01335"><NumCode>398</NumCode><CharCode>KZT</CharCode><Nominal>100</Nominal><Name>Тенге</Name>
<Value>15,2500</Value></Valute></ValCurs>""".encode("cp1251")
CBR_SERIES = b"""<?xml version="1.0" encoding="windows-1251"?>
<ValCurs ID="R01700J" DateRange1="01.01.2026" DateRange2="20.01.2026" name="Foreign Currency Market Dynamic">
<Record Date="10.01.2026" Id="R01700J"><Nominal>10</Nominal><Value>20,1</Value><VunitRate>2,01</VunitRate></Record>
</ValCurs>"""
CBR_ERROR = b"<ValCurs>Error in parameters</ValCurs>"
ECB = b"""<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
 xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><gesmes:subject>Reference rates</gesmes:subject>
<Cube><Cube time='2026-07-17'><Cube currency='USD' rate='1.1000'/><Cube currency='TRY' rate='50.5'/></Cube>
<Cube time='2026-07-16'><Cube currency='USD' rate='1.0900'/></Cube></Cube></gesmes:Envelope>"""
TCMB = b"""<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="isokur.xsl"?>
<Tarih_Date Tarih="18.08.2026" Date="08/18/2026" Bulten_No="2026/153">
<Currency CrossOrder="0" Kod="USD" CurrencyCode="USD"><Unit>1</Unit><ForexBuying>46.0</ForexBuying>
<ForexSelling>46.2</ForexSelling><BanknoteBuying/></Currency>
<Currency CrossOrder="9" Kod="JPY" CurrencyCode="JPY"><Unit>100</Unit><ForexBuying>31</ForexBuying>
<ForexSelling>31</ForexSelling></Currency>
<Currency CrossOrder="21" Kod="XDR" CurrencyCode="XDR"><Unit>1</Unit><ForexBuying>60</ForexBuying>
<ForexSelling/></Currency>
</Tarih_Date>"""
OWN = b"source,valid_on,currency,nominal,rate,quoted_in,official\nmine,2026-07-01,USD,1,79.5,RUB,false\n"

ANSWERS = [
    (CBR_DAY, [Rate("cbr", date(2026, 8, 8), "USD", 1, 80.5, "RUB"),
               Rate("cbr", date(2026, 8, 8), "KZT", 100, 15.25, "RUB")]),
    (CBR_SERIES, [Rate("cbr", date(2026, 1, 10), "TRY", 10, 20.1, "RUB")]),
    (ECB, [Rate("ecb", date(2026, 7, 17), "EUR", 1, 1.1, "USD"), Rate("ecb", date(2026, 7, 17), "EUR", 1, 50.5, "TRY"),
           Rate("ecb", date(2026, 7, 16), "EUR", 1, 1.09, "USD")]),
    (TCMB, [Rate("tcmb", date(2026, 8, 18), "USD", 1, pytest.approx(46.1), "TRY"),
            Rate("tcmb", date(2026, 8, 18), "JPY", 100, 31, "TRY")]),
    (OWN, [Rate("mine", date(2026, 7, 1), "USD", 1, 79.5, "RUB", official=False)]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "rates"), ANSWERS, ids=["cbr day", "cbr series", "ecb", "tcmb", "own"])
def test_an_answer_is_read(body: bytes, rates: list[Rate]) -> None:
    assert parse_rates(body) == rates


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (CBR_ERROR, "no rate in the answer, it says: Error in parameters"),
        (b"<html><body>Closed</body></html>", "found html"),
        (b"<ValCurs", "not XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><ValCurs/>', "declares entities"),
        (OWN.replace(b"79.5", b"-1"), "line 2: expected an amount above zero"),
        (OWN.replace(b"2026-07-01", b"1 July"), "line 2: expected a day such as 2026-07-18"),
        (b"a,b\n1,2\n", "expected the columns source, valid_on"),
        (CBR_DAY.replace(b"08.08.2026", b"today"), "expected a day such as 18.07.2026, found 'today'"),
    ],
)
def test_what_is_no_list_of_rates_says_why(body: bytes, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_rates(body)


def test_a_folder_is_read_whole_and_a_bad_file_is_a_reject(tmp_path: Path) -> None:
    assert read_rates(tmp_path / "none")[0].num_rows == 0
    for name, body in (
        ("a.xml", CBR_DAY),
        ("b.xml", CBR_ERROR),
        ("c.csv", OWN),
        ("again.xml", CBR_DAY),
        ("note.txt", b"x"),
    ):
        (tmp_path / name).write_bytes(body)
    rates, rejects = read_rates(tmp_path)
    assert rates.num_rows == 3
    assert [(reject.page, reject.source) for reject in rejects] == [("b.xml", "rates")]
