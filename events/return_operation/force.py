"""REWRITE return_operation force."""

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
    """REWRITE A means of restraint or a forceful technique is applied to a person, as recorded by the authority or any other party."""

    force_use: Open[ForceUseId]
    means: Open[tuple[RestraintMeans, ...]]
    started_at: Open[Moment]
    ended_at: Open[Moment | None] = None
    """REWRITE When already known; otherwise see RestraintRemoved"""
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
    """REWRITE For chemical means only"""
    account: Personal[Text | None] = None


class RestraintRemoved(
    Event,
    service="return_operation",
    subjects=("case", "operation", "force_use"),
    asserted_by=("escort", "authority", "independent_monitor", "medical_professional"),
    areas=("11",),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """REWRITE A means of restraint is loosened for good or removed."""

    force_use: Open[ForceUseId]
    removed_at: Open[Moment]
    means: Open[tuple[RestraintMeans, ...] | None] = None
    """REWRITE Absent when all were removed"""
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
    """REWRITE A monitor or other witness records force that they saw, heard of or were told of."""

    force_use: Open[ForceUseId | None] = None
    """REWRITE Given when it clearly is the same use as one already recorded"""
    means: Open[tuple[RestraintMeans, ...]]
    seen_from: Open[Moment]
    seen_until: Open[Moment | None] = None
    phase_of_use: Open[Phase]
    used_by: Open[ActorRole]
    staff_count: Open[Count | None] = None
    justification_perceived: Open[ForceJustification]
    proportionality: Open[ProportionalityView]
    warning_given: Open[YesNoUnknown | None] = None
    on_child: Open[YesNoUnknown]
    on_pregnant: Special[YesNoUnknown | None] = None
    in_view_of_children: Open[YesNoUnknown | None] = None
    injury: Special[InjuryLevel]
    breathing_hindered: Open[YesNoUnknown]
    insults_or_discrimination: Open[YesNoUnknown | None] = None
    account: Personal[Text | None] = None
