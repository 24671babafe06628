"""The log on the command line: checkpoints, proofs, and what verification finds."""

import base64
import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from foundation.tlog.merkle import leaf_hash

Run = Callable[..., Any]


def test_a_sound_directory_verifies(run: Run, folder: Path) -> None:
    ran = run("audit", "verify", "--data-dir", folder)
    assert ran.status == 0
    assert ran.out.startswith("verified: 60 events, 60 leaves")


def test_a_proof_names_the_hash_of_the_stored_event(run: Run, folder: Path) -> None:
    with closing(sqlite3.connect(folder / "return_operation.sqlite")) as database:
        event_id, body = database.execute("SELECT event_id, state FROM stored_events LIMIT 1").fetchone()
    identifier = json.loads(body)["id"]
    proof = run("audit", "prove", identifier, "--data-dir", folder).out
    extra = next(line for line in proof.splitlines() if line.startswith("extra "))
    entry = base64.b64decode(extra.removeprefix("extra "))
    assert event_id
    assert json.loads(entry)["sha256"] == hashlib.sha256(body).hexdigest()
    assert leaf_hash(entry)


def test_a_checkpoint_kept_outside_is_found_again_in_the_grown_log(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    kept, key = tmp_path / "kept", run("audit", "key", "--data-dir", folder).out.strip()
    kept.write_text(run("audit", "checkpoint", "--data-dir", folder).out)
    assert run("audit", "verify", "--checkpoint", kept, "--vkey", key, "--data-dir", folder).status == 0
    kept.write_text(kept.read_text().replace("\n60\n", "\n59\n"))
    assert run("audit", "verify", "--checkpoint", kept, "--data-dir", folder).status == 1


def test_the_log_can_be_written_as_static_files(run: Run, folder: Path, tmp_path: Path) -> None:
    assert run("audit", "export", tmp_path / "static", "--data-dir", folder).status == 0
    assert (tmp_path / "static" / "checkpoint").read_text().splitlines()[1] == "60"
    assert (tmp_path / "static" / "tile" / "0" / "000.p" / "60").stat().st_size == 60 * 32


CHANGES = [
    ("return_operation", "stored_events", "state", "rowid = 7"),
    ("return_operation", "stored_events", "topic", "rowid = 7"),
    ("audit", "leaf", "entry", "idx = 7"),
    ("audit", "tile", "hashes", "level = 0"),
]


@pytest.mark.parametrize("change", CHANGES, ids=" ".join)
def test_one_changed_byte_is_found_and_its_place_named(
    run: Run, folder: Path, change: tuple[str, str, str, str]
) -> None:
    name, table, column, where = change
    with closing(sqlite3.connect(folder / f"{name}.sqlite")) as database, database:
        for (trigger,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        (value,) = database.execute(f"SELECT {column} FROM {table} WHERE {where}").fetchone()
        raw = bytearray(value if isinstance(value, bytes) else value.encode())
        raw[len(raw) // 2] ^= 1
        changed = bytes(raw) if isinstance(value, bytes) else raw.decode()
        database.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (changed,))
    ran = run("audit", "verify", "--data-dir", folder)
    assert ran.status == 1
    assert "7" in ran.out or "tile" in ran.out
    assert "NOT VERIFIED" in ran.out


@pytest.mark.parametrize("name", ["return_operation", "audit"])
def test_a_database_file_that_is_gone_or_garbage_is_a_fault_not_a_crash(
    run: Run, folder: Path, name: str
) -> None:
    path = folder / f"{name}.sqlite"
    path.write_bytes(b"garbage" * 1000)
    garbage = run("audit", "verify", "--data-dir", folder)
    for left in folder.glob(f"{name}.sqlite*"):
        left.unlink()
    gone = run("audit", "verify", "--data-dir", folder)
    assert (garbage.status, gone.status) == (1, 1)
    assert not path.exists()
    report = json.loads(run("audit", "verify", "--json", "--data-dir", folder).out)
    assert report["faults"][0]["place"]
