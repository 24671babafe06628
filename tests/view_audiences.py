"""Records of a few persons, operations and bodies, from which each audience of a view may see a part."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from events.base import Event
from events.envelope import Envelope
from events.post_return.arrival import HarmReported
from events.post_return.closure import CountryFindingIssued
from events.post_return.follow_up import FollowUpRecorded
from events.pre_return.case import ReturnCaseOpened
from events.return_operation.accountability import (
    ComplaintLodged,
    ComplaintStatusChanged,
    RecommendationIssued,
)
from events.return_operation.movement import HandoverCompleted
from events.return_operation.planning import OperationPlanned
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.scenario.loading import platform_id
from tests.view_histories import sampled

POLICE, BORDER_GUARD, SHELTER, COUNSELLORS, MONITOR = (
    platform_id(f"ORG-{name}") for name in ("police", "border-guard", "shelter", "counsellors", "monitor")
)
ANNA, BEKA, CLEO = (platform_id(f"C-{name}") for name in ("anna", "beka", "cleo"))
ANNA_HERSELF = platform_id("P-anna")
BY_POLICE, BY_BORDER_GUARD, CONTESTED = (platform_id(f"O-{number}") for number in (1, 2, 3))
LATER = "2025-06-01T12:00:00+02:00"


def account(event: type[Event], name: str, of: Sequence[str], by: str, **stated: Any) -> AnyRecord:
    """A record with the fields of an invented one, but for those that are stated.

    `body`, `service`, `at` and `protected` are of the envelope; every other name is a field of the event.
    """
    like = next(each for each in sampled(40) if each.kind is event)
    at = datetime.fromisoformat(stated.pop("at", "2025-05-06T12:00:00+02:00"))
    envelope = Envelope.model_validate(
        {
            "event_id": platform_id(f"EVT-{name}"),
            "subject_ids": tuple(of),
            "occurred_at": at,
            "occurred_precision": "exact",
            "recorded_at": at,
            "recorded_by": platform_id("USR-clerk"),
            "phase": "hand_over",
            "country": "AT",
            "asserted_by_role": by,
            "asserted_by_body": stated.pop("body", None),
            "source_kinds": ("seen",),
            "service": stated.pop("service", event.about.service),
            "schema_version": like.envelope.schema_version,
            "reporter_protected": stated.pop("protected", None),
        }
    )
    return Record(envelope, like.data.model_copy(update=stated))


def planned(name: str, operation: str, by: str, body: str, organizer: str | None) -> AnyRecord:
    stated = {"operation": operation, "organizing_authority": organizer}
    return account(OperationPlanned, name, [operation], by, body=body, **stated)


def handed_over(name: str, case: str, operation: str, by: str, receiver: str, **stated: Any) -> AnyRecord:
    fields = {"operation": operation, "receiver_kind": receiver, "receiving_body": None, "notes": None}
    return account(HandoverCompleted, name, [case, operation], by, **(fields | stated))


def recommended(number: str, addressee: str, **stated: Any) -> AnyRecord:
    of = platform_id(f"N-{number}")
    fields = {"recommendation": of, "addressee": addressee, "based_on": None}
    return account(RecommendationIssued, number, [of], "nhri", body=MONITOR, **(fields | stated))


def contacted(name: str, case: str, by: str, body: str) -> AnyRecord:
    of = platform_id(f"W-{name}")
    due = date(2025, 7, 1)
    return account(FollowUpRecorded, name, [case, of], by, body=body, follow_up=of, next_due_on=due, at=LATER)


def found(name: str, cases: int, **stated: Any) -> AnyRecord:
    of = platform_id(f"Y-{name}")
    fields = {"country_finding": of, "country": "GE", "area": None, "cases_counted": cases}
    until = {"valid_until": date(2040, 1, 1), "withdrawn": False}
    return account(CountryFindingIssued, name, [of], "nhri", body=MONITOR, **(fields | until | stated))


RECORDS: tuple[AnyRecord, ...] = (
    account(ReturnCaseOpened, "anna", [ANNA, ANNA_HERSELF], "authority", body=POLICE),
    account(ReturnCaseOpened, "beka", [BEKA, platform_id("P-beka")], "authority", body=BORDER_GUARD),
    planned("plan-1", BY_POLICE, "authority", POLICE, POLICE),
    planned("plan-1-seen", BY_POLICE, "independent_monitor", MONITOR, None),
    planned("plan-2", BY_BORDER_GUARD, "authority", BORDER_GUARD, BORDER_GUARD),
    planned("plan-3", CONTESTED, "authority", POLICE, POLICE),
    planned("plan-3-too", CONTESTED, "authority", BORDER_GUARD, BORDER_GUARD),
    *(
        handed_over(f"{case}-{by}", case, operation, by, receiver)
        for case, operation in ((ANNA, BY_POLICE), (BEKA, BY_BORDER_GUARD), (CLEO, CONTESTED))
        for by, receiver in (("escort", "border_police"), ("returnee", "none"))
    ),
    handed_over("anna-later", ANNA, BY_POLICE, "lawyer", "ngo", service="post_return", minutes_taken=True),
    recommended("to-police", POLICE),
    recommended("to-border-guard", BORDER_GUARD),
    recommended("to-shelter", SHELTER, service="post_return"),
    recommended("to-police-later", POLICE, service="post_return"),
    account(
        ComplaintLodged,
        "complaint",
        [platform_id("M-1"), ANNA],
        "returnee",
        complaint=platform_id("M-1"),
        anonymity_requested=False,
    ),
    account(
        ComplaintStatusChanged,
        "handled",
        [platform_id("M-1")],
        "nhri",
        body=MONITOR,
        complaint=platform_id("M-1"),
        handled_by=POLICE,
    ),
    contacted("contact-anna", ANNA, "case_manager", COUNSELLORS),
    contacted("contact-beka", BEKA, "independent_monitor", MONITOR),
    found("many", 9),
    found("few", 4),
    found("expired", 9, valid_until=date(2025, 6, 1)),
    found("withdrawn", 9, withdrawn=True),
    *(
        account(
            HarmReported,
            f"harm-{n}",
            [platform_id(f"C-{n}")],
            "returnee",
            country="GE",
            returnee_agrees_to_use="given",
        )
        for n in range(7)
    ),
)
"""Police organized the flight of Anna, the border guard that of Beka, and both say so of that of Cleo."""
