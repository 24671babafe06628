"""Code lists: the words that fields may use. A list grows by a new version of the catalogue.

Lists that a standard keeps (countries, languages, currencies) are checked against maintained data:
ISO 3166-1, BCP 47, ISO 4217. Two codes are added to the countries: XX unknown, XS stateless.
"""

from functools import cache
from typing import Annotated, Literal

import iso3166
import iso4217
import langcodes
from pydantic import AfterValidator, StringConstraints

Phase = Literal[
    "pre_return", "pre_departure", "en_route", "transit_stopover", "hand_over", "return_leg", "post_return"
]
ActorRole = Literal[
    "authority",
    "escort",
    "carrier",
    "receiving_authority",
    "court",
    "consulate",
    "independent_monitor",
    "nhri",
    "civil_society",
    "returnee",
    "guardian",
    "family_member",
    "lawyer",
    "child_protection_authority",
    "case_manager",
    "medical_professional",
    "service_provider",
    "interpreter",
    "international_organization",
    "platform",
]
SourceKind = Literal[
    "seen",
    "heard",
    "told_by_returnee",
    "told_by_escort",
    "told_by_medic",
    "told_by_other",
    "document",
    "audio_video",
    "inferred",
]
Confidence = Literal["high", "medium", "low"]
YesNoUnknown = Literal["yes", "no", "unknown"]
YesNoPartlyUnknown = Literal["yes", "no", "partly", "unknown"]
DatePrecision = Literal["exact", "hour", "day", "month", "year", "unknown"]
ReturnType = Literal[
    "forced",
    "assisted_voluntary",
    "independent_voluntary",
    "obliged_departure",
    "readmission",
    "dublin_transfer",
    "extradition",
    "push_back",
    "evacuation",
    "other",
]
OperationType = Literal[
    "NRO",
    "JRO",
    "CRO",
    "individual",
    "voluntary_group",
    "readmission",
    "dublin_transfer",
    "informal",
    "other",
]
TransportMode = Literal[
    "charter_flight", "scheduled_flight", "ship", "bus", "train", "road_vehicle", "on_foot"
]
TicketCode = Literal["DEPA", "DEPU", "INAD", "none"]
AgeBand = Literal[
    "under_1", "1_4", "5_11", "12_14", "15_17", "18_24", "25_34", "35_49", "50_64", "65_plus", "unknown"
]
Sex = Literal["female", "male", "other", "unknown"]
ChildStatus = Literal[
    "adult",
    "accompanied_child",
    "unaccompanied_child",
    "separated_child",
    "age_disputed",
    "turned_18_during_procedure",
    "unknown",
]
OperationMilestone = Literal[
    "boarding_started",
    "departed",
    "stopover_arrived",
    "stopover_departed",
    "arrived",
    "disembarkation_started",
    "hand_over_ended",
    "return_leg_departed",
    "ended",
    "interrupted",
    "resumed",
]
MonitoringBodyKind = Literal[
    "nhri",
    "npm",
    "ombudsperson",
    "ngo",
    "pool_monitor",
    "inspectorate",
    "international_body",
    "judicial",
    "other",
]
ObservationSubject = Literal[
    "operation",
    "case",
    "place_of_detention",
    "hearing_or_procedure",
    "reception",
    "reintegration_service",
    "community",
]
Severity = Literal["info", "minor", "serious", "critical"]
ChecklistAnswerCode = Literal[
    "yes", "no", "partly", "not_observed", "not_applicable", "not_permitted_to_observe"
]
TeamRole = Literal[
    "escort_leader",
    "escort",
    "backup",
    "medical_doctor",
    "nurse_paramedic",
    "interpreter",
    "child_protection_specialist",
    "agency_representative",
    "observer",
]
AmendmentKind = Literal["correction", "addition", "withdrawal", "confirmation"]
LawfulBasis = Literal[
    "consent", "legal_obligation", "public_task", "vital_interest", "legitimate_interest", "legal_claim"
]
ProcessingPurpose = Literal[
    "monitoring",
    "complaint_handling",
    "legal_claim",
    "protection_referral",
    "health_care",
    "reintegration_assistance",
    "family_tracing",
    "travel_document",
    "return_enforcement",
    "statistics",
    "research_archive",
    "audit",
    "safety_emergency",
]
DataClassCode = Literal["open", "personal", "special", "protected"]

ADDED_COUNTRIES = frozenset({"XX", "XS"})
CURRENCIES = frozenset(currency.value for currency in iso4217.Currency)


def _country(code: str) -> str:
    if code not in iso3166.countries_by_alpha2 and code not in ADDED_COUNTRIES:
        raise ValueError("must be an ISO 3166-1 alpha-2 code in capitals, XX (unknown) or XS (stateless)")
    return code


@cache
def _language_is_valid(tag: str) -> bool:
    return langcodes.tag_is_valid(tag)


def _language(tag: str) -> str:
    if not _language_is_valid(tag):
        raise ValueError("must be a valid BCP 47 language tag, for example ar or fa-AF")
    return tag


def _currency(code: str) -> str:
    if code not in CURRENCIES:
        raise ValueError("must be an ISO 4217 currency code in capitals")
    return code


Country = Annotated[
    str, StringConstraints(min_length=2, max_length=2, pattern="^[A-Z]{2}$"), AfterValidator(_country)
]
Language = Annotated[str, StringConstraints(min_length=2, max_length=35), AfterValidator(_language)]
Currency = Annotated[
    str, StringConstraints(min_length=3, max_length=3, pattern="^[A-Z]{3}$"), AfterValidator(_currency)
]
TransportPoint = Annotated[
    str,
    StringConstraints(
        max_length=40,
        pattern=r"^(UNLOCODE:[A-Z]{2}[A-Z2-9]{3}|IATA:[A-Z]{3}|ICAO:[A-Z][A-Z0-9]{3}|UNKNOWN)$",
    ),
]
"""A code prefixed by its scheme, or UNKNOWN."""
