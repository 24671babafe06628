"""What the policies are told of each view: its name, and the services whose records it shows."""

from foundation.access.asking import OfView
from projections.query.views import VIEWS
from projections.viewing.view import Part, View

COVERAGE = OfView("operation-coverage", ("return_operation",))
"""The one view that is not made subject by subject."""


def shown(view: View | Part) -> OfView:
    """A view, or a part of one, as the policies see it."""
    return OfView(view.name, view.services)


def every_part() -> dict[str, list[OfView]]:
    """Every view that has parts, by its name, with these in the order in which they are given."""
    return {view.name: [shown(part) for part in view.parts] for view in VIEWS if view.parts}


def every_view() -> dict[str, OfView]:
    """Every view by its number in the requirements, `V1` and so on, in their order."""
    found = {view.number: shown(view) for view in VIEWS} | {"V3": COVERAGE}
    return {number: found[number] for number in sorted(found, key=lambda each: int(each[1:]))}
