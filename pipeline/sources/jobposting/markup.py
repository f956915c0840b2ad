"""Microdata, RDFa and job-… meta tags of a page, read into the same objects JSON-LD gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import html as markup

_BLOCKY = ("description", "responsibilities", "qualifications", "experienceRequirements", "skills", "jobBenefits")
_LISTED = ("skills",)


def jobs(text: str) -> Iterator[dict[str, Any]]:
    """Yield the JobPosting items of the page, in page order: microdata, else RDFa, else its meta tags."""
    if "jobposting" not in text.lower() and "job-title" not in text:
        return
    root: Any = markup.document_fromstring(text.encode("utf-8", "replace"), parser=markup.HTMLParser(encoding="utf-8"))
    found = False
    for types, names in (("itemtype", "itemprop"), ("typeof", "property")):
        for node in root.xpath(f"//*[@{types}]"):
            if _kind(node.get(types)) == "jobposting":
                found = True
                yield _item(node, types, names)
        if found:
            return
    if job := _meta(root):
        yield job


def _kind(written: str | None) -> str:
    return (written or "").rsplit("/", 1)[-1].rsplit(":", 1)[-1].strip().lower()


def _item(node: Any, types: str, names: str) -> dict[str, Any]:
    """Read an item: every named node below it, in it or in an item nested in its text."""
    item: dict[str, Any] = {"@type": node.get(types).rsplit("/", 1)[-1]}
    for child in node.iterchildren():
        _collect(child, item, types, names)
    if "description" not in item:
        inner = node.xpath(".//*[contains(concat(' ', normalize-space(@class), ' '), ' jobdescription ')]")
        if inner:
            item["description"] = _markup(inner[0])
    return item


def _collect(node: Any, item: dict[str, Any], types: str, names: str) -> None:
    if not isinstance(node.tag, str):
        return
    name = (node.get(names) or "").split()[0].rsplit(":", 1)[-1] if node.get(names) else None
    if name is None:
        for child in node.iterchildren():
            _collect(child, item, types, names)
        return
    inner: dict[str, Any] = {}
    for child in node.iterchildren():
        _collect(child, inner, types, names)
    if name in _BLOCKY:
        _add(item, name, _value(node, name))
        for key, value in inner.items():  # an employer named inside the description
            item.setdefault(key, value)
    elif inner and not node.get("content"):
        _add(item, name, inner)
    else:
        _add(item, name, _value(node, name))


def _add(item: dict[str, Any], name: str, value: object) -> None:
    if value in (None, ""):
        return
    if name in item and name in {"jobLocation", "skills"}:
        item[name] = [*(item[name] if isinstance(item[name], list) else [item[name]]), value]
    else:
        item.setdefault(name, value)


def _value(node: Any, name: str) -> str | None:
    for attribute in ("content", "datetime"):
        if node.get(attribute) is not None:
            return str(node.get(attribute))
    if node.tag in {"a", "link"} and node.get("href") and name in {"url", "sameAs"}:
        return str(node.get("href"))
    if name in _LISTED:
        items = [" ".join(li.text_content().split()) for li in node.xpath(".//li")]
        return "\n".join(items) or " ".join(node.text_content().split())
    return _markup(node) if name in _BLOCKY else " ".join(node.text_content().split())


def _markup(node: Any) -> str:
    return str(markup.tostring(node, encoding="unicode", with_tail=False))


def _meta(root: Any) -> dict[str, Any] | None:
    """Read the job-… meta tags some career sites carry beside or instead of JobPosting."""
    told = {str(m.get("name")).lower(): str(m.get("content") or "").strip() for m in root.xpath("//meta[@name]")}
    if not told.get("job-title"):
        return None
    home = ", ".join(p for p in (told.get("job-city"), told.get("job-region"), told.get("job-country")) if p)
    others = [
        ", ".join(p.strip() for p in place.split(",")) for place in told.get("job-secondarylocations", "").split(";")
    ]
    return {
        "@type": "JobPosting",
        "title": told["job-title"],
        "description": told.get("job-description"),
        "datePosted": told.get("job-posteddate"),
        "identifier": told.get("job-id") or None,
        "hiringOrganization": told.get("job-company"),
        "jobLocation": [place for place in (home, *others) if place.strip()],
        "occupationalCategory": told.get("job-function"),
    }
