"""Return operation: the movement itself, and the accountability for all phases. In life-cycle order."""

from events.return_operation.accountability import (
    ComplaintLodged,
    ComplaintStatusChanged,
    IncidentReported,
    IncidentStatusChanged,
    MonitoringReportPublished,
    RecommendationAnswered,
    RecommendationImplementationAssessed,
    RecommendationIssued,
)
from events.return_operation.force import RestraintApplied, RestraintRemoved, UseOfForceObserved
from events.return_operation.handling import MedicalExaminationRecorded, PreDepartureHandlingRecorded
from events.return_operation.monitoring import (
    AccessRefusedToMonitor,
    AccountsLinked,
    MonitoringPresenceRecorded,
    ObservationAmended,
    ObservationFiled,
)
from events.return_operation.movement import (
    EscortReportFiled,
    HandoverCompleted,
    LastLegalCheckMade,
    OperationMilestoneReached,
    ReturnAborted,
    ReturnCarriedOut,
)
from events.return_operation.planning import (
    MonitoringBodyNotified,
    OperationFiguresReported,
    OperationPlanned,
    OperationTeamRecorded,
    PassengerListChanged,
)

__all__ = [
    "OperationPlanned",
    "MonitoringBodyNotified",
    "PassengerListChanged",
    "OperationTeamRecorded",
    "OperationFiguresReported",
    "PreDepartureHandlingRecorded",
    "MedicalExaminationRecorded",
    "RestraintApplied",
    "RestraintRemoved",
    "UseOfForceObserved",
    "OperationMilestoneReached",
    "LastLegalCheckMade",
    "HandoverCompleted",
    "ReturnAborted",
    "ReturnCarriedOut",
    "EscortReportFiled",
    "MonitoringPresenceRecorded",
    "AccessRefusedToMonitor",
    "ObservationFiled",
    "ObservationAmended",
    "AccountsLinked",
    "IncidentReported",
    "IncidentStatusChanged",
    "ComplaintLodged",
    "ComplaintStatusChanged",
    "RecommendationIssued",
    "RecommendationAnswered",
    "RecommendationImplementationAssessed",
    "MonitoringReportPublished",
]
