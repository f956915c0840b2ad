"""Connections to public addresses only: a page must not send this program to a machine of the user's own network.

The address that is connected to is the one that was checked, so a name that resolves twice differently gains nothing.
Behind a proxy names are resolved by the proxy: there only addresses written as numbers, and localhost, are refused.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NameResolutionError, NewConnectionError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class PrivateAddressError(Exception):
    """The host has no public address."""


def is_public(address: str) -> bool:
    """Tell whether an address is one of the open Internet, also where it is an IPv4 address dressed as IPv6."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = inner or ip
    return ip.is_global and not ip.is_multicast


def public_addresses(host: str, port: int, allowed: Collection[str]) -> list[str]:
    """Return the permitted addresses of a host. Raises PrivateAddressError, or OSError where the name is unknown."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    permitted = [address for address in found if host.lower() in allowed or is_public(address)]
    if not permitted:
        raise PrivateAddressError(f"{host} has the private address {found[0]}")
    return permitted


def written_as_private(host: str, allowed: Collection[str]) -> bool:
    """Tell whether a host is written as a private address or as this machine, without asking for its address."""
    name = host.lower().rstrip(".")
    if name in allowed:
        return False
    try:
        return not is_public(name.strip("[]"))
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


def adapter(allowed: Collection[str]) -> HTTPAdapter:
    """Return what requests sends through: it connects to public addresses and to allowed hosts only."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(self, super()._new_conn, allowed)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(self, super()._new_conn, allowed)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, **kwargs)
            self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    return Adapter(max_retries=0)


def _connect(connection: HTTPConnection, connect: Any, allowed: Collection[str]) -> socket.socket:
    name = connection._dns_host  # noqa: SLF001 - urllib3 resolves this name and no other
    try:
        addresses = public_addresses(name, connection.port, allowed)
        for number, address in enumerate(addresses, 1):
            connection._dns_host = address  # noqa: SLF001
            try:
                made: socket.socket = connect()
            except NewConnectionError:
                if number == len(addresses):
                    raise
            else:
                break
    except socket.gaierror as error:
        raise NameResolutionError(connection.host, connection, error) from error
    finally:
        connection._dns_host = name  # noqa: SLF001 - the certificate is checked against the name
    return made
