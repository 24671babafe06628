"""Hand-made accounts of force, hand-over and escorts' reports, and judgements of monitors on them."""

from typing import Any

from events.return_operation.force import RestraintApplied, UseOfForceObserved
from events.return_operation.monitoring import AccountsLinked
from events.return_operation.movement import EscortReportFiled, HandoverCompleted
from projections.safeguards.judging.record import AnyRecord
from tests.view_histories import told

APPLIED: dict[str, Any] = {
    "force_use": "U-1",
    "means": ["handcuffs_back"],
    "started_at": "11:00",
    "ended_at": "11:30",
    "phase_of_use": "en_route",
    "applied_by": "escort",
    "justification": "active_resistance",
    "individual_risk_assessment": "yes",
    "on_child": "no",
    "injury": "none",
}
SEEN: dict[str, Any] = {
    "means": ["handcuffs_back"],
    "seen_from": "11:05",
    "seen_until": "11:20",
    "phase_of_use": "en_route",
    "used_by": "escort",
    "justification_perceived": "unknown",
    "proportionality": "cannot_assess",
    "on_child": "unknown",
    "injury": "none",
    "breathing_hindered": "no",
}
HANDED_OVER: dict[str, Any] = {
    "operation": "O-1",
    "handed_over_at": "18:00",
    "place": "IATA:TBS",
    "receiver_kind": "border_police",
    "restraints_removed_before": "yes",
    "belongings_returned": "yes",
    "data_categories_given_to_receiver": [],
    "treatment_seen": "professional",
}
REPORT: dict[str, Any] = {
    "operation": "O-1",
    "departed_count": 2,
    "handed_over_count": 2,
    "not_departed_count": 0,
    "returned_back_count": 0,
    "restraint_used_count": 1,
    "restraint_means_used": ["handcuffs_back"],
    "incidents_count": 0,
    "complaints_received_count": 0,
    "injuries_count": 0,
    "protection_claims_count": 0,
    "last_legal_check": "no_order",
}


def applied(name: str = "applied", of: str = "C-1 O-1 U-1", **data: Any) -> AnyRecord:
    return told(RestraintApplied, APPLIED | data, of=of, by="escort", at="11:00", name=name)


def seen(
    name: str = "seen", of: str = "C-1 O-1", *, by: str = "independent_monitor", **data: Any
) -> AnyRecord:
    return told(UseOfForceObserved, SEEN | data, of=of, by=by, at="11:05", name=name)


def handed_over(by: str, of: str = "C-1 O-1", **data: Any) -> AnyRecord:
    return told(
        HandoverCompleted,
        HANDED_OVER | data,
        of=of,
        by=by,
        at="18:00",
        name=f"hand-over-{by}-{of}".replace(" ", "-"),
    )


def report(**data: Any) -> AnyRecord:
    return told(EscortReportFiled, REPORT | data, of="O-1", by="escort", at="20:00", name="report")


def linked(link: str, first: AnyRecord, second: AnyRecord, *conflict: str) -> AnyRecord:
    data = {"first_event": first.id, "second_event": second.id, "link": link}
    named = {"fields_in_conflict": list(conflict)} if conflict else {}
    of = f"{first.id} {second.id}"
    return told(AccountsLinked, data | named, of=of, by="nhri", at="20:00", name=f"link-{link}")
