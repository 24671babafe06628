"""Invented histories as stored events in a file, read page by page as a rebuild reads them."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from events.catalogue import BY_STEM
from events.cloudevents import encode, from_attributes
from events.envelope import CATALOGUE_VERSION
from projections.runner.page import Delivered, Page
from returnwatch.sample.histories import histories

PAGE = 2_000
FEWEST = 30
"""Events of a case on an average, at the least."""
SOURCE = "pre_return"
ACCEPTED_FROM = datetime(2026, 1, 1, tzinfo=UTC)
USER = "USR-00000000-0000-4000-8000-000000000001"


def write(file: Path, events: int, seed: int = 1) -> None:
    """Write so many events, one a line, accepted one each second; what would be sealed stands in the open."""
    with file.open("wb") as out:
        told = islice(histories(events // FEWEST, seed), events)
        for place, document in enumerate(told, 1):
            out.write(_accepted(document, place) + b"\n")


def _accepted(document: Mapping[str, Any], place: int) -> bytes:
    event = BY_STEM[document["type"].rpartition(".v")[0]]
    attributes = dict(document) | {
        "source": f"/services/{event.about.service.replace('_', '-')}",
        "recordedtime": (ACCEPTED_FROM + timedelta(seconds=place)).isoformat(),
        "recordedby": USER,
        "schemaversion": CATALOGUE_VERSION,
    }
    recorded = from_attributes(attributes)
    return encode(recorded.envelope, recorded.event)


def pages(file: Path) -> Iterator[Page]:
    """The events in pages."""
    with file.open("rb") as lines:
        numbered = enumerate(lines, 1)
        while some := tuple(islice(numbered, PAGE)):
            yield Page(SOURCE, tuple(Delivered(SOURCE, place, line[:-1], place) for place, line in some))
