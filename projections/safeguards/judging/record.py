"""One record as a rule reads it: what was told, by whom, of whom, when it happened and became known."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Generic, Self, TypeVar

from events.base import Event
from events.envelope import Envelope
from events.ids import kind_of
from events.sides import SIDES, Side

E_co = TypeVar("E_co", bound=Event, covariant=True)

DIRECT = frozenset({"seen", "heard", "audio_video", "document"})
"""Source kinds by which the author knows the fact at first hand."""


@dataclass(frozen=True)
class Record(Generic[E_co]):
    """An event with its envelope. `data` holds the event's own fields, opened where they had been sealed."""

    envelope: Envelope
    data: E_co
    confirmed_by: tuple[str, ...] = ()
    """Ids of confirmations by the same author."""
    amended: tuple[str, ...] = ()
    """Ids of the earlier statements that this one replaced."""
    first_recorded_at: datetime | None = None
    """When the first of them was recorded; none when this one replaced nothing."""
    id: str = field(init=False)
    occurred_at: datetime = field(init=False)
    recorded_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        """Copy what every rule asks for."""
        object.__setattr__(self, "id", self.envelope.event_id)
        object.__setattr__(self, "occurred_at", self.envelope.occurred_at)
        object.__setattr__(self, "recorded_at", self.envelope.recorded_at)

    @property
    def kind(self) -> type[Event]:
        """The class of the event."""
        return type(self.data)

    @property
    def name(self) -> str:
        """The catalogue name of the event."""
        return type(self.data).__name__

    @property
    def role(self) -> str:
        """The role in which the author speaks."""
        return self.envelope.asserted_by_role

    @property
    def body(self) -> str | None:
        """The body that speaks, absent for a private person."""
        return self.envelope.asserted_by_body

    @cached_property
    def side(self) -> Side:
        """The side to which the account belongs."""
        return SIDES[self.envelope.asserted_by_role]

    @cached_property
    def author(self) -> tuple[Any, ...]:
        """Who speaks: the body; else the private person, by name or, without one, by role and subjects."""
        if self.body is not None:
            return ("body", self.body)
        name = self.envelope.asserted_by_person
        if isinstance(name, str):
            return ("person", name)
        return ("person", self.role, tuple(sorted(self.subject_ids)))

    @property
    def subject_ids(self) -> tuple[str, ...]:
        """Every subject named by the envelope."""
        return self.envelope.subject_ids

    @cached_property
    def about(self) -> frozenset[str]:
        """Every subject named by the envelope, for asking whether one is among them."""
        return frozenset(self.envelope.subject_ids)

    @property
    def day(self) -> date:
        """The local calendar day of the fact, in the offset in which its time was told."""
        return self.occurred_at.date()

    @property
    def order(self) -> tuple[datetime, datetime, str]:
        """Sorts by time of the fact, then of the record; the id settles ties, so no order of arrival can."""
        return (self.occurred_at, self.recorded_at, self.id)

    @property
    def first_told_at(self) -> datetime:
        """When the first version of the statement was recorded."""
        return self.first_recorded_at or self.recorded_at

    @property
    def direct(self) -> bool:
        """Whether the author knows the fact at first hand."""
        return not DIRECT.isdisjoint(self.envelope.source_kinds)

    def subjects(self, kind: str) -> list[str]:
        """The subjects of one kind, for example every `case`."""
        return [subject for subject in self.envelope.subject_ids if kind_of(subject) == kind]

    def ids(self, kind: str) -> list[str]:
        """The ids by which the record knows a thing of a kind: its field of that name, else its subjects."""
        own = self.data.__dict__.get(kind)
        return [own] if isinstance(own, str) else self.subjects(kind)

    def filled(self, values: dict[str, Any]) -> Self:
        """The same record with some fields of its event set."""
        return replace(self, data=self.data.model_copy(update=values)) if values else self


AnyRecord = Record[Event]


def in_order(records: Iterable[Record[E_co]]) -> list[Record[E_co]]:
    """By time of the fact; see `Record.order`."""
    return sorted(records, key=lambda record: record.order)
