"""Invented histories as stored events, page by page, as a rebuild reads them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from events.catalogue import BY_STEM
from events.cloudevents import encode, from_attributes
from events.envelope import CATALOGUE_VERSION
from projections.runner.page import Delivered, Page
from returnwatch.sample.histories import histories

PAGE = 2_000
SOURCE = "pre_return"
ACCEPTED_FROM = datetime(2026, 1, 1, tzinfo=UTC)
USER = "USR-00000000-0000-4000-8000-000000000001"


def stored(events: int, seed: int = 1) -> list[Delivered]:
    """So many events, one accepted each second; what a service would seal stands in the open."""
    found: list[Delivered] = []
    for place, document in enumerate(islice(histories(events, seed), events), 1):
        event = BY_STEM[document["type"].rpartition(".v")[0]]
        attributes = document | {
            "source": f"/services/{event.about.service.replace('_', '-')}",
            "recordedtime": (ACCEPTED_FROM + timedelta(seconds=place)).isoformat(),
            "recordedby": USER,
            "schemaversion": CATALOGUE_VERSION,
        }
        recorded = from_attributes(attributes)
        found.append(Delivered(SOURCE, place, encode(recorded.envelope, recorded.event), place))
    return found


def pages(entries: list[Delivered]) -> Iterator[Page]:
    """The events in pages."""
    for start in range(0, len(entries), PAGE):
        yield Page(SOURCE, tuple(entries[start : start + PAGE]))
