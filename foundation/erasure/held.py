"""Finds what is held on a person in the logs of all services."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from events.base import Service
from events.cloudevents import Recorded, decode
from events.pre_return import ReturnCaseOpened
from foundation.event_store.port import EventStore, StoredRecord
from foundation.vault.spots import sole_case

PAGE = 1000


@dataclass(frozen=True, slots=True)
class Held:
    """A stored record and the service that keeps it."""

    service: Service
    record: StoredRecord


class HeldRecords:
    """Reads the logs from their beginning to their end: right for one installation of usual size."""

    def __init__(self, stores: Mapping[Service, EventStore]) -> None:
        self._stores = stores

    def about(self, subjects: Iterable[str]) -> Iterator[Held]:
        """Every record that names one of these subjects anywhere in the open, service by service."""
        wanted = [subject.encode() for subject in subjects]
        for service, store in self._stores.items():
            for record in _all(store):
                if any(subject in record.body for subject in wanted):
                    yield Held(service, record)

    def cases_of(self, person: str) -> tuple[str, ...]:
        """The cases that were opened for a person, unless their author took that back."""
        openings = [
            (one.record.event_id, decode(one.record.body))
            for one in self.about([person])
            if one.record.topic == ReturnCaseOpened.wire_type()
        ]
        everything = [recorded for _, recorded in openings] + list(self._amendments(openings))
        taken_back = {
            (amended, _author(recorded))
            for recorded in everything
            if (amended := recorded.envelope.amends) and _takes_back(recorded, person)
        }
        linked = [
            sole_case(recorded.envelope.subject_ids)
            for event_id, recorded in openings
            if (f"EVT-{event_id}", _author(recorded)) not in taken_back
            and recorded.envelope.amendment_kind != "withdrawal"
        ]
        return tuple(dict.fromkeys(case for case in linked if case))

    def _amendments(self, openings: Iterable[tuple[object, Recorded]]) -> Iterator[Recorded]:
        """Later openings of the same cases, which may no longer name the person."""
        cases = {case for _, one in openings if (case := sole_case(one.envelope.subject_ids))}
        for held in self.about(cases) if cases else ():
            if held.record.topic == ReturnCaseOpened.wire_type():
                yield decode(held.record.body)


def _author(recorded: Recorded) -> tuple[str, str | None]:
    return recorded.envelope.asserted_by_role, recorded.envelope.asserted_by_body


def _takes_back(recorded: Recorded, person: str) -> bool:
    kind = recorded.envelope.amendment_kind
    return kind == "withdrawal" or (kind == "correction" and person not in recorded.envelope.subject_ids)


def _all(store: EventStore) -> Iterator[StoredRecord]:
    after = 0
    while page := store.read(after, PAGE):
        yield from page
        after = page[-1].sequence
