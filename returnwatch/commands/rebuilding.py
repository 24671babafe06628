"""`returnwatch rebuild`."""

import sys
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from foundation.clock import system_clock
from projections.viewing.means import NO_MEANS, Means
from returnwatch.faults import UserFaultError
from returnwatch.opening import data_directory
from returnwatch.options import DEFAULT_DATA_DIR, DataDir, moment_option
from returnwatch.progress import rebuild_progress
from returnwatch.rebuilding import NAMES, Built, build_from_export, build_from_stores

VIEWS = tuple(name.replace("_", "-") for name in NAMES)
REBUILT = Path("rebuilt-views.sqlite")


class Source(StrEnum):
    """Whence views are built anew."""

    STORE = "store"
    KAFKA = "kafka"
    EXPORT = "export"


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("rebuild")(rebuild)


def rebuild(  # noqa: PLR0913, PLR0917 - the options of one command
    what: Annotated[
        str | None, typer.Argument(help=f"One of: {', '.join(VIEWS)}. With --from export: the file.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Build every view, and tell a digest of each.")
    ] = False,
    source: Annotated[
        Source, typer.Option("--from", help="The data directory, the topics, or a file of export events.")
    ] = Source.STORE,
    as_of: Annotated[
        str | None,
        typer.Option(help="Moment of rows and digests; the last record's unless stated."),
    ] = None,
    out: Annotated[Path, typer.Option(help="Database for views built from an export.")] = REBUILT,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Build views anew beside the rows in use, then switch to them."""
    moment = _past(moment_option("--as-of", as_of))
    match source:
        case Source.EXPORT:
            _from_export(what, out, moment, data_dir)
        case Source.KAFKA:
            _from_kafka(_names(what, everything=everything), moment)
        case Source.STORE:
            _from_store(_names(what, everything=everything), data_dir, moment)


def _past(moment: datetime | None) -> datetime | None:
    """A moment that has been: rows of one to come would serve as if its limits had passed."""
    if moment is not None and moment > system_clock():
        raise UserFaultError("--as-of: lies in the future; state a moment that has been")
    return moment


def _names(what: str | None, *, everything: bool) -> Sequence[str]:
    if everything and what is None:
        return NAMES
    if what is None or what not in VIEWS or everything:
        raise UserFaultError(f"rebuild: name one view, or write --all; there are: {', '.join(VIEWS)}")
    return (what.replace("-", "_"),)


def _from_store(names: Sequence[str], data_dir: Path, moment: datetime | None) -> None:
    with data_directory(data_dir, must_exist=True) as opened:
        opened.catch_up(renewing=False)
        with rebuild_progress(sum(store.head() for store in opened.stores.values())) as progress:
            built = build_from_stores(opened, names, moment, progress)
        _tell(names, built)


def _from_kafka(names: Sequence[str], moment: datetime | None) -> None:
    from returnwatch.distributed import rebuild_from_kafka

    with rebuild_progress(None) as progress:
        built = rebuild_from_kafka(names, progress, moment)
    _tell(names, built)


def _from_export(file: str | None, out: Path, moment: datetime | None, data_dir: Path) -> None:
    if file is None:
        raise UserFaultError("rebuild: name the file that export events wrote")
    if not data_dir.is_dir():
        _build_export(Path(file), out, moment, NO_MEANS)
        return
    with data_directory(data_dir, must_exist=True) as opened:
        _build_export(Path(file), out, moment, opened.means())


def _build_export(file: Path, out: Path, moment: datetime | None, means: Means) -> None:
    with rebuild_progress(None) as progress:
        built = build_from_export(file, out, means, moment, progress)
    _tell(NAMES, built)


def _tell(names: Sequence[str], built: Built) -> None:
    done, told = built
    for name, one in zip(names, done, strict=True):
        sys.stdout.write(
            f"{name.replace('_', '-')} rebuilt from {one.records} records; "
            f"{one.dead} could not be projected; generation {one.generation} serves\n"
        )
    if told is not None:
        for digest in told.digests:
            sys.stdout.write(f"{digest.view}\t{digest.rows} rows\tsha256 {digest.sha256}\n")
        sys.stderr.write(f"digests as of {told.as_of.isoformat() if told.as_of else 'no record'}\n")
