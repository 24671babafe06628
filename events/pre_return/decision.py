"""Return decisions from issue to end, and the ways to stay that were examined beside them.

The case keeps them in order, and the decision id joins what several bodies say of one decision. The words
come from the UN Network on Migration mapping, sections 1, 2 and 4, and from what article 13 of the ICCPR
asks before a person may be expelled.
"""

from events.base import Event
from events.codes.common import ActorRole, YesNoPartlyUnknown, YesNoUnknown
from events.codes.procedure import (
    DecisionKind,
    DecisionStatus,
    DeliveryMode,
    InformationFormat,
    PathwayOutcome,
    StayGround,
)
from events.codes.standards import Country, Language
from events.data_classes import Open, Personal, Special
from events.ids import AssessmentId, DecisionId, OrganizationId, RemedyId
from events.values import Count, Day, Line, Moment, Text


class ReturnDecisionIssued(
    Event,
    service="pre_return",
    subjects=("case", "decision"),
    asserted_by=("authority", "court", "lawyer", "independent_monitor"),
    areas=("1", "2"),
):
    """An authority decided that one person must, or may, be returned."""

    decision: Open[DecisionId]
    kind: Open[DecisionKind]
    deciding_authority: Open[OrganizationId]
    competent_authority: Open[YesNoUnknown | None] = None
    issued_on: Open[Day]
    nationality_at_decision: Open[tuple[Country, ...]]
    """As the decision has it, so that decisions of one day can be compared without the cases."""
    country_of_return: Open[Country]
    assessment: Open[AssessmentId | None] = None
    """Absent when the decision cites no individual assessment."""
    wording_identical_to_others: Open[YesNoUnknown | None] = None
    """Whether an observer takes the reasons for a template."""
    voluntary_departure_until: Open[Day | None] = None
    remedy_deadline: Open[Moment | None] = None
    remedy_suspensive_by_law: Open[YesNoUnknown | None] = None
    reference: Personal[Line | None] = None
    reasons: Special[Text | None] = None


class ReturnDecisionNotified(
    Event,
    service="pre_return",
    subjects=("case", "decision"),
    asserted_by=("authority", "returnee", "lawyer", "independent_monitor", "interpreter"),
    areas=("2", "5", "cross-cutting.child"),
):
    """The person was told of a decision, or a party says that this was not done properly."""

    decision: Open[DecisionId]
    notified_at: Open[Moment | None] = None
    delivery_mode: Open[DeliveryMode]
    language: Open[Language | None] = None
    language_understood: Open[YesNoPartlyUnknown]
    reasons_explained: Open[YesNoPartlyUnknown | None] = None
    remedy_and_deadline_explained: Open[YesNoPartlyUnknown]
    child_friendly: Open[YesNoUnknown | None] = None
    representative_notified: Open[YesNoUnknown | None] = None
    guardian_notified: Open[YesNoUnknown | None] = None
    accessible_format: Open[tuple[InformationFormat, ...] | None] = None
    copy_given: Open[YesNoUnknown | None] = None
    notes: Personal[Text | None] = None


class ReturnDecisionStatusChanged(
    Event,
    service="pre_return",
    subjects=("case", "decision"),
    asserted_by=("authority", "court", "lawyer"),
    areas=("2", "4", "6", "7"),
):
    """The standing of a decision changed, up to its execution or the finding that it cannot be executed."""

    decision: Open[DecisionId]
    status: Open[DecisionStatus]
    effective_at: Open[Moment]
    ordered_by: Open[ActorRole | None] = None
    remedy: Open[RemedyId | None] = None
    impossible_reason: Personal[Text | None] = None


class StayPathwayExamined(
    Event,
    service="pre_return",
    subjects=("case",),
    asserted_by=("authority", "lawyer", "case_manager", "child_protection_authority", "independent_monitor"),
    areas=("4",),
):
    """Grounds for regular stay were examined, before or after a return decision, or were left unexamined."""

    grounds_examined: Special[tuple[StayGround, ...]]
    outcome: Open[PathwayOutcome]
    status_granted_until: Open[Day | None] = None
    person_informed: Open[YesNoUnknown]
    whole_family_considered: Open[YesNoUnknown | None] = None
    years_in_host_country: Open[Count | None] = None
    reason: Personal[Text | None] = None
