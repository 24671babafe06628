"""What a person was told, agreed to and could prepare before leaving.

The case keeps these records in order, so that an agreement can be read against the information before it
and the pressure around it. The words come from the UN Network on Migration mapping, sections 8 and 13, and
from the IOM Reintegration Handbook, modules 2.1 and 2.2.1.
"""

from events.base import Event
from events.codes.circumstances import TreatmentAvailability, TreatmentOption
from events.codes.common import ActorRole, ConsentForm, YesNoPartlyUnknown, YesNoUnknown
from events.codes.procedure import CoercionKind, InformationFormat, InformationTopic, ReturnConsentState
from events.codes.standards import AdminArea, Language
from events.data_classes import Open, Personal, Special
from events.values import Count, Day, Moment, Text


class InformationProvided(
    Event,
    service="pre_return",
    subjects=("case",),
    asserted_by=(
        "authority",
        "case_manager",
        "independent_monitor",
        "lawyer",
        "service_provider",
        "consulate",
        "guardian",
    ),
    areas=("2", "3", "5", "8", "11", "13", "15", "module2.1"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """A person was informed on one or more topics, or a party says that this was not done."""

    topics: Open[tuple[InformationTopic, ...]]
    given: Open[YesNoPartlyUnknown]
    language: Open[Language | None] = None
    understood: Open[YesNoPartlyUnknown]
    formats: Open[tuple[InformationFormat, ...]]
    source_unbiased: Open[YesNoUnknown | None] = None
    country_of_return_facts_current_as_of: Open[Day | None] = None
    written_copy_left: Open[YesNoUnknown | None] = None
    notes: Personal[Text | None] = None


class ReturnConsentRecorded(
    Event,
    service="pre_return",
    subjects=("case",),
    asserted_by=("returnee", "case_manager", "guardian", "lawyer", "authority", "independent_monitor"),
    areas=("8", "14"),
    accepted_by=("pre_return", "return_operation"),
):
    """A person agreed to return, or withheld, renewed or withdrew that; never consent to the use of data."""

    state: Open[ReturnConsentState]
    state_at: Open[Moment]
    form: Open[ConsentForm]
    language: Open[Language | None] = None
    understood: Open[YesNoPartlyUnknown]
    information_received_on: Open[Day | None] = None
    days_to_decide: Open[Count | None] = None
    free_of_pressure_stated: Open[YesNoUnknown]
    legal_advice_before: Open[YesNoUnknown | None] = None
    guardian_agreement: Open[YesNoUnknown | None] = None
    in_detention_when_given: Open[YesNoUnknown]
    told_can_withdraw: Open[YesNoUnknown]
    agreed_departure_date: Open[Day | None] = None
    circumstances_changed_since: Open[YesNoUnknown | None] = None
    shorter_time_requested: Open[YesNoUnknown | None] = None
    """Whether the person asked, unprompted, for less time to decide."""
    reason: Personal[Text | None] = None


class CoercionIndicatorReported(
    Event,
    service="pre_return",
    subjects=("case",),
    asserted_by=(
        "returnee",
        "lawyer",
        "independent_monitor",
        "service_provider",
        "case_manager",
        "civil_society",
        "guardian",
    ),
    areas=("8", "3", "11"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """Somebody reported a sign that an agreement to return was not free."""

    kinds: Personal[tuple[CoercionKind, ...]]
    by_role: Open[ActorRole]
    happened_at: Open[Moment | None] = None
    still_present: Open[YesNoUnknown]
    affected_decision: Open[YesNoUnknown]
    account: Special[Text | None] = None


class DeparturePreparationRecorded(
    Event,
    service="pre_return",
    subjects=("case",),
    asserted_by=(
        "returnee",
        "authority",
        "case_manager",
        "independent_monitor",
        "child_protection_authority",
    ),
    areas=("13", "8", "14", "18", "module2.2.1"),
    accepted_by=("pre_return", "return_operation"),
):
    """The time and means that one person had to prepare for departure became known."""

    notice_of_departure_at: Open[Moment | None] = None
    planned_departure_at: Open[Moment | None] = None
    documents_collected: Open[YesNoPartlyUnknown]
    belongings_packed: Open[YesNoPartlyUnknown]
    money_available: Open[YesNoPartlyUnknown]
    phone_available: Open[YesNoUnknown | None] = None
    contracts_and_debts_settled: Open[YesNoPartlyUnknown | None] = None
    school_term_respected: Open[YesNoUnknown | None] = None
    school_and_medical_records_obtained: Open[YesNoPartlyUnknown | None] = None
    children_documents_obtained: Open[YesNoPartlyUnknown | None] = None
    reception_in_country_of_return_arranged: Open[YesNoPartlyUnknown]
    continuity_of_care_arranged: Open[YesNoPartlyUnknown | None] = None
    person_asked_for_more_time: Open[YesNoUnknown]
    more_time_granted: Open[YesNoUnknown | None] = None
    notes: Personal[Text | None] = None


class TreatmentContinuityAssessed(
    Event,
    service="pre_return",
    subjects=("case", "assessment"),
    asserted_by=("medical_professional", "case_manager", "authority", "lawyer", "service_provider"),
    areas=("13", "4", "module2.2.1", "module2.5.5"),
):
    """A body assessed whether a treatment can go on after return, and which way to take."""

    life_sustaining: Special[YesNoUnknown]
    availability: Special[TreatmentAvailability]
    accessible_to_this_person: Special[YesNoUnknown | None] = None
    option_chosen: Special[TreatmentOption]
    person_informed_and_consents: Special[YesNoUnknown]
    medical_specialist_consulted: Open[YesNoUnknown | None] = None
    supply_days_given: Special[Count | None] = None
    records_transferred: Special[YesNoUnknown | None] = None
    relocation_area: Special[AdminArea | None] = None
    assessed_on: Open[Day]
    detail: Special[Text | None] = None
