"""Looks for places where the PostgreSQL log contradicts itself.

Reads every row several times, once for the table and once for each index, in a read-only snapshot.
"""

from collections.abc import Iterator
from typing import LiteralString

import psycopg
from psycopg.rows import TupleRow

from foundation.event_store.postgres_tables import TABLE

BY_TABLE: tuple[LiteralString, ...] = (
    "SET LOCAL enable_seqscan = on",
    "SET LOCAL enable_indexscan = off",
    "SET LOCAL enable_indexonlyscan = off",
    "SET LOCAL enable_bitmapscan = off",
)
BY_INDEX: tuple[LiteralString, ...] = (
    "SET LOCAL enable_seqscan = off",
    "SET LOCAL enable_sort = off",
    "SET LOCAL enable_indexscan = on",
    "SET LOCAL enable_indexonlyscan = off",
    "SET LOCAL enable_bitmapscan = off",
)
HOLES: LiteralString = """SELECT before + 1, notification_id - 1
    FROM (SELECT notification_id, lag(notification_id, 1, 0::bigint) OVER (ORDER BY notification_id) AS before
          FROM public.stored_events) AS neighbours
    WHERE notification_id <> before + 1"""
STREAM_HOLES: LiteralString = """SELECT notification_id
    FROM (SELECT notification_id, originator_version,
                 lag(originator_version, 1, 0::bigint) OVER of_stream AS before,
                 lag(notification_id, 1, 0::bigint) OVER of_stream AS earlier
          FROM public.stored_events
          WINDOW of_stream AS (PARTITION BY originator_id ORDER BY originator_version)) AS neighbours
    WHERE originator_version <> before + 1 OR notification_id <= earlier"""
EVERY_BYTE: LiteralString = (
    "SELECT count(*), sum(octet_length(state || fingerprint)) FROM public.stored_events"
)
DIGEST: LiteralString = """SELECT count(*),
        coalesce(sum(hashtextextended(event_id::text || notification_id, 0)), 0)
    FROM (SELECT event_id, notification_id FROM public.stored_events"""
INDEXES: tuple[tuple[LiteralString, LiteralString], ...] = (
    (f"{TABLE}_pkey", "originator_id, originator_version"),
    (f"{TABLE}_notification_id_idx", "notification_id"),
    (f"{TABLE}_event_id_idx", "event_id"),
)


def damages(connection: psycopg.Connection[TupleRow]) -> Iterator[str]:
    """Yield a line for every place; an unreadable page ends the search with the server's words."""
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    with connection.transaction():
        _prefer(connection, BY_TABLE)
        connection.execute(EVERY_BYTE)
        for first, last in connection.execute(HOLES):
            yield f"{TABLE}: sequences {first} to {last} are missing"
        for (sequence,) in connection.execute(STREAM_HOLES):
            yield f"{TABLE}: sequence {sequence} is out of order in its stream"
        yield from _index_damages(connection)


def _index_damages(connection: psycopg.Connection[TupleRow]) -> Iterator[str]:
    for index, columns in INDEXES:
        _prefer(connection, BY_TABLE)
        by_table = _summary(connection, columns)
        _prefer(connection, BY_INDEX)
        by_index = _summary(connection, columns)
        if by_table != by_index:
            yield f"{index}: finds {by_index[0]} events, or others, where the table holds {by_table[0]}"


def _summary(connection: psycopg.Connection[TupleRow], columns: LiteralString) -> TupleRow:
    """Count and order-free digest of the rows as found in the order of some columns."""
    row = connection.execute(f"{DIGEST} ORDER BY {columns} OFFSET 0) AS found").fetchone()
    return row or (0, 0)


def _prefer(connection: psycopg.Connection[TupleRow], settings: tuple[LiteralString, ...]) -> None:
    for setting in settings:
        connection.execute(setting)
