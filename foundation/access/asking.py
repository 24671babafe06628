"""What is asked of the policies, and their answer."""

from dataclasses import dataclass
from typing import Literal, get_args

from events.base import Event, Service
from events.cloudevents import Recorded
from events.codes.common import ActorRole, LawfulBasis, ProcessingPurpose
from events.data_classes import DataClass
from events.submission import Submission

Action = Literal[
    "record",
    "read_record",
    "read_open_fields",
    "list",
    "open_fields",
    "export",
    "erase",
    "rectify",
    "request",
    "answer",
    "read_view",
    "read_log",
]
ACTIONS: tuple[Action, ...] = get_args(Action)
LogPart = Literal["checkpoint", "hashes", "entries", "proof"]
LOG_PARTS: tuple[LogPart, ...] = get_args(LogPart)
REPORTER_FIELDS = frozenset({"asserted_by_person", "recorded_by"})
"""Fields of the envelope that name who reported or entered a record."""


@dataclass(frozen=True, slots=True)
class OfRecord:
    """A record, or the values of one data class in it, as far as access depends on it."""

    event: type[Event]
    recorded_at: Service
    """The service at which it was recorded, which need not be the owner of the event."""
    asserted_by_role: ActorRole
    asserted_by_body: str | None = None
    data_class: DataClass = DataClass.OPEN
    """Class of the values asked for. A record as it is stored gives out open values, and the rest sealed."""
    reporter_protected: bool = False
    names_reporter: bool = False
    """Whether the values asked for are among `REPORTER_FIELDS`."""
    about: frozenset[str] = frozenset()
    """Whose values are asked for, `P-…` and `C-…`; empty where that plays no part."""


@dataclass(frozen=True, slots=True)
class OfView:
    """A view, with the services whose events show in it and the strictest class among its values."""

    name: str
    services: tuple[Service, ...]
    data_class: DataClass = DataClass.OPEN


@dataclass(frozen=True, slots=True)
class OfLog:
    """A part of the audit log."""

    part: LogPart


Resource = OfRecord | OfView | OfLog


@dataclass(frozen=True, slots=True)
class Use:
    """What sealed values are opened for, and on which legal ground (GDPR, articles 5(1)(b) and 6)."""

    purpose: ProcessingPurpose
    ground: LawfulBasis


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer, and what led to it."""

    allowed: bool
    policies: tuple[str, ...]
    """Ids of the policies that determined it; none when it was denied because nothing permits it."""
    policy_set: str
    """SHA-256 of the policies that were in force, in hexadecimal digits."""


def family_of(event: type[Event]) -> str:
    """The family of an event, named as the file that holds it, for example `force`."""
    return event.__module__.rpartition(".")[2]


def stored(
    recorded: Recorded,
    data_class: DataClass = DataClass.OPEN,
    field: str = "",
    about: frozenset[str] = frozenset(),
) -> OfRecord:
    """A stored record, or its values of one class; `field` is the name of the one asked for, if it is one."""
    envelope = recorded.envelope
    return OfRecord(
        type(recorded.event),
        _service(envelope.service),
        envelope.asserted_by_role,
        envelope.asserted_by_body,
        data_class,
        reporter_protected=bool(envelope.reporter_protected),
        names_reporter=field in REPORTER_FIELDS,
        about=about,
    )


def submitted(submission: Submission) -> OfRecord:
    """A record that somebody wants to make. Where it is to be recorded plays no part in who may."""
    statement, event = submission.statement, submission.event
    return OfRecord(type(event), event.about.service, statement.asserted_by_role, statement.asserted_by_body)


def _service(name: str) -> Service:
    known: tuple[Service, ...] = get_args(Service)
    return next(service for service in known if service == name)
