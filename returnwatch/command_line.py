"""The command line: every command, added to one application.

A command that is named loads its own module alone: a process of the distributed way is up seconds sooner.
"""

from collections.abc import Mapping
from importlib import import_module

import typer

BY_COMMAND: Mapping[str, tuple[str, ...]] = {
    "import": ("importing", "bulk"),
    "export": ("importing", "bulk"),
    "view": ("showing",),
    "rebuild": ("rebuilding",),
    "scenario": ("judging",),
    "safeguards": ("judging",),
    "person": ("person",),
    "audit": ("auditing",),
    "keys": ("keys",),
    "token": ("tokens",),
    **dict.fromkeys(("up", "serve", "relay", "project", "provision"), ("operating",)),
    "sample": ("sampling",),
    "demo": ("trying",),
}
"""Command to the modules of `returnwatch.commands` that add it."""


def application(wanted: str | None = None) -> typer.Typer:
    """The application with the modules of one command, or with all when it is none or not known."""
    app = typer.Typer(
        name="returnwatch",
        help="Monitor the return of migrants: record, view, prove.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(lambda: None)
    every = dict.fromkeys(name for names in BY_COMMAND.values() for name in names)
    for name in BY_COMMAND.get(wanted or "", tuple(every)):
        import_module(f"returnwatch.commands.{name}").add_to(app)
    return app
