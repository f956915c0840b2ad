"""`vacancies notify`: try the channels of [notify] before they are needed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from pipeline.cli._show import say
from pipeline.config import load_settings
from pipeline.errors import UsageError


def notify(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only name the channels, send nothing.")] = False,
) -> None:
    """Send a test message through every channel of [notify] in vacancies.toml; exit 1 where one fails.

    Example: `vacancies notify --dry-run`
    """
    from pipeline.notify import Notice, checked

    settings = load_settings()
    told = checked(settings.notify)
    if dry_run:
        say(f"channels: {', '.join(told.channels) or 'none'}; word is sent on: {told.when}")
        return
    if not told.channels:
        raise UsageError(
            "vacancies.toml: no channel in [notify]; add [notify.email], [notify.slack], [notify.mattermost] or "
            "[notify.telegram]"
        )
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ("This is a test: nothing was run.", f"workspace: {settings.workspace}")
    deliveries = told.send(Notice(stamp, "done", "vacancies: a test message", lines))
    for delivery in deliveries:
        say(f"{delivery.channel}: {delivery.error or 'sent'}")
    if any(delivery.error for delivery in deliveries):
        raise typer.Exit(1)
