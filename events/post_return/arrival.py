"""How a person fares on arrival, and the first dangers after it.

The case keeps the order. The questions follow sections 12, 13 and 19 of the UN Network on Migration mapping
and modules 2.2.2, 2.5 and 2.6.3 of the IOM Reintegration Handbook.
"""

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
    """Somebody asked how a person fared on and just after arrival, or tried to and reached nobody."""

    arrived_at: Open[Moment | None] = None
    checked_at: Open[Moment]
    contact_mode: Open[ContactMode]
    contact_made: Open[bool]
    """False for an attempt that reached nobody."""
    detained: Open[YesNoUnknown]
    interrogated: Open[YesNoUnknown]
    ill_treated: Special[YesNoUnknown]
    extorted: Open[YesNoUnknown | None] = None
    authorities_record_of_return_proper: Open[YesNoUnknown | None] = None
    """Whether what the authorities wrote down of the return is right and kept private."""
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
    """How to reach the person without putting them in danger."""
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
    """Somebody reported harm, stigma, discrimination or the denial of a right after return."""

    kind: Special[HarmKind]
    happened_from: Open[Day | None] = None
    """The first day, when the harm lasted."""
    happened_precision: Open[DatePrecision]
    country: Open[Country]
    """Where the harm happened; it may have been after a second removal."""
    area: Personal[AdminArea | None] = None
    perpetrator: Open[PerpetratorKind]
    grounds: Special[tuple[ProtectedGround, ...] | None] = None
    link_to_return: Open[LinkToReturn]
    was_foreseen_in_assessment: Open[YesNoUnknown | None] = None
    """Whether this risk had been raised before the return."""
    confidence_in_report: Open[Confidence]
    ongoing: Open[YesNoUnknown]
    protection_sought: Open[YesNoUnknown | None] = None
    returnee_agrees_to_use: Open[ConsentState]
    """Consent of the harmed person to the use of this report."""
    account: Special[Text | None] = None


class SecurityRiskAssessed(
    Event,
    service="post_return",
    subjects=("case", "assessment"),
    asserted_by=("case_manager", "child_protection_authority", "service_provider"),
    areas=("13", "module2.2.2"),
    accepted_by=("pre_return", "post_return"),
):
    """The dangers to a vulnerable person were weighed, and a security plan for them was or was not made."""

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
    """A need that cannot wait was found, of body or mind or after an assault, with what was done."""

    needs: Special[tuple[UrgentNeed, ...]]
    identified_at: Open[Moment]
    exposure_at: Special[Moment | None] = None
    """The moment from which the 72 hours of care after exposure run."""
    responses: Special[tuple[UrgentResponse, ...]]
    response_at: Open[Moment | None] = None
    tier: Special[ReferralTier]
    referral: Open[ReferralId | None] = None
    person_choice_respected: Open[YesNoUnknown | None] = None
    trained_staff: Open[YesNoUnknown | None] = None
    contraception_not_applicable: Special[bool | None] = None
    """True where pregnancy is impossible or this care is unlawful; only the 72-hour rule reads it."""
    detail: Special[Text | None] = None
