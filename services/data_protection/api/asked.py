"""What is asked of a person's data over HTTP. Ids stand in the content, never in an address."""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, ValidationError
from pydantic_core import PydanticSerializationError, to_json

from events.codes.common import LawfulBasis, ProcessingPurpose, YesNoUnknown
from events.codes.data_protection import ErasureCause, RefusalGround, RequestKind
from events.ids import (
    UUID_PATTERN,
    ComplaintId,
    ConsentId,
    DataRequestId,
    EventId,
    IncidentId,
    OrganizationId,
)
from events.values import Day, Text
from foundation.recording.faults import Fault, RefusedError
from foundation.recording.field_faults import NO_OBJECT, field_faults
from foundation.recording.json_input import read_json
from services.data_protection.application.holding import ALL, HoldClass


class Asked(BaseModel):
    """Whose data, and why they may be had."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    subject: Annotated[str, StringConstraints(pattern=f"^[PC]-{UUID_PATTERN}$")]
    """The person, `P-…`, with all their cases, or one case, `C-…`."""
    purpose: ProcessingPurpose
    ground: LawfulBasis
    consent: ConsentId | None = None
    """Needed when the ground is consent."""
    reason: Text | None = None
    """In words; kept sealed with the record of the access."""


class ReportAsked(Asked):
    """Everything held is asked for."""

    emergency: bool = False
    """Whether somebody is in danger and a restriction is passed over."""


class RequestMade(Asked):
    """A person asked for something about their data."""

    kind: RequestKind
    identity_checked: YesNoUnknown
    extent: Text | None = None


class RectificationAsked(Asked):
    """Fields of one record are to be put right by a record that amends it."""

    event_id: EventId
    fields: Annotated[dict[str, JsonValue], Field(min_length=1)]
    """New values of whole fields of the event by name; null leaves a field out."""
    data_request: DataRequestId | None = None
    recipients_told: tuple[OrganizationId, ...] = ()


class RefusalAsked(Asked):
    """A person's request is to be refused."""

    data_request: DataRequestId
    refusal_ground: RefusalGround
    reasons: Text | None = None
    remedy_explained: YesNoUnknown = "unknown"


class ErasureAsked(Asked):
    """Keys are to be destroyed, which nothing takes back."""

    cause: ErasureCause = "request_of_person"
    scope: Annotated[str, StringConstraints(pattern="^case_(personal|special)$")] = "case_personal"
    data_request: DataRequestId | None = None
    """Needed when the cause is a request."""
    follows: EventId | None = None
    """The record that it follows from, for example a withdrawal of consent."""
    remedy_explained: YesNoUnknown = "unknown"


class HoldAsked(Asked):
    """Data are to stay, because a claim or a complaint depends on them."""

    classes: Annotated[tuple[HoldClass, ...], Field(min_length=1)] = ALL
    until: Day | None = None
    """Last day; without it, the hold stands until it is released."""
    complaint: ComplaintId | None = None
    incident: IncidentId | None = None


class ReleaseAsked(Asked):
    """The holds of the caller's body are to end."""

    classes: Annotated[tuple[HoldClass, ...], Field(min_length=1)] = ALL


A = TypeVar("A", bound=Asked)


def read_asked(raw: bytes, kind: type[A]) -> A:
    """What a request asks. Raises RefusedError with every fault, without any submitted value."""
    document: Any = read_json(raw)
    if not isinstance(document, dict):
        raise RefusedError([Fault("", *NO_OBJECT)])
    try:
        return kind.model_validate_json(to_json(document))
    except ValidationError as error:
        raise RefusedError(field_faults(error)) from None
    except PydanticSerializationError:
        raise RefusedError([Fault("", "holds text that is not Unicode", "send the text in UTF-8")]) from None
