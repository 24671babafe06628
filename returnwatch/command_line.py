"""The command line: every command, added to one application."""

import typer

from returnwatch.commands import (
    auditing,
    bulk,
    importing,
    keys,
    operating,
    person,
    sampling,
    showing,
    tokens,
    trying,
)

app = typer.Typer(
    name="returnwatch",
    help="Monitor the return of migrants: record, view, prove.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for commands in (importing, bulk, showing, person, auditing, keys, tokens, operating, sampling, trying):
    commands.add_to(app)
