"""Examinations of one person around a return: risks, vulnerability, a child's best interests, the family.

The case keeps them in order, and the assessment id joins what several bodies say of one examination. The
words come from the UN Network on Migration mapping, sections 1, 10, 13 and 14, from the IOM Reintegration
Handbook, module 2.2, and from articles 3 and 9 of the Convention on the Rights of the Child.
"""

from events.base import Event
from events.codes.common import ConsentState, UrgentNeed, YesNoPartlyUnknown, YesNoUnknown
from events.codes.person import (
    AssessmentOutcome,
    BestInterestsOutcome,
    FamilyAssessmentKind,
    FamilyAssessmentOutcome,
    GuardianState,
    RiskKind,
    ScreeningStage,
    ScreeningTool,
    SeparationReason,
    VulnerabilityCategory,
    VulnerabilityLevel,
    VulnerabilityResult,
)
from events.codes.standards import Country, Language
from events.data_classes import Open, Personal, Special
from events.ids import AssessmentId, CaseId, CountryFindingId, FamilyGroupId
from events.values import Count, Day, Line, Moment, Text


class IndividualAssessmentCompleted(
    Event,
    service="pre_return",
    subjects=("case", "assessment"),
    asserted_by=("authority", "court", "lawyer", "independent_monitor"),
    areas=("1", "2", "13", "19", "cross-cutting.gender", "cross-cutting.child", "cross-cutting.human-rights"),
):
    """A body completed, or left out, its examination of the risks that may bar the return of one person."""

    assessment: Open[AssessmentId]
    individual: Open[YesNoPartlyUnknown]
    """Whether it looked at what this person faces, rather than at a group."""
    risks_considered: Personal[tuple[RiskKind, ...]]
    risks_found: Special[tuple[RiskKind, ...] | None] = None
    outcome: Personal[AssessmentOutcome]
    country_assessed: Open[Country]
    onward_removal_considered: Open[YesNoUnknown]
    gender_based_risk_considered: Open[YesNoUnknown | None] = None
    child_specific_risk_considered: Open[YesNoUnknown | None] = None
    interview_held: Open[YesNoUnknown]
    interview_language: Open[Language | None] = None
    interview_understood: Open[YesNoPartlyUnknown | None] = None
    interview_minutes: Open[Count | None] = None
    country_findings_considered: Open[tuple[CountryFindingId, ...] | None] = None
    """Findings about returned persons that the examination took into account."""
    country_information_sources: Open[tuple[Line, ...] | None] = None
    decision_maker_independent: Open[YesNoUnknown | None] = None
    reasons_written: Open[YesNoUnknown | None] = None
    reasons: Special[Text | None] = None


class VulnerabilityScreened(
    Event,
    service="pre_return",
    subjects=("case", "assessment"),
    asserted_by=(
        "case_manager",
        "service_provider",
        "medical_professional",
        "authority",
        "independent_monitor",
    ),
    areas=("3", "13", "14", "15", "module2.1", "module2.2.1", "cross-cutting.gender"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """One person was screened for vulnerability, declined the screening, or was not screened."""

    stage: Open[ScreeningStage]
    tool: Open[ScreeningTool]
    result: Open[VulnerabilityResult]
    categories: Special[tuple[VulnerabilityCategory, ...] | None] = None
    levels: Open[tuple[VulnerabilityLevel, ...] | None] = None
    immediate_needs: Special[tuple[UrgentNeed, ...] | None] = None
    trained_assessor: Open[YesNoUnknown]
    private_setting: Open[YesNoUnknown | None] = None
    health_screening_included: Open[YesNoUnknown | None] = None
    consent_to_share_with_country_of_return: Open[ConsentState]
    shared_before_travel: Open[YesNoUnknown | None] = None
    next_step: Special[Text | None] = None


class BestInterestsDetermined(
    Event,
    service="pre_return",
    subjects=("case", "assessment"),
    asserted_by=(
        "child_protection_authority",
        "authority",
        "guardian",
        "lawyer",
        "court",
        "independent_monitor",
    ),
    areas=("2", "4", "10", "14", "cross-cutting.child", "module2.7"),
):
    """The best interests of one child were determined or reviewed, or a party says that they were not."""

    formal_documented: Open[YesNoUnknown]
    child_protection_lead: Open[YesNoUnknown]
    """Whether child protection led the procedure, shared the lead or guided it."""
    decision_maker_independent: Open[YesNoUnknown | None] = None
    multidisciplinary: Open[YesNoUnknown | None] = None
    child_heard: Open[YesNoUnknown]
    child_friendly_information: Open[YesNoUnknown | None] = None
    guardian_took_part: Open[YesNoUnknown | None] = None
    legal_assistance: Open[YesNoUnknown | None] = None
    risk_assessment_child_specific: Open[YesNoUnknown]
    attachments_and_integration_considered: Open[YesNoUnknown | None] = None
    outcome: Open[BestInterestsOutcome]
    determined_on: Open[Day]
    conditions_for_return: Special[Text | None] = None
    child_views: Special[Text | None] = None
    child_agrees_with_return: Personal[YesNoUnknown | None] = None


class GuardianAppointed(
    Event,
    service="pre_return",
    subjects=("case",),
    asserted_by=("authority", "court", "child_protection_authority", "guardian", "lawyer"),
    areas=("2", "14", "cross-cutting.child"),
):
    """A child was given a guardian, changed or lost one, or was refused one."""

    state: Open[GuardianState]
    effective_on: Open[Day]
    independent: Open[YesNoUnknown]
    trained: Open[YesNoUnknown | None] = None
    accompanies_through_return: Open[YesNoUnknown | None] = None
    guardian_identity: Personal[Text | None] = None


class FamilyAssessmentCompleted(
    Event,
    service="pre_return",
    subjects=("case", "family_group", "assessment"),
    asserted_by=(
        "child_protection_authority",
        "case_manager",
        "service_provider",
        "international_organization",
        "guardian",
    ),
    areas=("10", "14", "module2.2.3", "cross-cutting.child"),
    accepted_by=("pre_return", "post_return"),
):
    """A body traced the family, or assessed a carer or a household, or left this out."""

    kind: Open[FamilyAssessmentKind]
    qualified_actor: Open[YesNoUnknown]
    after_best_interests_procedure: Open[YesNoUnknown]
    person_consented: Open[YesNoUnknown]
    family_agrees_to_care: Open[YesNoUnknown | None] = None
    alternative_care_assessed: Open[YesNoUnknown | None] = None
    outcome: Open[FamilyAssessmentOutcome]
    protective_factors: Special[Text | None] = None
    risk_factors: Special[Text | None] = None


class FamilySeparationRecorded(
    Event,
    service="pre_return",
    subjects=("case", "family_group", "operation"),
    asserted_by=(
        "authority",
        "independent_monitor",
        "lawyer",
        "returnee",
        "family_member",
        "child_protection_authority",
    ),
    areas=("10", "11", "cross-cutting.child"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """Members of one family were separated, by whatever act, or lost contact with one another."""

    family_group: Open[FamilyGroupId]
    separated_from: Open[tuple[CaseId, ...]]
    reason: Open[SeparationReason]
    started_at: Open[Moment]
    ended_at: Open[Moment | None] = None
    child_involved: Open[YesNoUnknown]
    best_interests_basis: Open[YesNoUnknown]
    """Whether the separation was shown to serve the best interests of the child."""
    contact_kept: Open[YesNoUnknown | None] = None
    whereabouts_known: Open[YesNoUnknown | None] = None
    notes: Personal[Text | None] = None
