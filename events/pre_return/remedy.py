"""REWRITE pre_return remedy."""

from events.base import Event
from events.codes.common import ActorRole, YesNoPartlyUnknown, YesNoUnknown
from events.codes.procedure import (
    InterpretationMode,
    InterpretationOccasion,
    RemedyKind,
    RemedyOutcome,
    RepresentationState,
    SuspensiveEffect,
)
from events.codes.standards import Language
from events.data_classes import Open, Personal, Special
from events.ids import DecisionId, RemedyId
from events.values import Count, Line, Moment, Text


class LegalRepresentationRecorded(
    Event,
    service="pre_return",
    subjects=("case",),
    asserted_by=("lawyer", "authority", "returnee", "independent_monitor"),
    areas=("2", "7", "8"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """REWRITE Access to a lawyer or adviser is offered, asked for, given or obstructed."""

    state: Open[RepresentationState]
    matter: Special[tuple[RemedyKind, ...] | None] = None
    free_of_charge: Open[YesNoUnknown | None] = None
    confidential_contact: Open[YesNoUnknown | None] = None
    informed_of_removal_date: Open[YesNoUnknown | None] = None
    informed_hours_before: Open[Count | None] = None
    lawyer_contact: Personal[Text | None] = None
    obstruction_by: Open[ActorRole | None] = None
    notes: Personal[Text | None] = None


class InterpretationRecorded(
    Event,
    service="pre_return",
    subjects=("case",),
    asserted_by=("interpreter", "authority", "lawyer", "returnee", "independent_monitor", "case_manager"),
    areas=("2", "8", "module2.1", "cross-cutting.gender"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """REWRITE Interpretation or translation is used, missing or inadequate at one occasion."""

    occasion: Open[InterpretationOccasion]
    needed: Open[YesNoUnknown]
    mode: Open[InterpretationMode]
    language: Open[Language]
    understood: Open[YesNoPartlyUnknown]
    qualified_and_briefed_on_confidentiality: Open[YesNoUnknown | None] = None
    sex_of_interpreter_choice_offered: Open[YesNoUnknown | None] = None
    notes: Personal[Text | None] = None


class LegalRemedyLodged(
    Event,
    service="pre_return",
    subjects=("case", "remedy", "decision"),
    asserted_by=("lawyer", "returnee", "court", "authority", "guardian"),
    areas=("1", "2", "6"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """REWRITE An appeal, protection claim, stay request, challenge to detention or other remedy is lodged at any stage, also during an operation."""

    remedy: Open[RemedyId]
    kind: Special[RemedyKind]
    """REWRITE Special, because it can reveal a protection claim"""
    lodged_at: Open[Moment]
    against_decision: Open[DecisionId | None] = None
    before_body: Special[Line | None] = None
    body_level: Open[Line | None] = None
    suspensive_effect: Open[SuspensiveEffect]
    authority_informed_at: Open[Moment | None] = None
    in_time: Open[YesNoUnknown | None] = None
    grounds: Special[Text | None] = None


class LegalRemedyDecided(
    Event,
    service="pre_return",
    subjects=("case", "remedy"),
    asserted_by=("court", "lawyer", "authority"),
    areas=("1", "2", "6"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """REWRITE The body seized decides on the remedy, its suspensive effect or an interim measure."""

    remedy: Open[RemedyId]
    decided_at: Open[Moment]
    outcome: Open[RemedyOutcome | None] = None
    """REWRITE Absent when only the suspensive effect is decided"""
    suspensive_effect: Open[SuspensiveEffect]
    final: Open[YesNoUnknown]
    further_remedy_deadline: Open[Moment | None] = None
    notified_to_person_at: Open[Moment | None] = None
    summary: Personal[Text | None] = None
