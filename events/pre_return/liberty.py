"""Detention and the measures in its place, from start over review to end, in whatever country.

The case keeps them in order, and the liberty_measure id joins the records of one measure. The words come
from the UN Network on Migration mapping, section 6, and from article 9 of the ICCPR.
"""

from events.base import Event
from events.codes.circumstances import (
    LibertyEndReason,
    LibertyGround,
    LibertyMeasure,
    LibertyReviewOutcome,
    LibertyStage,
)
from events.codes.common import ActorRole, YesNoUnknown
from events.codes.standards import Country
from events.data_classes import Open, Personal
from events.ids import FacilityId, LibertyMeasureId
from events.values import Count, Day, Moment, Text


class LibertyRestrictionStarted(
    Event,
    service="pre_return",
    subjects=("case", "liberty_measure"),
    asserted_by=(
        "authority",
        "receiving_authority",
        "lawyer",
        "returnee",
        "independent_monitor",
        "family_member",
    ),
    areas=("6", "19", "cross-cutting.child"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """A person was detained or put under a measure in place of detention, in any country and at any stage."""

    liberty_measure: Open[LibertyMeasureId]
    measure: Open[LibertyMeasure]
    stage: Open[LibertyStage]
    started_at: Open[Moment]
    country: Open[Country]
    facility: Open[FacilityId | None] = None
    ordered_by: Open[ActorRole]
    ground: Open[LibertyGround]
    alternatives_considered: Open[tuple[LibertyMeasure, ...]]
    """Empty when none was considered."""
    alternatives_rejected_reason: Personal[Text | None] = None
    individual_necessity_assessed: Open[YesNoUnknown]
    proportionality_assessed: Open[YesNoUnknown | None] = None
    remedy_explained: Open[YesNoUnknown]
    maximum_days_ordered: Open[Count | None] = None
    with_family: Open[YesNoUnknown | None] = None
    child_held: Open[YesNoUnknown]
    notes: Personal[Text | None] = None


class LibertyRestrictionReviewed(
    Event,
    service="pre_return",
    subjects=("case", "liberty_measure"),
    asserted_by=("court", "authority", "lawyer", "independent_monitor"),
    areas=("6",),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """A body reviewed whether a detention or a measure in its place is still needed."""

    liberty_measure: Open[LibertyMeasureId]
    reviewed_at: Open[Moment]
    reviewer_independent: Open[YesNoUnknown]
    person_heard: Open[YesNoUnknown | None] = None
    prospect_of_removal_examined: Open[YesNoUnknown]
    prospect_of_removal: Open[YesNoUnknown]
    alternatives_considered: Open[tuple[LibertyMeasure, ...]]
    outcome: Open[LibertyReviewOutcome]
    next_review_due: Open[Day | None] = None


class LibertyRestrictionEnded(
    Event,
    service="pre_return",
    subjects=("case", "liberty_measure"),
    asserted_by=("authority", "court", "lawyer", "receiving_authority", "independent_monitor"),
    areas=("6", "19"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """A detention or a measure in its place came to its end."""

    liberty_measure: Open[LibertyMeasureId]
    ended_at: Open[Moment]
    reason: Open[LibertyEndReason]
    replaced_by: Open[LibertyMeasureId | None] = None
