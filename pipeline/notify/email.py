"""E-mail by SMTP: STARTTLS unless told otherwise; the report is attached where it is small enough, else named."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any

from pipeline.errors import SettingsError
from pipeline.notify import TIMEOUT_SECONDS, Notice, NoticeError, filled

KEYS = {
    "host*": str, "from*": str, "to*": list, "port": int, "security": str, "user": str, "password": str,
    "attach": bool, "link": str, "certificate": str,
}  # fmt: skip
PORTS = {"starttls": 587, "tls": 465, "none": 25}
LARGEST_ATTACHMENT = 8_000_000
"""Bytes: many servers refuse messages above 10 MB, and base64 adds a third."""


def send(notice: Notice, options: Mapping[str, Any]) -> None:
    """Send the notice; `security = "none"` is refused together with a password."""
    security = options.get("security", "starttls")
    if security not in PORTS:
        raise SettingsError(f"notify.email.security is {security!r}; choose one of {', '.join(PORTS)}")
    password = filled(options.get("password", ""))
    if password and security == "none":
        raise NoticeError('a password is never sent without TLS; set notify.email.security to "starttls" or "tls"')
    where = f"{options['host']}:{options.get('port', PORTS[security])}"
    try:
        with _connected(options, security) as server:
            if password:
                server.login(filled(options.get("user", options["from"])), password)
            server.send_message(message(notice, options))
    except smtplib.SMTPResponseException as error:
        raise NoticeError(
            f"{where}: the server answered {error.smtp_code}; check user, password and addresses"
        ) from None
    except smtplib.SMTPRecipientsRefused as error:
        raise NoticeError(f"{where}: refused for {len(error.recipients)} recipients; check notify.email.to") from None
    except TimeoutError:
        raise NoticeError(f"{where}: no answer within {TIMEOUT_SECONDS:.0f} s; the next run tries again") from None
    except (smtplib.SMTPException, OSError) as error:
        raise NoticeError(f"{where}: {type(error).__name__}; check host, port and notify.email.security") from None


def message(notice: Notice, options: Mapping[str, Any]) -> EmailMessage:
    """Return the mail: plain text, and the report as one HTML file where `attach` is on and it is small enough."""
    mail = EmailMessage()
    mail["Subject"] = " ".join(notice.subject.split())
    mail["From"], mail["To"] = options["from"], ", ".join(options["to"])
    mail["Message-ID"] = make_msgid(notice.run, options["from"].rpartition("@")[2].rstrip("> ") or "localhost")
    lines = [*notice.lines]
    page = notice.report
    if page is not None and page.is_file() and options.get("attach", True):
        if page.stat().st_size <= LARGEST_ATTACHMENT:
            mail.set_content("\n".join(lines) + "\n")
            mail.add_attachment(
                page.read_bytes(), maintype="text", subtype="html", filename=f"report-{notice.run}.html"
            )
            return mail
        lines.append(f"The report is too large to attach ({page.stat().st_size} bytes): {page}")
    elif page is not None:
        lines.append(f"Report: {options['link'].rstrip('/') + '/' + page.parent.name if 'link' in options else page}")
    mail.set_content("\n".join(lines) + "\n")
    return mail


def _connected(options: Mapping[str, Any], security: str) -> smtplib.SMTP:
    port = options.get("port", PORTS[security])
    trusted = ssl.create_default_context(cafile=options.get("certificate"))
    if security == "tls":
        return smtplib.SMTP_SSL(options["host"], port, timeout=TIMEOUT_SECONDS, context=trusted)
    server = smtplib.SMTP(options["host"], port, timeout=TIMEOUT_SECONDS)
    if security == "starttls":
        try:
            server.starttls(context=trusted)
        except BaseException:
            server.close()
            raise
    return server
