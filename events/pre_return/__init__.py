"""Pre-return: from the first contact with a return procedure to pick-up. In life-cycle order."""

from events.pre_return.assessment import (
    BestInterestsDetermined,
    FamilyAssessmentCompleted,
    FamilySeparationRecorded,
    GuardianAppointed,
    IndividualAssessmentCompleted,
    VulnerabilityScreened,
)
from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.pre_return.circumstances import (
    ConsularContactRecorded,
    DocumentStatusRecorded,
    JusticeClaimRecorded,
    ServiceAccessRecorded,
)
from events.pre_return.decision import (
    ReturnDecisionIssued,
    ReturnDecisionNotified,
    ReturnDecisionStatusChanged,
    StayPathwayExamined,
)
from events.pre_return.liberty import (
    LibertyRestrictionEnded,
    LibertyRestrictionReviewed,
    LibertyRestrictionStarted,
)
from events.pre_return.preparation import (
    CoercionIndicatorReported,
    DeparturePreparationRecorded,
    InformationProvided,
    ReturnConsentRecorded,
    TreatmentContinuityAssessed,
)
from events.pre_return.remedy import (
    InterpretationRecorded,
    LegalRemedyDecided,
    LegalRemedyLodged,
    LegalRepresentationRecorded,
)

__all__ = [
    "ReturnCaseOpened",
    "CaseProfileUpdated",
    "IndividualAssessmentCompleted",
    "VulnerabilityScreened",
    "BestInterestsDetermined",
    "GuardianAppointed",
    "FamilyAssessmentCompleted",
    "FamilySeparationRecorded",
    "ReturnDecisionIssued",
    "ReturnDecisionNotified",
    "ReturnDecisionStatusChanged",
    "StayPathwayExamined",
    "LegalRepresentationRecorded",
    "InterpretationRecorded",
    "LegalRemedyLodged",
    "LegalRemedyDecided",
    "ServiceAccessRecorded",
    "ConsularContactRecorded",
    "DocumentStatusRecorded",
    "JusticeClaimRecorded",
    "LibertyRestrictionStarted",
    "LibertyRestrictionReviewed",
    "LibertyRestrictionEnded",
    "InformationProvided",
    "ReturnConsentRecorded",
    "CoercionIndicatorReported",
    "DeparturePreparationRecorded",
    "TreatmentContinuityAssessed",
]
