"""Groups of fields that several events share."""

from events.base import Structure
from events.codes.common import (
    ChecklistAnswerCode,
    Confidence,
    DataClassCode,
    PlanComponentCode,
    ReintegrationDimension,
    RssAnswerKind,
    Severity,
    SourceKind,
    TeamRole,
)
from events.data_classes import Open, Personal, Protected
from events.ids import CaseId, OrganizationId
from events.values import Count, Day, Line, Moment, Text


class Attachment(Structure):
    """A file that belongs to a record, named by the hash of its bytes."""

    attachment_id: Open[Line]
    media_type: Open[Line]
    sha256: Open[Line]
    """Hash of the bytes as they were captured."""
    captured_at: Open[Moment | None] = None
    captured_by: Personal[Line | None] = None
    capture_method: Open[Line | None] = None
    """For example camera or scan."""
    source: Personal[Line | None] = None
    evidentiary_original: Open[bool]
    """Whether these are the untouched bytes."""
    working_copy_of: Open[Line | None] = None
    """The attachment_id of the original, for a copy."""
    redacted: Open[bool]
    content_class: Open[DataClassCode]
    """Open only when redacted."""


class ChecklistAnswer(Structure):
    """One answered item of a checklist."""

    item: Open[Line]
    """Id of the item in the named checklist."""
    answer: Open[ChecklistAnswerCode]
    severity: Open[Severity | None] = None
    source_kind: Open[SourceKind | None] = None
    observed_at: Open[Moment | None] = None
    confidence: Open[Confidence | None] = None
    cases: Open[tuple[CaseId, ...] | None] = None
    """The persons it concerns, when it does not concern all."""
    note: Personal[Text | None] = None


class TeamCount(Structure):
    """How many people had one role in the team."""

    role: Open[TeamRole]
    total: Open[Count]
    female: Open[Count | None] = None
    child_trained: Open[Count | None] = None


class PlanComponent(Structure):
    """One part of a reintegration plan, taken up or considered and left out."""

    component: Protected[PlanComponentCode]
    dimension: Protected[ReintegrationDimension]
    included: Protected[bool]
    """False when it was considered and not needed."""
    goal: Protected[Text | None] = None
    activity: Protected[Text | None] = None
    provider: Protected[OrganizationId | None] = None
    starts_on: Protected[Day | None] = None
    ends_on: Protected[Day | None] = None


class RssAnswer(Structure):
    """One answered question of the reintegration sustainability survey."""

    item: Protected[Line]
    """Id of the item in the instrument."""
    kind: Protected[RssAnswerKind]
    option: Protected[Line | None] = None
    """The option chosen, when the answer is scored."""
