"""Puts wrong data right by a record that amends the wrong one, and says so; nothing is rewritten."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from pydantic_core import from_json

from events.base import Event, Service
from events.cloudevents import Recorded, decode
from events.data_classes import DataClass
from events.data_protection import RectificationMade
from events.envelope import Statement
from events.ids import subject_id, uuid_of
from events.submission import Submission
from foundation.clock import Clock, NewId
from foundation.erasure.held import Held
from foundation.recording.forms import read_own
from foundation.recording.recorder import Recorder
from foundation.vault.opened import Plain, Withheld
from services.data_protection.application.access import Access, AccessDeniedError, record
from services.data_protection.application.judging import Judge
from services.data_protection.application.reading_person import (
    OTHERS,
    NothingHeldError,
    OpenedRecord,
    PersonReader,
    Subjects,
    subjects_of,
)

KEPT = (
    *("occurred_precision", "phase", "country", "source_kinds", "confidence", "language"),
    *("standard_refs", "lawful_basis", "purpose", "consent"),
)
"""What the amending record takes over from the statement of the one it amends."""


@dataclass(frozen=True, slots=True)
class Rectification:
    """What to put right in one record."""

    event_id: str
    """`EVT-…` of the wrong record."""
    fields: Mapping[str, Any]
    """New JSON values of whole fields of the event, by name; None leaves a field out."""
    data_request: str | None = None
    recipients_told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rectifying:
    """Rectifies on behalf of a body, in its own name."""

    reader: PersonReader
    recorders: Mapping[Service, Recorder]
    clock: Clock
    new_id: NewId

    def rectify(self, subject: str, access: Access, change: Rectification) -> tuple[str, str]:
        """The ids of the amending record and of the record of the rectification.

        The amending record states every field again, so the old values are opened for it, which is recorded.
        Repeated for the same request and record, it gives the first result again. Raises RefusedError with
        every fault of the new values, RequestRefusedError, AccessDeniedError when the caller may not put the
        record right or it holds values that they may not state again, and what `PersonReader.open` raises.
        """
        judge = Judge(access)
        found = subjects_of(self.reader.held, subject, judge.sees("rectify"))
        wrong = _find(found, change.event_id)
        recorded = decode(wrong.record.body)
        judge.require("rectify", [wrong], _classes(type(recorded.event), change.fields))
        self._require_voice(access)
        (opened,) = self.reader.open(found, [wrong], access, judge.restating)
        _require_whole(opened, change)
        amending = read_own(
            self._document(recorded, opened, access, change), type(recorded.event), self.new_id
        )
        new = record(self.recorders[wrong.service], access.caller, amending)
        return new, self._say(found, access, change, amending)

    def _require_voice(self, access: Access) -> None:
        """Nothing is amended whose rectification the caller's role could not state afterwards."""
        roles = RectificationMade.about.asserted_by
        if access.caller.role not in roles:
            raise AccessDeniedError(
                f"a rectification is stated by one of: {', '.join(roles)}; not by the role "
                f"{access.caller.role}, which may record an amendment of its own account instead"
            )

    def _document(
        self, recorded: Recorded, opened: OpenedRecord, access: Access, change: Rectification
    ) -> dict[str, Any]:
        envelope = recorded.envelope.model_dump(mode="json", exclude_none=True)
        data = _plain(opened.stored["data"], "/data", opened) | dict(change.fields)
        return {
            **{name: envelope[name] for name in KEPT if name in envelope},
            "event_id": self._id(change, "amending"),
            "subject_ids": list(recorded.envelope.subject_ids),
            "occurred_at": envelope["occurred_at"],
            "asserted_by_role": access.caller.role,
            "asserted_by_body": access.body,
            "amends": change.event_id,
            "amendment_kind": "correction",
            "data": {name: value for name, value in data.items() if value is not None},
        }

    def _say(self, found: Subjects, access: Access, change: Rectification, amending: Submission) -> str:
        now, statement = self.clock(), amending.statement
        event: Event = RectificationMade(
            data_request=change.data_request,
            corrected_events=(change.event_id,),
            replacing_events=(statement.event_id,),
            fields=tuple(sorted(change.fields)),
            made_at=now,
            recipients_told=change.recipients_told,
        )
        said = Statement(
            event_id=self._id(change, "said"),
            subject_ids=(*found.cases, *found.persons, *_given([change.data_request])),
            occurred_at=now,
            occurred_precision="exact",
            phase=statement.phase,
            country="XX",
            asserted_by_role=access.caller.role,
            asserted_by_body=access.body,
            source_kinds=("document",),
            causation_id=statement.event_id,
        )
        return record(self.reader.log.recorder, access.caller, Submission(said, event))

    def _id(self, change: Rectification, part: str) -> str:
        """The same id for the same request, so that a repeat after a crash adds nothing. Holds no value."""
        if change.data_request is None:
            return subject_id("event", self.new_id())
        names = ",".join(sorted(change.fields))
        value: UUID = uuid5(uuid_of(change.data_request), f"{part} {change.event_id} {names}")
        return subject_id("event", value)


def _find(found: Subjects, event_id: str) -> Held:
    for held in found.records:
        if from_json(held.record.body)["id"] == event_id:
            return held
    raise NothingHeldError(f"{event_id}: no record of this id is held on the person")


def _classes(event: type[Event], names: Iterable[str]) -> set[DataClass]:
    """The classes of fields, and that of the record itself; names that it does not have are refused later."""
    marks = [event.model_fields[name].metadata for name in names if name in event.model_fields]
    return {DataClass.OPEN} | {mark for one in marks for mark in one if isinstance(mark, DataClass)}


def _require_whole(opened: OpenedRecord, change: Rectification) -> None:
    """Raises AccessDeniedError if a value would be left out because the caller may not open it."""
    withheld = {
        pointer.split("/")[2]: value.reason
        for pointer, value in opened.values.items()
        if pointer.startswith("/data/") and isinstance(value, Withheld) and value is not OTHERS
    }
    left = {name: reason for name, reason in withheld.items() if name not in change.fields}
    if left:
        raise AccessDeniedError(
            f"the record also holds {', '.join(sorted(left))}, which you may not state again "
            f"({'; '.join(dict.fromkeys(left.values()))}); name another ground, or give each a value or null"
        )


def _plain(value: Any, pointer: str, opened: OpenedRecord) -> Any:
    """A value with its sealed parts opened; what cannot be opened is left out."""
    if pointer in opened.values:
        found = opened.values[pointer]
        if not isinstance(found, Plain):
            return None
        value = found.value
    if isinstance(value, dict):
        return {key: _plain(inner, f"{pointer}/{key}", opened) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner, f"{pointer}/{at}", opened) for at, inner in enumerate(value)]
    return value


def _given(values: Iterable[str | None]) -> Iterable[str]:
    return (value for value in values if value is not None)
