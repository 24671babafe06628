"""Tells a record that cannot be projected from a database that does not work, and finds it by halving."""

import re
from collections.abc import Callable, Sequence

from pydantic_core import from_json
from sqlalchemy import Connection
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError, StatementError

from events.ids import PREFIXES, UUID_PATTERN
from projections.runner.answers import DeadLetter
from projections.runner.errors import HaltedError, LostRaceError
from projections.runner.page import Delivered

Apply = Callable[[Sequence[Delivered]], None]


def apply_isolating(
    connection: Connection, source: str, records: Sequence[Delivered], apply: Apply
) -> tuple[DeadLetter, ...]:
    """Apply all records but those that cannot be; those are returned. Failures of the database are raised."""
    if not records:
        return ()
    try:
        with connection.begin_nested():
            apply(records)
    except Exception as error:
        if not _is_of_a_record(error):
            raise
        if len(records) == 1:
            return (_dead_letter(source, records[0], error),)
    else:
        return ()
    middle = len(records) // 2
    halves = (records[:middle], records[middle:])
    return tuple(letter for half in halves for letter in apply_isolating(connection, source, half, apply))


def _is_of_a_record(error: Exception) -> bool:
    if isinstance(error, (DataError, IntegrityError)):
        return True  # the database works; the values do not fit (SQLSTATE classes 22 and 23)
    if isinstance(error, StatementError) and not isinstance(error, DBAPIError):
        return True  # a value that never reached the database
    return not isinstance(error, (SQLAlchemyError, OSError, MemoryError, LostRaceError, HaltedError))


def _dead_letter(source: str, record: Delivered, error: Exception) -> DeadLetter:
    return DeadLetter(
        source=source,
        service=record.service,
        place=record.place,
        sequence=record.sequence,
        event_id=_event_id(record.body),
        error=type(error).__name__,
        body=record.body,
    )


def _event_id(body: bytes) -> str | None:
    try:
        found = from_json(body)["id"]
    except (ValueError, TypeError, KeyError):
        return None
    pattern = f"{PREFIXES['event']}-{UUID_PATTERN}"
    return found if isinstance(found, str) and re.fullmatch(pattern, found) else None
