"""Several writers at once, and writers that die, leave one log without a fork."""

import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from foundation.event_store.store import CheckedEventStore
from foundation.tlog.checkpoint import open_checkpoint
from foundation.tlog.leaf import parse_leaf
from foundation.tlog.merkle import verify_consistency
from projections.audit_trail.trail import AuditTrail
from projections.audit_trail.verify import verify
from tests.integration.audit_trail import logged_events
from tests.integration.audit_trail.logged_events import NOW, SERVICE, SIGNER, fill, log, open_trail, records

PROGRAM = Path(logged_events.__file__)


def assert_one_log(trail: AuditTrail, store: CheckedEventStore | None, count: int) -> None:
    leaves = [parse_leaf(entry) for entry in trail.entries()]
    assert sorted(leaf.sequence for leaf in leaves) == list(range(1, count + 1))
    head = trail.head()
    for one in trail.checkpoints():
        signed = open_checkpoint(one.note, [SIGNER.verifier], SIGNER.name)
        verify_consistency(one.size, head.size, signed.root, head.root, trail.consistency(one.size))
    if store is not None:
        report = verify(trail.engine, {SERVICE: store}, SIGNER.verifier, NOW)
        assert report.faults == ()
        assert (report.size, report.events, report.pending) == (count, count, 0)


def test_two_writers_in_threads_never_fork_the_log(trail: AuditTrail, log_url: str) -> None:
    second = open_trail(log_url)

    def append(number: int) -> None:
        writer = (trail, second)[number % 2]
        log(writer, records(1 + number // 2 * 10, 16 + number // 2 * 10))

    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(append, number) for number in range(60)]:
            done.result()
    second.engine.dispose()
    assert_one_log(trail, None, 305)


def test_two_writer_processes_never_fork_the_log(
    trail: AuditTrail,
    store: CheckedEventStore,
    log_url: str,
    events_url: str,
) -> None:
    fill(store, 1, 201)
    command = [sys.executable, str(PROGRAM), events_url, log_url]
    writers = [subprocess.Popen([*command, batch], stdout=subprocess.DEVNULL) for batch in ("3", "4", "7")]
    assert [writer.wait(120) for writer in writers] == [0, 0, 0]
    assert_one_log(trail, store, 200)


def test_a_writer_killed_at_any_moment_leaves_a_log_that_verifies(
    trail: AuditTrail,
    store: CheckedEventStore,
    log_url: str,
    events_url: str,
) -> None:
    fill(store, 1, 401)
    chance = random.Random(20240501)  # noqa: S311 - the moment of the kill needs no secrecy
    acknowledged = 0
    for _ in range(6):
        with subprocess.Popen(
            [sys.executable, str(PROGRAM), events_url, log_url, "2"],
            stdout=subprocess.PIPE,
            text=True,
        ) as writer:
            assert writer.stdout is not None
            # Once the first batch is known to be committed, some later one is under way.
            acknowledged = max(acknowledged, int(writer.stdout.readline()))
            time.sleep(chance.uniform(0, 0.15))
            writer.kill()
            for line in writer.stdout:
                acknowledged = max(acknowledged, int(line))
        report = verify(trail.engine, {SERVICE: store}, SIGNER.verifier, NOW)
        assert report.faults == ()
        assert report.size >= acknowledged
        assert report.size + report.pending == 400
    logged_events.log_store(trail, store, 50)
    assert_one_log(trail, store, 400)
