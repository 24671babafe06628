"""The vault: opening the fields of a thousand cases, and erasing a person with five hundred events.

`python -m bench.vault postgresql://user@host/database`: the server's user may create databases. Takes about
ten seconds. The two seconds that an erasure waits for the memory of other processes are left out.
"""

import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from psycopg import sql
from sqlalchemy import make_url

from bench.rows import Row, table
from events.catalogue import BY_KEBAB
from events.ids import subject_id
from events.submission import Submission
from foundation.clock import system_clock, uuid7
from foundation.erasure.decisions import Erasure
from foundation.erasure.eraser import PLATFORM, Eraser
from foundation.erasure.held import HeldRecords
from foundation.erasure.opening import erasures_at
from foundation.event_store.sqlite import SqliteEventStore
from foundation.recording.forms import read_own
from foundation.recording.recorder import Recorder
from foundation.vault.opened import Plain
from foundation.vault.opening import open_vault

CASES = 1_000
EVENTS = 500
PERSONS = 5
CASE = {
    "occurred_at": "2025-03-04T09:15:00+01:00",
    "occurred_precision": "exact",
    "phase": "pre_return",
    "country": "AT",
    "asserted_by_role": "lawyer",
    "source_kinds": ["document"],
    "lawful_basis": "legal_claim",
    "purpose": "legal_claim",
}
DATA = {
    "return_type": "forced",
    "host_country": "AT",
    "country_of_return": "NG",
    "nationality": ["NG"],
    "sex": "female",
    "age_band": "18_24",
    "child_status": "adult",
    "languages_understood": ["en"],
    "family_role": "sibling",
    "pseudonym_reference": "file 17/25",
    "name": "Ngozi Example",
    "date_of_birth": "1999-02-11",
    "contact": "House 5",
    "ethnic_origin": "Example people",
    "religion": "Example faith",
    "gender_identity_or_orientation": "Example",
}
LAWYER = replace(PLATFORM, role="lawyer", may_assert=frozenset({"lawyer"}))
SEALED = 9
"""Sealed values of one case: eight of the event, and who entered it."""


def run(dsn: str) -> list[Row]:
    """Measure with the keys in PostgreSQL and in SQLite."""
    rows: list[Row] = []
    databases: tuple[tuple[str, Callable[[], AbstractContextManager[str]]], ...] = (
        ("PostgreSQL", lambda: _postgres(dsn)),
        ("SQLite", _sqlite),
    )
    for name, database in databases:
        with database() as url, tempfile.TemporaryDirectory() as folder:
            opened, erased = _measured(url, Path(folder))
        rows += [
            Row(
                f"open all fields of {CASES:,} cases, {name}",
                opened,
                _cipher_alone(),
                "AES-GCM alone, a key object for each case",
                0.01,
            ),
            Row(
                f"erase a person with {EVENTS} events, {name}",
                erased,
                _overwriting(),
                "UPDATE of as many events in one commit",
                0.02,
            ),
        ]
    return rows


def _measured(url: str, folder: Path) -> tuple[float, float]:
    """Cases opened a second, and persons erased a second."""
    vault = open_vault(url, folder / "keys", may_create_keys=True)
    store, log = SqliteEventStore(folder / "events.sqlite"), SqliteEventStore(folder / "log.sqlite")
    try:
        recorder = Recorder("pre_return", store, vault, system_clock)
        cases = [subject_id("case", uuid7()) for _ in range(CASES)]
        told = list(recorder.record_many(LAWYER, (_opening(case) for case in cases)))
        bodies = [record.body for record in store.read(0, CASES)]
        begin = time.perf_counter()
        values = vault.open_all(vault.locate(bodies))
        opened = CASES / (time.perf_counter() - begin)
        assert len(told) == len(bodies) == CASES
        assert len(values) == CASES * SEALED
        assert all(isinstance(value, Plain) for value in values)
        persons = [subject_id("case", uuid7()) for _ in range(PERSONS)]
        for case in persons:
            list(recorder.record_many(LAWYER, (_opening(case) for _ in range(EVENTS))))
        with erasures_at(url) as (erasures, keys):
            held = HeldRecords({"pre_return": store})
            platform = Recorder("data_protection", log, vault, system_clock)
            eraser = Eraser(
                *(log, platform, vault, keys, erasures, held, system_clock), wait=lambda _seconds: None
            )
            begin = time.perf_counter()
            for case in persons:
                erasure = Erasure(
                    subject_id("event", uuid7()), case, (case,), "case_personal", "retention_end"
                )
                eraser.decide(erasure, "pre_return", PLATFORM.user)
                assert eraser.resume() == [erasure]
            erased = PERSONS / (time.perf_counter() - begin)
    finally:
        for closing in (store, log, vault):
            closing.close()
    return opened, erased


def _opening(case: str) -> Submission:
    document = CASE | {"event_id": f"EVT-{uuid7()}", "subject_ids": [case], "data": DATA}
    return read_own(document, BY_KEBAB["return-case-opened"], uuid7)


def _cipher_alone() -> float:
    ciphers = [AESGCM(os.urandom(32)) for _ in range(CASES)]
    nonce, bound = os.urandom(12), os.urandom(200)
    sealed = [[cipher.encrypt(nonce, bytes(64), bound) for _ in range(SEALED)] for cipher in ciphers]
    begin = time.perf_counter()
    for cipher, values in zip(ciphers, sealed, strict=True):
        for value in values:
            cipher.decrypt(nonce, value, bound)
    return CASES / (time.perf_counter() - begin)


def _overwriting() -> float:
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "events.sqlite", isolation_level=None)
        for line in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "CREATE TABLE e (n, body)"):
            connection.execute(line)
        connection.execute("CREATE INDEX of_subject ON e (n)")
        body = os.urandom(3000)
        rows = [(person, body) for person in range(PERSONS) for _ in range(EVENTS)]
        connection.executemany("INSERT INTO e VALUES (?, ?)", rows)
        begin = time.perf_counter()
        for person in range(PERSONS):
            connection.execute("UPDATE e SET body = zeroblob(3000) WHERE n = ?", (person,))
        took = time.perf_counter() - begin
        connection.close()
    return PERSONS / took


@contextmanager
def _postgres(dsn: str) -> Iterator[str]:
    name = f"bench_{uuid7().hex}"
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield make_url(dsn).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'vault.sqlite'}"


if __name__ == "__main__":
    print(table(run(sys.argv[1])))
