"""Force and restraint: each use by its own id, in as many accounts as there are witnesses.

The case keeps order; the force_use ties the accounts of one use together, and none of them replaces another.
Means and techniques follow the CPT (13th General Report, paragraphs 32 to 36, and its later country reports)
and the Frontex code of conduct for return operations.
"""

from events.base import Event
from events.codes.common import ActorRole, Phase, TeamRole, YesNoUnknown
from events.codes.operation import ForceJustification, InjuryLevel, ProportionalityView, RestraintMeans
from events.data_classes import Open, Personal, Special
from events.ids import ForceUseId
from events.values import Count, Line, Moment, Text


class RestraintApplied(
    Event,
    service="return_operation",
    subjects=("case", "operation", "force_use"),
    asserted_by=("escort", "authority", "independent_monitor", "returnee", "lawyer"),
    areas=("11", "cross-cutting.child"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """Somebody was restrained or subjected to a forceful technique, as one party records it."""

    force_use: Open[ForceUseId]
    means: Open[tuple[RestraintMeans, ...]]
    started_at: Open[Moment]
    ended_at: Open[Moment | None] = None
    """Stated when the end is known at the time of writing; a later end is a RestraintRemoved."""
    phase_of_use: Open[Phase]
    applied_by: Open[ActorRole]
    staff_count: Open[Count | None] = None
    ordered_by: Open[TeamRole | None] = None
    justification: Open[ForceJustification]
    individual_risk_assessment: Open[YesNoUnknown]
    warning_given: Open[YesNoUnknown | None] = None
    de_escalation_tried: Open[YesNoUnknown | None] = None
    on_child: Open[YesNoUnknown]
    on_pregnant: Special[YesNoUnknown | None] = None
    in_view_of_children: Open[YesNoUnknown | None] = None
    injury: Special[InjuryLevel]
    video_recorded: Open[YesNoUnknown | None] = None
    medical_consent: Special[YesNoUnknown | None] = None
    """Whether the person agreed; only where the means is chemical."""
    account: Personal[Text | None] = None


class RestraintRemoved(
    Event,
    service="return_operation",
    subjects=("case", "operation", "force_use"),
    asserted_by=("escort", "authority", "independent_monitor", "medical_professional"),
    areas=("11",),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """A restraint was taken off, or loosened without being tightened again."""

    force_use: Open[ForceUseId]
    removed_at: Open[Moment]
    means: Open[tuple[RestraintMeans, ...] | None] = None
    """Those removed; absent when nothing was left in place."""
    reason: Personal[Line | None] = None
    before_hand_over: Open[YesNoUnknown | None] = None
    marks_seen: Special[YesNoUnknown | None] = None


class UseOfForceObserved(
    Event,
    service="return_operation",
    subjects=("case", "operation", "force_use", "observation"),
    asserted_by=(
        "independent_monitor",
        "nhri",
        "returnee",
        "lawyer",
        "family_member",
        "civil_society",
        "medical_professional",
    ),
    areas=("11", "cross-cutting.child", "cross-cutting.human-rights"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """Somebody other than those who used it tells of force that they saw, heard or were told of."""

    force_use: Open[ForceUseId | None] = None
    """Named only when the witness is sure that it is a use already on record."""
    means: Open[tuple[RestraintMeans, ...]]
    seen_from: Open[Moment]
    seen_until: Open[Moment | None] = None
    phase_of_use: Open[Phase]
    used_by: Open[ActorRole]
    staff_count: Open[Count | None] = None
    justification_perceived: Open[ForceJustification]
    """As it seemed to the witness, whatever those who used force say."""
    proportionality: Open[ProportionalityView]
    warning_given: Open[YesNoUnknown | None] = None
    on_child: Open[YesNoUnknown]
    on_pregnant: Special[YesNoUnknown | None] = None
    in_view_of_children: Open[YesNoUnknown | None] = None
    injury: Special[InjuryLevel]
    breathing_hindered: Open[YesNoUnknown]
    insults_or_discrimination: Open[YesNoUnknown | None] = None
    account: Personal[Text | None] = None
