"""Changed findings as an installation shows them: over HTTP, on their topic and in the audit trail."""

from typing import Any

import httpx
from sqlalchemy import func, select

from deploy.databases import AUDIT, FINDINGS
from events.kafka_binding import topic
from foundation.relay.positions import open_positions
from projections.audit_trail.tables import leaf
from projections.finding_changes.change import LOG
from projections.runner.opening import open_database
from tests.system.harness import Installation


def changes_by(installation: Installation, token: str, event_id: str, case: str) -> list[dict[str, Any]]:
    """What one record changed about a case, each change with its position."""
    answer = httpx.get(
        f"{installation.query_url}/v1/findings/changes",
        params={"case": case, "limit": "1000"},
        headers={"Authorization": f"Bearer {token}"},
        trust_env=False,
    )
    answer.raise_for_status()
    found: list[dict[str, Any]] = answer.json()["changes"]
    return [change for change in found if change["event"]["data"]["cause"].get("event_id") == event_id]


def carried(installation: Installation) -> int:
    """How many changes are known to be on their topic."""
    positions = open_positions(installation.postgres.dsn(FINDINGS))
    try:
        return positions.get(topic(LOG))
    finally:
        positions.close()


def logged(installation: Installation) -> int:
    """How many changes are leaves of the audit trail."""
    engine = open_database(installation.postgres.dsn(AUDIT))
    try:
        with engine.connect() as connection:
            count = select(func.count()).select_from(leaf).where(leaf.c.service == LOG)
            return connection.execute(count).scalar_one()
    finally:
        engine.dispose()
