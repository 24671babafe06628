"""The events of a return operation: the movement itself, and the accountability for every phase."""

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
    "AccessRefusedToMonitor",
    "AccountsLinked",
    "ComplaintLodged",
    "ComplaintStatusChanged",
    "EscortReportFiled",
    "HandoverCompleted",
    "IncidentReported",
    "IncidentStatusChanged",
    "LastLegalCheckMade",
    "MedicalExaminationRecorded",
    "MonitoringBodyNotified",
    "MonitoringPresenceRecorded",
    "MonitoringReportPublished",
    "ObservationAmended",
    "ObservationFiled",
    "OperationFiguresReported",
    "OperationMilestoneReached",
    "OperationPlanned",
    "OperationTeamRecorded",
    "PassengerListChanged",
    "PreDepartureHandlingRecorded",
    "RecommendationAnswered",
    "RecommendationImplementationAssessed",
    "RecommendationIssued",
    "RestraintApplied",
    "RestraintRemoved",
    "ReturnAborted",
    "ReturnCarriedOut",
    "UseOfForceObserved",
]
