"""The forms in which a record may be submitted, and our own one.

Our own has the fields of the statement at the top and those of the event under `data`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ValidationError, create_model
from pydantic_core import PydanticSerializationError, to_json

from events.base import Event
from events.data_classes import DataClass
from events.envelope import Statement
from events.ids import LooseEventId, subject_id
from events.submission import Submission
from foundation.clock import NewId
from foundation.recording.faults import Fault, RefusedError, pointer_to
from foundation.recording.field_faults import MISSING, NO_OBJECT, field_faults
from foundation.recording.json_input import sealed_places
from foundation.recording.outcomes import Outcome, Recorded, Refused, Repeated


@dataclass(frozen=True, slots=True)
class Found:
    """The fields found in a document, in our own form."""

    kind: type[Event]
    fields: Any
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write a record."""

    names: Mapping[str, str] = field(default_factory=dict)
    """Field of the statement to its name in this form, where they differ."""

    def told(self, outcome: Outcome) -> Outcome:
        """An outcome with the fields that it names, if any, named as they were submitted."""
        if isinstance(outcome, Refused):
            return Refused(outcome.reason, self.faults(outcome.faults))
        if isinstance(outcome, Recorded | Repeated) and outcome.receipt.dropped:
            dropped = tuple(self._pointer(pointer) for pointer in outcome.receipt.dropped)
            return replace(outcome, receipt=replace(outcome.receipt, dropped=dropped))
        return outcome

    def faults(self, faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
        """Faults of fields as faults of what was submitted."""
        return tuple(Fault(self._pointer(fault.pointer), fault.what, fault.remedy) for fault in faults)

    def _pointer(self, pointer: str) -> str:
        _, *parts = pointer.split("/")
        return "".join(f"/{part}" for part in [self.names.get(part, part) for part in parts[:1]] + parts[1:])


OWN = Form()
M = TypeVar("M", bound=BaseModel)


@cache
def record_model(kind: type[Event]) -> type[Statement]:
    """The class of a submitted record: a statement whose event id may be absent, and `data`."""
    fields: dict[str, Any] = {
        "event_id": (Annotated[LooseEventId | None, DataClass.OPEN], None),
        "data": (kind, ...),
    }
    return create_model(f"{kind.__name__}Record", __base__=Statement, __doc__=kind.__doc__, **fields)


def read_own(document: Any, kind: type[Event], new_id: NewId) -> Submission:
    """A record in our own form. Raises RefusedError with every fault."""
    sealed = sealed_faults(document)
    return submission_of(Found(kind, document, sealed), OWN, new_id)


def submission_of(found: Found, form: Form, new_id: NewId) -> Submission:
    """The submission behind the fields of any form. Raises RefusedError with every fault."""
    if not isinstance(found.fields, dict):
        raise RefusedError([Fault("", *NO_OBJECT)])
    fields = {name: value for name, value in found.fields.items() if name != "data"}
    if fields.get("event_id") is None:
        fields["event_id"] = subject_id("event", new_id())
    faults = list(found.faults)
    try:
        statement = _read(Statement, fields, (), faults)
        if "data" in found.fields:
            event = _read(found.kind, found.fields["data"], ("data",), faults)
        else:
            event, faults = None, [*faults, Fault("/data", *MISSING)]
    except PydanticSerializationError:
        raise RefusedError([Fault("", "holds text that is not Unicode", "send the text in UTF-8")]) from None
    if statement is None or event is None or faults:
        raise RefusedError(form.faults(tuple(faults)))
    return Submission(statement, event)


def _read(model: type[M], fields: Any, path: tuple[str, ...], faults: list[Fault]) -> M | None:
    try:
        return model.model_validate_json(to_json(fields))
    except ValidationError as error:
        faults += field_faults(error, path)
        return None


def sealed_faults(document: Any) -> tuple[Fault, ...]:
    """A fault for every value that comes sealed: only the platform seals."""
    return tuple(
        Fault(pointer_to(path), "is a sealed value", "give the value itself; the platform seals it")
        for path in sealed_places(document)
    )
