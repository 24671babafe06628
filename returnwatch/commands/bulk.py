"""`returnwatch import events` and `returnwatch export events`: records by the file."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, BinaryIO, get_args

import typer

from events.codes.common import ActorRole
from events.ids import OrganizationId
from foundation.access.copying import Copies
from foundation.access.deciding import services_seen
from foundation.event_store.port import EventStore
from foundation.identity.caller import ANY_BODY, Caller, Scope
from foundation.recording.bulk import Line, lines, record_lines
from returnwatch.commands.importing import OPERATOR
from returnwatch.exporting import export_log, position_of, positions_after, refuse_positions_beyond
from returnwatch.faults import UserFaultError
from returnwatch.opening import data_directory
from returnwatch.options import DEFAULT_DATA_DIR, DataDir, TokenFile, checked
from returnwatch.progress import progress
from returnwatch.recorders import Destination, distant, local, service_named
from returnwatch.remote import token_from
from returnwatch.tally import Tally
from returnwatch.writing import STANDARD, written

FILER: Caller = replace(
    OPERATOR, may_assert=frozenset(get_args(ActorRole)), transcribes=frozenset({ANY_BODY})
)
"""Who records a file in their own data directory: a file holds the accounts of many."""
ServiceName = Annotated[
    str | None, typer.Option("--service", help="Only this service, for example return-operation.")
]


def add_to(app: typer.Typer) -> None:
    """Add `events` to the group `import`, and the group `export`."""
    importing = next(group.typer_instance for group in app.registered_groups if group.name == "import")
    if importing is None:
        raise AssertionError("the group import is added before")
    importing.command("events")(import_events)
    exporting = typer.Typer(no_args_is_help=True, help="Take records out.")
    exporting.command("events")(export_events)
    exporting.callback()(lambda: None)
    app.add_typer(exporting, name="export")


def import_events(  # noqa: PLR0913, PLR0917 - the options of one command
    file: Annotated[Path, typer.Argument(help="Structured CloudEvents, one a line; - for standard input.")],
    data_dir: DataDir = DEFAULT_DATA_DIR,
    urls: Annotated[
        list[str] | None,
        typer.Option("--url", help="Send over HTTP instead: URL, or SERVICE=URL; may be repeated."),
    ] = None,
    token_file: TokenFile = None,
    service: ServiceName = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the summary as JSON, every problem.")
    ] = False,
) -> None:
    """Record the lines of a file. Repeating it, also after a stop midway, adds nothing that is there.

    Exit status 2 when every line was refused.
    """
    only = service_named(service, "--service") if service else None
    if urls and only:
        raise UserFaultError(
            f"--service: over HTTP name the service with its address: --url {service}=http://…"
        )
    with ExitStack() as closing:
        stream, size = closing.enter_context(_opened(file))
        tally = closing.enter_context(Tally())
        if urls:
            _record(stream, size, file, distant(urls, token_from(token_file)), tally)
        else:
            opened = closing.enter_context(data_directory(data_dir, must_exist=False))
            try:
                _record(stream, size, file, local(opened, FILER, only), tally)
            finally:
                opened.catch_up()
        if as_json or not tally.nothing_taken:
            sys.stdout.writelines(tally.as_json() if as_json else tally.as_text())
        if tally.nothing_taken:
            raise UserFaultError(f"{file}: every line was refused", *tally.problems())


def export_events(  # noqa: PLR0913, PLR0917 - the options of one command
    after: Annotated[
        str | None, typer.Option(help="Position after which to begin, as an export states it at its end.")
    ] = None,
    service: ServiceName = None,
    out: Annotated[Path | None, typer.Option(help="File to write; without it standard output.")] = None,
    role: Annotated[
        str, typer.Option(help="Role for which the copy is made; platform is who runs the installation.")
    ] = "platform",
    body: Annotated[str | None, typer.Option(help="Body for which the copy is made, ORG-….")] = None,
    intake: Annotated[
        bool, typer.Option("--intake", help="It is for the intake of a monitoring body, with reporters.")
    ] = False,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Write stored events, one a line, in the order of each service's log; sealed values stay sealed.

    What the policies do not give to the role is not written, or stands as withheld.
    """
    receiver = _receiver(role, body, intake)
    copies, shown = Copies(receiver, "export"), services_seen(receiver)
    only = service_named(service, "--service") if service else None
    with data_directory(data_dir, must_exist=True) as opened:
        stores: dict[str, EventStore] = {
            name: store for name, store in opened.stores.items() if only in (None, name) and name in shown
        }
        begin = positions_after(after, tuple(stores))
        heads = {name: store.head() for name, store in stores.items()}
        refuse_positions_beyond(begin, heads)
        total = sum(head - begin[name] for name, head in heads.items())
        with written(out) as stream, progress("exporting", total) as advance:
            for name, store in stores.items():
                for line in export_log(store, begin[name], heads[name], copies):
                    stream.write(line)
                    advance(1)
    sys.stderr.write(f"position: {position_of(heads)}\n")


def _receiver(role: str, body: str | None, intake: bool) -> Caller:
    """For whom a copy is made. The operator of a data directory says it; nobody has more than their role."""
    scopes: frozenset[Scope] = frozenset({"read", "admin", "intake"} if intake else {"read", "admin"})
    return Caller(
        OPERATOR.user,
        checked(role, ActorRole, "--role", f"one of: {', '.join(get_args(ActorRole))}"),
        checked(body, OrganizationId, "--body", "ORG- and a UUID in lower case") if body else None,
        frozenset(),
        scopes,
        OPERATOR.token_id,
    )


def _record(stream: BinaryIO, size: int | None, file: Path, to: Destination, tally: Tally) -> None:
    with progress("importing, bytes", size) as advance:
        for told in record_lines(_read(stream, file), to.accepted, to.record_many):
            tally.add(told)
            advance(told.size)


def _read(stream: BinaryIO, file: Path) -> Iterator[Line]:
    try:
        yield from lines(stream)
    except OSError as error:
        raise UserFaultError(_unreadable(file, error)) from None


@contextmanager
def _opened(file: Path) -> Iterator[tuple[BinaryIO, int | None]]:
    if file == STANDARD:
        yield sys.stdin.buffer, None
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        raise UserFaultError(_unreadable(file, error)) from None
    with stream:
        yield stream, file.stat().st_size


def _unreadable(file: Path, error: OSError) -> str:
    return f"{file}: cannot be read ({error.strerror or type(error).__name__}); name a file of JSON lines"
