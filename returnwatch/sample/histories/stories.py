"""The course of a case and of an operation, step by step, as it should go.

A row: event, days from departure, how many of fifty histories have it, what it needs, and what it states.
Fields that a row does not state are filled by their types.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from events.base import Event
from events.catalogue import BY_NAME
from returnwatch.sample.histories.chance import DECK


@dataclass(frozen=True, slots=True)
class Step:
    """One fact of a story."""

    event: type[Event]
    day: float
    """Days from departure; below zero before it."""
    of_fifty: int
    needs: frozenset[str]
    """Traits that the case must have; with an exclamation mark, must not have."""
    fresh: tuple[str, ...]
    """Kinds of subject of which another one is meant than before."""
    states: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The event and when it comes, so that two steps of one event are told apart."""
        return f"{self.event.__name__}{self.day:+}"


def step(
    event: str,
    day: float,
    of_fifty: int = DECK,
    needs: str = "",
    fresh: str = "",
    **states: Any,
) -> Step:
    """A row of a story; needs and fresh are lists separated by spaces."""
    return Step(BY_NAME[event], day, of_fifty, frozenset(needs.split()), tuple(fresh.split()), states)


TRAITS: Mapping[str, int] = {
    "voluntary": 12,
    "child": 10,
    "family": 16,
    "detained": 22,
    "remedy": 20,
    "claim": 8,
    "ill": 8,
    "treated": 8,
    "force": 11,
    "aborted": 3,
    "alone": 9,
}
"""What so many of fifty cases are: `alone` travels without a recorded operation, `aborted` stays."""

STATED_BY_TRAITS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "child": {"ReturnCaseOpened": {"child_status": "accompanied_child", "age_band": "5_11"}},
    "voluntary": {
        "ReturnCaseOpened": {"return_type": "assisted_voluntary"},
        "ReturnCarriedOut": {"return_type": "assisted_voluntary", "under_decision": None, "escorted": "no"},
    },
    "alone": {"ReturnCarriedOut": {"operation": None}, "HandoverCompleted": {"operation": None}},
}
"""Trait to event to what it then states."""

CASE: tuple[Step, ...] = (
    step("ReturnCaseOpened", -90),
    step("PrivacyNoticeGiven", -89, 40),
    step("ConsentGiven", -88, 34),
    step("CaseProfileUpdated", -80, 14),
    step("VulnerabilityScreened", -78, 34),
    step("BestInterestsDetermined", -76, needs="child"),
    step("GuardianAppointed", -75, needs="child", state="appointed"),
    step("FamilyAssessmentCompleted", -74, 44, needs="child"),
    step("StayPathwayExamined", -70, 24),
    step("IndividualAssessmentCompleted", -66, 44),
    step("InterpretationRecorded", -66, 30, occasion="decision_interview"),
    step("ReturnDecisionIssued", -60, 46, needs="!voluntary"),
    step("ReturnDecisionNotified", -58, 44, needs="!voluntary"),
    step("InformationProvided", -57, 44),
    step("LegalRepresentationRecorded", -56, 34),
    step("LegalRemedyLodged", -54, needs="remedy"),
    step("ReturnDecisionStatusChanged", -53, 46, needs="remedy", status="suspended"),
    step("LibertyRestrictionStarted", -50, needs="detained"),
    step("LibertyRestrictionReviewed", -36, 44, needs="detained", outcome="continued"),
    step("ConsularContactRecorded", -34, 24),
    step("DocumentStatusRecorded", -30, 34),
    step("JusticeClaimRecorded", -29, needs="claim", none_declared=False),
    step("JusticeClaimRecorded", -28, 8, needs="!claim", none_declared=True, asked=True, claim=None),
    step("ServiceAccessRecorded", -27, 26),
    step("LegalRemedyDecided", -24, 46, needs="remedy"),
    step("TreatmentContinuityAssessed", -22, needs="ill"),
    step("CounsellingSessionHeld", -20, 18, kind="return_counselling"),
    step("ReturnConsentRecorded", -18, 46, needs="voluntary"),
    step("CoercionIndicatorReported", -17, 3),
    step("SecurityRiskAssessed", -14, 8),
    step("DeparturePreparationRecorded", -4, 34),
    step("PassengerListChanged", -3, needs="!alone", change="added", reason=None),
    step("MedicalExaminationRecorded", -1, 42, purpose="fitness_to_travel", carried_out=True),
    step("FamilySeparationRecorded", -0.6, 12, needs="family"),
    step("PreDepartureHandlingRecorded", -0.4, 40, needs="!voluntary"),
    step("RestraintApplied", -0.2, needs="force", injury="none"),
    step("UseOfForceObserved", -0.19, 40, needs="force"),
    step("RestraintRemoved", 0.05, 46, needs="force"),
    step("ObservationFiled", -0.1, 24, fresh="observation"),
    step("ObservationAmended", 3, 8),
    step("MedicalExaminationRecorded", 0.1, 8, purpose="on_board", fitness="not_relevant"),
    step("UrgentHealthNeedIdentified", 0.15, 5),
    step("ReturnAborted", 0.02, needs="aborted", scope="case"),
    step("PassengerListChanged", 0.03, needs="aborted !alone", change="did_not_board"),
    step("ReturnCarriedOut", 0, needs="!aborted"),
    step("LibertyRestrictionEnded", 0.01, 40, needs="detained"),
    step("HandoverCompleted", 0.3, 46, needs="!aborted !voluntary"),
    step("IncidentReported", 0.1, 5, fresh="incident"),
    step("IncidentStatusChanged", 20, 4),
    step("ComplaintLodged", 2, 6, fresh="complaint"),
    step("ComplaintStatusChanged", 30, 6),
    step("AccountsLinked", 12, 2),
    step("ArrivalChecked", 1, 34, needs="!aborted"),
    step("HarmReported", 14, 4, needs="!aborted"),
    step("CounsellingSessionHeld", 6, 24, needs="!aborted", kind="reintegration_first_session"),
    step("ReintegrationPlanAgreed", 12, 26, needs="!aborted"),
    step("RssAnswered", 13, 20, needs="!aborted", fresh="survey", is_baseline=True, trigger="baseline"),
    step("SkillsStepRecorded", 16, 14, needs="!aborted"),
    step("AssistanceDelivered", 24, 24, needs="!aborted"),
    step("ReferralMade", 26, 20, needs="!aborted", fresh="referral"),
    step("ReferralStatusChanged", 40, 18, needs="!aborted"),
    step("UnmetNeedRecorded", 44, 10, needs="!aborted"),
    step("EducationEnrolmentRecorded", 48, 44, needs="child !aborted"),
    step("EntitlementTransferRecorded", 55, 8, needs="!aborted"),
    step("LivelihoodRecorded", 75, 18, needs="!aborted"),
    step("FollowUpRecorded", 90, 30, needs="!aborted", fresh="follow_up", kind="three_month"),
    step("RssAnswered", 100, 12, needs="!aborted", fresh="survey", is_baseline=False, trigger="schedule"),
    step("FollowUpRecorded", 180, 16, needs="!aborted", fresh="follow_up", kind="mid_term_report"),
    step("DisclosureMade", 30, 10, fresh="disclosure"),
    step("PersonalDataAccessed", 31, 12),
    step("ConsentWithdrawn", 70, 5),
    step("DataSubjectRequestReceived", 80, 6, fresh="data_request"),
    step("DataSubjectRequestAnswered", 100, 6),
    step("RectificationMade", 102, 4),
    step("DataProtectionBreachReported", 60, 2, fresh="incident", led_to_enforcement_measure="no"),
    step("DeathRecorded", 150, 2),
    step("ExitInterviewHeld", 190, 14, needs="!aborted"),
    step("CaseClosed", 200, 24),
    step("RetentionDecided", 205, 8),
    step("ErasureCarriedOut", 260, 4),
)
"""From the first word of return to the end of follow-up."""

OPERATION: tuple[Step, ...] = (
    step("DataSharingAgreementSigned", -200, 25),
    step("SubscriptionChanged", -190, 25),
    step("CommunityMeasureRecorded", -150, 25),
    step("OperationPlanned", -21),
    step("MonitoringBodyNotified", -3, hours_before_start="72.0"),
    step("OperationTeamRecorded", -0.5, 42),
    step("MonitoringPresenceRecorded", -0.3, 40, phase_covered="pre_departure"),
    step("OperationMilestoneReached", -0.1, 38, milestone="boarding_started"),
    step("OperationMilestoneReached", 0, milestone="departed"),
    step("MonitoringPresenceRecorded", 0.05, 30, phase_covered="en_route"),
    step("AccessRefusedToMonitor", 0.06, 25, kind="seat_or_view_refused"),
    step("ObservationFiled", 0.1, 40, fresh="observation", subject_kind="operation"),
    step("OperationMilestoneReached", 0.25, 42, milestone="arrived"),
    step("LastLegalCheckMade", 0.28, 46, result="no_order", orders_for_cases=[]),
    step("EscortReportFiled", 2, 40),
    step("OperationFiguresReported", 60, 40),
    step("RecommendationIssued", 30, 40),
    step("RecommendationAnswered", 75, 34),
    step("RecommendationImplementationAssessed", 160, 30),
    step("MonitoringReportPublished", 120, 34),
    step("CountryFindingIssued", 170, 25),
    step("DataSharingAgreementEnded", 300, 25),
)
"""What concerns an operation, and the agreements and findings of its time, without naming a person."""
