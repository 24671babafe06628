"""`returnwatch view` and `returnwatch rebuild`."""

import sys
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from projections.runner.answers import Position
from projections.runner.generations import OvertakenError
from projections.runner.poll import stores_as_pages
from projections.runner.rebuild import Rebuilt, SourceLagsError
from projections.runner.rebuild import rebuild as build_anew
from returnwatch.asking import NAMES, Shown, known_view, options, show
from returnwatch.embedded import projections
from returnwatch.faults import UserFaultError
from returnwatch.opening import data_directory
from returnwatch.options import DEFAULT_DATA_DIR, DataDir
from returnwatch.progress import Advance, progress
from returnwatch.rendering import Format, render

REBUILDABLE = tuple(name.replace("_", "-") for name in projections())


FILTERS = {"allow_extra_args": True, "ignore_unknown_options": True}
"""Settings of a command that reads the options that it does not declare as filters."""


class Source(StrEnum):
    """Whence a view is built anew."""

    STORE = "store"
    KAFKA = "kafka"


def add_to(app: typer.Typer) -> None:
    """Add the commands `view` and `rebuild`."""
    app.command("view", context_settings=FILTERS)(view)
    app.command("rebuild")(rebuild)


def view(  # noqa: PLR0913, PLR0917 - the options of one command
    context: typer.Context,
    name: Annotated[str, typer.Argument(help=f"One of: {', '.join(NAMES)}.")],
    by: Annotated[str | None, typer.Option(help="Totals by a dimension, where the view has totals.")] = None,
    form: Annotated[Format, typer.Option("--format", help="How rows are written.")] = Format.TABLE,
    after: Annotated[str | None, typer.Option(help="Where the next page begins.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, max=1000, help="Rows on a page.")] = None,
    about: Annotated[str | None, typer.Option(help="Rows about one subject, such as a case.")] = None,
    as_of: Annotated[str | None, typer.Option(help="The moment judged, with --about.")] = None,
    known_at: Annotated[str | None, typer.Option(help="Only records made by then, with --about.")] = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Show a view. Every other option is a filter of the view: --outcome breached --country AT.

    Rows go to standard output; the position they rest on to standard error.
    """
    known_view(name)
    fixed = {"by": by, "after": after, "limit": limit, "about": about, "as_of": as_of, "known_at": known_at}
    given = options(context.args) | {key: str(value) for key, value in fixed.items() if value is not None}
    with data_directory(data_dir, must_exist=True) as opened:
        opened.catch_up()
        shown = show(opened, name, given)
    rows = _brief(shown) if form is Format.TABLE else shown.rows
    sys.stdout.write(render(rows, form, f"{name} by {by}" if by else name))
    sys.stderr.write(f"based on {_positions(shown.positions)}\n")
    if shown.next:
        sys.stderr.write(f"more rows follow; add --after {shown.next}\n")


def rebuild(
    name: Annotated[str, typer.Argument(help=f"One of: {', '.join(REBUILDABLE)}.")],
    source: Annotated[
        Source, typer.Option("--from", help="The data directory's events, or the topics (distributed).")
    ] = Source.STORE,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Build a view anew beside the rows in use, then switch to it."""
    _known(name)
    try:
        rebuilt = _from_kafka(name) if source is Source.KAFKA else _from_store(name, data_dir)
    except (SourceLagsError, OvertakenError) as error:
        raise UserFaultError(f"rebuild {name}: {error}") from None
    sys.stdout.write(
        f"{name} rebuilt from {rebuilt.records} records; {rebuilt.dead} could not be projected; "
        f"generation {rebuilt.generation} serves\n"
    )


def _brief(shown: Shown) -> list[dict[str, Any]]:
    return [{name: row[name] for name in shown.brief or row} for row in shown.rows]


def _from_store(name: str, data_dir: Path) -> Rebuilt:
    with data_directory(data_dir, must_exist=True) as opened:
        opened.catch_up()
        head = sum(store.head() for store in opened.stores.values())
        with progress("rebuilding", head) as advance:
            return build_anew(
                opened.views,
                projections()[name.replace("-", "_")],
                stores_as_pages(opened.stores),
                _increments(advance),
            )


def _from_kafka(name: str) -> Rebuilt:
    from returnwatch.distributed import rebuild_from_kafka

    with progress("rebuilding", None) as advance:
        return rebuild_from_kafka(name.replace("-", "_"), _increments(advance))


def _increments(advance: Advance) -> Callable[[int], None]:
    done = 0

    def tell(records: int) -> None:
        nonlocal done
        advance(records - done)
        done = records

    return tell


def _known(name: str) -> None:
    if name not in REBUILDABLE:
        raise UserFaultError(f"rebuild: there is none of that name; there are: {', '.join(REBUILDABLE)}")


def _positions(positions: Iterable[Position]) -> str:
    return ", ".join(f"{one.source} up to {one.sequence}" for one in positions) or "no records"
