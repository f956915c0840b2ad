"""What stands before every page of the desk: who may ask, how much and how often, and what a browser may do with it.

Host names are checked (a page elsewhere must not reach a loopback server by a name of its own), a token is compared in
constant time, a body is counted while it comes, forms carry a token of their own, answers are never stored.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "::1")
VISITOR, ENTRY = "visitor", "desk"
"""Cookies: who fills in a form (for its token), and that the token of the server was given."""

_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with no-referrer a browser calls the origin of our own form null
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
_NOTHING_ALLOWED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_KNOWN_VISITORS = 4096


@dataclass(frozen=True)
class Limits:
    """Bytes of a body, seconds for it to come and for an answer, requests a minute and at once of one address."""

    body: int = 6_000_000
    arrive: float = 20.0
    answer: float = 30.0
    a_minute: float = 300.0
    at_once: float = 200.0


@dataclass
class Guard:
    """An ASGI middleware. `hosts` are the names the server answers to; `token` opens it where it is not loopback."""

    app: ASGIApp
    hosts: tuple[str, ...] = LOOPBACK
    token: str | None = None
    limits: Limits = field(default_factory=Limits)
    clock: Callable[[], float] = time.monotonic
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _buckets: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass the request on with its body counted and its visitor known."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        refused = self._refused(scope, headers)
        started = False

        async def answer(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = _with_headers(message["headers"])
            await send(message)

        if refused is not None:
            await refused(scope, receive, answer)
            return
        visitor = _cookie(headers, VISITOR) or secrets.token_urlsafe(24)
        scope["state"] = {
            **scope.get("state", {}), "visitor": visitor, "known": bool(_cookie(headers, VISITOR)),
            "form_token": self.form_token(visitor), "guard": self,
        }  # fmt: skip
        try:
            async with asyncio.timeout(self.limits.answer):
                await self.app(scope, _counted(receive, self.limits), answer)
        except TimeoutError:
            late = PlainTextResponse("503: it took too long; try again\n", 503, {"connection": "close"})
        else:
            return
        if not started:
            await late(scope, receive, answer)

    def form_token(self, visitor: str) -> str:
        """The token that a form of this visitor carries."""
        return hmac.new(self.secret, visitor.encode(), sha256).hexdigest()

    def is_own_form(self, visitor: str, token: str) -> bool:
        """Whether a form comes from a page of ours."""
        return hmac.compare_digest(self.form_token(visitor).encode(), token.encode())

    def _refused(self, scope: Scope, headers: Mapping[str, str]) -> Response | None:
        if _host(headers.get("host", "")) not in self.hosts:
            return PlainTextResponse("421: another name than this server's\n", 421)
        if not self._allowed(str((scope.get("client") or ("", 0))[0])):
            return PlainTextResponse("429: too many requests; wait a minute\n", 429, {"retry-after": "60"})
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self.limits.body:
            return PlainTextResponse("413: the draft is too large\n", 413, {"connection": "close"})
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return PlainTextResponse("405: no such method\n", 405, {"allow": "GET, HEAD, POST"})
        origin = headers.get("origin")
        if scope["method"] == "POST" and origin is not None and _host(urlsplit(origin).netloc) not in self.hosts:
            return PlainTextResponse("403: the form comes from another site\n", 403)
        return self._entry(scope, headers)

    def _entry(self, scope: Scope, headers: Mapping[str, str]) -> Response | None:
        """Ask for the token where there is one: in the address once, then by a cookie, or as a bearer."""
        if self.token is None:
            return None
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if given and self._is_token(given):
            welcome = RedirectResponse(scope["path"], 303)
            welcome.set_cookie(ENTRY, self._entry_mark(), httponly=True, samesite="strict", path="/")
            return welcome
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        entered = hmac.compare_digest(_cookie(headers, ENTRY).encode(), self._entry_mark().encode())
        if entered or (bearer and self._is_token(bearer)):
            return None
        return PlainTextResponse("401: add ?token=… once, with the token this desk was started with\n", 401)

    def _is_token(self, given: str) -> bool:
        assert self.token is not None
        return hmac.compare_digest(given.encode(), self.token.encode())

    def _entry_mark(self) -> str:
        return hmac.new(self.secret, b"entry", sha256).hexdigest()

    def _allowed(self, address: str) -> bool:
        """A bucket an address: it fills by `a_minute`, holds `at_once`."""
        now = self.clock()
        left, seen = self._buckets.pop(address, (self.limits.at_once, now))
        left = min(self.limits.at_once, left + (now - seen) * self.limits.a_minute / 60)
        self._buckets[address] = (max(left - 1, 0.0), now)
        while len(self._buckets) > _KNOWN_VISITORS:
            self._buckets.popitem(last=False)
        return left >= 1


class TooLargeError(Exception):
    """More bytes than a body may have."""


def _counted(receive: Receive, limits: Limits) -> Receive:
    """Receive, refusing a body that is too large or too slow, whatever its length was said to be."""
    got = 0
    began: float | None = None

    async def counted() -> Message:
        nonlocal got, began
        began = time.monotonic() if began is None else began
        left = limits.arrive - (time.monotonic() - began)
        waiting = asyncio.wait_for(receive(), max(left, 0.01))
        message = await waiting
        got += len(message.get("body", b""))
        if got > limits.body:
            raise TooLargeError
        if message["type"] == "http.request" and not message.get("more_body"):
            began = float("inf")  # the body is here: what is waited for later is the visitor's leaving
        return message

    return counted


def _with_headers(given: Any) -> list[tuple[bytes, bytes]]:
    there = {name.lower() for name, _ in given}
    extra = {**_HEADERS, "content-security-policy": _NOTHING_ALLOWED}
    return [*given, *((k.encode(), v.encode()) for k, v in extra.items() if k.encode() not in there)]


def _host(netloc: str) -> str:
    """The name of a host header, without its port."""
    return (urlsplit(f"//{netloc}").hostname or "") if netloc else ""


def _cookie(headers: Mapping[str, str], name: str) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""
