"""Records who came to see a file, before any byte of it is given out."""

from functools import partial

from events.base import Service
from events.codes.common import Phase
from events.codes.data_protection import AccessAction
from events.data_protection import PersonalDataAccessed
from events.envelope import Statement
from events.ids import kind_of, subject_id
from events.submission import Submission
from foundation.attachments.access import Answer, Why, may_know_of_erased, may_open, nothing
from foundation.attachments.errors import ErasedError
from foundation.attachments.held import Description
from foundation.clock import Clock, NewId
from foundation.erasure.eraser import PLATFORM
from foundation.identity.caller import Caller
from foundation.recording.outcomes import Refused
from foundation.recording.recorder import Recorder

STAGES: dict[Service, Phase] = {"pre_return": "pre_return", "return_operation": "en_route"}
"""Stage of the return for which an access is stated, by the service that took the file in."""
LATEST: Phase = "post_return"
"""For all others: looking back belongs to the last stage."""


class Gate:
    """Opens files by the policies; what is not open only after a `PersonalDataAccessed` is on disk.

    That record needs a body for which the caller acts and a case, so without them nothing is opened. Raises
    what the recorder raises, and ErasedError when the case was erased meanwhile.
    """

    def __init__(self, recorder: Recorder, clock: Clock, new_id: NewId) -> None:
        self._recorder, self._clock, self._new_id = recorder, clock, new_id

    def __call__(self, caller: Caller, description: Description | None, why: Why | None) -> Answer:
        """The answer to one caller."""
        if description is None:
            return Answer(may_know_of_erased(caller), nothing)
        allowed = may_open(caller, description, why)
        if description.announced.content_class == "open":
            return Answer(allowed, nothing)
        case = _case(description, why)
        if why is None or case is None or caller.body is None:
            return Answer(allowed=False, note=nothing)
        action: AccessAction = "read" if allowed else "denied"
        return Answer(allowed, partial(self._note, caller, caller.body, description, why, case, action))

    def _note(  # noqa: PLR0913, PLR0917 - the facts of one record
        self, caller: Caller, body: str, file: Description, why: Why, case: str, action: AccessAction
    ) -> None:
        now = self._clock()
        statement = Statement(
            event_id=subject_id("event", self._new_id()),
            subject_ids=tuple(dict.fromkeys((case, file.announced.subject))),
            occurred_at=now,
            occurred_precision="exact",
            phase=STAGES.get(file.service, LATEST) if file.service else LATEST,
            country="XX",
            asserted_by_role="platform",
            source_kinds=("document",),
            lawful_basis=why.use.ground,
            purpose=why.use.purpose,
            consent=why.consent,
        )
        event = PersonalDataAccessed(
            accessed_by=caller.user,
            role=caller.role,
            body=body,
            action=action,
            purpose=why.use.purpose,
            emergency_override=action == "read" and why.use.purpose == "safety_emergency",
            events_read=int(action == "read"),
            highest_class=file.announced.content_class,
            accessed_at=now,
        )
        (outcome,) = self._recorder.record_many(PLATFORM, [Submission(statement, event)])
        if isinstance(outcome, Refused):
            raise ErasedError("the access could not be recorded; the case was erased meanwhile")


def _case(description: Description, why: Why | None) -> str | None:
    subject = description.announced.subject
    if kind_of(subject) == "case":
        return subject
    return why.case if why else None
