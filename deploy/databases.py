"""The PostgreSQL databases, one for each thing that is backed up, restored and guarded by itself."""

from collections.abc import Mapping

from events.base import SERVICES, Service
from foundation.service_process.settings import VAULT_DATABASE, events_database

EVENTS: Mapping[Service, str] = {service: events_database(service) for service in SERVICES}
"""Events of each service, and how far its relay has come."""

VAULT = VAULT_DATABASE
"""Keys of sealed fields."""

VIEWS = "returnwatch_views"
"""Rows of the monitoring views, which can be built again at any time."""

AUDIT = "returnwatch_audit"
"""The Merkle log of every event."""

FINDINGS = "returnwatch_findings"
"""Changes of findings as they were told, how far its relay has come, and what they follow from."""

DATABASES: tuple[str, ...] = (*EVENTS.values(), VAULT, VIEWS, AUDIT, FINDINGS)
