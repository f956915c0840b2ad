"""XML read as a stream: one record element at a time, forgotten once it is read; no entities, no outside files."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import IO, Any

from lxml import etree

from pipeline.errors import UnreadableError

_ENTITY = re.compile(rb"<\0?!\0?E\0?N\0?T\0?I\0?T\0?Y", re.IGNORECASE)
_RICH = frozenset({"description", "content", "summary", "duty", "requirements", "value"})
_MARKUP = frozenset(
    {"p", "div", "br", "ul", "ol", "li", "b", "i", "strong", "em", "span", "h1", "h2", "h3", "h4", "table"}
)
_REFUSED = "an XML file that defines entities: refused for safety; save it without its DTD"


class BrokenXMLError(ValueError):
    """The XML ends or breaks in the middle; what stood before was given."""


def records(stream: IO[bytes], names: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (name, record) of every outermost element called one of `names` (small letters, without namespace).

    Raises UnreadableError for a file that defines entities, BrokenXMLError where it is not well-formed.
    """
    events = etree.iterparse(
        stream,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        huge_tree=True,
        recover=False,
        load_dtd=False,
    )
    inside, first = 0, True
    try:
        for event, element in events:
            if first:
                refuse_entities_of(element)
                first = False
            name = name_of(element)
            if name not in names:
                continue
            inside += 1 if event == "start" else -1
            if event == "end" and not inside:
                record = as_record(element)
                forget(element)
                if isinstance(record, dict):
                    yield name, record
    except etree.XMLSyntaxError as error:
        raise BrokenXMLError(str(error)[:100]) from error


def refuse_entities(head: bytes) -> None:
    """Raise UnreadableError where the first bytes of a file define entities, in one or two bytes a character."""
    if _ENTITY.search(head):
        raise UnreadableError(_REFUSED)


def refuse_entities_of(root: Any) -> None:
    """Raise UnreadableError where the document of this element defines entities, however it is encoded."""
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise UnreadableError(_REFUSED)


def as_record(element: Any) -> Any:
    """Return an element as words, an object or a list: names small and without namespace, repeated names a list.

    A link without words is its href, an `id` of a record is kept, and markup written unescaped stays markup.
    """
    children = [child for child in element if isinstance(child.tag, str)]
    if not children:
        return (element.text or "").strip() or str(element.get("href") or "").strip()
    if name_of(element) in _RICH and all(name_of(child) in _MARKUP for child in children):
        return (element.text or "") + "".join(str(etree.tostring(child, encoding="unicode")) for child in children)
    record: dict[str, Any] = {"id": element.get("id")} if element.get("id") else {}
    for child in children:
        name, value = name_of(child), as_record(child)
        if name in record:
            held = record[name] if isinstance(record[name], list) else [record[name]]
            record[name] = [*held, value]
        else:
            record[name] = value
    return record


def name_of(element: Any) -> str:
    """Return the element's name in small letters, without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1].lower()


def forget(element: Any) -> None:
    """Free what was read, so that a dump of any size needs the memory of one record."""
    element.clear()
    while element.getprevious() is not None and element.getparent() is not None:
        del element.getparent()[0]
