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
    return lambda connection, generation, progress: views.settle(
        connection, generation, clock(), progress=progress
    )


class Digested:
    """Brings the rows to a moment, that of the last record unless stated, and keeps a digest of each view."""

    def __init__(self, views: ViewsByRecipe, seal: RowSeal, as_of: datetime | None) -> None:
        self._views, self._seal, self._stated = views, seal, as_of
        self.as_of: datetime | None = None
        """The moment; none while there is no record."""
        self.digests: Sequence[Digest] = ()
        self._begun = False

    def __call__(self, connection: Connection, generation: int, progress: Progress) -> int:
        """Go on; 0 when it is done. Raises TooEarlyError for a moment before the last record."""
        of = tables(generation)
        if not self._begun:
            self.as_of = self._moment(latest_record(connection, of))
        made = self._views.settle(connection, generation, self.as_of, progress=progress)
        self._begun = made > 0
        if not made:
            self.digests = list(digests(connection, of, self._seal))
        return made

    def _moment(self, latest: datetime | None) -> datetime | None:
        if self._stated is not None and latest is not None and self._stated < latest:
            raise TooEarlyError(f"the last record is of {latest.isoformat()}; state this or a later moment")
        return self._stated or latest
