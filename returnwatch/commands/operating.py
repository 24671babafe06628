"""Commands that run something: `up`, `serve`, `relay`, `project`, `provision`.

Each imports what it runs when it runs: brokers and web servers take seconds to load.
"""

import logging
import sys
from typing import Annotated

import typer

from returnwatch.options import DEFAULT_DATA_DIR, DataDir


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (up, serve, relay, project, provision):
        app.command(command.__name__)(command)


def up(
    listen: Annotated[str, typer.Option(help="host:port for the HTTP interface.")] = "127.0.0.1:8080",
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Run everything in one process: recording, views and log, over HTTP."""
    from returnwatch.opening import data_directory
    from returnwatch.settings import address
    from returnwatch.together import run_together

    _log_lines()
    host, port = address(listen, "--listen")
    with data_directory(data_dir, must_exist=False) as opened:
        run_together(opened, host, port)


def serve(what: Annotated[str, typer.Argument(help="A service, for example pre-return, or query.")]) -> None:
    """Answer over HTTP: one service's records, or the views and the log."""
    _log_lines()
    if what == "query":
        from returnwatch.serving import serve_query

        serve_query()
    else:
        from returnwatch.recording import serve_recording, service_named

        raise typer.Exit(serve_recording(service_named(what)))


def relay(
    log: Annotated[str, typer.Argument(help="A service, for example return-operation, or findings.")],
    begin: Annotated[
        int | None, typer.Option("--from", min=1, help="Sequence to send again from; readers drop repeats.")
    ] = None,
) -> None:
    """Carry the events of a service, or the changes of findings, to their Kafka topic."""
    from returnwatch import relaying

    _log_lines()
    relaying.relay(relaying.log_named(log), begin)


def project(name: Annotated[str, typer.Argument(help="A view, finding-changes or audit-trail.")]) -> None:
    """Keep a view, the changes of findings or the audit trail up with the topics."""
    from returnwatch.distributed import project as project_named

    _log_lines()
    project_named(name)


def provision() -> None:
    """Make the topics, databases and keys that are missing. Running it again changes nothing."""
    from returnwatch.provisioning import provision as provision_all

    sys.stdout.writelines(f"{line}\n" for line in provision_all())


def _log_lines() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for chatty in ("aiokafka", "kafka", "httpx", "uvicorn.access", "faststream"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
