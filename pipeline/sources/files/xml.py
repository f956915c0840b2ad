"""XML feeds and dumps: each vacancy, job, offer or item element is a record; read as a stream, no entities, no DTD."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from pipeline.errors import UnreadableError
from pipeline.model import Posting, Reject
from pipeline.sources._records import posting_of
from pipeline.sources.files._file import File

SUFFIXES = (".xml", ".rss", ".atom")
_RECORDS = frozenset(
    {"vacancy", "job", "offer", "item", "entry", "position", "posting", "jobposting", "positionopening"}
)


def read(file: File) -> Iterator[Posting | Reject]:
    """Yield a posting or a reject for every record element; an element is forgotten once it is read."""
    if b"<!ENTITY" in file.head().upper():
        raise UnreadableError("an XML file that defines entities: refused for safety; save it without its DTD")
    ordinal = 0
    with file.open() as stream:
        events = etree.iterparse(
            stream,
            events=("end",),
            resolve_entities=False,
            no_network=True,
            huge_tree=True,
            recover=False,
            load_dtd=False,
        )
        try:
            for _, element in events:
                if _name(element) not in _RECORDS or _inside_record(element):
                    continue
                record = as_record(element)
                _forget(element)
                if not isinstance(record, dict):
                    continue  # an <item> of a plain list
                ordinal += 1
                yield posting_of(record, file.spot(ordinal, f"{_name(element)} {ordinal}"))
        except etree.XMLSyntaxError as error:
            if not ordinal:
                raise UnreadableError(f"not well-formed XML ({str(error)[:100]}): export it again") from error
            yield file.spot(ordinal + 1, f"after record {ordinal}").reject(
                f"the XML is cut off or broken here ({str(error)[:100]}): what stood before was read"
            )
    if not ordinal:
        raise UnreadableError(
            "no vacancy, job, offer or item element with a title or text: is this a feed of postings?"
        )


def as_record(element: Any) -> Any:
    """Return an element as words, an object or a list: names small and without namespace, repeated names a list."""
    children = [child for child in element if isinstance(child.tag, str)]
    if not children:
        return (element.text or "").strip()
    record: dict[str, Any] = {}
    for child in children:
        name, value = _name(child), as_record(child)
        if name in record:
            held = record[name] if isinstance(record[name], list) else [record[name]]
            record[name] = [*held, value]
        else:
            record[name] = value
    return record


def _name(element: Any) -> str:
    return str(element.tag).rsplit("}", 1)[-1].lower()


def _inside_record(element: Any) -> bool:
    return any(_name(parent) in _RECORDS for parent in element.iterancestors())


def _forget(element: Any) -> None:
    element.clear()
    while element.getprevious() is not None and element.getparent() is not None:
        del element.getparent()[0]
