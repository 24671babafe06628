"""The events of pre-return: from first contact with a return procedure until the person is picked up."""

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
    "BestInterestsDetermined",
    "CaseProfileUpdated",
    "CoercionIndicatorReported",
    "ConsularContactRecorded",
    "DeparturePreparationRecorded",
    "DocumentStatusRecorded",
    "FamilyAssessmentCompleted",
    "FamilySeparationRecorded",
    "GuardianAppointed",
    "IndividualAssessmentCompleted",
    "InformationProvided",
    "InterpretationRecorded",
    "JusticeClaimRecorded",
    "LegalRemedyDecided",
    "LegalRemedyLodged",
    "LegalRepresentationRecorded",
    "LibertyRestrictionEnded",
    "LibertyRestrictionReviewed",
    "LibertyRestrictionStarted",
    "ReturnCaseOpened",
    "ReturnConsentRecorded",
    "ReturnDecisionIssued",
    "ReturnDecisionNotified",
    "ReturnDecisionStatusChanged",
    "ServiceAccessRecorded",
    "StayPathwayExamined",
    "TreatmentContinuityAssessed",
    "VulnerabilityScreened",
]
