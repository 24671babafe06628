"""The command line: every command, added to one application."""

import typer

from returnwatch.commands import (
    auditing,
    bulk,
    importing,
    judging,
    keys,
    operating,
    person,
    rebuilding,
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
COMMANDS = (
    importing,
    bulk,
    showing,
    rebuilding,
    judging,
    person,
    auditing,
    keys,
    tokens,
    operating,
    sampling,
    trying,
)
for commands in COMMANDS:
    commands.add_to(app)
