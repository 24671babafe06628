"""Who says it, when it happened, how they know: carried by every event beside its own fields."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from events.base import Structure
from events.codes.common import (
    ActorRole,
    AmendmentKind,
    Confidence,
    DatePrecision,
    LawfulBasis,
    Phase,
    ProcessingPurpose,
    SourceKind,
)
from events.codes.standards import Country, Language
from events.data_classes import Open, Personal
from events.ids import ConsentId, LooseEventId, OrganizationId, SubjectId, UserId
from events.structures import Attachment
from events.values import Count, Line, Moment

Reference = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\s\x00-\x1f\x7f]+$")]
"""A line without spaces."""

CATALOGUE_VERSION = "1.1.0"


class Statement(Structure):
    """The part of the envelope that the author writes."""

    event_id: Open[LooseEventId]
    """Chosen by the recording device, so that a repeated upload is recognised."""
    subject_ids: Open[Annotated[tuple[SubjectId, ...], Field(min_length=1, max_length=1000)]]
    """The subjects concerned, the leading one first."""
    occurred_at: Open[Moment]
    """When the fact happened; for a period, when it began."""
    occurred_precision: Open[DatePrecision]
    device_time: Open[Moment | None] = None
    device_sequence: Open[Count | None] = None
    phase: Open[Phase]
    country: Open[Country]
    """Where the fact happened."""
    asserted_by_role: Open[ActorRole]
    """Whose account this is."""
    asserted_by_body: Open[OrganizationId | None] = None
    """Absent for a private person."""
    asserted_by_person: Personal[Line | None] = None
    source_kinds: Open[Annotated[tuple[SourceKind, ...], Field(min_length=1)]]
    confidence: Open[Confidence | None] = None
    language: Open[Language | None] = None
    """Of the free texts."""
    standard_refs: Open[Annotated[tuple[Reference, ...], Field(min_length=1)] | None] = None
    """References to standards, without spaces, for example UNNM.11."""
    amends: Open[LooseEventId | None] = None
    """The event that this one corrects, completes, confirms or withdraws."""
    amendment_kind: Open[AmendmentKind | None] = None
    lawful_basis: Open[LawfulBasis | None] = None
    purpose: Open[ProcessingPurpose | None] = None
    consent: Open[ConsentId | None] = None
    reporter_protected: Open[bool | None] = None
    """Hides the reporter from everyone but the intake role."""
    attachments: Personal[tuple[Attachment, ...] | None] = None
    correlation_id: Open[LooseEventId | None] = None
    """The event that began the same piece of work."""
    causation_id: Open[LooseEventId | None] = None
    """The event that led to this one."""

    @model_validator(mode="after")
    def _amendment_is_whole(self) -> Self:
        if (self.amends is None) != (self.amendment_kind is None):
            raise ValueError("amends and amendment_kind must be given together")
        return self


class Envelope(Statement):
    """A statement with what the platform adds when it accepts the event."""

    service: Open[Line]
    """Service at which it was recorded."""
    schema_version: Open[Line]
    """Version of the catalogue in use."""
    recorded_at: Open[Moment]
    """When the platform accepted it."""
    recorded_by: Personal[UserId]
    """Who entered it, which may be somebody else than who asserts it."""
    fingerprint: Open[Line | None] = None
    """Keyed digest of the content as submitted, by which repeats are told from conflicts."""
