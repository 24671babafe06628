"""The audit trail: every stored event of every service becomes one leaf of a signed, append-only log.

It is a record and not a view: the order of its leaves is its own, so it is never rebuilt.
"""

from collections.abc import Sequence
from datetime import UTC

from sqlalchemy import Connection, Engine, insert, select

from foundation.clock import Clock
from foundation.tlog.checkpoint import Checkpoint
from foundation.tlog.merkle import EMPTY_ROOT
from foundation.tlog.notes import NoteSigner
from projections.audit_trail.reading import TrailReader
from projections.audit_trail.sequencing import Delivered, TreeHead, append_leaves
from projections.audit_trail.tables import checkpoint, create_tables


class AuditTrail(TrailReader):
    """The log with the key that signs its checkpoints. The key's name is the origin of the log."""

    def __init__(self, engine: Engine, signer: NoteSigner, clock: Clock) -> None:
        super().__init__(engine)
        self._signer = signer
        self._clock = clock

    @property
    def name(self) -> str:
        """Positions are kept under it."""
        return "audit_trail"

    def create(self, connection: Connection) -> None:
        """Create the tables that are missing and sign the empty log, so that there always is a checkpoint."""
        create_tables(connection)
        if connection.scalar(select(checkpoint.c.size).limit(1)) is None:
            self._sign(connection, TreeHead(0, EMPTY_ROOT))

    def apply(self, connection: Connection, records: Sequence[Delivered]) -> None:
        """Log the records within the caller's transaction, and sign a checkpoint over them.

        Records whose service and sequence are in the log are passed over. Raises UnloggableRecordError for
        a record that can have no leaf, and AuditTrailError when nothing at all can be logged now; either way
        the transaction, or its savepoint, must be given up.
        """
        if not records:
            return
        head = append_leaves(connection, records)
        if head is not None:
            self._sign(connection, head)

    def _sign(self, connection: Connection, head: TreeHead) -> None:
        note = Checkpoint(self._signer.name, head.size, head.root).signed(self._signer)
        issued_at = self._clock().astimezone(UTC).isoformat(timespec="microseconds")
        connection.execute(insert(checkpoint).values(size=head.size, note=note, issued_at=issued_at))
