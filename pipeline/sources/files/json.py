"""JSON of any shape: one posting, a list of them, or an answer or dump that holds such a list; large files streamed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import ijson

from pipeline.errors import UnreadableError
from pipeline.model import Posting, Reject
from pipeline.sources._records import is_posting, posting_of
from pipeline.sources.feeds import telegram
from pipeline.sources.files._file import File

SUFFIXES = (".json", ".geojson")
_WHOLE = 8_000_000
_DEEPEST = 12
_TRIED_ITEMS = 200
_NO_POSTING = "no posting in this JSON: a title or text and an employer, place or pay were looked for in its objects"


def read(file: File) -> Iterator[Posting | Reject]:
    """Yield every posting in the order of the file; a list longer than memory should hold is never held."""
    if telegram.looks_like_export(file.head()):
        yield from _export(file)
    elif file.path.stat().st_size <= _WHOLE and file.head()[:4] and not file.path.name.endswith(".gz"):
        yield from _whole(file)
    else:
        yield from _streamed(file)


def _whole(file: File) -> Iterator[Posting | Reject]:
    with file.text() as stream:
        text = stream.read()
    try:
        root = json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and lines[0].lstrip().startswith("{") and lines[0].rstrip().endswith("}"):
            from pipeline.sources.files import jsonl

            yield from jsonl.read(file)
        elif any(True for _ in _objects(file)):
            yield from _streamed(file)
        else:
            raise UnreadableError(f"not JSON ({error}): repair it or export it again") from error
        return
    records = list(_walk(root, "", 0))
    if not any(is_posting(record) for record, _ in records):
        raise UnreadableError(_said(root) or _NO_POSTING)
    for ordinal, (record, where) in enumerate(records, 1):
        yield posting_of(record, file.spot(ordinal, where))


def _export(file: File) -> Iterator[Posting | Reject]:
    """Read a Telegram export whole, whatever its size: which chats may be read stands only beside their messages."""
    with file.text() as stream:
        try:
            root = json.load(stream, strict=False)
        except json.JSONDecodeError as error:
            raise UnreadableError(f"a Telegram export that is cut off ({error}): export it again") from error
    for ordinal, told in enumerate(telegram.messages(root), 1):
        yield told.posting(file.spot(ordinal, f"message {ordinal}", told.context))


def _said(root: object) -> str | None:
    """An answer that is an error says so."""
    errors = root.get("errors") or root.get("error") if isinstance(root, dict) else None
    return f"a site's refusal, not postings: {json.dumps(errors, ensure_ascii=False)[:120]}" if errors else None


def _walk(value: object, where: str, depth: int) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the outermost objects that are postings, and odd objects that stand in one list with them."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        if set(value) == {"vacancy"} and isinstance(value["vacancy"], dict):
            value = value["vacancy"]
        if is_posting(value):
            yield value, where or "record 1"
            return
        for key, inner in value.items():
            yield from _walk(inner, f"{where}.{key}" if where else str(key), depth + 1)
    elif isinstance(value, list):
        objects = [_unwrapped(item) for item in value]
        together = any(isinstance(item, dict) and is_posting(item) for item in objects[:_TRIED_ITEMS])
        for number, item in enumerate(objects, 1):
            place = f"{where} record {number}".strip()
            if together and isinstance(item, dict):
                yield item, place
            elif not together:
                yield from _walk(item, place, depth + 1)


def _unwrapped(item: object) -> object:
    inner = item.get("vacancy") if isinstance(item, dict) and len(item) == 1 else None
    return inner if isinstance(inner, dict) else item


def _streamed(file: File) -> Iterator[Posting | Reject]:
    found, ordinal = False, 0
    try:
        for item in _objects(file):
            found, ordinal = True, ordinal + 1
            spot = file.spot(ordinal, f"record {ordinal}")
            record = _unwrapped(item)
            yield (
                posting_of(record, spot)
                if isinstance(record, dict)
                else spot.reject(f"an object was expected, found {type(record).__name__}")
            )
    except ijson.JSONError as error:
        reason = f"the JSON is cut off or broken here ({str(error).splitlines()[0][:100]}): what stood before was read"
        yield file.spot(ordinal + 1, f"record {ordinal + 1}").reject(reason)
        return
    if not found:
        raise UnreadableError(_NO_POSTING)


def _objects(file: File) -> Iterator[object]:
    """Yield the items of the first list that holds postings."""
    prefix = _list_of_postings(file)
    if prefix is None:
        return
    with file.open() as stream:
        yield from ijson.items(stream, prefix, use_float=True)


def _list_of_postings(file: File) -> str | None:
    """Return the ijson prefix of the items of the first list whose early items are postings."""
    tried: dict[str, int] = {}
    with file.open() as stream:
        builder, building, depth = ijson.ObjectBuilder(), "", 0
        try:
            for prefix, event, value in ijson.parse(stream, use_float=True):
                if not building and event == "start_map" and (prefix == "item" or prefix.endswith(".item")):
                    tried[prefix] = tried.get(prefix, 0) + 1
                    if tried[prefix] <= _TRIED_ITEMS:
                        builder, building, depth = ijson.ObjectBuilder(), prefix, 0
                if building:
                    builder.event(event, value)
                    depth += (event in {"start_map", "start_array"}) - (event in {"end_map", "end_array"})
                    if depth == 0:
                        record = _unwrapped(builder.value)
                        if isinstance(record, dict) and is_posting(record):
                            return building
                        building = ""
        except ijson.JSONError:
            return None
    return None
