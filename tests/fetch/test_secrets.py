"""Credentials are filled in when a request is sent, go to their own host only, and are kept nowhere."""

from __future__ import annotations

import gzip
import io
import logging
import socket
from pathlib import Path

import pytest
from toy_site import House, Reply, Site, page_of_vacancies
from warcio.archiveiterator import ArchiveIterator

from pipeline.fetch._addresses import PrivateAddressError, is_public, public_addresses
from pipeline.logs import logged

SECRET = "s3cr3t-0123456789"


def kept(folder: Path) -> bytes:
    """Return all that stands in a workspace, unpacked."""
    found = b""
    for path in folder.rglob("*"):
        if path.is_file():
            packed = path.read_bytes()
            found += path.name.encode() + packed
            if path.name.endswith(".gz"):
                found += gzip.GzipFile(fileobj=io.BytesIO(packed)).read()
    return found


def test_a_secret_is_sent_and_kept_nowhere(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOY_TOKEN", SECRET)
    house.environment["TOY_TOKEN"] = SECRET
    echo = page_of_vacancies(1, following="/2") | {"echo": f"Bearer {SECRET}"}
    house.site.says("/list", Reply(str(echo).replace("'", '"').encode(), headers={"X-Echo": SECRET, "ETag": '"1"'}))
    house.site.says("/2", Reply(f'{{"error": "token {SECRET} is not valid"}}'.encode()))
    with logged(house.settings.data, "run"):
        ended = house.toy()
        logging.getLogger("pipeline.fetch").info("header Bearer %s", SECRET)
    assert house.site.asked[-1][1]["authorization"] == f"Bearer {SECRET}"
    assert SECRET not in str(ended.reason)
    stands = kept(house.folder)
    assert b"[secret]" in stands
    assert SECRET.encode() not in stands


def test_no_secret_goes_to_another_host(house: House) -> None:
    other = Site()
    try:
        house.environment["TOY_TOKEN"] = SECRET
        other.says("/elsewhere", page_of_vacancies(1))
        house.site.says("/list", Reply(b"", 302, {"Location": f"{other.url}/elsewhere"}))
        ended = house.toy()
        assert (ended.status, ended.postings) == ("complete", 1)
        assert "authorization" in house.site.asked[-1][1]
        assert [("authorization" in headers) for _, headers in other.asked] == [False] * len(other.asked)
    finally:
        other.close()


def test_no_cookie_is_sent_back_or_kept(house: House) -> None:
    first = page_of_vacancies(1, following="/2")
    house.site.says("/list", Reply(str(first).replace("'", '"').encode(), headers={"Set-Cookie": "visitor=127-0-0-9"}))
    house.site.says("/2", page_of_vacancies(2))
    assert house.toy().status == "complete"
    assert not any("cookie" in headers for _, headers in house.site.asked)
    assert b"127-0-0-9" not in kept(house.folder)


def test_the_archive_is_a_warc_file_like_any_other(house: House) -> None:
    house.site.says("/list", page_of_vacancies(1))
    collection = house.toy().collection
    with (house.settings.raw / "toy" / f"{collection}.warc.gz").open("rb") as file:
        kinds = [record.rec_type for record in ArchiveIterator(file, check_digests="raise")]
    assert kinds == ["warcinfo", "request", "response"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False), ("10.0.0.8", False), ("192.168.1.1", False), ("172.16.0.1", False),
        ("169.254.169.254", False), ("0.0.0.0", False), ("100.64.0.1", False), ("224.0.0.1", False),
        ("::1", False), ("fe80::1%eth0", False), ("fd00::1", False), ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolved(*addresses: str) -> None:
        answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: answer)

    resolved("10.0.0.1")
    with pytest.raises(PrivateAddressError, match="intranet has the private address"):
        public_addresses("intranet", 80, ())
    assert public_addresses("intranet", 80, ("intranet",)) == ["10.0.0.1"]
    resolved("10.0.0.1", "93.184.216.34")
    assert public_addresses("both", 80, ()) == ["93.184.216.34"]


def test_a_redirect_to_a_name_that_leads_inside_is_refused(house: House) -> None:
    real = socket.getaddrinfo

    def resolve(host: str, *args: object, **named: object) -> object:
        return real("127.0.0.1" if host == "inside.example" else host, *args, **named)

    house.site.says("/list", Reply(b"", 302, {"Location": f"http://inside.example:{house.site.port}/list"}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", resolve)
        ended = house.toy()
    assert ended.status == "partial", ended.reason
    assert f"inside.example:{house.site.port}/list: not asked, for its robots.txt comes first: " in str(ended.reason)
    assert "private address" in str(ended.reason)
    assert len(house.site.asked) == 2
