"""Erases what is held on a person, or says why not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from events.cloudevents import Recorded, decode
from events.codes.common import ActorRole, Phase, YesNoUnknown
from events.codes.data_protection import ErasureCause, ErasureScope, RefusalGround, RequestKind
from events.data_classes import DataClass
from events.data_protection import (
    DataSubjectRequestAnswered,
    DataSubjectRequestReceived,
    RetentionDecided,
)
from events.envelope import Statement
from events.ids import subject_id
from events.submission import Submission
from foundation.clock import Clock, NewId
from foundation.erasure.decisions import CLASSES, Erasure, decided_in
from foundation.erasure.eraser import Eraser
from foundation.erasure.held import Held, HeldRecords
from foundation.identity.caller import Caller
from foundation.recording.recorder import Recorder
from services.data_protection.application.access import Access, record
from services.data_protection.application.holds import Hold, holds_in_force
from services.data_protection.application.judging import Judge
from services.data_protection.application.reading_person import Subjects, phase_of, subjects_of

POSSIBLE = tuple(CLASSES)
PATIENCE = 15.0
"""Seconds that a caller waits while others judge from what is about to be erased."""
ANSWERED_WITHIN = timedelta(days=30)
"""A month from receipt (GDPR, article 12(3)), reckoned short."""


class LegalHoldError(Exception):
    """A decision stands that data of the case must stay."""

    def __init__(self, holds: Sequence[Hold]) -> None:
        self.holds = tuple(holds)
        ids = ", ".join(hold.event_id for hold in holds)
        super().__init__(
            f"a legal hold is in force ({ids}); refuse the request, or wait until it is released"
        )


class NoSuchRequestError(Exception):
    """The request for an erasure is not held, is of another kind, or its author was not identified."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why something is erased, and how much."""

    cause: ErasureCause
    scope: ErasureScope = "case_personal"
    data_request: str | None = None
    """`Z-…`; needed when the cause is a request."""
    follows: str | None = None
    """`EVT-…` of the record it follows from, for example a withdrawal of consent."""
    remedy_explained: YesNoUnknown = "unknown"
    reasons: str | None = None


@dataclass(frozen=True, slots=True)
class Erasing:
    """Decides on erasures for a body and has them carried out."""

    held: HeldRecords
    recorder: Recorder
    eraser: Eraser
    clock: Clock
    new_id: NewId

    def receive(
        self, subject: str, access: Access, kind: RequestKind, checked: YesNoUnknown, *, extent: str | None
    ) -> str:
        """Record a request in the person's name and give its id, `Z-…`; the access names who writes it."""
        judge = Judge(access)
        found = subjects_of(self.held, subject, judge.sees("request"))
        judge.require("request", found.records, [DataClass.OPEN])
        request, now = subject_id("data_request", self.new_id()), self.clock()
        event = DataSubjectRequestReceived(
            data_request=request,
            kind=kind,
            received_at=now,
            controller=access.body,
            answer_due=(now + ANSWERED_WITHIN).date(),
            identity_checked=checked,
            extent=extent,
        )
        statement = self._statement(found, access, request).model_copy(
            update={"asserted_by_role": _asker(access.caller), "asserted_by_body": None}
        )
        record(self.recorder, access.caller, Submission(statement, event))
        return request

    def refuse(self, subject: str, access: Access, grounds: Grounds, ground: RefusalGround) -> str:
        """Record that a request is refused and why; the id of the answer."""
        judge = Judge(access)
        found = subjects_of(self.held, subject, judge.sees("answer"))
        judge.require("answer", found.records, [DataClass.OPEN])
        if grounds.data_request is None:
            raise NoSuchRequestError("a refusal answers a request: name it (Z-…)")
        return self._answer(found, access, grounds, grounds.data_request, ground)

    def erase(self, subject: str, access: Access, grounds: Grounds) -> list[Erasure]:
        """Erase a person, with all their cases, or one case. What was erased before is not erased again.

        Raises NothingHeldError, AccessDeniedError, LegalHoldError, NoSuchRequestError or RequestRefusedError
        before anything is decided. After that the erasure will be completed: now, or as `waiting` says, once
        findings that rest on the values were told.
        """
        judge = Judge(access)
        found = subjects_of(self.held, subject, judge.sees("erase"))
        judge.require("erase", found.records, map(DataClass, CLASSES[grounds.scope]))
        if grounds.cause == "request_of_person":
            judge.require("answer", found.records, [DataClass.OPEN])
        self._check(found, grounds)
        follows = grounds.follows
        request = grounds.data_request
        if grounds.cause == "request_of_person" and request is not None:
            follows = self._granted(found, grounds) or self._answer(found, access, grounds, request, None)
        erasures = []
        for case in found.cases:
            wanted = Erasure(
                *(subject_id("event", self.new_id()), case, (case, *found.persons), grounds.scope),
                *(grounds.cause, request, follows),
            )
            decided = [one for one in self._decided(found) if _covers(one, wanted)]
            if not decided:
                self.eraser.decide(wanted, phase_of(found), access.caller.user)
            erasures.append((*decided, wanted)[0])
        self.eraser.resume(PATIENCE)
        return erasures

    def waiting(self, erasures: Sequence[Erasure]) -> list[Erasure]:
        """Those that are decided and not carried out yet."""
        left = self.eraser.waiting()
        return [erasure for erasure in erasures if erasure.id in left]

    def _check(self, found: Subjects, grounds: Grounds) -> None:
        holds = holds_in_force(_of(found, RetentionDecided.wire_type()), self.clock().date())
        binding = [hold for hold in holds if hold.classes & set(CLASSES[grounds.scope])]
        if binding:
            raise LegalHoldError(binding)
        if grounds.cause != "request_of_person":
            return
        asked = [
            one.event
            for one in _of(found, DataSubjectRequestReceived.wire_type())
            if isinstance(one.event, DataSubjectRequestReceived)
            and one.event.data_request == grounds.data_request
            and one.event.kind == "erasure"
        ]
        if not asked:
            raise NoSuchRequestError(
                "no request for erasure of this id is held on the person; record it first"
            )
        if asked[-1].identity_checked == "no":
            raise NoSuchRequestError("the author of the request was not identified; check that first")

    def _granted(self, found: Subjects, grounds: Grounds) -> str | None:
        """The answer that granted this request before, when the act that follows it did not come to be."""
        for one in _of(found, DataSubjectRequestAnswered.wire_type()):
            event = one.event
            if (
                isinstance(event, DataSubjectRequestAnswered)
                and event.data_request == grounds.data_request
                and event.outcome == "granted"
            ):
                return one.envelope.event_id
        return None

    def _answer(
        self, found: Subjects, access: Access, grounds: Grounds, request: str, ground: RefusalGround | None
    ) -> str:
        event = DataSubjectRequestAnswered(
            data_request=request,
            answered_at=self.clock(),
            outcome="refused" if ground else "granted",
            refusal_ground=ground,
            remedy_explained=grounds.remedy_explained,
            reasons=grounds.reasons,
        )
        statement = self._statement(found, access, request)
        return record(self.recorder, access.caller, Submission(statement, event))

    def _statement(self, found: Subjects, access: Access, request: str) -> Statement:
        phase: Phase = phase_of(found)
        return Statement(
            event_id=subject_id("event", self.new_id()),
            subject_ids=(*found.cases, *found.persons, request),
            occurred_at=self.clock(),
            occurred_precision="exact",
            phase=phase,
            country="XX",
            asserted_by_role=access.caller.role,
            asserted_by_body=access.body,
            source_kinds=("document",),
            lawful_basis=access.ground,
            purpose=access.purpose,
            consent=access.consent,
        )

    def _decided(self, found: Subjects) -> Iterator[Erasure]:
        for held in found.records:
            if held.service == "data_protection" and (decided := decided_in(held.record)):
                yield decided.erasure


def _asker(caller: Caller) -> ActorRole:
    """In whose name a request is taken down: the person's, or that of a guardian or lawyer who makes it."""
    if "returnee" in caller.may_assert or caller.role not in DataSubjectRequestReceived.about.asserted_by:
        return "returnee"
    return caller.role


def _covers(decided: Erasure, wanted: Erasure) -> bool:
    return (
        decided.case == wanted.case
        and decided.scope == wanted.scope
        and set(wanted.subjects) <= set(decided.subjects)
    )


def _of(found: Subjects, topic: str) -> Iterator[Recorded]:
    return (decode(one.record.body) for one in _with_topic(found.records, topic))


def _with_topic(records: Sequence[Held], topic: str) -> Iterator[Held]:
    return (one for one in records if one.record.topic == topic)
