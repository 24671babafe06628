"""The monitoring views that every way to run has, and what may be opened to make them."""

from projections.case_file.view import VIEW as CASE_FILE
from projections.complaints_incidents_recommendations.view import VIEW as COMPLAINTS
from projections.country_risk_feedback.view import VIEW as COUNTRY_RISK_FEEDBACK
from projections.discrepancies.view import VIEW as DISCREPANCIES
from projections.follow_up_calendar.view import VIEW as FOLLOW_UP_CALENDAR
from projections.force_register.view import VIEW as FORCE_REGISTER
from projections.reintegration_outcomes.view import VIEW as REINTEGRATION_OUTCOMES
from projections.safeguard_findings.view import VIEW as SAFEGUARD_FINDINGS
from projections.service_gaps.view import VIEW as SERVICE_GAPS
from projections.statistics.view import VIEW as STATISTICS
from projections.viewing.by_recipe import ViewsByRecipe
from projections.viewing.means import NO_MEANS, Means
from projections.viewing.parts import kept_apart
from projections.viewing.view import View

VIEWS: tuple[View, ...] = (
    CASE_FILE,
    SAFEGUARD_FINDINGS,
    FORCE_REGISTER,
    DISCREPANCIES,
    COMPLAINTS,
    FOLLOW_UP_CALENDAR,
    REINTEGRATION_OUTCOMES,
    COUNTRY_RISK_FEEDBACK,
    STATISTICS,
    SERVICE_GAPS,
)
"""Every view that is made subject by subject, in the order of the requirements."""

BY_NAME: dict[str, View] = {view.name: view for view in VIEWS}


def every_view() -> tuple[View, ...]:
    """The views, and the parts of them whose rows are made apart."""
    return kept_apart(VIEWS)


def monitoring_views(means: Means = NO_MEANS) -> ViewsByRecipe:
    """The views as one projection."""
    return ViewsByRecipe(every_view, means)
