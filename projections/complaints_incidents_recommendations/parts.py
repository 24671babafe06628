"""What a body sees of the register: the recommendations that are addressed to it."""

from collections.abc import Iterator
from dataclasses import replace

from events.base import Service
from projections.complaints_incidents_recommendations.facets import ADDRESSEE
from projections.complaints_incidents_recommendations.rows import rows
from projections.viewing.group import Group
from projections.viewing.parts import within
from projections.viewing.view import Made, Part

UNTIL_ARRIVAL: tuple[Service, ...] = ("pre_return", "return_operation")

ADDRESSED = Part(
    name="complaints-incidents-recommendations.addressed",
    meaning="Only recommendations that are addressed to the reader's body. Complaints and incidents have no "
    "addressee: whoever handles one may be the body complained of",
    facet=ADDRESSEE,
    whose="body",
    columns=(
        "kind",
        "number",
        "urgent",
        "operations",
        "opened_at",
        "raised_by",
        "state",
        "state_since",
        "handlers",
        "waiting_for",
        "next_due",
        "ended_at",
        "reply",
        "replied_at",
        "implementation",
        "contested",
        "safeguards",
        "days_open",
        "overdue",
        "days_overdue",
    ),
    filters=(
        "number",
        "operation",
        "state",
        "open",
        "overdue",
        "reply",
        "implementation",
        "contested",
        "year",
    ),
)


def _until_arrival(group: Group) -> Iterator[Made]:
    """The row of a recommendation, as records before the arrival tell of it."""
    if group.kind == "recommendation":
        yield from rows(within(group, UNTIL_ARRIVAL))


PARTS = (
    ADDRESSED,
    replace(
        ADDRESSED,
        name="complaints-incidents-recommendations.addressed-until-arrival",
        meaning="The same for those who carry out returns, made without any record of post_return or "
        "data_protection and without accounts of protected reporters",
        services=UNTIL_ARRIVAL,
        rows=_until_arrival,
    ),
)
