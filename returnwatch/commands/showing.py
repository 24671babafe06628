"""`returnwatch view` and `returnwatch rebuild`."""

import sys
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from projections.operation_coverage.shares import DIMENSIONS
from projections.operation_coverage.view import PAGE, QuestionError, coverage
from projections.runner.answers import Position
from projections.runner.generations import OvertakenError
from projections.runner.poll import stores_as_pages
from projections.runner.reading import ask
from projections.runner.rebuild import Rebuilt, SourceLagsError
from projections.runner.rebuild import rebuild as build_anew
from returnwatch.embedded import projections
from returnwatch.faults import UserFaultError
from returnwatch.opening import data_directory
from returnwatch.options import DEFAULT_DATA_DIR, DataDir
from returnwatch.progress import Advance, progress
from returnwatch.rendering import Format, render

VIEWS = tuple(name.replace("_", "-") for name in projections())


class Source(StrEnum):
    """Whence a view is built anew."""

    STORE = "store"
    KAFKA = "kafka"


def add_to(app: typer.Typer) -> None:
    """Add the commands `view` and `rebuild`."""
    app.command("view")(view)
    app.command("rebuild")(rebuild)


def view(  # noqa: PLR0913, PLR0917 - the options of one command
    name: Annotated[str, typer.Argument(help=f"One of: {', '.join(VIEWS)}.")],
    by: Annotated[str | None, typer.Option(help=f"Totals by one of: {', '.join(DIMENSIONS)}.")] = None,
    form: Annotated[Format, typer.Option("--format", help="How rows are written.")] = Format.TABLE,
    kind: Annotated[str | None, typer.Option("--type", help="Only operations of this type.")] = None,
    state: Annotated[str | None, typer.Option(help="Only operations of this state (ISO 3166-1).")] = None,
    destination: Annotated[str | None, typer.Option(help="Only operations to this country.")] = None,
    year: Annotated[str | None, typer.Option(help="Only operations of this year of departure.")] = None,
    after: Annotated[str | None, typer.Option(help="Operation after which the next page begins.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Operations on a page.")] = PAGE,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Show a view. Rows go to standard output; the position they rest on to standard error."""
    _known(name)
    asked = {"type": kind, "state": state, "destination": destination, "year": year}
    filters = {dimension: code for dimension, code in asked.items() if code is not None}
    with data_directory(data_dir, must_exist=True) as opened:
        opened.catch_up()
        try:
            answer = ask(
                opened.views,
                lambda connection: coverage(connection, by, filters, after=after, limit=limit),
            )
        except QuestionError as error:
            raise UserFaultError(f"view {name}: {error}") from None
    title = f"{name} by {by}" if by else name
    sys.stdout.write(render(answer.rows, form, title))
    sys.stderr.write(f"based on {_positions(answer.positions)}\n")
    if answer.next:
        sys.stderr.write(f"more operations follow; add --after {answer.next}\n")


def rebuild(
    name: Annotated[str, typer.Argument(help=f"One of: {', '.join(VIEWS)}.")],
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
    if name not in VIEWS:
        raise UserFaultError(f"view: there is none of that name; there are: {', '.join(VIEWS)}")


def _positions(positions: Iterable[Position]) -> str:
    return ", ".join(f"{one.source} up to {one.sequence}" for one in positions) or "no records"
