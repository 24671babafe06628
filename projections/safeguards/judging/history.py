"""What a rule may ask: the records that count for one account of one subject, the clock, the numbers."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from events.base import Event
from projections.safeguards.judging.basis import Basis
from projections.safeguards.judging.clock import JudgedAt
from projections.safeguards.judging.parameters import Parameters
from projections.safeguards.judging.record import AnyRecord, Record

E = TypeVar("E", bound=Event)
T = TypeVar("T")
P = ParamSpec("P")


class History:
    """Records in the order of their facts, as one side tells them or as all do.

    `of` gives records about the subject of the finding; `anywhere` also those about its operations, family
    and other related subjects.
    """

    def __init__(
        self,
        subject: str,
        records: Iterable[AnyRecord],
        own: Callable[[AnyRecord], bool],
        clock: JudgedAt,
        parameters: Parameters,
    ) -> None:
        self.subject, self.clock, self.parameters = subject, clock, parameters
        self.held = records if isinstance(records, list) else list(records)
        """All records, for the engine, which states itself on what its answers rest."""
        self._own = own
        self._notes = clock.notes
        self._remembered: dict[Hashable, tuple[Any, Basis]] = {}
        self.whole: History = self
        """The accounts of all sides, for what a rule lets count whoever tells it."""

    def of(self, kind: type[E]) -> list[Record[E]]:
        """Records of one kind about the subject."""
        self._notes.basis.kinds.add(kind)
        return cast("list[Record[E]]", self._about.get(kind, []))

    def anywhere(self, kind: type[E]) -> list[Record[E]]:
        """Records of one kind about the subject or anything related to it."""
        self._notes.basis.kinds.add(kind)
        return cast("list[Record[E]]", self._anywhere.get(kind, []))

    def about(self, subject: str | None, kind: type[E]) -> list[Record[E]]:
        """Records of one kind about another subject, for example the operation of a case."""
        return [record for record in self.anywhere(kind) if subject in record.about]

    def holds(self, kind: type[Event]) -> bool:
        """Whether any record of a kind is about the subject."""
        self._notes.basis.kinds.add(kind)
        return kind in self._about

    def named(self, kind: str) -> list[str]:
        """The ids by which the records about the subject know things of a kind: an `operation`, say."""
        self._notes.basis.named.add((self.subject, kind))
        return list(dict.fromkeys(each for record in self.held_about for each in record.ids(kind)))

    @property
    def records(self) -> list[AnyRecord]:
        """Every record, in the order of the facts. An answer from it lasts the shortest."""
        self._notes.basis.everything = True
        return self.held

    @property
    def mine(self) -> list[AnyRecord]:
        """Every record about the subject, in the order of the facts. An answer from it lasts the shortest."""
        self._notes.basis.everything = True
        return self.held_about

    @cached_property
    def held_about(self) -> list[AnyRecord]:
        """All records about the subject, for the engine."""
        return [record for record in self.held if self._own(record)]

    @cached_property
    def _anywhere(self) -> Mapping[type[Event], list[AnyRecord]]:
        return _by_kind(self.held)

    @cached_property
    def _about(self) -> Mapping[type[Event], list[AnyRecord]]:
        return _by_kind(self.held_about)

    def passed(self, limit: Any) -> bool:
        """Whether a limit lies before the moment judged; a limit that is none never passes."""
        return limit is not None and self.clock.passed(limit)

    def of_another(self, subject: str) -> "History":
        """The same records seen from another subject, for example another case of the family."""
        other = History(
            subject, self.held, lambda record: subject in record.about, self.clock, self.parameters
        )
        # A family may have many cases: looked up, not looked for among all records again for each of them.
        other.held_about = self._by_subject.get(subject, [])
        return other

    @cached_property
    def _by_subject(self) -> Mapping[str, list[AnyRecord]]:
        found: dict[str, list[AnyRecord]] = defaultdict(list)
        for record in self.held:
            for subject in record.about:
                found[subject].append(record)
        return dict(found)

    def at(self, moment: datetime) -> "History":
        """The same question asked at an earlier moment, for what stays as it was then."""
        past = [record for record in self.held if record.occurred_at <= moment]
        return History(self.subject, past, self._own, self.clock.earlier(moment), self.parameters)

    def told_by(self, records: Iterable[AnyRecord]) -> "History":
        """The same question with the records that one account leaves."""
        view = self.told_by_all(records)
        view.whole = self.whole
        return view

    def told_by_all(self, records: Iterable[AnyRecord]) -> "History":
        """The same question with the records of all sides."""
        return History(self.subject, records, self._own, self.clock, self.parameters)

    def remembered(self, key: Hashable, made: Callable[[], T]) -> T:
        """What was worked out once for this account."""
        known = self._remembered.get(key)
        if known is None:
            basis = self._notes.begin()
            try:
                value = made()
            finally:
                self._notes.end()
            self._remembered[key] = (value, basis)
            return value
        self._notes.basis.rest_on(known[1])
        return cast("T", known[0])


def _by_kind(records: Iterable[AnyRecord]) -> Mapping[type[Event], list[AnyRecord]]:
    found: dict[type[Event], list[AnyRecord]] = defaultdict(list)
    for record in records:
        found[record.kind].append(record)
    return dict(found)


def term(
    meaning: Callable[Concatenate[History, P], T],
) -> Callable[Concatenate[History, P], T]:
    """A notion that several rules share, worked out once for each account and its arguments."""

    @wraps(meaning)
    def once(h: History, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (meaning, args, tuple(kwargs.items()))
        return h.remembered(key, lambda: meaning(h, *args, **kwargs))

    return once
