"""Hand-made and invented records for views, and the groups from which rows are made."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

import orjson

from events.base import Event
from events.catalogue import BY_STEM
from events.cloudevents import from_attributes
from events.envelope import CATALOGUE_VERSION, Envelope
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.scenario.loading import platform_id
from projections.viewing.group import Group
from projections.viewing.view import Made, View
from returnwatch.sample.histories import Shares, histories

PAST_ALL = datetime(2030, 1, 1, tzinfo=UTC)
FACE = {
    "occurred_precision": "exact",
    "phase": "en_route",
    "country": "AT",
    "source_kinds": ["seen"],
    "service": "return_operation",
    "schema_version": CATALOGUE_VERSION,
    "recorded_by": platform_id("USR-clerk"),
}


def told(
    event: type[Event],
    data: dict[str, Any],
    *,
    of: str,
    by: str,
    at: str,
    name: str,
    recorded: str | None = None,
    **envelope: Any,
) -> AnyRecord:
    """A record from short ids (`C-1 O-1`, `EVT-a`) and times of 6 May 2025 (`11:30`) or whole ones."""
    body = envelope.pop("body", None if by in {"returnee", "lawyer", "family_member"} else f"ORG-{by}")
    stated = FACE | {
        "event_id": platform_id(f"EVT-{name}"),
        "subject_ids": [platform_id(each) for each in of.split()],
        "asserted_by_role": by,
        "occurred_at": moment(at),
        "recorded_at": moment(recorded or "23:00"),
        **({"asserted_by_body": platform_id(body)} if body else {}),
        **{key: _id(value) for key, value in envelope.items()},
    }
    fields = {key: _id(value) for key, value in data.items()}
    return Record(
        Envelope.model_validate_json(orjson.dumps(stated)), event.model_validate_json(orjson.dumps(fields))
    )


def amended(record: AnyRecord, kind: str, name: str, recorded: str, **data: Any) -> AnyRecord:
    """An amendment of a record by its own author."""
    envelope = record.envelope.model_copy(
        update={
            "event_id": platform_id(f"EVT-{name}"),
            "amends": record.id,
            "amendment_kind": kind,
            "recorded_at": datetime.fromisoformat(moment(recorded)),
        }
    )
    return Record(envelope, record.data.model_copy(update=data))


def moment(text: str) -> str:
    """A time of 6 May 2025, or a whole time as it is."""
    return text if "T" in text else f"2025-05-06T{text}:00+02:00"


def made(
    view: View,
    subject: str,
    records: Sequence[AnyRecord],
    as_of: datetime = PAST_ALL,
    known_at: datetime | None = None,
) -> list[Made]:
    """What a view makes of records for one subject, in the order of its pages."""
    group = Group(platform_id(subject), records, as_of, known_at)
    return sorted(view.rows(group), key=lambda each: (each.sort, each.key))


def rows(view: View, subject: str, records: Sequence[AnyRecord], **asked: Any) -> list[dict[str, Any]]:
    """The rows of one subject."""
    return [dict(each.row) for each in made(view, subject, records, **asked)]


@cache
def invented(cases: int, seed: int = 1, contradictory: float = 1.0) -> tuple[AnyRecord, ...]:
    """Invented histories, as records that nobody sealed."""
    return tuple(_of_sample(document) for document in histories(cases, seed, Shares(contradictory, 0.5)))


def sampled(cases: int, seed: int = 1, contradictory: float = 1.0) -> tuple[AnyRecord, ...]:
    """Invented histories without amendments, which a plain computation can follow."""
    return tuple(each for each in invented(cases, seed, contradictory) if each.envelope.amends is None)


def subjects(records: Iterable[AnyRecord], kind: str) -> list[str]:
    """Every subject of a kind that a record names."""
    return sorted({subject for record in records for subject in record.subjects(kind)})


def _of_sample(document: dict[str, Any]) -> AnyRecord:
    event = BY_STEM[document["type"].rpartition(".v")[0]]
    entered = datetime.fromtimestamp((UUID(document["id"][4:]).int >> 80) / 1000, UTC)
    recorded = from_attributes(
        document
        | {
            "source": f"/services/{event.about.service.replace('_', '-')}",
            "recordedtime": entered.isoformat(),
            "recordedby": FACE["recorded_by"],
            "schemaversion": CATALOGUE_VERSION,
        }
    )
    return Record(recorded.envelope, recorded.event)


def _id(value: Any) -> Any:
    if isinstance(value, str):
        return moment(value) if len(value) == 5 and value[2] == ":" else platform_id(value)
    return [_id(each) for each in value] if isinstance(value, list) else value
