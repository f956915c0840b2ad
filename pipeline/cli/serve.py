"""`vacancies serve`: the desk and the report as pages on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli._show import say
from pipeline.config import load_settings
from pipeline.errors import UsageError


def serve(
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")] = 8765,
    token: Annotated[
        str | None,
        typer.Option("--token", envvar="VACANCIES_TOKEN", help="What opens a desk that is not loopback; 16 or more."),
    ] = None,
    name: Annotated[
        list[str] | None, typer.Option("--name", help="A host name visitors use, beside the address; may be repeated.")
    ] = None,
) -> None:
    """Show the desk in a browser: paste a draft, choose a segment, download XLSX, read the report.

    It listens on the loopback address; on another only with --token. Drafts are kept in no file and no log.

    Example: `vacancies serve --port 8765`
    """
    from pipeline.desk.door import OpenMarket
    from pipeline.desk.guard import LOOPBACK, Guard
    from pipeline.desk.serve import Desk, Keeper, listening, run, stamp_of
    from pipeline.warehouse import Warehouse

    settings = load_settings()
    if host not in LOOPBACK and (token is None or len(token) < 16):
        raise UsageError(f"--host {host}: others could ask this desk; give --token with 16 characters or more")

    def opened() -> OpenMarket:
        warehouse = Warehouse(settings.warehouse)
        return OpenMarket(warehouse.query, warehouse.close)

    keeper = Keeper(opened, stamp_of(settings.warehouse))
    keeper.market()
    hosts = (*LOOPBACK, *(name or ()), *(() if host in LOOPBACK or host in ("0.0.0.0", "::") else (host,)))  # noqa: S104
    desk = Desk(keeper, settings.reports, settings.language)
    with listening(host, port) as door:
        say(f"the desk is at http://{'localhost' if host in LOOPBACK else host}:{port}/ (Ctrl+C ends it)")
        if token:
            say("visitors add ?token=… once, with the token you gave")
        run(Guard(desk.app(), hosts, token), door)
