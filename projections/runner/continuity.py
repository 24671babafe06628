"""Notices that a source is not the log that was read: a topic made anew, a store restored from a backup.

What tells is the record at the position: a reader begins with it once more, and it must be the one that was
read there. A Kafka partition also shows it by a sequence that was never reached before the position.
"""

from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import Connection, delete, insert, select, update

from projections.runner.answers import Position
from projections.runner.errors import HaltedError
from projections.runner.page import Delivered, Page
from projections.runner.table import DEAD_LETTER, LAST_RECORD

TOPIC = (
    "{name} has stopped: {source} does not hold at offset {place} what was read there, so the topic was made "
    "anew. Fill a new topic with `relay --from 1`, then delete the row of {source} from the table position "
    "of {name}: what is known already is passed over"
)
STORE = (
    "{name} has stopped: the event store of {source} does not hold at sequence {place} what was read there, "
    "so it was restored from an older backup. Restore a newer one. If there is none, let the views begin in "
    "an empty database; the audit trail is the proof of what was lost, so keep it and begin another one"
)


def another_log(name: str, source: str, place: int) -> HaltedError:
    """What is raised when a source does not hold what was read from it."""
    return HaltedError((TOPIC if "/" in source else STORE).format(name=name, source=source, place=place))


def refuse_another_log(
    connection: Connection, name: str, generation: int, page: Page, seen: Position
) -> None:
    """Raise HaltedError when a record up to the position is not the one that was read at its place."""
    again = [record for record in page.records if record.place <= seen.place and record.sequence]
    if not again:
        return
    key = (LAST_RECORD.c.projection == name, LAST_RECORD.c.generation == generation)
    wanted = (*key, LAST_RECORD.c.source == page.source, LAST_RECORD.c.place == seen.place)
    digest = connection.scalar(select(LAST_RECORD.c.digest).where(*wanted))
    for record in again:
        if record.place == seen.place and digest not in (None, _digest(record)):
            raise another_log(name, page.source, record.place)
    # The sequences of dead letters do not count, so they may lie above that of the position.
    above = {record.place for record in again if record.sequence > seen.sequence}
    strange = above - _dead(connection, name, generation, page) if above else above
    if strange:
        raise another_log(name, page.source, min(strange))


def keep_last(connection: Connection, name: str, generation: int, page: Page) -> None:
    """Remember what lies at the new position."""
    last = page.records[-1]
    key = {"projection": name, "generation": generation, "source": page.source}
    where = [LAST_RECORD.c[column] == value for column, value in key.items()]
    if not last.sequence:
        connection.execute(delete(LAST_RECORD).where(*where))
        return
    values = {"place": last.place, "digest": _digest(last)}
    if not connection.execute(update(LAST_RECORD).where(*where).values(values)).rowcount:
        connection.execute(insert(LAST_RECORD).values(key | values))


def carry_over(connection: Connection, name: str, old: int, new: int, sources: Sequence[str]) -> None:
    """Let what is known of some sources go from one generation to the next, with their positions."""
    for table in (LAST_RECORD, DEAD_LETTER):
        connection.execute(
            update(table)
            .where(table.c.projection == name, table.c.generation == old, table.c.source.in_(sources))
            .values(generation=new)
        )


def _dead(connection: Connection, name: str, generation: int, page: Page) -> set[int]:
    return set(
        connection.execute(
            select(DEAD_LETTER.c.place)
            .where(DEAD_LETTER.c.projection == name, DEAD_LETTER.c.generation == generation)
            .where(DEAD_LETTER.c.source == page.source)
            .where(DEAD_LETTER.c.place.between(page.first, page.last))
        ).scalars()
    )


def _digest(record: Delivered) -> bytes:
    return sha256(b"%d " % record.sequence + record.body).digest()
