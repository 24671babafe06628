"""Invented histories as records that a service accepted one after the other."""

from datetime import UTC, datetime, timedelta
from functools import cache

import orjson

from events.catalogue import EVENTS
from events.envelope import CATALOGUE_VERSION, Envelope, Statement
from events.submission import Submission
from foundation.recording.bulk import Line, read_line
from projections.safeguards.judging.record import AnyRecord, Record
from returnwatch.sample.histories import histories

ACCEPTED_FROM = datetime(2026, 1, 1, tzinfo=UTC)
USER = "USR-00000000-0000-4000-8000-000000000001"


@cache
def sample_records(cases: int, seed: int) -> tuple[AnyRecord, ...]:
    """The records of so many cases, one accepted each second."""
    return tuple(
        _accepted(orjson.dumps(document), place) for place, document in enumerate(histories(cases, seed))
    )


def _accepted(document: bytes, place: int) -> AnyRecord:
    read = read_line(Line(1, document, 1), EVENTS)
    assert isinstance(read, Submission)
    told = {name: getattr(read.statement, name) for name in Statement.model_fields}
    envelope = Envelope(
        **told,
        service=type(read.event).about.service,
        schema_version=CATALOGUE_VERSION,
        recorded_at=ACCEPTED_FROM + timedelta(seconds=place),
        recorded_by=USER,
    )
    return Record(envelope, read.event)
