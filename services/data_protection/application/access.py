"""Who asks for the data of a person, for what, and the record of it that comes first."""

from collections.abc import Iterable
from dataclasses import dataclass

from events.codes.common import DataClassCode, LawfulBasis, Phase, ProcessingPurpose
from events.codes.data_protection import AccessAction
from events.data_classes import DataClass
from events.data_protection import PersonalDataAccessed
from events.envelope import Statement
from events.ids import subject_id
from events.submission import Submission
from foundation.clock import Clock, NewId
from foundation.erasure.eraser import PLATFORM
from foundation.identity.caller import Caller
from foundation.recording.faults import Fault
from foundation.recording.outcomes import Refused
from foundation.recording.recorder import Recorder
from foundation.vault.sectors import SECTOR_OF, Sector
from foundation.vault.spots import STRICTNESS

CLASS_OF: dict[Sector, DataClassCode] = {
    SECTOR_OF[DataClass.PERSONAL]: "personal",
    SECTOR_OF[DataClass.SPECIAL]: "special",
    SECTOR_OF[DataClass.PROTECTED]: "protected",
}


@dataclass(frozen=True, slots=True)
class Access:
    """Who asks, in which role and for which body, and why they may."""

    caller: Caller
    body: str
    """`ORG-…` for which the caller acts."""
    purpose: ProcessingPurpose
    ground: LawfulBasis
    consent: str | None = None
    """`Q-…`, when the ground is consent."""
    reason: str | None = None
    action: AccessAction = "read"
    emergency: bool = False


class AccessDeniedError(Exception):
    """The policies do not allow it. An attempt to have data opened was recorded."""


class RequestRefusedError(Exception):
    """A record of the request could not be made, with every fault; nothing followed."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.pointer} {fault.what}" for fault in self.faults))


def strictest(sectors: Iterable[Sector]) -> DataClassCode:
    """The strictest class among values of these sectors; `open` for none."""
    classes: list[DataClassCode] = [CLASS_OF[sector] for sector in sectors]
    return max(classes, key=lambda name: STRICTNESS[DataClass(name)], default="open")


@dataclass(frozen=True, slots=True)
class AccessLog:
    """Records who came to see what. The plain value is handed out only after that."""

    recorder: Recorder
    clock: Clock
    new_id: NewId

    def note(  # noqa: PLR0913 - what the record of an access says
        self,
        access: Access,
        case: str,
        phase: Phase,
        events: int,
        highest: DataClassCode,
        *,
        denied: bool = False,
    ) -> None:
        """Record one access to the data of a case, or that it was denied.

        Raises RequestRefusedError when it could not be recorded.
        """
        now = self.clock()
        statement = Statement(
            event_id=subject_id("event", self.new_id()),
            subject_ids=(case,),
            occurred_at=now,
            occurred_precision="exact",
            phase=phase,
            country="XX",
            asserted_by_role="platform",
            source_kinds=("document",),
            lawful_basis=access.ground,
            purpose=access.purpose,
            consent=access.consent,
        )
        event = PersonalDataAccessed(
            accessed_by=access.caller.user,
            role=access.caller.role,
            body=access.body,
            action="denied" if denied else access.action,
            purpose=access.purpose,
            reason_stated=access.reason,
            emergency_override=access.emergency,
            events_read=0 if denied else events,
            highest_class=highest,
            accessed_at=now,
        )
        record(self.recorder, PLATFORM, Submission(statement, event))


def record(recorder: Recorder, caller: Caller, submission: Submission) -> str:
    """Record one submission and give its id. Raises RequestRefusedError unless it is on disk."""
    (outcome,) = recorder.record_many(caller, [submission])
    if isinstance(outcome, Refused):
        raise RequestRefusedError(outcome.faults)
    return submission.statement.event_id
