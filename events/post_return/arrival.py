"""REWRITE post_return arrival."""

from events.base import Event
from events.codes.arrival import (
    ContactMode,
    HarmKind,
    LinkToReturn,
    PerpetratorKind,
    ProtectedGround,
    ProtectionLevel,
    UrgentResponse,
)
from events.codes.common import (
    Confidence,
    ConsentState,
    DatePrecision,
    UrgentNeed,
    YesNoPartlyUnknown,
    YesNoUnknown,
)
from events.codes.reintegration import ReferralTier
from events.codes.standards import AdminArea, Country
from events.data_classes import Open, Personal, Special
from events.ids import ReferralId
from events.values import Day, Moment, Text


class ArrivalChecked(
    Event,
    service="post_return",
    subjects=("case",),
    asserted_by=(
        "independent_monitor",
        "case_manager",
        "international_organization",
        "returnee",
        "nhri",
        "family_member",
    ),
    areas=("19", "12", "14", "15", "6"),
):
    """REWRITE The situation of a person on and just after arrival is checked, or the attempt to check fails."""

    arrived_at: Open[Moment | None] = None
    checked_at: Open[Moment]
    contact_mode: Open[ContactMode]
    contact_made: Open[bool]
    detained: Open[YesNoUnknown]
    interrogated: Open[YesNoUnknown]
    ill_treated: Special[YesNoUnknown]
    extorted: Open[YesNoUnknown | None] = None
    authorities_record_of_return_proper: Open[YesNoUnknown | None] = None
    """REWRITE Record accurate and privacy respected"""
    identity_documents_available: Open[YesNoPartlyUnknown]
    food_available: Open[YesNoPartlyUnknown]
    clothing_adequate: Open[YesNoPartlyUnknown]
    safe_place_to_stay: Open[YesNoPartlyUnknown]
    urgent_health_need: Special[YesNoUnknown]
    onward_transport_available: Open[YesNoUnknown | None] = None
    reception_service_present: Open[YesNoUnknown | None] = None
    child_with_agreed_carer: Open[YesNoUnknown | None] = None
    wishes_follow_up: Open[YesNoUnknown]
    safe_contact_method: Personal[Text | None] = None
    notes: Special[Text | None] = None


class HarmReported(
    Event,
    service="post_return",
    subjects=("case",),
    asserted_by=(
        "returnee",
        "family_member",
        "independent_monitor",
        "case_manager",
        "lawyer",
        "civil_society",
        "service_provider",
    ),
    areas=("12", "13", "19", "1", "16", "module2.5.7"),
):
    """REWRITE Harm, stigma, discrimination or a rights violation after return is reported."""

    kind: Special[HarmKind]
    happened_from: Open[Day | None] = None
    happened_precision: Open[DatePrecision]
    country: Open[Country]
    area: Personal[AdminArea | None] = None
    perpetrator: Open[PerpetratorKind]
    grounds: Special[tuple[ProtectedGround, ...] | None] = None
    link_to_return: Open[LinkToReturn]
    was_foreseen_in_assessment: Open[YesNoUnknown | None] = None
    """REWRITE The same risk was raised before return"""
    confidence_in_report: Open[Confidence]
    ongoing: Open[YesNoUnknown]
    protection_sought: Open[YesNoUnknown | None] = None
    returnee_agrees_to_use: Open[ConsentState]
    account: Special[Text | None] = None


class SecurityRiskAssessed(
    Event,
    service="post_return",
    subjects=("case", "assessment"),
    asserted_by=("case_manager", "child_protection_authority", "service_provider"),
    areas=("13", "module2.2.2"),
    accepted_by=("pre_return", "post_return"),
):
    """REWRITE Risks to a vulnerable person are assessed and an individual security plan is made or not."""

    level: Special[ProtectionLevel]
    plan_made: Open[bool]
    trafficking_related: Special[YesNoUnknown]
    gender_based: Special[YesNoUnknown | None] = None
    review_due: Open[Day | None] = None
    risks: Special[Text | None] = None
    measures: Special[Text | None] = None


class UrgentHealthNeedIdentified(
    Event,
    service="post_return",
    subjects=("case",),
    asserted_by=(
        "case_manager",
        "medical_professional",
        "returnee",
        "independent_monitor",
        "service_provider",
    ),
    areas=("13", "19", "module2.5.5", "module2.6.3"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """REWRITE A life-threatening, psychiatric, sexual-assault or similar need is identified and a response is recorded."""

    needs: Special[tuple[UrgentNeed, ...]]
    identified_at: Open[Moment]
    exposure_at: Special[Moment | None] = None
    """REWRITE For the 72-hour limits"""
    responses: Special[tuple[UrgentResponse, ...]]
    response_at: Open[Moment | None] = None
    tier: Special[ReferralTier]
    referral: Open[ReferralId | None] = None
    person_choice_respected: Open[YesNoUnknown | None] = None
    trained_staff: Open[YesNoUnknown | None] = None
    contraception_not_applicable: Special[bool | None] = None
    """REWRITE True where pregnancy is not possible or emergency contraception is not lawful at the place; used only by health.post-exposure-care-within-72-hours"""
    detail: Special[Text | None] = None
