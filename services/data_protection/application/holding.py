"""Places a legal hold on a person's data, and lifts it: a claim or a complaint depends on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from events.cloudevents import decode
from events.codes.data_protection import RetentionAction
from events.data_protection import RetentionDecided
from events.envelope import Statement
from events.ids import subject_id
from events.submission import Submission
from foundation.clock import Clock, NewId
from foundation.erasure.held import HeldRecords
from foundation.recording.recorder import Recorder
from services.data_protection.application.access import Access, record
from services.data_protection.application.holds import Hold, holds_in_force
from services.data_protection.application.judging import Judge
from services.data_protection.application.reading_person import Subjects, phase_of, subjects_of

HoldClass = Literal["personal", "special", "protected"]
"""What can be erased, and so be kept from it."""
ALL: tuple[HoldClass, ...] = get_args(HoldClass)


class NoHoldError(Exception):
    """Nothing is held that this body could release."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a hold is to keep, or a release to free."""

    classes: tuple[HoldClass, ...] = ALL
    until: date | None = None
    """Last day of a hold; None for one that stands until it is released."""
    complaint: str | None = None
    """`M-…` of the complaint that depends on the data."""
    incident: str | None = None
    """`I-…` of the incident that they are evidence of."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Decides on holds for a body, in its own name. A hold concerns every case of the person asked for."""

    held: HeldRecords
    recorder: Recorder
    clock: Clock
    new_id: NewId

    def place(self, subject: str, access: Access, wish: Wish) -> str:
        """Record a hold and give its id. Raises NothingHeldError or RequestRefusedError."""
        found = subjects_of(self.held, subject, Judge(access).sees())
        return self._record(found, access, "legal_hold_placed", wish)

    def release(self, subject: str, access: Access, wish: Wish) -> str:
        """Free what this body held; a court frees what anybody held.

        Raises NothingHeldError, NoHoldError or RequestRefusedError.
        """
        found = subjects_of(self.held, subject, Judge(access).sees())
        author = access.caller.role, access.body
        if not any(hold.by == author or author[0] == "court" for hold in self._in_force(found)):
            raise NoHoldError("no hold of this body is in force; only who placed it, or a court, releases it")
        return self._record(found, access, "legal_hold_released", wish)

    def in_force(self, subject: str) -> tuple[Hold, ...]:
        """The holds on a person or case today. Raises NothingHeldError."""
        return self._in_force(subjects_of(self.held, subject))

    def _in_force(self, found: Subjects) -> tuple[Hold, ...]:
        topic = RetentionDecided.wire_type()
        records = (decode(one.record.body) for one in found.records if one.record.topic == topic)
        return holds_in_force(records, self.clock().date())

    def _record(self, found: Subjects, access: Access, action: RetentionAction, wish: Wish) -> str:
        now = self.clock()
        event = RetentionDecided(
            action=action,
            classes=wish.classes,
            effective_at=now,
            until=wish.until,
            legal_basis=access.ground,
            related_complaint=wish.complaint,
            related_incident=wish.incident,
            reason=access.reason,
        )
        statement = Statement(
            event_id=subject_id("event", self.new_id()),
            subject_ids=(*found.cases, *found.persons, *_given((wish.complaint, wish.incident))),
            occurred_at=now,
            occurred_precision="exact",
            phase=phase_of(found),
            country="XX",
            asserted_by_role=access.caller.role,
            asserted_by_body=access.body,
            source_kinds=("document",),
            lawful_basis=access.ground,
            purpose=access.purpose,
            consent=access.consent,
        )
        return record(self.recorder, access.caller, Submission(statement, event))


def _given(values: Iterable[str | None]) -> Iterable[str]:
    return (value for value in values if value is not None)
