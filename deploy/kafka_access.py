"""Which process may read and write which topic, and in which consumer group. As declared data.

A principal is called like its process in docker-compose.yml. What is not listed is denied: recording services
and the query process have nothing to do with the broker, a relay reads no topic, and no projection writes
where records stand. Whoever provisions is a super user of the cluster.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from deploy.topics import TOPICS
from events.base import SERVICES, kebab
from events.kafka_binding import DERIVED, dead_letters, topic

Kind = Literal["topic", "group"]
May = Literal["READ", "WRITE"]

RECORDS: tuple[str, ...] = tuple(map(topic, SERVICES))
"""Topics that carry the records of the services."""
LOGGED: tuple[str, ...] = (*RECORDS, *(topic(log) for log in DERIVED.values()))
"""Topics whose messages are leaves of the audit trail."""
FOLLOWS: dict[str, tuple[str, ...]] = {
    "operation-coverage": RECORDS,
    "monitoring-views": RECORDS,
    "finding-changes": RECORDS,
    "audit-trail": LOGGED,
}
"""Projection, which is also the name of its group, to the topics that it reads."""


@dataclass(frozen=True, slots=True, order=True)
class Access:
    """One thing that a principal may do. Both rights include seeing that the thing is there."""

    principal: str
    kind: Kind
    name: str
    may: May


def access() -> tuple[Access, ...]:
    """Everything that is allowed."""
    relays = (*SERVICES, *DERIVED.values())
    carried = (Access(f"relay-{kebab(log)}", "topic", topic(log), "WRITE") for log in relays)
    return tuple(sorted({*carried, *_of_projections()}))


def _of_projections() -> Iterable[Access]:
    for name, topics in FOLLOWS.items():
        principal = f"project-{name}"
        yield Access(principal, "group", name, "READ")
        for one in topics:
            yield Access(principal, "topic", one, "READ")
            yield Access(principal, "topic", dead_letters(one), "WRITE")


PRINCIPALS: tuple[str, ...] = tuple(sorted({one.principal for one in access()}))
"""The processes that use the broker."""
NAMES: frozenset[str] = frozenset(one.name for one in TOPICS)
"""Every topic there is: a right on another would be a mistake."""
