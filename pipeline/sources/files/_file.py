"""One file on its way in: opened, unpacked, its encoding told, its place and name known."""

from __future__ import annotations

import codecs
import gzip
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import IO, cast

from pipeline.errors import UnreadableError
from pipeline.sources._build import Spot

_HEAD = 1 << 16
_CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = ((b"PK\x03\x04", ".xlsx"), (b"\xd0\xcf\x11\xe0", None), (b"%PDF", None))


@dataclass(frozen=True, slots=True)
class File:
    """A file of a source: `page` is what messages and postings call it."""

    source: str
    path: Path
    page: str

    def open(self) -> IO[bytes]:
        """Return its bytes as a stream, unpacked where it is gzip."""
        with self.path.open("rb") as stream:
            packed = stream.read(2) == b"\x1f\x8b"
        return cast("IO[bytes]", gzip.open(self.path)) if packed else self.path.open("rb")

    def head(self) -> bytes:
        """Return its first 64 KB."""
        with self.open() as stream:
            return stream.read(_HEAD)

    def text(self, newline: str | None = None) -> IO[str]:
        """Return it as a stream of characters. Raises UnreadableError where it is not text."""
        encoding = self.encoding()  # told before the file is opened: a refusal must not leave it open
        return io.TextIOWrapper(self.open(), encoding, errors="surrogateescape", newline=newline)

    def encoding(self) -> str:
        """Tell the encoding: a byte-order mark, else strict UTF-8, else cp1251 or iso-8859-9 by their letters."""
        head = self.head()
        for bom, name in _BOMS:
            if head.startswith(bom):
                return name
        if wide := _wide(head):
            return wide
        if is_binary(head):
            raise UnreadableError(
                "not text: binary bytes where text was expected; open it in its program and save as CSV or XLSX"
            )
        decoder = codecs.getincrementaldecoder("utf-8")()
        with self.open() as stream:
            try:
                while chunk := stream.read(_CHUNK):
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
            except UnicodeDecodeError as error:
                return one_byte_encoding(head if len(head) < _HEAD else error.object[:_HEAD])
        return "utf-8"

    def spot(self, ordinal: int, where: str, context: str | None = None) -> Spot:
        """Return the place of its record number `ordinal` (from 1)."""
        return Spot(self.source, self.page, where, ordinal, name=self.path.name, context=context)


def one_byte_encoding(raw: bytes) -> str:
    """Tell cp1251 from iso-8859-9 (read as cp1254): in Russian most letters are high bytes, in Turkish few are."""
    high = sum(byte >= 0xC0 for byte in raw)
    low = sum(chr(byte).isalpha() for byte in raw if byte < 0x80)
    turkish = sum(raw.count(byte) for byte in b"\xd0\xdd\xde\xf0\xfd\xfe\xfc\xf6\xe7\xd6\xdc\xc7")
    runs = sum(a >= 0xC0 and b >= 0xC0 for a, b in pairwise(raw))
    return "cp1251" if runs > 0.4 * high or (high > low and turkish < 0.6 * high) else "cp1254"


def _wide(head: bytes) -> str | None:
    sample = head[:2000]
    if len(sample) < 8:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.3 * half and not even:
        return "utf-16-le"
    return "utf-16-be" if even > 0.3 * half and not odd else None


def is_binary(head: bytes) -> bool:
    """Tell whether these are not characters: a known binary beginning or many control bytes."""
    if any(head.startswith(mark) for mark, _ in _BINARY):
        return True
    control = sum(byte < 9 or 13 < byte < 32 for byte in head[:8192])
    return control > max(8, len(head[:8192]) // 50)


def sniff(file: File) -> str:
    """Return the suffix of the format the first bytes show. Raises UnreadableError where no format here reads it."""
    head = file.head()
    for mark, suffix in _BINARY:
        if head.startswith(mark):
            if suffix:
                return suffix
            raise UnreadableError("an old or closed binary format: save it as XLSX, CSV or text")
    if is_binary(head) and not _wide(head):
        raise UnreadableError("not a format that is read here; give JSONL, CSV, XLSX, HTML, XML, JSON or text")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start[:1] in (b"{", b"["):
        return ".json"
    if start.startswith((b"<!doctype html", b"<html")):
        return ".html"
    return ".xml" if start.startswith(b"<?xml") else ".html" if start.startswith(b"<") else ".txt"


def name_pages(found: Iterable[tuple[Path, Path]]) -> Iterator[tuple[Path, str]]:
    """Yield each file with a name for it: its path below the folder given, lengthened where two would be the same."""
    taken: set[str] = set()
    for path, root in found:
        name, parents = path.relative_to(root).as_posix(), [p for p in root.resolve().parts if p != "/"]
        while name in taken and parents:
            name = f"{parents.pop()}/{name}"
        copy = 2
        while name in taken:
            name, copy = f"{path.name}#{copy}", copy + 1
        taken.add(name)
        yield path, name
