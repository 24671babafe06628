"""Views built anew, from a data directory, the topics, or an export, and one digest for each."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from foundation.clock import Clock
from projections.operation_coverage.projection import OperationCoverage
from projections.query.views import monitoring_views
from projections.runner.alone import alone
from projections.runner.generations import OvertakenError
from projections.runner.opening import open_database
from projections.runner.poll import Pages, stores_as_pages
from projections.runner.progress import Progress
from projections.runner.projection import Projection
from projections.runner.reading import ask
from projections.runner.rebuild import Rebuilt, SourceLagsError, rebuild
from projections.viewing.digest import Digest, digests, latest_record
from projections.viewing.from_export import ExportError, export_as_pages
from projections.viewing.keeping_time import settle_due
from projections.viewing.means import NO_MEANS, Means
from returnwatch.embedded import Embedded
from returnwatch.faults import UserFaultError

NAMES = ("operation_coverage", "monitoring_views")
"""Projections that can be built anew; all monitoring views are built together."""
Digests = tuple[datetime | None, list[Digest]]
"""The moment as of which rows stand, and a digest for each view."""


def projections(means: Means = NO_MEANS) -> dict[str, Projection]:
    """The projections that can be built anew, by name."""
    found: tuple[Projection, ...] = (OperationCoverage(), monitoring_views(means))
    return {projection.name: projection for projection in found}


def build(
    engine: Engine, names: Sequence[str], pages: Callable[[], Pages], means: Means, progress: Progress
) -> list[Rebuilt]:
    """Build projections anew, one after the other. Raises UserFaultError when the source cannot serve."""
    known = projections(means)
    try:
        with alone(engine):  # whether or not it is: who asks for it does not wait
            return [rebuild(engine, known[name], pages(), progress) for name in names]
    except (SourceLagsError, OvertakenError, ExportError) as error:
        raise UserFaultError(f"rebuild: {error}") from None


def build_from_stores(opened: Embedded, names: Sequence[str], progress: Progress) -> list[Rebuilt]:
    """Build from the events of a data directory."""
    return build(opened.views, names, lambda: stores_as_pages(opened.stores), opened.means(), progress)


def build_from_export(file: Path, out: Path, means: Means, progress: Progress) -> list[Rebuilt]:
    """Build in a file of its own from an export. Raises UserFaultError for a file that is none."""
    engine = open_database(f"sqlite:///{out.absolute()}")
    try:
        with _lines(file) as again:
            return build(engine, NAMES, again, means, progress)
    finally:
        engine.dispose()


def digests_as_of(
    engine: Engine, means: Means, as_of: datetime | None
) -> tuple[datetime | None, list[Digest]]:
    """A digest of each monitoring view as of a moment, the last record's unless stated."""
    moment = as_of or ask(engine, latest_record)
    if moment is None:
        return None, []
    clock: Clock = lambda: moment  # noqa: E731 - a moment that stands still
    settle_due(engine, monitoring_views(means), clock)
    return moment, ask(engine, lambda connection: list(digests(connection, means.seal)))


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
