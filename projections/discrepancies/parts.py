"""What an authority sees of the discrepancies: those on its own operations, in open fields, for reply."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from events.base import Service
from events.data_classes import DataClass
from events.return_operation.planning import OperationPlanned
from projections.discrepancies.rows import rows
from projections.discrepancies.stating import ACCOUNTS
from projections.viewing.accounts.codes import coded
from projections.viewing.group import Group
from projections.viewing.parts import within
from projections.viewing.view import Column, Made, Part

ORGANIZER = "organizer"
UNTIL_ARRIVAL: tuple[Service, ...] = ("pre_return", "return_operation")


def own_operations(columns: Iterable[Column], filters: Iterable[str]) -> Part:
    """Every column and filter, of rows made without what lies behind the wall."""
    return Part(
        name="discrepancies.own-operations",
        meaning="Only differences in open fields on operations that the reader's body organized, if all "
        "accounts of the plan that name an authority name that one; made without any record of "
        "post_return or data_protection and without accounts of protected reporters",
        facet=ORGANIZER,
        whose="body",
        columns=tuple(column.name for column in columns),
        filters=tuple(filters),
        services=UNTIL_ARRIVAL,
        rows=of_own_operations,
    )


def of_own_operations(group: Group) -> Iterator[Made]:
    """The rows that the organizer of an operation may see, each with whoever that is."""
    known = within(group, UNTIL_ARRIVAL)
    organizers = _organizers(known)
    if not organizers:
        return
    for made in rows(known):
        organizer = _organizer(made.facets["operation"], organizers)
        if organizer is not None and not _is_closed(made.row, known):
            yield replace(made, facets={**made.facets, ORGANIZER: {organizer}})


def _organizers(group: Group) -> Mapping[str, str]:
    """Operation to the authority that organizes it; none while accounts name several."""
    named: dict[str, set[str]] = defaultdict(set)
    for plan in group.anywhere(OperationPlanned):
        if plan.data.organizing_authority is not None:
            named[plan.data.operation].add(plan.data.organizing_authority)
    return {operation: min(bodies) for operation, bodies in named.items() if len(bodies) == 1}


def _organizer(operations: Iterable[str], organizers: Mapping[str, str]) -> str | None:
    """The one authority that organized each of the operations, where there is one."""
    bodies = {organizers.get(operation) for operation in operations}
    return bodies.pop() if len(bodies) == 1 else None


def _is_closed(row: Mapping[str, Any], group: Group) -> bool:
    """Whether the field in which the accounts differ is of a class that is not open."""
    told = {record for column in ACCOUNTS for account in row[column] for record in account["records"]}
    classes = {
        coded(record.kind).get(row["field"], DataClass.OPEN)
        for record in group.records
        if record.id in told and row["field"] in record.kind.model_fields
    }
    return bool(classes - {DataClass.OPEN})
