"""Checks that nothing was changed, left out or added since it was logged, and names the place of every fault.

Reads everything once, page by page, in constant memory. What can only be seen from outside stays outside: a
log rolled back as a whole, or signed anew with a stolen key, is found by those who kept an older checkpoint.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine

from foundation.event_store.port import EventStore
from foundation.tlog.checkpoint import CheckpointError, open_checkpoint
from foundation.tlog.notes import NoteError, NoteVerifier
from foundation.tlog.proving import MissingTileError
from projections.audit_trail.faults import DAMAGE, Fault, Progress, Report, guarded
from projections.audit_trail.reading import NotLoggedError, TrailReader
from projections.audit_trail.verifying_events import EventVerification
from projections.audit_trail.verifying_log import LogVerification

MAX_FAULTS = 1000
"""So many faults end the search."""
PATIENCE = timedelta(minutes=5)
"""How long an event may wait for its leaf while later ones have theirs."""


def no_progress(_done: int, _total: int) -> None:
    """Tell nobody."""


def verify(  # noqa: PLR0913 - each is another thing to compare with
    engine: Engine,
    stores: Mapping[str, EventStore],
    verifier: NoteVerifier,
    now: datetime,
    *,
    kept: Sequence[str] = (),
    progress: Progress = no_progress,
) -> Report:
    """Compare the log with itself, with every event of the stores (by service) and with the public key.

    `kept` are checkpoints that somebody kept outside. Faults are reported, never raised.
    """
    found = _Verification(engine, stores, verifier, now, progress)
    faults = tuple(islice(found.faults(kept), MAX_FAULTS))
    return found.report(faults)


class _Verification:
    def __init__(
        self,
        engine: Engine,
        stores: Mapping[str, EventStore],
        verifier: NoteVerifier,
        now: datetime,
        progress: Progress,
    ) -> None:
        self._engine, self._stores, self._verifier = engine, stores, verifier
        self._settled_before = now - PATIENCE
        self._progress = progress
        self._done = self._total = 0
        self._log: LogVerification | None = None
        self._services: list[EventVerification] = []

    def faults(self, kept: Sequence[str]) -> Iterator[Fault]:
        place = _name(self._engine)
        for service, store in self._stores.items():
            yield from guarded(f"event store {service}", _store_damages(service, store))
        yield from guarded(place, _integrity_faults(self._engine))
        yield from guarded(place, self._compared())
        for number, note in enumerate(kept, 1):
            yield from guarded(
                f"kept checkpoint {number}", self._kept_faults(f"kept checkpoint {number}", note)
            )

    def report(self, faults: tuple[Fault, ...]) -> Report:
        log = self._log
        return Report(
            size=log.size if log else 0,
            events=sum(one.events for one in self._services),
            pending=sum(one.pending for one in self._services),
            checkpoints=log.checkpoints.compared if log else 0,
            faults=faults,
            complete=len(faults) < MAX_FAULTS,
        )

    def _compared(self) -> Iterator[Fault]:
        with _snapshot(self._engine) as connection:
            log = self._log = LogVerification(connection, self._verifier)
            self._total = log.size + sum(_head(store) for store in self._stores.values())
            yield from log.faults(self._stores.keys(), self._advance)
            for service, store in self._stores.items():
                events = EventVerification(connection, service, store, self._settled_before)
                self._services.append(events)
                yield from guarded(f"event store {service}", events.faults(self._advance))

    def _kept_faults(self, place: str, note: str) -> Iterator[Fault]:
        try:
            opened = open_checkpoint(note, [self._verifier], self._verifier.name)
            same = TrailReader(self._engine).root_at(opened.size) == opened.root
        except (NoteError, CheckpointError, NotLoggedError, MissingTileError) as error:
            yield Fault(place, str(error))
            return
        if not same:
            yield Fault(place, f"the log does not begin with the {opened.size} leaves that it states")

    def _advance(self, records: int) -> None:
        self._done += records
        self._progress(self._done, max(self._total, self._done))


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the log as it is at one moment, while others go on writing."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            yield connection
        return
    with engine.connect() as connection:
        connection.begin()
        driver = connection.connection.driver_connection
        if isinstance(driver, sqlite3.Connection) and not driver.in_transaction:
            connection.exec_driver_sql("BEGIN")
        yield connection


def _store_damages(service: str, store: EventStore) -> Iterator[Fault]:
    """What a store that can examine its own database finds there."""
    check = getattr(store, "check", None)
    if check is not None:
        for line in check():
            yield Fault(f"event store {service}", str(line))


def _integrity_faults(engine: Engine) -> Iterator[Fault]:
    """What SQLite finds in the pages, indexes and constraints of the log's own file."""
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if line != "ok":
                yield Fault(_name(engine), str(line))


def _head(store: EventStore) -> int:
    try:
        return store.head()
    except DAMAGE:
        return 0


def _name(engine: Engine) -> str:
    """The file or database of the log, without its folder, host or password."""
    return f"audit log {Path(engine.url.database or '').name}"
