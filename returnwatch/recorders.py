"""Where the records of a file go: to the services of a data directory, or to services over HTTP."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from events.base import SERVICES, Event, Service, kebab
from events.catalogue import EVENTS
from events.submission import Submission
from foundation.identity.caller import Caller
from foundation.recording.outcomes import Outcome
from foundation.recording.recorder import Recorder
from foundation.recording.recording_batch import record_each
from returnwatch.embedded import Embedded
from returnwatch.faults import UserFaultError
from returnwatch.remote import Remote

T = TypeVar("T")


class Destination(Protocol):
    """Services that record."""

    @property
    def accepted(self) -> Collection[type[Event]]:
        """The events that are recorded there."""

    def record_many(self, submissions: Sequence[Submission]) -> Iterable[Outcome]:
        """Record each where its kind goes; an outcome for each, in the same order."""


@dataclass(frozen=True, slots=True)
class Local:
    """The services of an open data directory."""

    recorders: Mapping[type[Event], Recorder]
    filer: Caller
    """Who records."""

    @property
    def accepted(self) -> Collection[type[Event]]:
        """The events that are recorded there."""
        return self.recorders.keys()

    def record_many(self, submissions: Sequence[Submission]) -> Iterable[Outcome]:
        """Record each where its kind goes."""
        return record_each(self.recorders, self.filer, submissions)


@dataclass(frozen=True, slots=True)
class Distant:
    """Services over HTTP, each at its own address, or all behind one."""

    remotes: Mapping[type[Event], Remote]

    @property
    def accepted(self) -> Collection[type[Event]]:
        """The events that are recorded there."""
        return self.remotes.keys()

    def record_many(self, submissions: Sequence[Submission]) -> Iterable[Outcome]:
        """Record each where its kind goes."""
        shares: dict[Remote, list[int]] = {}
        for number, submission in enumerate(submissions):
            shares.setdefault(self.remotes[type(submission.event)], []).append(number)
        outcomes: dict[int, Outcome] = {}
        for remote, numbers in shares.items():
            recorded = remote.record_many(submissions[number] for number in numbers)
            outcomes |= zip(numbers, recorded, strict=True)
        return [outcomes[number] for number in range(len(submissions))]


def local(opened: Embedded, filer: Caller, only: Service | None) -> Local:
    """The services of an open data directory, or one of them."""
    return Local(_by_event(opened.recorders, only), filer)


def distant(urls: Iterable[str], token: str) -> Distant:
    """Services at `URL` (each event at its owner) or `SERVICE=URL` (that one)."""
    remotes: dict[Service, Remote] = {}
    for url in urls:
        name, named, address = url.partition("=http")
        if named:
            remotes[service_named(name, "--url")] = Remote(f"http{address}", token)
        else:
            remotes = {**dict.fromkeys(SERVICES, Remote(url, token)), **remotes}
    return Distant(_by_event(remotes, None))


def _by_event(by_service: Mapping[Service, T], only: Service | None) -> dict[type[Event], T]:
    """Where each event goes: to its owner if that is there, else to the first service that accepts it."""
    there = {name: by_service[name] for name in by_service if only in (None, name)}
    homes = {
        event: next((name for name in (event.about.service, *event.about.accepted_by) if name in there), None)
        for event in EVENTS
    }
    return {event: there[name] for event, name in homes.items() if name is not None}


def service_named(name: str, option: str) -> Service:
    """The service written as in addresses, or a fault that lists those there are."""
    for service in SERVICES:
        if kebab(service) == kebab(name):
            return service
    raise UserFaultError(f"{option}: there is no such service; there are: {', '.join(map(kebab, SERVICES))}")
