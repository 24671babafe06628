"""Views built anew, from a data directory, the topics, or an export, and one digest for each."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from projections.operation_coverage.projection import OperationCoverage
from projections.query.views import monitoring_views
from projections.runner.alone import alone
from projections.runner.generations import OvertakenError
from projections.runner.opening import open_database
from projections.runner.poll import Pages, stores_as_pages
from projections.runner.progress import Progress
from projections.runner.projection import Projection
from projections.runner.rebuild import Rebuilt, SourceLagsError, rebuild
from projections.viewing.finishing import Digested, TooEarlyError
from projections.viewing.from_export import ExportError, export_as_pages
from projections.viewing.means import NO_MEANS, Means
from projections.viewing.table import NAME
from returnwatch.embedded import Embedded
from returnwatch.faults import UserFaultError

NAMES = ("operation_coverage", "monitoring_views")
"""Projections that can be built anew; all monitoring views are built together."""
Built = tuple[list[Rebuilt], Digested | None]
"""What became of each projection, and the digests of the monitoring views if they are among them."""


def projections(means: Means = NO_MEANS) -> dict[str, Projection]:
    """The projections that can be built anew, by name."""
    found: tuple[Projection, ...] = (OperationCoverage(), monitoring_views(means))
    return {projection.name: projection for projection in found}


def build(  # noqa: PLR0913, PLR0917 - whence, whither and how
    engine: Engine,
    names: Sequence[str],
    pages: Callable[[], Pages],
    means: Means,
    as_of: datetime | None,
    progress: Progress,
) -> Built:
    """Build projections anew, one after the other; rows of monitoring views as of a moment.

    That is the moment of the last record unless stated. They are told by their digests before anything moves
    them on. Raises UserFaultError when the source cannot serve, or the moment lies before the last record.
    """
    known = projections(means)
    told = Digested(monitoring_views(means), means.seal, as_of) if NAME in names else None
    try:
        with alone(engine):  # whether or not it is: who asks for it does not wait
            done = [
                rebuild(engine, known[name], pages(), progress, told if name == NAME else None)
                for name in names
            ]
    except TooEarlyError as error:
        raise UserFaultError(f"--as-of: {error}") from None
    except (SourceLagsError, OvertakenError, ExportError) as error:
        raise UserFaultError(f"rebuild: {error}") from None
    return done, told


def build_from_stores(
    opened: Embedded, names: Sequence[str], as_of: datetime | None, progress: Progress
) -> Built:
    """Build from the events of a data directory."""
    pages = partial(stores_as_pages, opened.stores)
    return build(opened.views, names, pages, opened.means(), as_of, progress)


def build_from_export(
    file: Path, out: Path, means: Means, as_of: datetime | None, progress: Progress
) -> Built:
    """Build in a file of its own from an export. Raises UserFaultError for a file that is none."""
    engine = open_database(f"sqlite:///{out.absolute()}")
    try:
        with _lines(file) as again:
            return build(engine, NAMES, again, means, as_of, progress)
    finally:
        engine.dispose()


@contextmanager
def _lines(file: Path) -> Iterator[Callable[[], Pages]]:
    """The export, to be read from its beginning as often as it is asked for."""
    opened = []

    def pages() -> Pages:
        try:
            opened.append(file.open("rb"))
        except OSError as error:
            raise UserFaultError(f"{file}: {error.strerror or type(error).__name__}") from None
        return export_as_pages(opened[-1])

    try:
        yield pages
    finally:
        for one in opened:
            one.close()
