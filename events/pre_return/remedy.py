"""Lawyers, interpreters, and the remedies against return and detention, at any stage of a case.

The case keeps them in order, and the remedy id joins its lodging with every decision on it. The words come
from the UN Network on Migration mapping, sections 2 and 7, and from articles 2 (3) and 13 of the ICCPR.
"""

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
    """Access to a lawyer or legal adviser was offered, sought, given, declined, obstructed or ended."""

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
    """On one occasion the person had, lacked or was poorly served by interpretation or translation."""

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
    """A remedy such as an appeal or a protection claim was lodged, be it while an operation was running."""

    remedy: Open[RemedyId]
    kind: Special[RemedyKind]
    """Special, since it may show that the person sought protection."""
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
    """The body seized of a remedy ruled on it, on its suspensive effect or on an interim measure."""

    remedy: Open[RemedyId]
    decided_at: Open[Moment]
    outcome: Open[RemedyOutcome | None] = None
    """Absent when the ruling is on the suspensive effect alone."""
    suspensive_effect: Open[SuspensiveEffect]
    final: Open[YesNoUnknown]
    further_remedy_deadline: Open[Moment | None] = None
    notified_to_person_at: Open[Moment | None] = None
    summary: Personal[Text | None] = None
