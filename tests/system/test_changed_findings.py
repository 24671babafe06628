"""A record becomes a changed finding: over HTTP, on its topic and in the audit trail."""

import httpx
from sqlalchemy import func, select

from deploy.databases import AUDIT, FINDINGS
from events.base import SERVICES
from events.kafka_binding import topic
from foundation.relay.positions import open_positions
from projections.audit_trail.tables import leaf
from projections.finding_changes.change import LOG
from projections.runner.opening import open_database
from returnwatch.sample.histories import histories
from tests.system.harness import Installation
from tests.system.monitored import send


def test_a_record_becomes_a_changed_finding_everywhere(running: Installation) -> None:
    opened = next(one for one in histories(5, 7) if "return-decision-issued" in one["type"])
    speaking = ("--role", opened["assertedbyrole"], "--transcribes", "any")
    token = running.command("token", *speaking, "--keys", running.keys).strip()
    send(running, token, {service: [opened] if service == "pre_return" else [] for service in SERVICES})

    running.wait_for(lambda: bool(_changes(running)), 60)
    changes = _changes(running)
    running.wait_for(lambda: _carried(running) >= len(changes), 60)
    running.wait_for(lambda: _logged(running) >= len(changes), 60)

    assert {change["event"]["derived"] for change in changes} == {True}


def _changes(running: Installation) -> list[dict[str, dict[str, object]]]:
    token = running.token("independent_monitor")
    headers = {"Authorization": f"Bearer {token}"}
    answer = httpx.get(f"{running.query_url}/v1/findings/changes", headers=headers, trust_env=False)
    answer.raise_for_status()
    found: list[dict[str, dict[str, object]]] = answer.json()["changes"]
    return found


def _carried(running: Installation) -> int:
    positions = open_positions(running.postgres.dsn(FINDINGS))
    try:
        return positions.get(topic(LOG))
    finally:
        positions.close()


def _logged(running: Installation) -> int:
    engine = open_database(running.postgres.dsn(AUDIT))
    try:
        with engine.connect() as connection:
            count = select(func.count()).select_from(leaf).where(leaf.c.service == LOG)
            return connection.execute(count).scalar_one()
    finally:
        engine.dispose()
