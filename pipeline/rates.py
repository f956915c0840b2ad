"""Exchange rates as banks publish them: answers of the Bank of Russia, the ECB and the TCMB, and tables of one's own.

Whatever lies in `data/raw/rates/` is read beside the rates shipped in warehouse/seeds/rate.csv: the XML those banks
answer with, saved as it came (docs/warehouse.md has their addresses), or CSV with the columns of the seed. The bytes
are never changed, and nothing is fetched here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import pyarrow as pa
from lxml import etree

from pipeline.model import Reject

SOURCE = "rates"
# what the Bank of Russia calls the currencies of its XML_dynamic answers
_CBR_IDS = {
    "R01235": "USD", "R01239": "EUR", "R01035": "GBP", "R01375": "CNY", "R01335": "KZT", "R01090B": "BYN",
    "R01700J": "TRY", "R01820": "JPY", "R01720": "UAH", "R01717": "UZS", "R01060": "AMD", "R01020A": "AZN",
    "R01370": "KGS", "R01775": "CHF",
}  # fmt: skip
_LARGEST = 50_000_000


@dataclass(frozen=True, slots=True)
class Rate:
    """`nominal` of `currency` cost `rate` of `quoted_in`, valid on that day; not `official` if no bank says so."""

    source: str
    valid_on: date
    currency: str
    nominal: float
    rate: float
    quoted_in: str
    official: bool = True


RATE = pa.schema(
    [
        ("source", pa.string()), ("valid_on", pa.date32()), ("currency", pa.string()), ("nominal", pa.float64()),
        ("rate", pa.float64()), ("quoted_in", pa.string()), ("official", pa.bool_()),
    ]
)  # fmt: skip


def read_rates(folder: Path) -> tuple[pa.Table, list[Reject]]:
    """All rates of a folder's files in the order of their names; what cannot be read is a reject with its reason."""
    found: list[Rate] = []
    rejects: list[Reject] = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []:
        if file.suffix.lower() not in (".xml", ".csv"):
            continue
        try:
            found += parse_rates(file.read_bytes())
        except ValueError as error:
            rejects.append(Reject(SOURCE, file.name, "file", str(error)))
    return pa.Table.from_pylist([asdict(rate) for rate in dict.fromkeys(found)], RATE), rejects


def parse_rates(body: bytes) -> list[Rate]:
    """The rates of one answer or table; raises ValueError where it is none, with what was expected."""
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return list(_csv(body))
    root = _root(body)
    name = etree.QName(root).localname
    if name == "ValCurs":
        rates = list(_cbr(root))
    elif name == "Envelope":
        rates = list(_ecb(root))
    elif name == "Tarih_Date":
        rates = list(_tcmb(root))
    else:
        raise ValueError(f"expected ValCurs (Bank of Russia), Envelope (ECB) or Tarih_Date (TCMB), found {name}")
    if not rates:
        told = " ".join("".join(str(text) for text in root.itertext()).split())[:80] or "nothing"
        raise ValueError(f"no rate in the answer, it says: {told}; ask for another day")
    return rates


def _root(body: bytes) -> etree._Element:
    if len(body) > _LARGEST or b"<!ENTITY" in body:
        raise ValueError("too large for a list of rates, or it declares entities; save the bank's answer again")
    try:
        return etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise ValueError(f"not XML: {error}; save the bank's answer again, as bytes") from error


def _cbr(root: etree._Element) -> Iterator[Rate]:
    """XML_daily (a day's currencies) and XML_dynamic (a currency's days): decimal commas, a nominal that changes."""
    for row in root.iterfind("Valute"):
        code = row.findtext("CharCode") or ""
        yield Rate("cbr", _day(root.get("Date"), "%d.%m.%Y"), code, *_amounts(row), "RUB")
    currency = _CBR_IDS.get(root.get("ID") or "")
    for row in root.iterfind("Record") if currency else ():
        yield Rate("cbr", _day(row.get("Date"), "%d.%m.%Y"), str(currency), *_amounts(row), "RUB")


def _amounts(row: etree._Element) -> tuple[float, float]:
    return _number(row.findtext("Nominal")), _number(row.findtext("Value"))


def _ecb(root: etree._Element) -> Iterator[Rate]:
    """eurofxref: how many of each currency one euro costs, a day or many."""
    for day in root.iter("{*}Cube"):
        if day.get("time"):
            for row in day.iterfind("{*}Cube"):
                valid_on = _day(day.get("time"), "%Y-%m-%d")
                yield Rate("ecb", valid_on, "EUR", 1.0, _number(row.get("rate")), row.get("currency") or "")


def _tcmb(root: etree._Element) -> Iterator[Rate]:
    """The mean of buying and selling; currencies without both are left out."""
    for row in root.iterfind("Currency"):
        both = [text for text in (row.findtext("ForexBuying"), row.findtext("ForexSelling")) if text]
        if len(both) == 2:
            mean = sum(map(_number, both)) / 2
            code = row.get("CurrencyCode") or row.get("Kod") or ""
            yield Rate("tcmb", _day(root.get("Date"), "%m/%d/%Y"), code, _number(row.findtext("Unit")), mean, "TRY")


def _csv(body: bytes) -> Iterator[Rate]:
    names = [field.name for field in fields(Rate)]
    try:
        rows = list(csv.DictReader(StringIO(body.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"neither XML nor CSV in UTF-8: {error}") from error
    missing = [name for name in names if not rows or name not in rows[0]]
    if missing:
        raise ValueError(f"expected the columns {', '.join(names)}, missing {', '.join(missing)}")
    for number, row in enumerate(rows, 2):
        try:
            valid_on = _day(row["valid_on"], "%Y-%m-%d")
            amounts = _number(row["nominal"]), _number(row["rate"])
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from error
        yield Rate(row["source"], valid_on, row["currency"], *amounts, row["quoted_in"], row["official"] != "false")


def _day(text: str | None, form: str) -> date:
    try:
        return datetime.strptime(text or "", form).date()
    except ValueError:
        raise ValueError(f"expected a day such as {date(2026, 7, 18).strftime(form)}, found {text!r}") from None


def _number(text: str | None) -> float:
    try:
        number = float((text or "").replace(",", ".").replace("\N{NO-BREAK SPACE}", "").strip())
    except ValueError:
        raise ValueError(f"expected an amount, found {text!r}") from None
    if not 0 < number < float("inf"):
        raise ValueError(f"expected an amount above zero, found {text!r}")
    return number
