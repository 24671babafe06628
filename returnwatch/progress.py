"""A progress bar on a terminal, nothing elsewhere. Always on standard error."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from projections.runner.progress import Progress

Advance = Callable[[int], None]
"""Says that so many more are done."""


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Advance]:
    """Show how far `what` has come; `total` is None when the end is not known."""
    with _bars() as bars:
        task = bars.add_task(what, total=total)
        yield lambda count: bars.advance(task, count)


@contextmanager
def rebuild_progress(records: int | None) -> Iterator[Progress]:
    """Show how far a rebuild has come: a bar for records, of so many, and one for the rows made from them."""
    with _bars() as bars:
        reading = bars.add_task("reading records", total=records)
        making: list[TaskID] = []

        def made(subjects: int, of: int) -> None:
            if not making:
                making.append(bars.add_task("making the rows of subjects", total=of))
            bars.update(making[0], completed=subjects, total=of)

        yield Progress(lambda read: bars.update(reading, completed=read), made)


def _bars() -> Bars:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Bars(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty())


def no_progress(_done: int, _all: int) -> None:
    """Tell nobody."""
