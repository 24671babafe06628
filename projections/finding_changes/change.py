"""A changed outcome of a finding as an event: derived, and the same whoever derives it.

It is no record about a person: it says nothing that the records behind it do not say, holds open values
only, and is never input to a rule.
"""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Literal
from uuid import NAMESPACE_DNS, UUID, uuid5

from pydantic import BaseModel, ConfigDict, Field

from events.canonical import canonical
from events.sides import Side
from foundation.event_store.port import ProposedEvent
from projections.safeguards.judging.rule import Outcome, Severity
from projections.safeguards.judging.scopes import Scope

LOG = "findings"
"""Name of the log of changes, where logs have the names of services."""
TOPIC = "returnwatch.findings"
TYPE = "org.returnwatch.findings.finding-changed.v1"
SOURCE = "/projections/safeguard-findings"
SCHEMA = "/schemas/findings/finding-changed.v1.json"
NAMES = uuid5(NAMESPACE_DNS, "findings.returnwatch.org")
"""Namespace of the ids (RFC 9562, section 5.5)."""

Held = Outcome | Literal["not_applicable"]
"""An outcome, or that the rule does not apply and there is no finding."""


class Cause(BaseModel):
    """What made the outcome another: exactly one of these."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    event_id: str | None = None
    """The record that became known."""
    limit: datetime | None = None
    """The moment that passed without a record: a time limit, or a fact that had been announced."""
    judged_by: str | None = None
    """The version of rules and numbers that came into use, with the moment."""

    def text(self) -> str:
        """The cause in one line, by which ids are made."""
        limit = _utc(self.limit) if self.limit is not None else None
        return self.event_id or limit or f"version {self.judged_by}"


class FindingChanged(BaseModel):
    """The outcome of one safeguard about one subject changed, or came to be contested or settled."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    rule: str
    """Id of the safeguard rule."""
    rule_version: str
    severity: Severity
    area: str
    """Area of the UNNM Mapping that the rule protects."""
    scope: Scope
    """What the rule judges: a case, an operation, a disclosure and so on."""
    subject: str
    """What the finding is about."""
    cases: tuple[str, ...]
    """Cases that the subject's own records name; empty for an operation, which may name hundreds."""
    operations: tuple[str, ...]
    """Operations that the subject's own records name."""
    outcome_before: Held
    outcome: Held
    sides: dict[Side, Outcome]
    """Outcome by each side that speaks on the matter."""
    contested: bool
    """Whether the sides' accounts lead to different outcomes."""
    cause: Cause
    evidence: tuple[str, ...]
    """Ids of the records on which the outcome rests."""
    due: datetime | None = Field(default=None)
    """When the duty must be fulfilled, where it is still open."""
    as_of: datetime
    """The moment judged."""
    known_at: datetime
    """Only records made by then were counted."""
    parameters_version: str
    """Version of the numbers on which rules rest."""
    frozen: bool
    """Made for the last time when the personal data of the case were erased."""

    @property
    def event_id(self) -> UUID:
        """The same for the same change, whoever finds it."""
        parts = (self.subject, self.rule, self.cause.text(), self.outcome, self.parameters_version)
        return uuid5(NAMES, "\n".join(parts))

    def proposed(self) -> ProposedEvent:
        """The change as a CloudEvent that can be stored, logged and sent like a record."""
        data = self.model_dump(mode="json", exclude_none=True)
        attributes = {
            "specversion": "1.0",
            "id": f"EVT-{self.event_id}",
            "type": TYPE,
            "source": SOURCE,
            "subject": self.subject,
            "partitionkey": self.subject,
            "time": _utc(self.as_of),
            "recordedtime": _utc(self.known_at),
            "datacontenttype": "application/json",
            "dataschema": SCHEMA,
            "derived": True,
            "data": data,
        }
        fingerprint = sha256(canonical(attributes))
        body = canonical(attributes | {"fingerprint": fingerprint.hexdigest()})
        return ProposedEvent(self.event_id, self.subject, TYPE, body, fingerprint.digest())


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
