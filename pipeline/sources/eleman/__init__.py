"""eleman.net (Turkey): cards of its listing pages, and the pages of its advertisements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree
from lxml import html as markup

from pipeline.contacts import mask_contacts
from pipeline.errors import UsageError
from pipeline.model import Page, Posting, Reject, Request, Stated
from pipeline.sources import _answers as answers
from pipeline.sources import _listing, jobposting
from pipeline.sources import _values as values
from pipeline.sources._build import Loose, posting
from pipeline.sources._source import Ask, ChangedError, Collecting, Door, Parameter

SITE = "https://www.eleman.net"
DOOR = Door(
    title="eleman.net",
    about="a board in Turkey that answers declared clients: its listing by city and its pages; no key",
    languages=("tr",),
    hosts=("www.eleman.net",),
    terms="https://www.eleman.net/robots.txt",
)
PARAMETERS = {
    "cities": Parameter(list, "cities as their listing's address has them (ankara); default: the whole country"),
    "words": Parameter(list, "only advertisements with one of these in the title; default: the profile's titles"),
    "pages": Parameter(int, "at most so many listing pages a city; default: all"),
    "details": Parameter(bool, "read every advertisement's own page (default), or only the cards"),
}
_CARD = "//*[contains(concat(' ', normalize-space(@class), ' '), ' ilan_listeleme_bol ')]"
_AD = re.compile(r"/is-ilani/[^/?#]*-i(\d+)")
_BOX = "//*[contains(concat(' ', normalize-space(@class), ' '), ' is_ilani_ozellik_kutusu ')]"
_TEXT = "//*[contains(concat(' ', normalize-space(@class), ' '), ' d-information ')]"


def collect(ask: Ask) -> Collecting:
    """Walk the listing of each city, then the advertisements whose title fits. False where `pages` cut the walk."""
    asked = ask.parameters
    detailed = bool(asked.get("details", True))
    wanted = list(map(values.fold, asked.get("words", [t for titles in ask.titles.values() for t in titles])))
    chosen: dict[str, None] = {}
    complete = True
    for city in asked.get("cities", ()) or ("",):
        if city and not re.fullmatch(r"[a-z0-9-]+", str(city)):
            raise UsageError(f"eleman: {city!r} is no city of its addresses; write it in small Latin letters: istanbul")
        complete &= yield from _listing_of(str(city), asked.get("pages"), detailed, wanted, chosen)
    if detailed:
        ask.announce(len(chosen))
    failed: dict[str, str] = {}
    yield from answers.details(chosen if detailed else (), _advertisement, failed)
    answers.told_incomplete("eleman", failed)
    return complete


def _advertisement(page: Page) -> None:
    if b"JobPosting" not in page.body and b"d-information" not in page.body:
        where = answers.address(page)
        raise ChangedError(f"{where}: an advertisement was expected, it has neither JobPosting nor text: site changed")


def _listing_of(city: str, most: int | None, detailed: bool, wanted: list[str], chosen: dict[str, None]) -> Collecting:
    url = f"{SITE}/is-ilanlari/{city}" if city else f"{SITE}/is-ilanlari"
    numbers, last, seen = ["0"], 1, set[str]()
    at = 0
    while at < len(numbers):
        if most and at >= most:
            return False
        page = yield Request(url, (("sy", numbers[at]),) if at else (), holds_postings=not detailed)
        root = _root(answers.granted(page).body)
        cards = list(_cards(root)) if root is not None else []
        if not cards:
            raise ChangedError(f"{answers.address(page)}: HTTP 200 without a single card; the site's layout changed")
        new = {link for link, *_ in cards} - seen
        seen |= new
        for link, title, *_ in cards:
            if not wanted or any(words in values.fold(title) for words in wanted):
                chosen[link] = None
        if not at:
            numbers, last = _pager(root)
        if not new:
            return at + 1 >= last
        at += 1
    return True


def _pager(root: Any) -> tuple[list[str], int]:
    """Return the values of all listing pages and how many there are, from the chooser of pages."""
    options = [(str(o.get("value") or ""), " ".join(o.text_content().split())) for o in root.xpath("//option[@value]")]
    paged = [(value, int(m[2])) for value, text in options if (m := re.fullmatch(r"(\d+) / (\d+)", text))]
    if not paged:
        return ["0"], 1
    last = min(paged[0][1], 10_000)
    listed = [value for value, _ in paged]
    return (listed if len(listed) == last else [str(number) for number in range(last)]), last


def parse(page: Page) -> Iterator[Posting | Reject]:
    """Yield the advertisement of its own page, or what the cards of a listing page tell."""
    text = jobposting.decode(page.body, page.content_type)
    root = _root(text.encode("utf-8", "replace"))
    if root is None:
        yield answers.broken(page, "a page of eleman.net")
        return
    found = [made for made in jobposting.parse(page) if isinstance(made, Posting)][:1]
    boxes = [" ".join(node.text_content().split()) for node in root.xpath(_BOX)]
    if found:
        yield _with_boxes(found[0], boxes, page.url)
        return
    if root.xpath(_TEXT):
        yield _of_page(page, root, boxes)
        return
    for ordinal, (link, title, employer, place) in enumerate(_cards(root), 1):
        number = _AD.search(link)
        loose = Loose(id=number[1] if number else None, title=title, employer=employer, place=place, url=link)
        yield posting(loose, answers.spot_of(page, ordinal))


def _of_page(page: Page, root: Any, boxes: list[str]) -> Posting | Reject:
    """Read an advertisement without JSON-LD from its marks."""
    heading = next((" ".join(node.text_content().split()) for node in root.xpath("//h1")), None)
    told = "\n".join(markup.tostring(node, encoding="unicode", with_tail=False) for node in root.xpath(_TEXT))
    made = posting(Loose(title=heading, text=told, url=page.url), answers.spot_of(page, 1))
    return _with_boxes(made, boxes, page.url) if isinstance(made, Posting) else made


def _with_boxes(made: Posting, boxes: list[str], url: str | None) -> Posting:
    """Fill in what only the boxes state, pay; those on sex and age speak of persons and are not read."""
    number = _AD.search(url or made.url or "")
    if number:
        made = replace(made, id=number[1])
    stated = made.stated
    if stated.salary_from is None and stated.salary_to is None:
        written = next((box for box in boxes if _listing.kind(box) == "pay"), None)
        if written:
            made = replace(made, stated=_paid(stated, written))
    return made


def _paid(stated: Stated, written: str) -> Stated:
    pay = values.money(written.partition(":")[2], "tr")
    if pay.low is None and pay.high is None:
        return stated
    return replace(
        stated,
        salary_from=pay.low,
        salary_to=pay.high,
        currency=pay.currency,
        period=pay.period,
        gross=pay.gross,
        salary_written=mask_contacts(written.partition(":")[2].strip()),
    )


def _cards(root: Any) -> Iterator[tuple[str, str, str | None, str | None]]:
    """Yield (link, title, employer, place) of every card."""
    for card in root.xpath(_CARD):
        links = [str(href) for href in card.xpath(".//a/@href") if _AD.search(str(href))]
        title = " ".join(" ".join(node.text_content().split()) for node in card.xpath(".//h3"))
        if not links or not title:
            continue
        lines: list[str] = []
        for node in card.xpath(".//*[contains(@class, 'c-showcase-box__subtitle')]")[:1]:
            lines = [" ".join(part.split()) for part in node.itertext() if part.strip()]
        link = links[0] if links[0].startswith("http") else f"{SITE}{links[0]}"
        yield link.partition("?")[0], title, lines[0] if lines else None, lines[1] if len(lines) > 1 else None


def _root(body: bytes) -> Any:
    try:
        return markup.document_fromstring(body or b"", parser=markup.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return None
