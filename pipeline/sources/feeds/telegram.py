"""A Telegram Desktop export (result.json) of public channels; personal chats are refused, senders never read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.model import Posting, Reject
from pipeline.sources._answers import listing, mapping, words
from pipeline.sources._build import Loose, Spot, posting
from pipeline.sources._values import day

_PUBLIC = frozenset({"public_channel", "private_channel", "public_supergroup"})
_DROPPED = frozenset({"mention", "mention_name", "email", "phone", "bank_card", "bot_command"})
_LONGEST_TITLE = 150


@dataclass(frozen=True, slots=True)
class Told:
    """One message of a chat, or the reason why a chat is not read."""

    message: Mapping[str, Any]
    chat: object
    context: str | None = None
    refused: str | None = None

    def posting(self, spot: Spot) -> Posting | Reject:
        """Return the posting: the first line is its title; who sent it is never read."""
        if self.refused:
            return spot.reject(self.refused)
        text = text_of(self.message)
        first = text.split("\n", 1)[0].strip()
        moment = words(self.message.get("date_unixtime")) or words(self.message.get("date"))
        loose = Loose(
            id=f"{self.chat}-{self.message.get('id')}",
            title=first if len(first) <= _LONGEST_TITLE else None,
            text=text,
            posted_on=day(int(moment)) if moment and moment.isdigit() else moment,
        )
        return posting(loose, spot)


def is_export(value: object) -> bool:
    """Tell the export of one chat, or of an account, by its shape."""
    if not isinstance(value, Mapping):
        return False
    if isinstance(value.get("messages"), list) and "type" in value:
        return True
    return any(isinstance(mapping(value.get(key)).get("list"), list) for key in ("chats", "left_chats"))


def looks_like_export(head: bytes) -> bool:
    """Tell an export by its first bytes, before it is read whole."""
    return b'"personal_information"' in head or (b'"messages"' in head and b'"date_unixtime"' in head)


def messages(value: Mapping[str, Any]) -> Iterator[Told]:
    """Yield the messages that hold text, chat by chat; nothing but chats is read of an account's export."""
    chats = [value] if isinstance(value.get("messages"), list) else []
    for key in ("chats", "left_chats"):
        chats += listing(mapping(value.get(key)).get("list"))
    for chat in map(mapping, chats):
        kind = str(chat.get("type"))
        if kind not in _PUBLIC:
            told = "a chat that is no channel and no public group is private: not read; export a channel"
            yield Told({}, chat.get("id"), refused=told)
            continue
        name = words(chat.get("name"))
        for message in map(mapping, listing(chat.get("messages"))):
            if message.get("type") != "service" and text_of(message):
                yield Told(message, chat.get("id"), name)


def text_of(message: Mapping[str, Any]) -> str:
    """Return the text of a message joined from its pieces; mentions, e-mails, phones and cards are left out."""
    text = message.get("text")
    pieces = message.get("text_entities") or text
    if isinstance(pieces, str):
        return pieces.strip()
    if not isinstance(pieces, list):
        return ""
    kept = [piece if isinstance(piece, str) else _piece(mapping(piece)) for piece in pieces]
    return "".join(kept).strip()


def _piece(piece: Mapping[str, Any]) -> str:
    return "" if str(piece.get("type")) in _DROPPED else str(piece.get("text") or "")
