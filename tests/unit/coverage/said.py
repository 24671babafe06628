"""Stored events for the tests of the view: only what matters is said, the rest is any."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from events.base import Event
from events.cloudevents import encode
from events.codes.common import AmendmentKind
from events.envelope import CATALOGUE_VERSION, Envelope
from events.pre_return import ReturnCaseOpened
from events.return_operation import (
    AccessRefusedToMonitor,
    EscortReportFiled,
    MonitoringBodyNotified,
    MonitoringPresenceRecorded,
    MonitoringReportPublished,
    ObservationAmended,
    ObservationFiled,
    OperationFiguresReported,
    OperationMilestoneReached,
    OperationPlanned,
)
from events.structures import TeamCount

MONDAY = datetime(2024, 1, 8, 9, tzinfo=UTC)
AGENCY = f"ORG-{UUID(int=1)}"
MINISTRY = f"ORG-{UUID(int=2)}"
OMBUDSMAN = f"ORG-{UUID(int=3)}"


def operation(number: int = 1) -> str:
    return f"O-{UUID(int=number)}"


def event_id(number: int) -> str:
    return f"EVT-{UUID(int=number)}"


def stored(  # noqa: PLR0917 - the parts of an envelope
    event: Event,
    number: int,
    subjects: Sequence[str],
    by: str | None = AGENCY,
    at: datetime = MONDAY,
    amends: int | None = None,
    kind: str | None = None,
    **more: Any,
) -> bytes:
    """The stored bytes of an event; `number` makes its id and the moment of recording."""
    envelope = {
        "event_id": event_id(number),
        "subject_ids": tuple(subjects),
        "occurred_at": at,
        "occurred_precision": "day",
        "phase": "en_route",
        "country": "XX",
        "asserted_by_role": "authority",
        "asserted_by_body": by,
        "source_kinds": ("document",),
        "amends": event_id(amends) if amends is not None else None,
        "amendment_kind": kind,
        "service": "return_operation",
        "schema_version": CATALOGUE_VERSION,
        "recorded_at": MONDAY + timedelta(days=1, seconds=number),
        "recorded_by": {"sealed": "token"},
    }
    return encode(Envelope.model_validate(envelope | more), event)


def figures(
    number: int, of: int = 1, *, document: str = "figures.xlsx", row: str = "A!2", **more: Any
) -> bytes:
    fields, envelope = _split(OperationFiguresReported, more)
    if "team_counts" in fields:
        fields["team_counts"] = tuple(
            TeamCount(role=role, total=total) for role, total in fields["team_counts"].items()
        )
    event = OperationFiguresReported(
        operation=operation(of),
        reference=fields.pop("reference", f"RO-{of:05}"),
        source_document=document,
        source_row=row,
        **fields,
    )
    return stored(event, number, [operation(of)], **envelope)


def plan(number: int, of: int = 1, **more: Any) -> bytes:
    fields, envelope = _split(OperationPlanned, more)
    usual: dict[str, Any] = {
        "operation_type": "JRO",
        "transport_mode": "charter_flight",
        "organizing_country": "DE",
        "participating_countries": ("DE",),
        "countries_of_return": ("AL",),
        "departure_point": "UNKNOWN",
        "planned_departure_at": MONDAY,
        "planned_returnees": 0,
        "languages_needed": (),
    }
    event = OperationPlanned(operation=operation(of), **(usual | fields))
    return stored(event, number, [operation(of)], **envelope)


def milestone(number: int, of: int = 1, **more: Any) -> bytes:
    fields, envelope = _split(OperationMilestoneReached, more)
    usual = {"milestone": "departed", "reached_at": MONDAY}
    return stored(
        OperationMilestoneReached(operation=operation(of), **(usual | fields)),
        number,
        [operation(of)],
        **envelope,
    )


def presence(number: int, of: int | None = 1, **more: Any) -> bytes:
    fields, envelope = _split(MonitoringPresenceRecorded, more)
    usual: dict[str, Any] = {
        "body": OMBUDSMAN,
        "body_kind": "ombudsperson",
        "phase_covered": "en_route",
        "from_at": MONDAY,
        "to_at": MONDAY,
        "private_interviews_possible": "unknown",
        "returnees_told_of_monitor": "unknown",
    }
    subjects = [operation(of)] if of is not None else [f"C-{UUID(int=9)}"]
    return stored(MonitoringPresenceRecorded(**(usual | fields)), number, subjects, **envelope)


def notice(number: int, of: int = 1, **more: Any) -> bytes:
    fields, envelope = _split(MonitoringBodyNotified, more)
    usual: dict[str, Any] = {
        "body": OMBUDSMAN,
        "body_kind": "ombudsperson",
        "notified_at": MONDAY,
        "hours_before_start": "72",
        "information_received": (),
        "place_offered": "yes",
    }
    return stored(MonitoringBodyNotified(**(usual | fields)), number, [operation(of)], **envelope)


def refusal(number: int, of: int = 1, **more: Any) -> bytes:
    fields, envelope = _split(AccessRefusedToMonitor, more)
    usual: dict[str, Any] = {
        "kind": "entry_refused",
        "phase_refused": "en_route",
        "refused_by": "escort",
        "refused_at": MONDAY,
    }
    return stored(AccessRefusedToMonitor(**(usual | fields)), number, [operation(of)], **envelope)


def escort_report(number: int, of: int = 1, **more: Any) -> bytes:
    fields, envelope = _split(EscortReportFiled, more)
    usual: dict[str, Any] = dict.fromkeys(
        (name for name in EscortReportFiled.model_fields if name.endswith("_count")), 0
    )
    usual |= {"restraint_means_used": (), "last_legal_check": "no_order"}
    event = EscortReportFiled(operation=operation(of), **(usual | fields))
    return stored(event, number, [operation(of)], **envelope)


def report(number: int, covered: Sequence[int] = (), subjects: Sequence[int] = (), **envelope: Any) -> bytes:
    """A published report; it names the operations that it covers, or has them as subjects."""
    event = MonitoringReportPublished(
        report=f"T-{UUID(int=1)}",
        level="public_full",
        period_from=MONDAY.date(),
        period_to=MONDAY.date(),
        operations_covered=tuple(map(operation, covered)) or None,
        published_on=MONDAY.date(),
        redaction_checked=True,
        title="Operations of a day.",
    )
    about = [*map(operation, subjects), f"T-{UUID(int=1)}"]
    return stored(event, number, about, **envelope)


def observation(number: int, of: int = 1, seen: int = 1, **more: Any) -> bytes:
    event = ObservationFiled(
        observation=f"B-{UUID(int=seen)}",
        subject_kind="operation",
        checklist="operation-core@1",
        answers=(),
        observed_from=MONDAY,
        observed_to=MONDAY,
        overall_severity="info",
        urgent=False,
    )
    return stored(event, number, [f"B-{UUID(int=seen)}", operation(of)], **more)


def change(number: int, amends: int, kind: AmendmentKind, seen: int = 1, **more: Any) -> bytes:
    """What a monitor says later about observation `seen`; it names no operation."""
    event = ObservationAmended(
        observation=f"B-{UUID(int=seen)}",
        amends_event=event_id(amends),
        kind=kind,
        conflicting_offline_edit=False,
    )
    return stored(event, number, [f"B-{UUID(int=seen)}"], amends=amends, kind=kind, **more)


def case(number: int) -> bytes:
    event = ReturnCaseOpened(
        return_type="forced",
        host_country="DE",
        country_of_return="AL",
        nationality=("AL",),
        sex="unknown",
        age_band="unknown",
        child_status="unknown",
        languages_understood=(),
    )
    return stored(event, number, [f"C-{UUID(int=number)}"])


def _split(event: type[Event], more: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    fields = {name: value for name, value in more.items() if name in event.model_fields}
    return fields, {name: value for name, value in more.items() if name not in fields}
