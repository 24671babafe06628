"""What is on record, by subject: kept with every record, read when a subject's rows are made."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, delete, func, select

from projections.runner.bulk import insert_rows
from projections.safeguards.judging.record import AnyRecord
from projections.viewing.links import FURTHER, Bond, kind, links
from projections.viewing.opened import Opener, record_of
from projections.viewing.table import Tables

T = TypeVar("T")
CHUNK = 500
"""Values in one IN list."""
REMEMBERED = 20_000
"""Records that are kept read, since many subjects need the same ones."""


def text(moment: datetime) -> str:
    """A moment as text that sorts by time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


class Journal:
    """Adds and finds records within one transaction."""

    def __init__(self, connection: Connection, of: Tables, opener: Opener) -> None:
        self._connection, self._of = connection, of
        self._opener = opener
        self._parsed: dict[str, AnyRecord] = {}

    def add(self, fresh: Iterable[tuple[AnyRecord, bytes]]) -> list[dict[str, Bond]]:
        """Keep some records and their bonds; what is known already stays.

        Gives the bonds of each, for an amendment with those of what it amends: it counts wherever that does.
        """
        records, bonds, amended = [], [], {}
        found: list[dict[str, Bond]] = []
        for record, body in fresh:
            bound = links(record)
            if record.envelope.amends is not None:
                amended[len(found)] = record.envelope.amends
            found.append(bound)
            records.append((record.id, text(record.recorded_at), body))
            bonds += [(subject, record.id, int(bond)) for subject, bond in bound.items()]
        insert_rows(self._connection, self._of.record, records)
        insert_rows(self._connection, self._of.link, bonds)
        for place, event in amended.items():
            found[place] = self._bonds_of_amended(event) | found[place]
        return found

    def bind_again(self) -> None:
        """Give every record the bonds that it has by today's `links`, in place of those from before."""
        self._connection.execute(delete(self._of.link))
        event, last = self._of.record.c.event_id, ""
        some = select(event, self._of.record.c.body).order_by(event).limit(CHUNK)
        while rows := self._connection.execute(some.where(event > last)).all():
            last = rows[-1][0]
            bound = [(kept, links(record_of(body))) for kept, body in rows]
            bonds = [(each, kept, int(bond)) for kept, bonds in bound for each, bond in bonds.items()]
            insert_rows(self._connection, self._of.link, bonds)

    def _bonds_of_amended(self, event: str) -> dict[str, Bond]:
        """The bonds of a record and of those that it amends in turn."""
        link, found, seen = self._of.link, dict[str, Bond](), set[str]()
        following = {event}
        while following:
            seen |= following
            bonds = select(link.c.subject, link.c.bond).where(link.c.event_id.in_(sorted(following)))
            bound = {subject: Bond(bond) for subject, bond in self._connection.execute(bonds)}
            found = bound | found
            following = {each for each, bond in bound.items() if _is_record(each, bond)} - seen
        return found

    def wait(self, subjects: Iterable[str]) -> None:
        """Note the subjects whose rows must be made anew."""
        insert_rows(self._connection, self._of.waiting, [(subject,) for subject in sorted(set(subjects))])

    def bound_through(self, shared: Iterable[str]) -> set[str]:
        """Subjects that share a record with any of these ids, or with what reaches further from one."""
        found = self._sharing(shared)
        further = {each for each in found if kind(each) in FURTHER}
        return found | self._sharing(further - set(shared)) if further else found

    def _sharing(self, shared: Iterable[str]) -> set[str]:
        link, other = self._of.link, self._of.link.alias()
        found: set[str] = set()
        for chunk in chunks(sorted(shared), CHUNK):
            found |= set(
                self._connection.execute(
                    select(other.c.subject)
                    .join_from(link, other, link.c.event_id == other.c.event_id)
                    .where(link.c.subject.in_(chunk))
                    .distinct()
                ).scalars()
            )
        return found

    def waiting(self, limit: int, after: str = "") -> list[str]:
        """Some subjects whose rows must be made anew, in their order, those after another one."""
        column = self._of.waiting.c.subject
        some = select(column).where(column > after).order_by(column).limit(limit)
        return list(self._connection.execute(some).scalars())

    def how_many_wait(self) -> int:
        """How many subjects have rows that must be made anew."""
        return self._connection.execute(select(func.count()).select_from(self._of.waiting)).scalar_one()

    def due(self, now: datetime, limit: int) -> list[tuple[str, datetime]]:
        """Some subjects whose rows change by time alone by `now`, each with the moment, earliest first."""
        due = self._of.due
        rows = self._connection.execute(
            select(due.c.subject, due.c.at).where(due.c.at <= text(now)).order_by(due.c.at).limit(limit)
        )
        return [(subject, datetime.fromisoformat(at)) for subject, at in rows]

    def settle(self, subjects: Sequence[str], due: Iterable[tuple[str, datetime]]) -> None:
        """Note that the rows of some subjects were made, and when they change by time alone."""
        for table in (self._of.waiting, self._of.due):
            for chunk in chunks(subjects, CHUNK):
                self._connection.execute(delete(table).where(table.c.subject.in_(chunk)))
        insert_rows(self._connection, self._of.due, [(subject, text(at)) for subject, at in due])

    def records_for(self, subjects: Sequence[str]) -> dict[str, list[AnyRecord]]:
        """Subject to the records of `events_for`, in the same order."""
        wanted = self.events_for(subjects)
        parsed = self._records({event for events in wanted.values() for event in events})
        return {subject: [parsed[event] for event in events] for subject, events in wanted.items()}

    def events_for(self, subjects: Sequence[str]) -> dict[str, list[str]]:
        """Subject to the id of every record bound to it, and of those about what these are bound to.

        Some reach one step further (`FURTHER`): the records of a family to those about each of its cases.
        """
        own = self._events_about(subjects, at_least=Bond.POINTS)
        bound = self._bonds({event for events in own.values() for event in events})
        reached = {each for bonds in bound.values() for each in bonds}
        shared = self._events_about(sorted(reached), at_least=Bond.SHARED)
        shared |= self._with_members(shared)
        wanted: dict[str, set[str]] = {}
        for subject in subjects:
            mine = own.get(subject, set())
            through = {each for event in mine for each in bound[event]} - {subject}
            wanted[subject] = mine.union(*(shared.get(each, set()) for each in through))
        amending = self._amending(set().union(*wanted.values()))
        return {subject: sorted(_with(events, amending)) for subject, events in wanted.items()}

    def _amending(self, events: set[str]) -> dict[str, set[str]]:
        """Record to the records that amend it, for some records and for these in turn."""
        found: dict[str, set[str]] = {}
        following = events
        while following:
            about = self._events_about(sorted(following))
            found |= {event: others - {event} for event, others in about.items() if others - {event}}
            following = {each for event in following for each in found.get(event, ())} - set(found) - events
        return found

    def _with_members(self, shared: Mapping[str, set[str]]) -> dict[str, set[str]]:
        """What reaches further, such as a family, to the records about it and about each of its members."""
        wholes = {each: events for each, events in shared.items() if kind(each) in FURTHER}
        bound = self._bonds({event for events in wholes.values() for event in events})
        members = {
            whole: {each for event in events for each in bound[event] if kind(each) == FURTHER[kind(whole)]}
            for whole, events in wholes.items()
        }
        about = self._events_about(sorted(set().union(*members.values())), at_least=Bond.SHARED)
        return {
            whole: events.union(*(about.get(member, set()) for member in members[whole]))
            for whole, events in wholes.items()
        }

    def _events_about(self, subjects: Sequence[str], at_least: Bond = Bond.ABOUT) -> dict[str, set[str]]:
        link = self._of.link
        found: dict[str, set[str]] = {}
        for chunk in chunks(subjects, CHUNK):
            for subject, event in self._connection.execute(
                select(link.c.subject, link.c.event_id).where(
                    link.c.subject.in_(chunk), link.c.bond >= at_least
                )
            ):
                found.setdefault(subject, set()).add(event)
        return found

    def _bonds(self, events: Iterable[str]) -> dict[str, set[str]]:
        link = self._of.link
        found: dict[str, set[str]] = {}
        for chunk in chunks(sorted(events), CHUNK):
            for event, subject in self._connection.execute(
                select(link.c.event_id, link.c.subject).where(link.c.event_id.in_(chunk))
            ):
                found.setdefault(event, set()).add(subject)
        return found

    def _records(self, events: Iterable[str]) -> dict[str, AnyRecord]:
        wanted = set(events)
        if len(self._parsed) > REMEMBERED:
            self._parsed = {event: self._parsed[event] for event in wanted & set(self._parsed)}
        unread = wanted - set(self._parsed)
        self._parsed |= {event: record_of(body) for event, body in self.opened(unread).items()}
        return self._parsed

    def opened(self, events: Iterable[str]) -> dict[str, bytes]:
        """Id of a record to its bytes, with what may be opened."""
        record = self._of.record
        found: dict[str, bytes] = {}
        for chunk in chunks(sorted(events), CHUNK):
            rows = self._connection.execute(
                select(record.c.event_id, record.c.body).where(record.c.event_id.in_(chunk))
            ).all()
            opened = self._opener([body for _, body in rows])
            found |= {event: body for (event, _), body in zip(rows, opened, strict=True)}
        return found


def _is_record(subject: str, bond: Bond) -> bool:
    return bond >= Bond.ABOUT and kind(subject) == "event"


def _with(events: set[str], amending: Mapping[str, set[str]]) -> set[str]:
    """Records with those that amend them, however often."""
    found, following = set(events), events
    while following:
        following = {each for event in following for each in amending.get(event, ())} - found
        found |= following
    return found


def chunks(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """The values in lists of at most `size`."""
    remaining = iter(values)
    while chunk := list(islice(remaining, size)):
        yield chunk
