"""The PostgreSQL roles, one for each kind of process, with the least that each needs. As declared data.

A role that is not listed for a database cannot connect to it. The process that keeps a database owns its
tables: rows of views are built anew beside the old ones, and only the owner may write a table anew, which
destroying a key takes. Events have no owner among the processes, so none can change or remove one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from deploy.databases import AUDIT, DATABASES, EVENTS, VAULT, VIEWS
from events.base import SERVICES, Service

RECORDS: Service = "data_protection"
"""The service that ends keys, reads every log and puts records right in each."""


def service_role(service: Service) -> str:
    """The role of the process that takes records for a service."""
    return f"returnwatch_{service}"


def relay_role(service: Service) -> str:
    """The role of the process that carries a service's events to its topic."""
    return f"returnwatch_relay_{service}"


PROJECTIONS = "returnwatch_projections"
"""Keeps the views, from Kafka alone."""
LOG_WRITER = "returnwatch_audit_trail"
"""Keeps the audit log, from Kafka alone."""
QUERY = "returnwatch_query"
"""Answers from views and log."""

ROLES: tuple[str, ...] = (
    *map(service_role, SERVICES),
    *map(relay_role, SERVICES),
    PROJECTIONS,
    LOG_WRITER,
    QUERY,
)

KEPT_BY_PROJECTIONS = tuple(name for name in DATABASES if name not in {*EVENTS.values(), VAULT, AUDIT})
STORES = tuple(name for name in DATABASES if name not in {VAULT, AUDIT, VIEWS})
"""Databases that hold a log of events and how far its relay has come."""
OWNERS: Mapping[str, str] = {
    VAULT: service_role(RECORDS),
    AUDIT: LOG_WRITER,
    **dict.fromkeys(KEPT_BY_PROJECTIONS, PROJECTIONS),
}
"""Whose the tables of a database are; those of the events belong to who provisions."""
READERS: Mapping[str, str] = dict.fromkeys((AUDIT, *KEPT_BY_PROJECTIONS), QUERY)
"""Who reads every table of a database, also those that its owner will make."""


@dataclass(frozen=True, slots=True)
class Right:
    """What a role may do with one table."""

    role: str
    database: str
    table: str
    may: tuple[str, ...]


def rights() -> tuple[Right, ...]:
    """Everything that is granted by table."""
    by_service = (right for service in SERVICES for right in _of_service(service) + _of_relay(service))
    return (
        *by_service,
        *(
            Right(role, VAULT, table, ("SELECT",))
            for role in (PROJECTIONS, QUERY)  # both judge, the query as of other days
            for table in ("subject_keys", "sector_versions")
        ),
        # Who judges says before which erasures that was done.
        Right(PROJECTIONS, VAULT, "erasure_witness", ("SELECT", "INSERT")),
        Right(PROJECTIONS, VAULT, "erasure_asked", ("SELECT",)),
        Right(PROJECTIONS, VAULT, "erasure_witnessed", ("SELECT", "INSERT")),
    )


def _of_service(service: Service) -> tuple[Right, ...]:
    role = service_role(service)
    writes = SERVICES if service == RECORDS else (service,)
    events = tuple(Right(role, EVENTS[one], "stored_events", ("SELECT", "INSERT")) for one in writes)
    if service == RECORDS:
        # How far the relays have come says whether those who judge can have everything.
        carried = (Right(role, EVENTS[one], "relay_position", ("SELECT",)) for one in SERVICES)
        return (*events, *carried)
    return (
        *events,
        Right(role, EVENTS[RECORDS], "stored_events", ("SELECT",)),
        # Keys are made and read, and what is wrapped cannot be touched. A fence can be set, as every process
        # does before it serves, and never lifted: see `deploy.fence_guard`.
        Right(role, VAULT, "subject_keys", ("SELECT", "INSERT", "UPDATE (state, changed_at)")),
        Right(role, VAULT, "sector_versions", ("SELECT", "INSERT", "UPDATE")),
        Right(role, VAULT, "erasures", ("SELECT", "INSERT")),
        Right(role, VAULT, "erasure_position", ("SELECT", "INSERT", "UPDATE")),
        Right(role, VAULT, "erasure_witness", ("SELECT",)),
        Right(role, VAULT, "erasure_witnessed", ("SELECT",)),
    )


def _of_relay(service: Service) -> tuple[Right, ...]:
    role, database = relay_role(service), EVENTS[service]
    return (
        Right(role, database, "stored_events", ("SELECT",)),
        Right(role, database, "relay_position", ("SELECT", "INSERT", "UPDATE")),
    )
