"""Verifies a data directory that may be damaged: nothing is created, and what cannot be opened is a fault."""

import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from events.base import SERVICES
from foundation.event_store.opening import open_store
from foundation.event_store.port import EventStore, StoreUnavailableError
from foundation.tlog.keys import KeyFileError, load_key
from foundation.tlog.notes import KeyFormatError, NoteVerifier
from projections.audit_trail.faults import DAMAGE, Fault, Progress, Report
from projections.audit_trail.verify import verify
from projections.finding_changes.change import LOG
from projections.runner.opening import open_database
from returnwatch.embedded import address
from returnwatch.faults import UserFaultError
from returnwatch.settings import Settings
from returnwatch.trails import LOG_KEY

NO_DAMAGE = (
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
)
"""What SQLite answers when the place, not the content, keeps it from reading."""


def public_key(keys: Path, vkey: str | None) -> NoteVerifier:
    """The key given, else that in the folder of keys. UserFaultError when there is none that can be used."""
    try:
        return NoteVerifier.from_vkey(vkey) if vkey else load_key(keys / LOG_KEY).verifier
    except (KeyFormatError, KeyFileError) as error:
        raise UserFaultError(f"log key: {error}; or name the public key with --vkey") from None


def verify_directory(
    folder: Path, verifier: NoteVerifier, now: datetime, kept: Sequence[str], progress: Progress
) -> Report:
    """Report on everything in the directory that can be opened; what cannot be is a fault."""
    faults: list[Fault] = []
    with ExitStack() as open_until_done:
        stores = _stores(folder, faults, open_until_done)
        if not _is_readable(folder / "audit.sqlite"):
            faults.append(Fault("audit.sqlite", "is missing; restore it, it cannot be made again"))
            return Report(0, 0, 0, 0, tuple(faults), complete=False)
        engine = open_database(address(folder, "audit"), reading=True)
        open_until_done.callback(engine.dispose)
        _refuse_what_is_no_damage(folder / "audit.sqlite", engine)
        report = verify(engine, stores, verifier, now, kept=kept, progress=progress)
    return replace(report, faults=(*faults, *report.faults))


def verify_servers(
    settings: Settings, verifier: NoteVerifier, now: datetime, kept: Sequence[str], progress: Progress
) -> Report:
    """Report on the log and the event stores of a distributed installation."""
    with ExitStack() as open_until_done:
        stores: dict[str, EventStore] = {}
        for service in SERVICES:
            store = open_store(settings.events(service))
            open_until_done.callback(store.close)
            stores[service] = store
        stores[LOG] = open_store(settings.database(LOG))
        open_until_done.callback(stores[LOG].close)
        engine = open_database(settings.database("audit"))
        open_until_done.callback(engine.dispose)
        return verify(engine, stores, verifier, now, kept=kept, progress=progress)


def _stores(folder: Path, faults: list[Fault], open_until_done: ExitStack) -> Mapping[str, EventStore]:
    changes = (LOG,) if (folder / f"{LOG}.sqlite").exists() else ()
    opened = {name: _store(folder, name, faults, open_until_done) for name in (*SERVICES, *changes)}
    return {service: store for service, store in opened.items() if store}


def _store(folder: Path, service: str, faults: list[Fault], open_until_done: ExitStack) -> EventStore | None:
    place = f"event store {service}"
    path = folder / f"{service}.sqlite"
    if not _is_readable(path):
        faults.append(Fault(place, "its file is missing; restore it from a backup"))
        return None
    try:
        store = open_store(address(folder, service), reading=True)
    except (*DAMAGE, StoreUnavailableError) as error:
        _raise_unless_damage(path, error)
        faults.append(Fault(place, f"cannot be opened ({type(error).__name__})"))
        return None
    open_until_done.callback(store.close)
    return store


def _is_readable(path: Path) -> bool:
    """Whether a file is there. Raises UserFaultError for one that must not be read: that is no damage."""
    try:
        there = path.is_file()
    except OSError as error:
        raise UserFaultError(f"{path}: cannot be read ({error.strerror})") from None
    if there and not os.access(path, os.R_OK):
        raise UserFaultError(f"{path}: cannot be read (Permission denied); nothing was verified")
    return there


def _refuse_what_is_no_damage(path: Path, engine: Engine) -> None:
    """Raise UserFaultError when the database cannot be opened here; damage is left to the verification."""
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    except DBAPIError as error:
        _raise_unless_damage(path, error)


def _raise_unless_damage(path: Path, error: BaseException) -> None:
    found: BaseException | None = error
    while found is not None:
        if isinstance(found, sqlite3.Error) and (getattr(found, "sqlite_errorcode", 0) & 0xFF) in NO_DAMAGE:
            raise UserFaultError(
                f"{path}: cannot be opened where it is ({found}); copy the folder to where you may write"
            ) from None
        found = found.__cause__ or found.__context__
