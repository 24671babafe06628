"""Recording over HTTP, validated, sealed and durable, beside an empty validated endpoint, in one run.

`python -m bench.http_record postgresql://user@host/database`: the server's user may create databases. Server,
database and load generator share the machine. Takes about half a minute.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from bench.http_load import Job
from bench.rows import Row, table
from foundation.clock import system_clock, uuid7
from foundation.identity.tokens import Grant, issue, load_token_key
from foundation.private_file import read_or_create_private
from foundation.vault.sectors import new_sector_keys

CONNECTIONS = 32
SECONDS = 4.0
WARM_UP = 1.0
ROUNDS = 2
SERVICE = "services.return_operation.main"
USER = "USR-018f6a2c-0000-7000-8000-00000000beef"
STATEMENT: dict[str, Any] = {
    "occurred_at": "2025-03-18T10:42:00+01:00",
    "occurred_precision": "exact",
    "phase": "en_route",
    "country": "AT",
    "asserted_by_role": "independent_monitor",
    "source_kinds": ["seen", "told_by_returnee"],
    "lawful_basis": "public_task",
    "purpose": "monitoring",
}
CASE = "C-018f6a2c-0000-7000-8000-0000000000ca"
NEW_CASE = "C-018f6a2c-0000-7000-8000-{n}"
OBSERVATION = "B-018f6a2c-0000-7000-8000-{n}"
KNOWN = STATEMENT | {
    "subject_ids": [OBSERVATION, CASE],
    "data": {
        "observation": OBSERVATION,
        "subject_kind": "case",
        "checklist": "en-route-core@1",
        "answers": [{"item": "meals-and-water-en-route", "answer": "partly", "severity": "minor"}],
        "observed_from": "2025-03-18T10:42:00+01:00",
        "observed_to": "2025-03-18T16:00:00+01:00",
        "overall_severity": "minor",
        "account": "Water was given only after it had been asked for twice.",
        "urgent": False,
    },
}
"""An observation with a personal account of a case that has a key."""
NEW = STATEMENT | {
    "subject_ids": [NEW_CASE],
    "data": {
        "return_type": "forced",
        "host_country": "AT",
        "country_of_return": "NG",
        "nationality": ["NG"],
        "sex": "female",
        "age_band": "25_34",
        "child_status": "adult",
        "name": "Ngozi Example",
        "date_of_birth": "1995-05-17",
        "languages_understood": ["en"],
        "religion": "Example faith",
    },
}
"""A new case with personal and special fields: two new keys for each record."""
LOADS = {
    "observation-filed": (KNOWN, "record over HTTP, sealed, durable", 0.3),
    "return-case-opened": (NEW, "the same, each with two keys to be made", 0.1),
}

_first = count(1, 1 << 32)


def run(dsn: str) -> list[Row]:
    """Measure both loads, alternating with the empty endpoint; the best of a few rounds each."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        token = make_keys(Path(folder))
        for kind, (body, work, bound) in LOADS.items():
            ours = empty = 0.0
            for _ in range(ROUNDS):
                with service(dsn, Path(folder)) as port:
                    ours = max(ours, full_load(job_for(port, kind, body, token)))
                with _empty() as port:
                    empty = max(empty, full_load(job_for(port, kind, body, token)))
            rows.append(Row(work, ours, empty, "an empty FastAPI endpoint, validating", bound))
        print(p99_at_half_load(dsn, Path(folder), token, rows[0].baseline_per_s * 0.3 / 2))
    return rows


def p99_at_half_load(dsn: str, folder: Path, token: str, rate: float) -> str:
    """Latency at half of the load that is owed."""
    with service(dsn, folder) as port:
        job = job_for(port, "observation-filed", KNOWN, token)
        _load(replace(job, seconds=WARM_UP))
        result = _load(replace(job, rate=rate))
    return f"at {rate:,.0f}/s: p50 {result['p50_ms']:.1f} ms, p99 {result['p99_ms']:.1f} ms (bound 50 ms)"


def job_for(port: int, kind: str, body: dict[str, Any], token: str) -> Job:
    """Records of this kind on every connection, as fast as they are answered."""
    return Job(port, f"/v1/records/{kind}", token, json.dumps(body), 201, SECONDS, CONNECTIONS)


def full_load(job: Job) -> float:
    """Records a second, after a warm-up."""
    _load(replace(job, seconds=WARM_UP))
    return float(_load(job)["per_s"])


def _load(job: Job) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.http_load"],
        input=json.dumps(asdict(job) | {"first": next(_first)}),
        capture_output=True,
        text=True,
        check=True,
    )
    result: dict[str, Any] = json.loads(done.stdout)
    if result["unexpected"]:
        raise RuntimeError(f"{result['unexpected']} wrong answers, first: {result['first_unexpected']}")
    return result


def make_keys(folder: Path) -> str:
    """Make the keys of the service; a token of a monitor."""
    read_or_create_private(folder / "sectors.json", new_sector_keys)
    key = load_token_key(folder, may_create=True)
    grant = Grant(USER, "independent_monitor", timedelta(hours=1))
    return issue(key, grant, system_clock())


@contextmanager
def service(dsn: str, keys: Path, module: str = SERVICE) -> Iterator[int]:
    """A service on fresh databases."""
    names = [f"bench_{what}_{uuid7().hex}" for what in ("events", "vault", "decisions")]
    with psycopg.connect(dsn, autocommit=True) as connection:
        for name in names:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    urls = [urlsplit(dsn)._replace(path=f"/{name}").geturl() for name in names]
    environment = {
        "RETURNWATCH_EVENTS": urls[0],
        "RETURNWATCH_VAULT": urls[1],
        "RETURNWATCH_EVENTS_DATA_PROTECTION": urls[2],
        "RETURNWATCH_KEYS": str(keys),
        "RETURNWATCH_ATTACHMENTS": (keys / "attachments").resolve().as_uri(),
    }
    try:
        with _serving(module, environment) as port:
            yield port
    finally:
        with psycopg.connect(dsn, autocommit=True) as connection:
            for name in names:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _empty() -> Iterator[int]:
    with _serving("bench.http_empty", {}) as port:
        yield port


@contextmanager
def _serving(module: str, environment: dict[str, str]) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, "-m", module],
            env={**os.environ, **environment, "RETURNWATCH_LISTEN": f"127.0.0.1:{port}"},
            stderr=log,
        )
        try:
            _wait_until_ready(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(30)


def _wait_until_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the server did not start")


if __name__ == "__main__":
    print(table(run(sys.argv[1])))
