"""What an import goes through is killed again and again: nothing is lost, nothing counts twice."""

import logging
import os
import random
import threading
import time
from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest

from foundation.event_store.opening import open_store
from tests.servers import KafkaServer, PostgresServer
from tests.system.harness import Installation
from tests.system.importing import BATCH, Client, figures
from tests.system.reading import EVENTS, Reader, embedded_coverage, verified, wait_until_shown

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.postgres,
    pytest.mark.timeout(900),
    # kafka-python leaves the sockets of broken connections to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

EVENTS_SENT = 5_000
KILLS = 30
VICTIMS = ("return-operation", "relay-return-operation", "project-operation-coverage", "project-audit-trail")
SERVERS = ("kafka", "postgres")


class Killer:
    """Kills at random moments and starts again what it killed."""

    def __init__(
        self, installation: Installation, kafka: KafkaServer, postgres: PostgresServer, chance: random.Random
    ) -> None:
        self._installation, self._chance = installation, chance
        self._servers = {"kafka": kafka, "postgres": postgres}
        self.kills: Counter[str] = Counter()

    def plan(self) -> list[str]:
        """Every process at least a few times, in any order; the servers less often, for they start slowly."""
        certain = [*VICTIMS * 4, *SERVERS * 3]
        order = certain + self._chance.choices([*VICTIMS, *SERVERS], k=KILLS - len(certain))
        self._chance.shuffle(order)
        return order

    def run(self) -> None:
        """Carry out the plan."""
        for victim in self.plan():
            self._sleep(0.2, 2.5)
            server = self._servers.get(victim)
            server.kill() if server else self._installation.kill(victim)
            self.kills[victim] += 1
            self._sleep(0, 0.8)
            server.restart() if server else self._installation.start(victim)

    def _sleep(self, least: float, most: float) -> None:
        until = time.monotonic() + self._chance.uniform(least, most)
        while time.monotonic() < until:
            self._installation.tend()
            time.sleep(0.05)


class Witness(threading.Thread):
    """Fetches checkpoints all the time and keeps every one."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(daemon=True)
        self._reader = reader
        self.kept: dict[str, None] = {}
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.wait(0.2):
            note = self._reader.checkpoint()
            if note:
                self.kept.setdefault(note)


def test_thirty_kills_during_an_import_lose_nothing_and_repeat_nothing(
    installation: Installation, postgres_server: PostgresServer, kafka_server: KafkaServer, tmp_path: Path
) -> None:
    seed = int(os.environ.get("RETURNWATCH_SEED") or random.SystemRandom().randrange(10**6))
    logging.getLogger(__name__).warning("seed %d (set RETURNWATCH_SEED to repeat the order)", seed)
    installation.start_ready(*VICTIMS, "query")
    token = installation.token()
    reader = Reader(installation, installation.token("independent_monitor"))
    submissions = figures(EVENTS_SENT)
    killer = Killer(installation, kafka_server, postgres_server, random.Random(seed))  # noqa: S311 - no secret
    witness = Witness(reader)
    batches = EVENTS_SENT // BATCH
    client = Client(
        installation.service_url,
        token,
        submissions,
        # The import lasts as long as the killing does.
        lambda number: number * KILLS <= (sum(killer.kills.values()) + 1) * batches,
    )
    witness.start()
    client.start()
    killer.run()
    installation.wait_for(lambda: not client.is_alive(), 120)
    wait_until_shown(installation)
    witness.stopped.set()
    witness.join()

    assert sum(killer.kills.values()) >= KILLS
    assert set(killer.kills) == {*VICTIMS, *SERVERS}
    assert client.refused == []
    assert set(client.acknowledged) == {one.statement.event_id for one in submissions}
    assert client.tries > batches, "no kill was felt by the client"

    store = open_store(installation.postgres.dsn(EVENTS))
    stored = {record.event_id: record.sequence for record in store.read(0, 2 * EVENTS_SENT)}
    assert store.head() == len(stored) == EVENTS_SENT
    store.close()
    for event_id, receipt in client.acknowledged.items():
        assert stored[UUID(event_id.removeprefix("EVT-"))] == receipt["sequence"]

    assert reader.coverage() == embedded_coverage(tmp_path / "undisturbed", submissions)

    kept = [*witness.kept, reader.checkpoint() or ""]
    report = verified(installation, kept)
    assert (report.sound, report.size, report.pending) == (True, EVENTS_SENT, 0), report.faults[:5]
    assert len(kept) >= 5
    reader.close()
