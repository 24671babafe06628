"""`returnwatch view`."""

import sys
from collections.abc import Iterable
from typing import Annotated, Any

import typer

from projections.runner.answers import Position
from returnwatch.asking import NAMES, Shown, exported, known_view, options, show
from returnwatch.opening import data_directory
from returnwatch.options import DEFAULT_DATA_DIR, DataDir
from returnwatch.rendering import Format, render

FILTERS = {"allow_extra_args": True, "ignore_unknown_options": True}
"""Settings of a command that reads the options that it does not declare as filters."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("view", context_settings=FILTERS)(view)


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
        now = opened.clock()
    rows = _brief(shown) if form is Format.TABLE else shown.rows
    if form is Format.ICS:
        sys.stdout.write(exported(name, form, shown, now))
    else:
        sys.stdout.write(render(rows, form, f"{name} by {by}" if by else name))
    sys.stderr.write(f"based on {_positions(shown.positions)}{f'; {shown.recipe}' if shown.recipe else ''}\n")
    if shown.next:
        sys.stderr.write(f"more rows follow; add --after {shown.next}\n")


def _brief(shown: Shown) -> list[dict[str, Any]]:
    return [{name: row[name] for name in shown.brief or row if name in row} for row in shown.rows]


def _positions(positions: Iterable[Position]) -> str:
    return ", ".join(f"{one.source} up to {one.sequence}" for one in positions) or "no records"
