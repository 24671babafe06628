"""`returnwatch audit`: the signed log, proofs from it, and its verification."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from foundation.clock import system_clock
from foundation.event_store.port import StoreUnavailableError
from projections.audit_trail.export import ExportError
from projections.audit_trail.export import export as export_to
from projections.audit_trail.faults import Progress, Report
from projections.audit_trail.reading import NotLoggedError
from returnwatch.faults import NOT_VERIFIED, UserFaultError
from returnwatch.opening import data_directory
from returnwatch.options import DEFAULT_DATA_DIR, DataDir
from returnwatch.progress import Advance, progress
from returnwatch.settings import from_environment
from returnwatch.verifying import public_key, verify_directory, verify_servers


def add_to(app: typer.Typer) -> None:
    """Add the command group `audit`."""
    group = typer.Typer(no_args_is_help=True, help="The log that shows whether the record is whole.")
    for command in (checkpoint, prove, verify, export, key):
        group.command(command.__name__)(command)
    app.add_typer(group, name="audit")


def checkpoint(data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """Print the newest signed checkpoint. Keep it somewhere else: it pins everything logged so far."""
    with data_directory(data_dir, must_exist=True) as opened:
        opened.catch_up()
        sys.stdout.write(opened.trail.checkpoint())


def prove(
    event_id: Annotated[str, typer.Argument(help="The event, EVT-….")], data_dir: DataDir = DEFAULT_DATA_DIR
) -> None:
    """Print the proof that an event is in the log, a .tlog-proof file."""
    with data_directory(data_dir, must_exist=True) as opened:
        opened.catch_up()
        try:
            sys.stdout.write(opened.trail.prove(event_id))
        except NotLoggedError as error:
            raise UserFaultError(f"{event_id[:80]}: {error}") from None


def export(
    folder: Annotated[Path, typer.Argument(help="Folder for the static files.")],
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Write checkpoint and tiles as files that any web server can hand to witnesses."""
    with data_directory(data_dir, must_exist=True) as opened:
        opened.catch_up()
        try:
            size = export_to(opened.trail, folder)
        except (ExportError, OSError) as error:
            raise UserFaultError(f"{folder}: {error}") from None
    sys.stdout.write(f"{folder}: {size} leaves\n")


def key(data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """Print the public key of the log, in the form that verifiers take."""
    with data_directory(data_dir, must_exist=True):
        sys.stdout.write(f"{public_key(data_dir / 'keys', None).vkey}\n")


def verify(
    kept: Annotated[
        list[Path] | None, typer.Option("--checkpoint", help="A checkpoint kept elsewhere; may be repeated.")
    ] = None,
    vkey: Annotated[
        str | None, typer.Option(help="Public key of the log; without it that of the data directory.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    servers: Annotated[
        bool, typer.Option("--servers", help="Verify the installation that the environment names.")
    ] = False,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Recompute the log from the stored events. Exit status 1 when anything was changed, with its place."""
    notes = [_note(path) for path in kept or ()]
    with progress("verifying", 0) as advance:
        report = (
            _verified_servers(vkey, notes, _increments(advance))
            if servers
            else _verified_directory(data_dir, vkey, notes, _increments(advance))
        )
    sys.stdout.write(json.dumps(_as_json(report), indent=2) + "\n" if as_json else _text(report))
    if not report.sound:
        raise typer.Exit(NOT_VERIFIED)


def _verified_directory(folder: Path, vkey: str | None, notes: list[str], tell: Progress) -> Report:
    if not folder.is_dir():
        raise UserFaultError(f"{folder}: no such data directory")
    return verify_directory(folder, public_key(folder / "keys", vkey), system_clock(), notes, tell)


def _verified_servers(vkey: str | None, notes: list[str], tell: Progress) -> Report:
    settings = from_environment("RETURNWATCH_POSTGRES", *(() if vkey else ("RETURNWATCH_KEYS",)))
    try:
        return verify_servers(settings, public_key(settings.keys, vkey), system_clock(), notes, tell)
    except StoreUnavailableError as error:
        raise UserFaultError(f"event store: {error}") from None


def _note(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserFaultError(f"{path}: cannot be read as a checkpoint ({type(error).__name__})") from None


def _increments(advance: Advance) -> Progress:
    done = 0

    def tell(records: int, _all: int) -> None:
        nonlocal done
        advance(records - done)
        done = records

    return tell


def _as_json(report: Report) -> dict[str, Any]:
    return asdict(report) | {"sound": report.sound, "faults": [asdict(fault) for fault in report.faults]}


def _text(report: Report) -> str:
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    yield from (str(fault) for fault in report.faults)
    if not report.complete:
        yield "the search was given up; there may be more"
    counts = f"{report.events} events, {report.size} leaves, {report.checkpoints} checkpoints"
    yield f"{'verified' if report.sound else 'NOT VERIFIED'}: {counts}; {report.pending} not logged yet"
