"""Which sealed fields the rules read: codes, numbers and dates, opened to be judged and never shown or kept.

Names, contacts and accounts stay sealed. A rule that needs another field states it here; a test holds the
list against the scenarios.
"""

from collections.abc import Mapping

OPENED: Mapping[str, frozenset[str]] = {
    event: frozenset(fields.split())
    for event, fields in {
        "ReturnCaseOpened": "eighteenth_birthday_month",
        "IndividualAssessmentCompleted": "outcome",
        "VulnerabilityScreened": "categories immediate_needs",
        "StayPathwayExamined": "grounds_examined",
        "LegalRemedyLodged": "kind",
        "ServiceAccessRecorded": "sector state status_data_passed_to_enforcement provider",
        "ConsularContactRecorded": "protection_claim_revealed",
        "JusticeClaimRecorded": "kind",
        "TreatmentContinuityAssessed": "life_sustaining availability accessible_to_this_person option_chosen "
        "person_informed_and_consents supply_days_given records_transferred",
        "OperationTeamRecorded": "vulnerable_cases_communicated",
        "MedicalExaminationRecorded": "fitness medication_given_without_consent conditions_met",
        "RestraintApplied": "on_pregnant injury medical_consent",
        "UseOfForceObserved": "on_pregnant injury",
        "ReturnAborted": "reason",
        "IncidentReported": "category",
        "IncidentStatusChanged": "conclusion",
        "ArrivalChecked": "ill_treated",
        "HarmReported": "kind area grounds",
        "SecurityRiskAssessed": "trafficking_related",
        "UrgentHealthNeedIdentified": "needs exposure_at responses tier contraception_not_applicable",
        "RssAnswered": "answers",
        "ReintegrationPlanAgreed": "components",
        "AssistanceDelivered": "component provider",
        "ReferralMade": "sector tier provider",
        "UnmetNeedRecorded": "sector component",
        "FollowUpRecorded": "stigma_reported",
        "LivelihoodRecorded": "decent_work_concerns",
        "DeathRecorded": "cause family_notified_safely",
        "DisclosureMade": "reveals_protection_claim",
    }.items()
}
"""Event to the fields that are opened; besides them the author's name, to tell private persons apart."""
AUTHOR = "asserted_by_person"


def is_opened(event: str, pointer: str) -> bool:
    """Whether the value at a JSON pointer of a stored event is opened, such as `/data/categories`."""
    parts = pointer.split("/")
    if len(parts) == 2:
        return parts[1] == AUTHOR.replace("_", "")
    return parts[1] == "data" and parts[2] in OPENED.get(event, ())
