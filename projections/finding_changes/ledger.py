"""What is kept of the walk, read and written within one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import orjson
from sqlalchemy import Connection, Table, delete, func, insert, select, update

from projections.finding_changes.change import FindingChanged
from projections.finding_changes.project import Standing
from projections.finding_changes.table import COURSE, LATE, OUTBOX, PLACE, WORK
from projections.runner.bulk import insert_rows
from projections.viewing.journal import CHUNK, chunks, text


@dataclass(frozen=True, slots=True)
class Place:
    """How far every subject was walked."""

    walked: datetime | None
    judged_by: str
    told: int
    """How many changes were found so far."""


class Ledger:
    """Courses of subjects, moments at which to look, and changes on their way out."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def place(self) -> Place:
        """Where the walk stands."""
        row = self._connection.execute(select(PLACE.c.walked, PLACE.c.judged_by, PLACE.c.told)).one_or_none()
        if row is None:
            self._connection.execute(insert(PLACE).values(id=1, walked="", judged_by="", told=0))
            return Place(None, "", 0)
        return Place(_moment(row.walked) if row.walked else None, row.judged_by, row.told)

    def move(self, to: Place) -> None:
        """Let the walk stand elsewhere."""
        walked = text(to.walked) if to.walked is not None else ""
        self._connection.execute(update(PLACE).values(walked=walked, judged_by=to.judged_by, told=to.told))

    def look(self, at: Iterable[tuple[datetime, str]]) -> None:
        """Note when to look at which subject."""
        insert_rows(self._connection, WORK, sorted({(text(moment), subject) for moment, subject in at}))

    def look_at_all(self, at: datetime) -> None:
        """Look at every subject that has a finding or may get one by time alone."""
        subjects = {
            subject
            for table in (COURSE, WORK)
            for subject in self._connection.execute(select(table.c.subject).distinct()).scalars()
        }
        self.look((at, subject) for subject in subjects)

    def moment_of(self, number: int, until: datetime) -> datetime:
        """The moment of the so manieth row of work up to a moment; that moment when there are fewer."""
        found = self._connection.execute(
            select(WORK.c.at).where(WORK.c.at <= text(until)).order_by(WORK.c.at).offset(number - 1).limit(1)
        ).scalar_one_or_none()
        return _moment(found) if found is not None else until

    def work(self, until: datetime) -> dict[str, list[datetime]]:
        """Subject to the moments up to `until` at which to look at it, in their order."""
        found: dict[str, list[datetime]] = {}
        rows = self._connection.execute(
            select(WORK.c.subject, WORK.c.at)
            .where(WORK.c.at <= text(until))
            .order_by(WORK.c.subject, WORK.c.at)
        )
        for subject, at in rows:
            found.setdefault(subject, []).append(_moment(at))
        return found

    def note_late(self, events: Iterable[str]) -> None:
        """Keep records that arrived after the walk had passed their moment."""
        insert_rows(self._connection, LATE, [(each,) for each in sorted(set(events))])

    def late(self) -> frozenset[str]:
        """The records that arrived late and that no walk has met."""
        return frozenset(self._connection.execute(select(LATE.c.event_id)).scalars())

    def late_met(self) -> None:
        """Note that a walk has met every late record."""
        self._connection.execute(delete(LATE))

    def standing(self, subjects: Sequence[str]) -> dict[str, dict[str, Standing]]:
        """Subject to what was last told of its findings, by rule."""
        found: dict[str, dict[str, Standing]] = {subject: {} for subject in subjects}
        for chunk in chunks(subjects, CHUNK):
            rows = self._connection.execute(
                select(COURSE.c.subject, COURSE.c.standing).where(COURSE.c.subject.in_(chunk))
            )
            for subject, body in rows:
                found[subject] = {rule: Standing(**held) for rule, held in orjson.loads(body).items()}
        return found

    def keep(self, standing: Mapping[str, Mapping[str, Standing]], following: Mapping[str, datetime]) -> None:
        """Keep what was last told of some subjects, and when to look at them next, in place of before."""
        self._forget(COURSE, standing)
        self._forget(WORK, standing)
        insert_rows(
            self._connection,
            COURSE,
            [
                (subject, orjson.dumps({rule: asdict(each) for rule, each in sorted(held.items())}))
                for subject, held in standing.items()
                if held
            ],
        )
        self.look((moment, subject) for subject, moment in following.items())

    def _forget(self, table: Table, subjects: Iterable[str]) -> None:
        for chunk in chunks(subjects, CHUNK):
            self._connection.execute(delete(table).where(table.c.subject.in_(chunk)))

    def put_out(self, changes: Iterable[FindingChanged], first: int) -> None:
        """Keep changes until they are told; the first has the number `first`."""
        rows = []
        for number, change in enumerate(changes, first):
            event = change.proposed()
            rows.append((number, str(event.event_id), event.stream, event.body, event.fingerprint))
        insert_rows(self._connection, OUTBOX, rows)

    def told(self, last: int) -> None:
        """Forget the changes up to a number, which have been told."""
        self._connection.execute(delete(OUTBOX).where(OUTBOX.c.number <= last))

    def waiting(self) -> int:
        """How many changes may not have been told yet."""
        return self._connection.execute(select(func.count()).select_from(OUTBOX)).scalar_one()


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone(UTC)
