"""Text as one byte a character: counting and finding at the speed of C.

One C pass over a posting, some 3 µs, and one more for each view of it stand in for patterns that cost ten times that.
"""

from __future__ import annotations

import codecs

CYRILLIC = "".join(map(chr, range(ord("А"), ord("я") + 1))) + "Ёё"
"""The letters of Russian."""
_UNKNOWN = "?"


class OneByte:
    """An encoding in which each of some 250 characters has a byte; what has none becomes `?`.

    `ordinary` characters get what the needed ones leave: nobody asks for them, but every one without a byte is slow.
    `slots` are the characters by their bytes: a table for `bytes.translate` is made of them.

    >>> one = OneByte("0123456789", "mo ")
    >>> one.encode("om 12").translate(None, one.bytes_of("0123456789")) == one.encode("om ")
    True
    """

    def __init__(self, needed: str, ordinary: str = "") -> None:
        characters = dict.fromkeys(f"\0{_UNKNOWN}{needed}")  # byte 0 is character 0: else charmap_encode is slow
        if len(characters) > 256:
            raise AssertionError("more characters than fit one byte")
        self.slots = "".join(characters | dict.fromkeys(ordinary))[:256].ljust(256, "\ufffe")  # which stands for none
        self._bytes = {character: byte for byte, character in enumerate(self.slots)}
        self._encoding = codecs.charmap_build(self.slots)

    def encode(self, text: str) -> bytes:
        """Return one byte a character."""
        return codecs.charmap_encode(text, "replace", self._encoding)[0]

    def holds(self, text: str) -> bool:
        """Tell whether every character has a byte, and none is NUL."""
        try:
            return 0 not in codecs.charmap_encode(text, "strict", self._encoding)[0]
        except UnicodeEncodeError:
            return False

    def bytes_of(self, characters: str) -> bytes:
        """Return the bytes of characters in their order. Raises KeyError for one without a byte."""
        return bytes(map(self._bytes.__getitem__, characters))
