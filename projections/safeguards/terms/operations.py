"""Operations: which are monitored, what was planned last, whether they have left."""

from collections.abc import Iterator

from events.return_operation.movement import OperationMilestoneReached
from events.return_operation.planning import OperationPlanned
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.record import Record
from projections.safeguards.terms.departures import listed_cases
from projections.safeguards.terms.persons import VOLUNTARY, planned_return_types
from projections.safeguards.terms.values import latest

MONITORED = frozenset({"NRO", "JRO", "CRO", "individual", "readmission", "dublin_transfer", "informal"})


@term
def monitored_plans(h: History) -> list[Record[OperationPlanned]]:
    """Plans of the operation under which people are returned whether they agree or not.

    None when every person listed is to return voluntarily; with nobody listed, that does not hold.
    """
    plans = [record for record in h.of(OperationPlanned) if record.data.operation_type in MONITORED]
    listed = listed_cases(h, h.subject)
    voluntary = [
        not VOLUNTARY.isdisjoint(planned_return_types(h.of_another(case))) for case in sorted(listed)
    ]
    return [] if voluntary and all(voluntary) else plans


def latest_plan(h: History) -> Record[OperationPlanned] | None:
    """The plan of the operation told last."""
    return latest(h.of(OperationPlanned))


def departed(h: History) -> Iterator[Record[OperationMilestoneReached]]:
    """Every account that the operation has left."""
    for record in h.of(OperationMilestoneReached):
        if record.data.milestone == "departed":
            yield record
