"""`returnwatch safeguards changes` and `history`: which findings changed, when, and what made them change."""

import sys
import time
from collections.abc import Iterable
from itertools import chain
from typing import Annotated

import orjson
import typer

from returnwatch.faults import UserFaultError
from returnwatch.opening import data_directory
from returnwatch.options import DEFAULT_DATA_DIR, DataDir, moment_option

FILTERED = {"allow_extra_args": True, "ignore_unknown_options": True}
"""Settings of a command that reads the options that it does not declare as filters."""


def add_to(safeguards: typer.Typer) -> None:
    """Add the two commands to the group on safeguards."""
    safeguards.command("changes", context_settings=FILTERED)(changes)
    safeguards.command("history")(history)


def changes(
    context: typer.Context,
    follow: Annotated[bool, typer.Option("--follow", help="Go on until interrupted.")] = False,
    after: Annotated[int, typer.Option(min=0, help="Position after which to begin.")] = 0,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Write each changed outcome of a finding as a line of JSON: its position and the event.

    Every other option is a filter: --severity critical --outcome breached --operation O-…
    """
    from dataclasses import replace

    from projections.finding_changes.following import INTERVAL
    from projections.finding_changes.reading import Asked, page_of
    from projections.viewing.rows import QuestionError
    from returnwatch.asking import options

    try:
        asked = Asked.read(options(context.args) | {"after": str(after), "limit": "1000"})
    except QuestionError as error:
        raise UserFaultError(f"changes: {error}") from None
    with data_directory(data_dir, must_exist=True) as opened:
        opened.tell_changes()
        while True:
            page = page_of(opened.changes.log, asked, opened.changed)
            _write((told.position, told.event) for told in page.changes)
            asked = replace(asked, after=page.next)
            if not page.more and not follow:
                return
            if not page.more:
                time.sleep(INTERVAL)
                opened.tell_changes()


def history(
    subject: Annotated[str, typer.Argument(help="A case, operation, or other subject of a rule.")],
    rule: Annotated[str | None, typer.Option(help="Only this rule.")] = None,
    known_at: Annotated[str | None, typer.Option(help="Only what had become known by then.")] = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Write how the findings about a subject changed, a line of JSON each, as told when it changed.

    It stays as it was told, whatever was recorded or erased since.
    """
    from projections.finding_changes.reading import history as told_of
    from projections.safeguards.rules.register import BY_ID

    if rule is not None and rule not in BY_ID:
        raise UserFaultError(f"history: there is no rule of that id; there are: {', '.join(BY_ID)}")
    moment = moment_option("--known-at", known_at)
    with data_directory(data_dir, must_exist=True) as opened:
        opened.tell_changes()
        stream = told_of(opened.changes.log, subject, rule, moment, opened.changed)
        first = next(stream, None)
        if first is not None:
            _write((told.position, told.event) for told in chain((first,), stream))
    if first is None:
        sys.stderr.write("no finding about this subject has changed\n")


def _write(changes: Iterable[tuple[int, object]]) -> None:
    for position, event in changes:
        line = orjson.dumps({"position": position, "event": event}, option=orjson.OPT_SORT_KEYS)
        sys.stdout.write(f"{line.decode()}\n")
    sys.stdout.flush()
