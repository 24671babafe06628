"""Pages of records from the lines of an export, as the logs held them."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from pydantic_core import from_json

from events.canonical import canonical
from events.cloudevents import service_of
from projections.runner.page import Delivered, Page
from projections.runner.poll import PAGE, Pages


class ExportError(ValueError):
    """A file that is no export of whole logs; the message says where and what to do."""


def export_as_pages(lines: Iterable[bytes]) -> Pages:
    """The logs in an export. What a reader has already is passed over; ExportError for what is no export."""
    entries = _read(lines)

    def pages(places: Mapping[str, int]) -> Iterator[Page]:
        while chunk := list(islice(entries, PAGE)):
            for service in dict.fromkeys(entry.service for entry in chunk):
                mine = tuple(
                    entry
                    for entry in chunk
                    if entry.service == service and entry.place >= places.get(service, 1)
                )
                if mine:
                    yield Page(service, mine)

    return pages


def _read(lines: Iterable[bytes]) -> Iterator[Delivered]:
    last: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            raw = from_json(line)
            sequence, service = int(raw.pop("sequence")), service_of(str(raw.get("source")))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ExportError(
                f"line {number}: is no line of an export; write one with returnwatch export events"
            ) from None
        if sequence != last.get(service, 0) + 1:
            raise ExportError(
                f"line {number}: the log of {service} goes on at {last.get(service, 0) + 1}, not {sequence}; "
                "export the whole log, from its beginning"
            )
        last[service] = sequence
        yield Delivered(service, sequence, canonical(raw), sequence)
