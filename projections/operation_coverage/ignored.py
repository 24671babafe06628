"""The events that say nothing about the coverage of an operation: each was looked at and left out."""

from events import data_protection, post_return, pre_return, return_operation
from events.base import Event

ABOUT_A_CASE: tuple[type[Event], ...] = (
    pre_return.ReturnCaseOpened,
    pre_return.CaseProfileUpdated,
    pre_return.IndividualAssessmentCompleted,
    pre_return.VulnerabilityScreened,
    pre_return.BestInterestsDetermined,
    pre_return.GuardianAppointed,
    pre_return.FamilyAssessmentCompleted,
    pre_return.FamilySeparationRecorded,
    pre_return.ReturnDecisionIssued,
    pre_return.ReturnDecisionNotified,
    pre_return.ReturnDecisionStatusChanged,
    pre_return.StayPathwayExamined,
    pre_return.LegalRepresentationRecorded,
    pre_return.InterpretationRecorded,
    pre_return.LegalRemedyLodged,
    pre_return.LegalRemedyDecided,
    pre_return.ServiceAccessRecorded,
    pre_return.ConsularContactRecorded,
    pre_return.DocumentStatusRecorded,
    pre_return.JusticeClaimRecorded,
    pre_return.LibertyRestrictionStarted,
    pre_return.LibertyRestrictionReviewed,
    pre_return.LibertyRestrictionEnded,
    pre_return.InformationProvided,
    pre_return.ReturnConsentRecorded,
    pre_return.CoercionIndicatorReported,
    pre_return.DeparturePreparationRecorded,
    pre_return.TreatmentContinuityAssessed,
)
"""What was decided and done before a return."""

ABOUT_THE_MOVEMENT: tuple[type[Event], ...] = (
    return_operation.PassengerListChanged,
    return_operation.OperationTeamRecorded,
    return_operation.PreDepartureHandlingRecorded,
    return_operation.MedicalExaminationRecorded,
    return_operation.RestraintApplied,
    return_operation.RestraintRemoved,
    return_operation.UseOfForceObserved,
    return_operation.LastLegalCheckMade,
    return_operation.HandoverCompleted,
    return_operation.ReturnAborted,
    return_operation.ReturnCarriedOut,
    return_operation.AccountsLinked,
    return_operation.IncidentReported,
    return_operation.IncidentStatusChanged,
    return_operation.ComplaintLodged,
    return_operation.ComplaintStatusChanged,
    return_operation.RecommendationIssued,
    return_operation.RecommendationAnswered,
    return_operation.RecommendationImplementationAssessed,
)
"""What happened to persons on the way, and what became of complaints. Who watched is in events handled."""

ABOUT_LIFE_AFTERWARDS: tuple[type[Event], ...] = (
    post_return.ArrivalChecked,
    post_return.HarmReported,
    post_return.SecurityRiskAssessed,
    post_return.UrgentHealthNeedIdentified,
    post_return.CounsellingSessionHeld,
    post_return.SkillsStepRecorded,
    post_return.RssAnswered,
    post_return.ReintegrationPlanAgreed,
    post_return.AssistanceDelivered,
    post_return.ReferralMade,
    post_return.ReferralStatusChanged,
    post_return.UnmetNeedRecorded,
    post_return.FollowUpRecorded,
    post_return.LivelihoodRecorded,
    post_return.EntitlementTransferRecorded,
    post_return.EducationEnrolmentRecorded,
    post_return.CommunityMeasureRecorded,
    post_return.ExitInterviewHeld,
    post_return.CaseClosed,
    post_return.DeathRecorded,
    post_return.CountryFindingIssued,
)

ABOUT_DATA: tuple[type[Event], ...] = (
    data_protection.PrivacyNoticeGiven,
    data_protection.ConsentGiven,
    data_protection.ConsentWithdrawn,
    data_protection.DataSharingAgreementSigned,
    data_protection.DataSharingAgreementEnded,
    data_protection.SubscriptionChanged,
    data_protection.DisclosureMade,
    data_protection.PersonalDataAccessed,
    data_protection.DataSubjectRequestReceived,
    data_protection.DataSubjectRequestAnswered,
    data_protection.RectificationMade,
    data_protection.ErasureCarriedOut,
    data_protection.DataProtectionBreachReported,
    data_protection.RetentionDecided,
)

IGNORES: frozenset[type[Event]] = frozenset(
    (*ABOUT_A_CASE, *ABOUT_THE_MOVEMENT, *ABOUT_LIFE_AFTERWARDS, *ABOUT_DATA)
)
