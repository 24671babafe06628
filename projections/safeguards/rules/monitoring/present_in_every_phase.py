"""Independent monitors accompany an operation from before departure to hand-over."""

from collections.abc import Iterator

from events.codes.common import Phase
from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.return_operation.monitoring import AccessRefusedToMonitor, MonitoringPresenceRecorded
from events.return_operation.movement import OperationMilestoneReached
from events.return_operation.planning import OperationPlanned, PassengerListChanged
from projections.safeguards.judging.history import History
from projections.safeguards.judging.rule import Ground, Rule, because
from projections.safeguards.terms.access import still_refused
from projections.safeguards.terms.operations import departed, monitored_plans

PHASES: tuple[Phase, ...] = ("pre_departure", "en_route", "hand_over")
INDEPENDENT = frozenset({"independent_monitor", "nhri"})
LEFT_ALONE = frozenset({"phase_left_unmonitored", "disembarkation_refused"})


def applies(h: History) -> Iterator[Ground]:
    """An operation that is to be monitored has left; not when everybody listed returns voluntarily."""
    plans, left = monitored_plans(h), list(departed(h))
    if plans and left:
        yield because("An operation that is to be monitored has left.", *plans, *left)


def breached(h: History) -> Iterator[Ground]:
    """A phase was left without monitors, or they might not disembark, and this was not granted later."""
    for refused in h.of(AccessRefusedToMonitor):
        if refused.data.kind in LEFT_ALONE and still_refused(h, refused):
            yield because("Monitors were kept from a phase of the operation.", refused)


def satisfied(h: History) -> Iterator[Ground]:
    """Monitors tell of their presence before departure, on the way and at hand-over, however short.

    Only independent monitors and human rights institutions count, unless told not to be independent.
    """
    present = [
        told
        for told in h.of(MonitoringPresenceRecorded)
        if told.role in INDEPENDENT
        and told.data.independent_status_confirmed != "no"
        and told.data.phase_covered in PHASES
    ]
    if {told.data.phase_covered for told in present} == set(PHASES):
        yield because("Independent monitors were present in every phase.", *present)


def at_risk(h: History) -> Iterator[Ground]:
    """Somebody tells of the presence of a monitor, and not every phase is covered independently."""
    present = h.of(MonitoringPresenceRecorded)
    if present and not any(satisfied(h)):
        yield because("Monitors were present in a part of the phases.", *present)


RULE = Rule(
    id="monitoring.present-in-every-phase",
    area="11",
    also_areas=("cross-cutting.human-rights",),
    phase="return",
    title="Independent monitors see every stage of an operation",
    source="UNNM Mapping s.11",
    source_status="seed",
    severity="serious",
    scope="operation",
    evidence=(
        OperationPlanned,
        OperationMilestoneReached,
        MonitoringPresenceRecorded,
        AccessRefusedToMonitor,
        PassengerListChanged,
        ReturnCaseOpened,
        CaseProfileUpdated,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
)
