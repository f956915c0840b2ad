"""Word of a run goes out by e-mail and webhooks; what refuses or is silent becomes a Delivery, no error of the run.

The servers are real ones on this machine: SMTP with and without TLS (aiosmtpd), webhooks (http.server).
"""

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from pipeline import notify
from pipeline.errors import SettingsError
from pipeline.notify import Notice, checked

SECRET = "a-secret-of-the-test"


class Box:
    """An SMTP handler that keeps what it is given, or refuses it with the answer it is told."""

    def __init__(self, refusal: str = "") -> None:
        self.refusal, self.mails = refusal, []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.refusal:
            return self.refusal
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def post_office(authority: trustme.CA, tmp_path: Path) -> Iterator[Any]:
    """Start an SMTP server; gives (box, options of [notify.email])."""
    started = []
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))

    def start(security: str = "starttls", refusal: str = "", password: str = SECRET) -> tuple[Box, dict[str, Any]]:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        box, options = (
            Box(refusal),
            {"authenticator": lambda *a: AuthResult(success=a[4].password == password.encode(), handled=False)},
        )
        if security == "starttls":
            options |= {"tls_context": context, "require_starttls": True, "auth_require_tls": True}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        tls = context if security == "tls" else None
        controller = Controller(box, hostname="127.0.0.1", port=port, ssl_context=tls, **options)
        # its own probe would not trust our authority; a bare connection wakes it as well
        controller._trigger_server = lambda: socket.create_connection(("127.0.0.1", port)).close()
        controller.start()
        started.append(controller)
        told = {"host": "127.0.0.1", "port": port, "security": security, "certificate": str(tmp_path / "ca.pem")}
        return box, told | {"from": "vacancies@example.org", "to": ["hr@example.org", "boss@example.org"]}

    yield start
    for controller in started:
        controller.stop()


@pytest.fixture
def hook() -> Iterator[Any]:
    """Start a webhook server that gives the status it is told; gives its url and what it received."""
    received: list[dict[str, Any]] = []
    told = {"status": 200}
    waits = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append({"path": self.path, "body": json.loads(body)})
            if told["status"] == 0:
                waits.wait(5)  # says nothing until the test is over
                return
            self.send_response(told["status"])
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", received, told
    waits.set()
    server.shutdown()
    server.server_close()
    thread.join()


def notice(report: Path | None = None) -> Notice:
    return Notice(
        "20260101T060000Z", "done", "vacancies: 512 vacancies, nothing failed", ("read 600", "<b> & co"), report
    )


@pytest.mark.parametrize("security", ["starttls", "tls", "none"])
def test_a_mail_arrives_with_the_report_attached(post_office: Any, tmp_path: Path, security: str) -> None:
    box, options = post_office(security)
    page = tmp_path / "index.html"
    page.write_text("<!doctype html><title>Market</title>")
    [delivery] = checked({"email": options}).send(notice(page))
    assert delivery.error is None
    [mail] = box.mails
    assert (mail["Subject"], mail["To"]) == (notice().subject, "hr@example.org, boss@example.org")
    [attached] = mail.iter_attachments()
    assert attached.get_content() == page.read_text()
    assert "read 600" in mail.get_body().get_content()


def test_without_attachment_the_place_or_the_link_is_named(post_office: Any, tmp_path: Path) -> None:
    box, options = post_office()
    page = tmp_path / "run-1" / "index.html"
    page.parent.mkdir()
    page.write_text("x")
    checked({"email": options | {"attach": False, "link": "https://intranet.example/reports/"}}).send(notice(page))
    assert "Report: https://intranet.example/reports/run-1" in box.mails[0].get_content()


def test_a_login_takes_its_password_from_the_environment(post_office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    box, options = post_office()
    options |= {"user": "robot", "password": "{SMTP_PASSWORD}"}
    [unset] = checked({"email": options}).send(notice())
    assert "SMTP_PASSWORD is not set" in str(unset.error)
    monkeypatch.setenv("SMTP_PASSWORD", SECRET)
    assert checked({"email": options}).send(notice())[0].error is None
    monkeypatch.setenv("SMTP_PASSWORD", "wrong-" + SECRET)
    [refused] = checked({"email": options}).send(notice())
    assert "535" in str(refused.error)
    assert SECRET not in str(refused.error)
    assert len(box.mails) == 1


def test_a_password_never_leaves_without_tls(post_office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", SECRET)
    box, options = post_office("none")
    [delivery] = checked({"email": options | {"password": "{SMTP_PASSWORD}"}}).send(notice())
    assert "never sent without TLS" in str(delivery.error)
    assert box.mails == []


def test_an_unknown_certificate_is_refused(post_office: Any) -> None:
    box, options = post_office()
    del options["certificate"]
    [delivery] = checked({"email": options}).send(notice())
    assert "SSLCertVerificationError" in str(delivery.error)
    assert box.mails == []


def test_a_refused_mail_is_a_line(post_office: Any) -> None:
    _, options = post_office(refusal="552 too large")
    [delivery] = checked({"email": options}).send(notice())
    assert "the server answered 552" in str(delivery.error)


def test_nobody_listening_is_a_line() -> None:
    options = {"host": "127.0.0.1", "port": 9, "from": "a@example.org", "to": ["b@example.org"]}
    [delivery] = checked({"email": options}).send(notice())
    assert "127.0.0.1:9: ConnectionRefusedError" in str(delivery.error)


@pytest.mark.parametrize(
    ("channel", "options", "path", "body"),
    [
        ("slack", {"url": "{HOOK}/services/T0"}, "/services/T0", {"text": "S\n\nread 600\n&lt;b&gt; &amp; co"}),
        (
            "mattermost",
            {"url": "{HOOK}/hooks/x", "channel": "hr"},
            "/hooks/x",
            {"text": "S\n\nread 600\n<b> & co", "channel": "hr"},
        ),
        (
            "telegram",
            {"server": "{HOOK}", "token": "12:ab", "chat": "-100"},
            "/bot12:ab/sendMessage",
            {"chat_id": "-100", "text": "S\n\nread 600\n<b> & co", "disable_web_page_preview": True},
        ),
    ],
)
def test_a_webhook_gets_the_form_it_knows(
    hook: Any, monkeypatch: pytest.MonkeyPatch, channel: str, options: dict[str, Any], path: str, body: dict[str, Any]
) -> None:
    address, received, _ = hook
    monkeypatch.setenv("HOOK", address)
    if channel == "telegram":
        options = options | {"server": address}
    said = Notice("r", "failed", "S", ("read 600", "<b> & co"))
    assert checked({channel: options}).send(said) == [notify.Delivery(channel)]
    assert received == [{"path": path, "body": body}]


@pytest.mark.parametrize(
    ("status", "says"), [(404, "HTTP 404; expected 2xx"), (500, "HTTP 500"), (302, "HTTP 302"), (0, "no answer within")]
)
def test_a_webhook_that_refuses_or_is_silent_is_a_line_without_its_address(
    hook: Any, monkeypatch: pytest.MonkeyPatch, status: int, says: str
) -> None:
    address, _, told = hook
    told["status"] = status
    monkeypatch.setattr("pipeline.notify._post.TIMEOUT_SECONDS", 0.2)
    monkeypatch.setenv("HOOK", f"{address}/{SECRET}")
    [delivery] = checked({"slack": {"url": "{HOOK}"}}).send(notice())
    assert says in str(delivery.error)
    assert SECRET not in str(delivery.error)


def test_one_channel_that_fails_stops_no_other(hook: Any) -> None:
    address, received, _ = hook
    told = checked({"slack": {"url": "not an address"}, "mattermost": {"url": address}}).send(notice())
    assert [(d.channel, d.error is None) for d in told] == [("slack", False), ("mattermost", True)]
    assert len(received) == 1


def test_a_long_text_is_cut_where_services_would_refuse_it(hook: Any) -> None:
    address, received, _ = hook
    checked({"slack": {"url": address}}).send(Notice("r", "done", "S", ("x" * 10_000,)))
    assert len(received[0]["body"]["text"]) == 3500


@pytest.mark.parametrize(
    ("when", "spoken"),
    [("failure", ["failed"]), ("change", ["changed", "failed"]), ("always", ["changed", "done", "failed"])],
)
def test_when_it_speaks(when: str, spoken: list[str]) -> None:
    told = checked({"when": when, "slack": {"url": "{HOOK}"}})
    assert [outcome for outcome in ("changed", "done", "failed") if told.wants(outcome)] == spoken


def test_without_a_channel_it_is_silent() -> None:
    assert not checked({"when": "always"}).wants("failed")


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"when": "never"}, "choose one of failure, change, always"),
        ({"sms": {}}, "known there: when, [notify.email], [notify.mattermost], [notify.slack], [notify.telegram]"),
        ({"slack": {"link": "x"}}, "the keys there are url"),
        ({"slack": {}}, "lacks url"),
        ({"email": {"host": "h", "from": "f", "to": "t"}}, "to is 't'; a list of texts is expected"),
        ({"email": {"host": "h", "from": "f", "to": [5]}}, "a list of texts is expected"),
        ({"email": {"host": "h", "from": "f", "to": ["t"], "port": True}}, "a whole number is expected"),
    ],
)
def test_what_cannot_be_is_refused_before_the_run(table: dict[str, Any], says: str) -> None:
    with pytest.raises(SettingsError) as refused:
        checked(table)
    assert says in str(refused.value)
