"""A hundred thousand events are imported under kill after kill; all count exactly once."""

import json
import random
import subprocess
import sys
import time
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import pytest

from events.base import SERVICES
from foundation.event_store.opening import open_store
from returnwatch.embedded import address
from returnwatch.sample.histories import histories

pytestmark = [pytest.mark.long, pytest.mark.timeout(3600)]

EVENTS_SENT = 100_000
CASES = 4_000
"""Enough for as many events."""
KILLS = 12
VERIFIED_AFTER = 4
"""Every so many kills the directory is verified as it was left."""


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "returnwatch.main", *map(str, arguments)]


def finished(*arguments: object) -> str:
    done = subprocess.run(command(*arguments), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def killed(chance: random.Random, *arguments: object) -> None:
    process = subprocess.Popen(command(*arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(chance.uniform(2, 14))
    process.kill()
    process.wait()


def stored(data: Path) -> list[dict[str, Any]]:
    """Every event of the directory."""
    found: list[dict[str, Any]] = []
    with ExitStack() as closing:
        for service in SERVICES:
            store = open_store(address(data, service))
            closing.callback(store.close)
            after = 0
            while records := store.read(after, 5_000):
                found += ({"id": orjson.loads(record.body)["id"], "service": service} for record in records)
                after = records[-1].sequence
    return found


def test_a_hundred_thousand_events_survive_kill_after_kill(tmp_path: Path) -> None:
    file, data, chance = tmp_path / "all.jsonl", tmp_path / "data", random.Random(20)  # noqa: S311 - no secret
    sent = [orjson.dumps(document) for document in islice(histories(CASES, 20), EVENTS_SENT)]
    assert len(sent) == EVENTS_SENT
    file.write_bytes(b"\n".join(sent) + b"\n")
    ids = {orjson.loads(line)["id"] for line in sent}
    kept: list[Path] = []
    for kill in range(1, KILLS + 1):
        killed(chance, "import", "events", file, "--data-dir", data)
        if kill % VERIFIED_AFTER == 0:
            note = tmp_path / f"kept-{kill}"
            note.write_text(finished("audit", "checkpoint", "--data-dir", data))
            kept.append(note)
            finished("audit", "verify", "--data-dir", data)
    summary = json.loads(finished("import", "events", file, "--json", "--data-dir", data))
    assert (summary["lines"], summary["refused"]) == (EVENTS_SENT, 0)
    assert summary["already_known"] > 0
    there = stored(data)
    assert len(there) == EVENTS_SENT
    assert {event["id"] for event in there} == ids
    notes = [part for note in kept for part in ("--checkpoint", note)]
    report = json.loads(finished("audit", "verify", "--json", *notes, "--data-dir", data))
    assert (report["events"], report["size"], report["pending"]) == (EVENTS_SENT, EVENTS_SENT, 0)
