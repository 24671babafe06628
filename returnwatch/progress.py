"""A progress bar on a terminal, nothing elsewhere. Always on standard error."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Advance = Callable[[int], None]
"""Says that so many more are done."""


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Advance]:
    """Show how far `what` has come; `total` is None when the end is not known."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=total)
        yield lambda count: bar.advance(task, count)


def increments(advance: Advance) -> Advance:
    """What hears how many are done in all, and says how many more that are."""
    done = 0

    def tell(count: int) -> None:
        nonlocal done
        advance(max(0, count - done))
        done = count

    return tell


def no_progress(_done: int, _all: int) -> None:
    """Tell nobody."""
