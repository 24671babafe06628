"""New rows before they serve: brought to one moment, and told by a digest of each view."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from foundation.clock import Clock
from projections.runner.progress import Progress
from projections.runner.rebuild import Finish
from projections.viewing.by_recipe import ViewsByRecipe
from projections.viewing.digest import Digest, digests, latest_record
from projections.viewing.row_seal import RowSeal
from projections.viewing.table import tables


class TooEarlyError(ValueError):
    """Rows were asked for as of a moment before the last record from which they are made."""


def up_to_the_hour(views: ViewsByRecipe, clock: Clock) -> Finish:
    """Bring the rows to the present, so that none is behind time when they begin to serve."""

    def finish(connection: Connection, generation: int, progress: Progress) -> None:
        _settle(views, connection, generation, clock(), progress)

    return finish


class Digested:
    """Brings the rows to a moment, that of the last record unless stated, and keeps a digest of each view."""

    def __init__(self, views: ViewsByRecipe, seal: RowSeal, as_of: datetime | None) -> None:
        self._views, self._seal, self._stated = views, seal, as_of
        self.as_of: datetime | None = None
        """The moment; none while there is no record."""
        self.digests: Sequence[Digest] = ()

    def __call__(self, connection: Connection, generation: int, progress: Progress) -> None:
        """Finish. Raises TooEarlyError for a moment before the last record."""
        of = tables(generation)
        latest = latest_record(connection, of)
        if self._stated is not None and latest is not None and self._stated < latest:
            raise TooEarlyError(f"the last record is of {latest.isoformat()}; state this or a later moment")
        self.as_of = self._stated or latest
        _settle(self._views, connection, generation, self.as_of, progress)
        self.digests = list(digests(connection, of, self._seal))


def _settle(
    views: ViewsByRecipe,
    connection: Connection,
    generation: int,
    now: datetime | None,
    progress: Progress,
) -> None:
    while views.settle(connection, generation, now, progress=progress):
        pass
