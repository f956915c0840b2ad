"""JSON-LD blocks of a page: found, repaired where they can be, and walked whole for JobPosting objects."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from pipeline.sources import _json
from pipeline.sources.jobposting._fields import is_job

_SCRIPT = re.compile(r"<(?i:script)\b([^>]*)>((?:[^<]++|<(?!/(?i:script)\s*>))*+)</(?i:script)\s*>")
_GUARDS = re.compile(r"^\s*(?://\s*)?(?:<!\[CDATA\[|<!--)|(?://\s*)?(?:\]\]>|-->)\s*$")
_MOST_REPAIRS = 50
_DEEPEST = 40


def jobs(text: str) -> Iterator[dict[str, Any]]:
    """Yield every JobPosting object of the page's JSON-LD blocks, in page order, each once."""
    first, seen = None, set[str]()
    for job in (job for block in blocks(text) for job in walk(loads(block))):
        if first is None:
            first = job  # most pages hold no other to compare it with
        else:
            seen, written = seen or {_written(first)}, _written(job)
            if written in seen:
                continue
            seen.add(written)
        yield job


def _written(job: dict[str, Any]) -> str:
    return json.dumps(job, sort_keys=True, default=str)


def blocks(text: str) -> Iterator[str]:
    """Yield the content of every script of a JSON-LD type, however the type is written."""
    for attributes, content in _SCRIPT.findall(text):
        if "ld+json" in html.unescape(attributes).lower() and content.strip():
            yield content


def broken(text: str) -> bool:
    """Tell whether a block speaks of a JobPosting and cannot be read at all."""
    return any("JobPosting" in block and loads(block) is None for block in blocks(text))


def loads(block: str) -> Any:
    """Return the value of a block, mending what real pages break; None where that is in vain."""
    bare = block.strip()
    if bare.startswith(("//", "<!")) or bare.endswith(("]]>", "-->")):
        bare = _GUARDS.sub("", _GUARDS.sub("", bare)).strip()
    bare = bare.rstrip(";")
    for reading in (str, html.unescape):
        with suppress(ValueError):
            return _json.loads(reading(bare))
    for reading in (str, html.unescape):
        value = _mended(reading(bare))
        if value is not None:
            return value
    return None


def _mended(text: str) -> Any:
    """Mend at the place the parser names: a missing or a spare comma, a bad escape, words after the end."""
    for _ in range(_MOST_REPAIRS):
        try:
            return json.loads(text, strict=False)
        except json.JSONDecodeError as error:
            at, said = error.pos, error.msg
        if said.startswith(("Invalid \\escape", "Invalid \\u")):
            text = text[:at] + text[at + 1 :]
        elif said.startswith("Expecting ',' delimiter") and at < len(text) and text[at] in '"{[':
            text = f"{text[:at]},{text[at:]}"
        elif (
            said.startswith(("Expecting property name", "Expecting value", "Illegal trailing comma"))
            and "," in text[: at + 1]
        ):
            comma = text.rfind(",", 0, at + 1)
            if text[comma + 1 : at].strip():
                return None
            text = text[:comma] + text[comma + 1 :]
        elif said.startswith("Extra data"):
            text = text[:at]
        else:
            return None
    return None


def walk(value: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield the JobPosting objects of a tree wherever they stand: @graph, lists, mainEntity, ItemList items."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        if is_job(value):
            yield value
            return
        for inner in value.values():
            yield from walk(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner, depth + 1)
