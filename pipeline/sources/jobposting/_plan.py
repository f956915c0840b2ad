"""What is asked of any site that carries JobPosting: its sitemaps, listing pages, or a list of addresses."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urldefrag, urljoin

from lxml import etree
from lxml import html as markup

from pipeline.errors import UsageError, VacanciesError
from pipeline.model import Page, Request
from pipeline.sources import _answers as answers
from pipeline.sources import _sitemaps as sitemaps
from pipeline.sources._source import Ask, ChangedError, ClosedError, Collecting, Door, Parameter

MOST = 5000
ASKS_SINCE = True
DOOR = Door(
    title="Pages with JobPosting",
    about="any site whose pages carry schema.org JobPosting and whose robots.txt lets them be read; no key",
    languages=("ru", "tr", "en"),
    terms="https://schema.org/JobPosting",
)
PARAMETERS = {
    "sitemaps": Parameter(list, "addresses of sitemaps or sitemap indexes"),
    "sites": Parameter(list, "addresses of sites whose sitemaps are found through robots.txt"),
    "listings": Parameter(list, "addresses of pages that link to vacancies"),
    "urls": Parameter(list, "addresses of vacancy pages"),
    "match": Parameter(list, "only addresses that fit one of these patterns, such as */vacancy/*; needed for listings"),
    "most": Parameter(int, f"at most so many vacancy pages in one collection; default {MOST}"),
}


def collect(ask: Ask) -> Collecting:
    """Find the vacancy pages and read each. False where there are more than `most`; IncompleteError where a map failed.

    A page whose map says it has not changed since the last complete collection is not asked for again.
    """
    asked = ask.parameters
    patterns = [str(pattern) for pattern in asked.get("match", ())]
    found = sitemaps.Listed()
    for url in asked.get("sitemaps", ()):
        yield from _map(str(url), found)
    for site in asked.get("sites", ()):
        yield from _site(str(site), found)
    since = ask.since.date() if ask.since else None
    urls = [
        url
        for url, changed in found.urls.items()
        if _fits(url, patterns) and not (since and changed and changed < since)
    ]
    nothing_new = bool(found.urls) and not urls and since is not None
    for listing in asked.get("listings", ()):
        if not patterns:
            raise UsageError("jobposting: listings need match, such as */vacancy/*: which links lead to vacancies?")
        urls += yield from _links(str(listing), patterns, found)
    urls = list(dict.fromkeys([*map(str, asked.get("urls", ())), *urls]))
    if not urls and not found.failed and not nothing_new:
        raise UsageError("jobposting: nothing to read; give urls, sitemaps, sites or listings, and check match")
    most = int(asked.get("most", MOST))
    ask.announce(min(len(urls), most))
    yield from _pages(urls[:most], found.failed)
    answers.told_incomplete("jobposting", found.failed)
    return len(urls) <= most


def _map(url: str, found: sitemaps.Listed) -> Generator[Request, Page, None]:
    try:
        yield from sitemaps.read(url, found)
    except VacanciesError as error:
        found.failed[url] = str(error)


def _site(site: str, found: sitemaps.Listed) -> Generator[Request, Page, None]:
    """Read the maps robots.txt names, else those at the usual addresses."""
    page = yield Request(urljoin(site, "/robots.txt"), holds_postings=False)
    text = page.body.decode("utf-8", errors="replace") if page.status == 200 else ""
    named = re.findall(r"^\s*sitemap\s*:\s*(\S+)", text, re.IGNORECASE | re.MULTILINE)
    for url in dict.fromkeys(urljoin(site, name) for name in named):
        yield from _map(url, found)
    if named:
        return
    for usual in ("/sitemap.xml", "/sitemap_index.xml"):
        try:
            yield from sitemaps.read(urljoin(site, usual), found)
        except ClosedError:
            raise
        except VacanciesError:
            continue
        return
    found.failed[site] = "no sitemap: robots.txt names none and the usual addresses have none; give listings or urls"


def _links(listing: str, patterns: list[str], found: sitemaps.Listed) -> Generator[Request, Page, list[str]]:
    try:
        page = yield Request(listing)
        answers.granted(page)
    except VacanciesError as error:
        found.failed[listing] = str(error)
        return []
    links = [url for url in links_of(page.body, listing) if sitemaps.same_host(url, listing) and _fits(url, patterns)]
    if not links and b"jobposting" not in page.body.lower():
        found.failed[listing] = f"no link fits {', '.join(patterns)}: the page changed or match is wrong"
    return links


def links_of(body: bytes, base: str) -> list[str]:
    """Return the addresses a page links to, in page order, each once."""
    try:
        root: Any = markup.document_fromstring(body or b"<p>", parser=markup.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return []
    links = []
    for href in root.xpath("//a/@href"):
        try:
            links.append(urldefrag(urljoin(base, str(href).strip())).url)
        except ValueError:
            continue
    return list(dict.fromkeys(links))


def _fits(url: str, patterns: Iterable[str]) -> bool:
    patterns = list(patterns)
    return not patterns or any(fnmatchcase(url, pattern) for pattern in patterns)


def _pages(urls: list[str], failed: dict[str, str]) -> answers.Fetching:
    """Read the pages. Raises ChangedError where not one of them carries a posting."""
    carrying: list[bool] = []

    def carries(page: Page) -> None:
        lowered = page.body.lower()
        carrying.append(b"jobposting" in lowered or b"job-title" in lowered)

    yield from answers.details(urls, carries, failed)
    if carrying and not any(carrying):
        raise ChangedError(
            f"{urls[0]}: none of {len(carrying)} pages carries JobPosting; check match, or save pages as files"
        )
