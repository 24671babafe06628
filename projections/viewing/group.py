"""All that is on record about one subject and what is related to it, at one moment."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import TypeVar, cast

from events.base import Event
from projections.safeguards.judging.clock import JudgedAt
from projections.safeguards.judging.docket import DEFAULTS
from projections.safeguards.judging.parameters import Parameters
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.standing import standing
from projections.viewing.links import Bond, kind, links

E = TypeVar("E", bound=Event)


class Group:
    """The records from which a view makes the rows of one subject."""

    def __init__(
        self,
        subject: str,
        records: Iterable[AnyRecord],
        as_of: datetime,
        known_at: datetime | None = None,
        parameters: Parameters = DEFAULTS,
    ) -> None:
        self.parameters = parameters
        """The numbers on which rules rest."""
        self.subject, self.as_of, self.known_at = subject, as_of, known_at or as_of
        self.records: Sequence[AnyRecord] = list(records)
        """Every record about the subject and related subjects, amended and withdrawn ones too."""
        self.clock = JudgedAt(as_of)
        """Ask it instead of reading `as_of`: it remembers when the rows may change by time alone."""

    @property
    def kind(self) -> str:
        """The kind of the subject: `case`, `operation`, `authority_day` and so on."""
        return kind(self.subject)

    @cached_property
    def own(self) -> list[AnyRecord]:
        """Every record about the subject itself, amended and withdrawn ones too, known by `known_at`."""
        return [
            record
            for record in self.records
            if record.recorded_at <= self.known_at
            and links(record).get(self.subject, Bond.POINTS) > Bond.POINTS
        ]

    @cached_property
    def standing(self) -> list[AnyRecord]:
        """The records that count after amendments, in the order of their facts; related ones too."""
        return standing(self.records, self.known_at, self.clock)

    def of(self, event: type[E]) -> list[Record[E]]:
        """Standing records of one event about the subject itself."""
        return [record for record in self.anywhere(event) if self.subject in links(record)]

    def anywhere(self, event: type[E]) -> list[Record[E]]:
        """Standing records of one event, about the subject or what is related to it."""
        return cast("list[Record[E]]", [record for record in self.standing if isinstance(record.data, event)])

    def about(self, subject: str | None, event: type[E]) -> list[Record[E]]:
        """Standing records of one event about another subject, for example the operation of a case."""
        return [record for record in self.anywhere(event) if subject in record.about]
