"""What the policies are told of each view: its name, and the services whose records it shows."""

from foundation.access.asking import OfView
from projections.query.views import VIEWS
from projections.viewing.view import View

COVERAGE = OfView("operation-coverage", ("return_operation",))
"""The one view that is not made subject by subject."""


def shown(view: View) -> OfView:
    """A view as the policies see it."""
    return OfView(view.name, view.services)


def every_view() -> dict[str, OfView]:
    """Every view by its number in the requirements, `V1` and so on, in their order."""
    found = {view.number: shown(view) for view in VIEWS} | {"V3": COVERAGE}
    return {number: found[number] for number in sorted(found, key=lambda each: int(each[1:]))}
