"""One polite client for all sources: who asks is said, every host has its pace, and what is refused stays refused.

A request is tried again only where that can help (time-outs, cut bodies, 408, 429, 5xx), with growing pauses or the one
the server names. A host that keeps failing is left alone for the rest of the run. Redirects are followed by hand: each
hop is checked like a request of its own, and credentials go to the host they were meant for and to no other.
"""

from __future__ import annotations

import logging
import os
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from importlib import metadata
from urllib.parse import urljoin, urlsplit, urlunsplit

import requests
from requests.utils import get_environ_proxies
from urllib3.exceptions import HTTPError

from pipeline.config import FILE, Manners
from pipeline.errors import UsageError, VacanciesError
from pipeline.fetch._addresses import PrivateAddressError, adapter, written_as_private
from pipeline.fetch._clock import Clock
from pipeline.fetch._robots import AGENT, Robots
from pipeline.fetch.archive import Answer, Seen
from pipeline.model import Request
from pipeline.sources._answers import readable
from pipeline.sources._source import ForbiddenByRobotsError, UnansweredError

TRIES = 3
RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
BUSY = frozenset({429, 503})
LONGEST_PAUSE = 900.0
"""A server that wants a longer pause is left alone for this run."""
FAILURES = 5
"""Requests in a row without an answer after which a host is left alone for this run."""
REDIRECTS = 5
NO_CONTACT = (
    "fetch.contact is not set: sites must know whom to write to; put an e-mail or a web address there in "
    f"{FILE} (`vacancies init` writes one to fill in)"
)
HIDDEN = "[secret]"

_MOVED = frozenset({301, 302, 303, 307, 308})
_CONNECT = 10.0
_CHUNK = 16 * 1024
_SLOWEST = 1024
"""Bytes a second below which a body counts as not coming."""
_VARIABLE = re.compile(r"\{(\w+)\}")
_log = logging.getLogger(__name__)


@dataclass
class _Host:
    """What is known of one host: whose turn it is, when it may be asked next, how often it failed in a row."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    failures: int = 0
    left_alone: str | None = None


class _Retry(Exception):  # noqa: N818 - a turn of the loop, not an error anybody sees
    """What was tried may help to be tried again."""

    def __init__(self, told: str, answer: Answer | None = None, wait: float | None = None) -> None:
        super().__init__(told)
        self.told, self.answer, self.wait = told, answer, wait


class Client:
    """Asks for addresses, politely; shared by the threads of all sources."""

    def __init__(
        self, manners: Manners, clock: Clock | None = None, environment: Mapping[str, str] = os.environ
    ) -> None:
        self._manners, self._clock, self._environment = manners, clock or Clock(), environment
        self._allowed = frozenset(manners.allow_hosts)
        self._robots = Robots(self._read_robots, self._clock.now)
        self._hosts: dict[str, _Host] = {}
        self._new_host = threading.Lock()
        self._session = requests.Session()
        self._session.trust_env = False  # no .netrc: credentials come from a source's `secrets` alone
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, adapter(self._allowed))
        self.requests = 0

    def ask(self, request: Request, seen: Seen | None = None) -> tuple[Answer, dict[str, str]]:
        """Return the last answer and the headers that were sent, without secrets.

        Raises UnansweredError, ForbiddenByRobotsError, VacanciesError where a secret is not set, and Stopped.
        """
        uri = address_of(request)
        plain = {"User-Agent": self._agent(uri), "Accept-Encoding": "gzip, deflate", "Accept": "*/*"}
        plain |= request.headers
        if seen is not None:
            plain |= {"If-None-Match": seen.etag} if seen.etag else {}
            plain |= {"If-Modified-Since": seen.last_modified} if seen.last_modified else {}
        secrets = {header: self._filled(value) for header, value in request.secrets.items()}
        url = uri
        for _ in range(REDIRECTS + 1):
            same_site = _origin(url) == _origin(uri)
            answer = self._tried(url, plain | (secrets if same_site else {}), robots=True)
            answer = _without(answer, [part for value in secrets.values() for part in _parts(value)])
            target = answer.header("Location")
            if answer.status not in _MOVED or not target:
                return replace(answer, uri=uri, url=url), plain
            url = urljoin(url, target)
        raise UnansweredError(f"{_shown(uri)}: more than {REDIRECTS} redirects; the last leads to {_shown(url)}")

    def _agent(self, uri: str) -> str:
        contact = self._manners.contact
        if not contact and not _is_loopback(uri):
            raise UsageError(NO_CONTACT)
        return f"{AGENT}/{metadata.version('vacancies')} (+{contact})" if contact else f"{AGENT}/test"

    def _filled(self, template: str) -> str:
        lacking = [name for name in _VARIABLE.findall(template) if not self._environment.get(name)]
        if lacking:
            raise VacanciesError(f"{lacking[0]} is not set in the environment; set it, or leave this source out")
        return _VARIABLE.sub(lambda name: self._environment[name[1]], template)

    def _tried(self, url: str, headers: Mapping[str, str], *, robots: bool) -> Answer:
        """Return the answer of one address, tried again where that may help."""
        self._permitted(url)
        host = self._host(urlsplit(url).netloc.lower())
        for number in range(1, TRIES + 1):
            delay = self._heeded_robots(url) if robots else 0.0
            with self._turn(host, url, max(self._manners.pace, delay)):
                try:
                    answer = self._sent(url, headers)
                except _Retry as again:
                    wait = again.wait if again.wait is not None else _backoff(number, self._clock.jitter())
                    _log.info("%s: %s, try %d of %d", _shown(url), again.told, number, TRIES)
                    if number < TRIES and wait <= LONGEST_PAUSE:
                        host.free_at = self._clock.monotonic() + wait
                        continue
                    return self._given_up(host, url, again, wait)
                host.failures = 0
                return answer
        raise AssertionError("the last try returns or raises")

    def _given_up(self, host: _Host, url: str, again: _Retry, wait: float) -> Answer:
        host.failures += 1
        if again.answer is not None and again.answer.status in BUSY:
            wanted = f", and wants a pause of {wait:.0f} s" if wait > LONGEST_PAUSE else ""
            host.left_alone = f"answers HTTP {again.answer.status} after {TRIES} tries{wanted}"
        elif host.failures >= FAILURES:
            host.left_alone = f"{FAILURES} requests in a row failed, the last: {again.told}"
        if again.answer is not None:
            return again.answer
        raise UnansweredError(f"{_shown(url)}: {again.told}, {TRIES} times; run again later")

    @contextmanager
    def _turn(self, host: _Host, url: str, pace: float) -> Iterator[None]:
        """Hold the host: one request at a time, no sooner than its pace allows."""
        with host.lock:
            if host.left_alone:
                raise UnansweredError(f"{_shown(url)}: not asked, the host {host.left_alone}; run again later")
            self._clock.sleep(host.free_at - self._clock.monotonic())
            host.free_at = self._clock.monotonic() + pace * (1 + 0.3 * self._clock.jitter())
            yield

    def _heeded_robots(self, url: str) -> float:
        """Return the pause robots.txt asks for.

        Raises ForbiddenByRobotsError where it forbids the address, UnansweredError where it brings no answer: then
        nothing may be asked (RFC 9309 2.3.1.4).
        """
        rules = self._robots.of(_origin(url))
        if rules.silence:
            raise UnansweredError(f"{_shown(url)}: not asked, for its robots.txt comes first: {rules.silence}")
        why = rules.forbids(url) if urlsplit(url).path != "/robots.txt" else None
        if why:
            raise ForbiddenByRobotsError(f"{_shown(url)}: {why}; nothing is asked against it")
        return rules.delay

    def _read_robots(self, origin: str) -> tuple[int, bytes] | str:
        url, headers = f"{origin}/robots.txt", {"User-Agent": self._agent(origin), "Accept-Encoding": "gzip, deflate"}
        try:
            for _ in range(REDIRECTS + 1):
                answer = self._tried(url, headers, robots=False)
                target = answer.header("Location")
                if answer.status not in _MOVED or not target:
                    return answer.status, answer.body
                url = urljoin(url, target)
        except UnansweredError as error:
            _log.info("%s", error)
            return str(error)
        return 404, b""  # five redirects lead nowhere: as if there were none (RFC 9309 2.3.1.2)

    def _permitted(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UnansweredError(f"{_shown(url)}: only http and https addresses are asked")
        if written_as_private(parts.hostname, self._allowed):
            raise UnansweredError(
                f"{_shown(url)}: a private address is not asked; where it is meant, name {parts.hostname} "
                "in fetch.allow_hosts of vacancies.toml"
            )

    def _host(self, name: str) -> _Host:
        with self._new_host:
            return self._hosts.setdefault(name, _Host())

    def _sent(self, url: str, headers: Mapping[str, str]) -> Answer:
        self._clock.go_on()
        self.requests += 1
        began = self._clock.now()
        try:
            with self._session.get(
                url, headers=dict(headers), stream=True, allow_redirects=False,
                timeout=(min(_CONNECT, self._manners.timeout), self._manners.timeout),
                proxies=get_environ_proxies(url), verify=os.environ.get("REQUESTS_CA_BUNDLE") or True,
            ) as response:  # fmt: skip
                answer = Answer(
                    url, response.status_code, response.reason or "", tuple(response.headers.items()),
                    self._body(response, url), began, url,
                )  # fmt: skip
        except PrivateAddressError as error:
            raise UnansweredError(f"{_shown(url)}: {error}: not asked; see fetch.allow_hosts") from error
        except (requests.exceptions.SSLError, requests.exceptions.InvalidURL) as error:
            raise UnansweredError(f"{_shown(url)}: {_kind(error)}; nothing was sent") from error
        except (requests.RequestException, HTTPError, OSError) as error:
            raise _Retry(_kind(error)) from error
        _log.info("%s: HTTP %d, %d bytes", _shown(url), answer.status, len(answer.body))
        if answer.status in RETRIED:
            raise _Retry(f"HTTP {answer.status}", answer, self._asked_to_wait(answer))
        return answer

    def _body(self, response: requests.Response, url: str) -> bytes:
        """Return the body, unpacked; one that is too large or comes too slowly is given up."""
        chunks, size, began = [], 0, time.monotonic()
        while chunk := response.raw.read1(_CHUNK, decode_content=True):  # what is there: a drip is seen as one
            size += len(chunk)
            if size > self._manners.max_bytes:
                raise UnansweredError(
                    f"{_shown(url)}: more than {self._manners.max_bytes:,} bytes unpacked; "
                    "raise fetch.max_bytes in vacancies.toml if that is right"
                )
            elapsed = time.monotonic() - began
            if elapsed > self._manners.timeout and size < elapsed * _SLOWEST:
                raise requests.exceptions.ReadTimeout
            chunks.append(chunk)
        return b"".join(chunks)

    def _asked_to_wait(self, answer: Answer) -> float | None:
        """Return the seconds of Retry-After, a number or a date; None where there is none."""
        written = (answer.header("Retry-After") or "").strip()
        if written.isdigit():
            return float(written)
        try:
            moment = parsedate_to_datetime(written)
        except ValueError:
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (moment - self._clock.now()).total_seconds())


def address_of(request: Request) -> str:
    """Return the whole address of a request: what the archive calls it by."""
    prepared = requests.Request("GET", request.url, params=list(request.params)).prepare()
    return str(prepared.url).partition("#")[0]


def _without(answer: Answer, secrets: list[str]) -> Answer:
    """Return the answer without an echo of what was sent in secret."""
    body, headers = answer.body, answer.headers
    for secret in secrets:
        body = body.replace(secret.encode(), HIDDEN.encode())
        headers = tuple((name, value.replace(secret, HIDDEN)) for name, value in headers)
    return replace(answer, headers=headers, body=body)


def _parts(value: str) -> list[str]:
    """Return a filled header and its words: an echo may repeat the token without `Bearer`."""
    return sorted({value, *(word for word in value.split() if len(word) >= 8)}, key=len, reverse=True)


def _backoff(number: int, jitter: float) -> float:
    return 2.0**number * (1 + 0.5 * jitter)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _is_loopback(url: str) -> bool:
    return (urlsplit(url).hostname or "") in ("127.0.0.1", "localhost", "::1")


def _shown(url: str) -> str:
    """Return an address for messages: readable, without a login."""
    parts = urlsplit(url)
    return readable(urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])))


def _kind(error: Exception) -> str:
    """Return what went wrong in the words of the field, without addresses of memory and the like."""
    if isinstance(error, requests.exceptions.Timeout):
        return "no answer in time"
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate is not valid"
    if isinstance(error, requests.exceptions.ConnectionError) and not isinstance(
        error, requests.exceptions.ChunkedEncodingError
    ):
        return "no connection"
    if isinstance(error, requests.exceptions.InvalidURL):
        return "not an address"
    return "the answer was cut off"
