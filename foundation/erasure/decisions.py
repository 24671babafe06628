"""The decision to erase, as it stands in the log: all that carrying it out takes, and nothing personal.

It is a `RetentionDecided` by the platform: the period of the named classes ends that day. `correlation_id`
is the id that the `ErasureCarriedOut` will have, `causation_id` the answer or withdrawal it follows from, and
the article of the GDPR says the cause. Decisions that bodies state about their own data are never acted on.
"""

from dataclasses import dataclass
from datetime import datetime

from events.base import Event
from events.canonical import canonical
from events.cloudevents import decode
from events.codes.common import DataClassCode, Phase
from events.codes.data_protection import ErasureCause, ErasureScope
from events.data_classes import DataClass
from events.data_protection import ErasureCarriedOut, RetentionDecided
from events.envelope import Envelope, Statement
from events.ids import kind_of
from events.submission import Submission
from foundation.event_store.port import StoredRecord
from foundation.vault.key_rows import Slot
from foundation.vault.sectors import SECTOR_OF

CLASSES: dict[ErasureScope, tuple[DataClassCode, ...]] = {
    "case_personal": ("personal", "special", "protected"),
    "case_special": ("special",),
}
"""What a scope takes in. Special and protected texts name people too, so they go with what identifies."""
SCOPES = {frozenset(classes): scope for scope, classes in CLASSES.items()}
ARTICLES: dict[ErasureCause, str] = {
    "request_of_person": "GDPR.17.1",
    "retention_end": "GDPR.17.1.a",
    "consent_withdrawn": "GDPR.17.1.b",
    "unlawful_processing": "GDPR.17.1.d",
    "error": "GDPR.5.1.d",
}
CAUSES = {article: cause for cause, article in ARTICLES.items()}


@dataclass(frozen=True, slots=True)
class Erasure:
    """One erasure, from its decision on."""

    id: str
    """`EVT-…` of the record that will say it was carried out."""
    case: str
    subjects: tuple[str, ...]
    """Whose keys end: the case, and the person when all of their cases end."""
    scope: ErasureScope
    cause: ErasureCause
    data_request: str | None = None
    follows: str | None = None
    """`EVT-…` of the answer or withdrawal that led to it."""

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The keys that end, whether they were ever made or not."""
        sectors = [SECTOR_OF[DataClass(name)] for name in CLASSES[self.scope]]
        return tuple(Slot(subject, sector) for subject in self.subjects for sector in sectors)


@dataclass(frozen=True, slots=True)
class Decided:
    """An erasure that the log decides."""

    erasure: Erasure
    phase: Phase
    """Stage of the return to which its records belong."""
    at: datetime
    """When the decision was recorded."""


def decision(erasure: Erasure, event_id: str, phase: Phase, at: datetime) -> Submission:
    """The record with which an erasure begins."""
    statement = _statement(erasure, event_id, phase, at, ARTICLES[erasure.cause])
    event = RetentionDecided(
        action="period_set",
        classes=CLASSES[erasure.scope],
        effective_at=at,
        until=at.date(),
        legal_basis="legal_obligation",
    )
    correlated = {"correlation_id": erasure.id, "causation_id": erasure.follows}
    return Submission(Statement.model_validate(statement | correlated), event)


def decided_in(record: StoredRecord) -> Decided | None:
    """The erasure that a stored record decides, or None when it decides none."""
    if record.topic != RetentionDecided.wire_type():
        return None
    recorded = decode(record.body)
    return decided_by(recorded.envelope, recorded.event)


def decided_by(envelope: Envelope, event: Event) -> Decided | None:
    """The erasure that an event decides, or None when it decides none."""
    if not isinstance(event, RetentionDecided) or envelope.asserted_by_role != "platform":
        return None
    scope = SCOPES.get(frozenset(event.classes))
    cause = next((CAUSES[ref] for ref in envelope.standard_refs or () if ref in CAUSES), None)
    if event.action != "period_set" or not (scope and cause and envelope.correlation_id):
        return None
    ids = envelope.subject_ids
    requests = [one for one in ids if kind_of(one) == "data_request"]
    erasure = Erasure(
        envelope.correlation_id,
        ids[0],
        tuple(one for one in ids if kind_of(one) in ("case", "person")),
        scope,
        cause,
        requests[0] if requests else None,
        envelope.causation_id,
    )
    return Decided(erasure, envelope.phase, envelope.recorded_at)


def carried_out(
    erasure: Erasure, phase: Phase, events: int, destroyed_at: datetime, at: datetime
) -> Submission:
    """The record with which an erasure ends."""
    statement = _statement(erasure, erasure.id, phase, at, ARTICLES[erasure.cause])
    event = ErasureCarriedOut(
        data_request=erasure.data_request,
        cause=erasure.cause,
        scope=erasure.scope,
        events_affected_count=events,
        key_destroyed_at=destroyed_at,
        recipients_told=(),
    )
    return Submission(Statement.model_validate(statement | {"causation_id": erasure.follows}), event)


def written(decided: Decided) -> str:
    """One decided erasure as canonical JSON."""
    erasure = decided.erasure
    fields = {name: getattr(erasure, name) for name in FIELDS}
    about = {"subjects": list(erasure.subjects), "phase": decided.phase}
    return canonical(fields | about | {"decided_at": decided.at.isoformat()}).decode()


FIELDS = ("id", "case", "subjects", "scope", "cause", "data_request", "follows")


def _statement(
    erasure: Erasure, event_id: str, phase: Phase, at: datetime, article: str
) -> dict[str, object]:
    named = [erasure.case, *erasure.subjects, *([erasure.data_request] if erasure.data_request else ())]
    return {
        "event_id": event_id,
        "subject_ids": tuple(dict.fromkeys(named)),
        "occurred_at": at,
        "occurred_precision": "exact",
        "phase": phase,
        "country": "XX",
        "asserted_by_role": "platform",
        "source_kinds": ("document",),
        "standard_refs": (article,),
    }
