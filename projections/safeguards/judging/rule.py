"""A safeguard rule: what is declared of it, and the small functions that say when each outcome holds."""

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from events.base import Event
from events.catalogue import BY_NAME
from projections.safeguards.judging.history import History
from projections.safeguards.judging.matter import Group
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.judging.scopes import SCOPES, Scope

Outcome = Literal["breached", "at_risk", "not_evidenced", "satisfied"]
WORST_FIRST: tuple[Outcome, ...] = ("breached", "at_risk", "not_evidenced", "satisfied")
Severity = Literal["critical", "serious", "minor", "info"]
SourceStatus = Literal["seed", "seed_and_practice", "seed_and_law", "practice_read"]

RULES_VERSION = "1.2.0"
"""Version of the rules as a set; a finding names it."""


@dataclass(frozen=True)
class Ground:
    """One reason for which a condition holds: a sentence without personal data, and its records."""

    text: str
    records: tuple[AnyRecord, ...] = ()
    done_late: datetime | None = None
    """When the duty was fulfilled after its time."""


def because(text: str, *records: AnyRecord, done_late: datetime | None = None) -> Ground:
    """A reason for which a condition holds."""
    return Ground(text, records, done_late)


@dataclass(frozen=True)
class Due:
    """A moment by which a duty still open must be fulfilled."""

    moment: datetime
    of_departure: bool = False
    """Whether it is a departure, boarding or hand-over, or the planned time that stands in for one."""
    silent_until: datetime | None = None
    """End of the grace that the rule gives before silence counts."""


Condition = Callable[[History], Iterable[Ground]]
"""Yields a reason for each way in which the condition holds; nothing when it does not hold."""


def never(_h: History) -> Iterable[Any]:
    """A condition that no record can fulfil, or a rule without a due time."""
    return ()


@dataclass(frozen=True)
class Rule:
    """One safeguard. The docstrings of its conditions are its text for readers."""

    id: str
    area: str
    title: str
    source: str
    source_status: SourceStatus
    severity: Severity
    phase: str
    evidence: Sequence[type[Event]]
    """Events from which the finding is made; a new record of another kind cannot change it."""
    applies: Condition
    satisfied: Condition
    breached: Condition
    at_risk: Condition
    scope: Scope = "case"
    applies_to: str = "all"
    """A label for readers and filters; `applies` decides."""
    also_areas: tuple[str, ...] = ()
    matter: tuple[str, ...] = ()
    due: Callable[[History], Iterable[Due]] = never
    """The due times of duties that are still open on this account."""
    silence_after_due: Outcome = "not_evidenced"
    own_window: bool = False
    """Whether `at_risk` names a window of its own, which replaces the usual ones."""
    parameters: tuple[str, ...] = ()
    subjects: Callable[[Iterable[AnyRecord]], Iterable[str]] | None = None
    """The subjects that may have a finding, where they are not simply those of the scope's kind."""
    owns: Callable[[AnyRecord, str], bool] | None = None
    """Whether a record is about a subject, where naming it is not the test."""
    gathers: Callable[[Sequence[AnyRecord], str], Iterable[AnyRecord]] | None = None
    """The records about a subject, where only the other records tell which they are."""
    accounts: Callable[[History, AnyRecord], bool] | None = None
    """Whether an event of the matter is an account of it, where that takes more than its name and state."""
    groups: tuple[Group, ...] = field(init=False)
    accounted: frozenset[type[Event]] = field(init=False)
    """Events of the matter: what one side tells by them may be told otherwise by another."""

    def __post_init__(self) -> None:
        """Read what the matter says. Raises ValueError for an event or parameter that does not exist."""
        object.__setattr__(self, "groups", tuple(Group.parse(text) for text in self.matter))
        accounted = frozenset(BY_NAME[name] for group in self.groups for name in group.members)
        object.__setattr__(self, "accounted", accounted)

    def subjects_in(self, records: Iterable[AnyRecord]) -> set[str]:
        """Every subject on record that may have a finding of this rule."""
        if self.subjects is not None:
            return set(self.subjects(records))
        kind = SCOPES[self.scope]
        return {subject for record in records for subject in record.subjects(kind)}

    def about(self, record: AnyRecord, subject: str) -> bool:
        """Whether a record is about a subject of this rule."""
        return self.owns(record, subject) if self.owns is not None else subject in record.about

    def owner(self, records: Sequence[AnyRecord], subject: str) -> Callable[[AnyRecord], bool]:
        """The test whether one of these records is about a subject of this rule."""
        if self.gathers is None:
            return lambda record: self.about(record, subject)
        own = frozenset(record.id for record in self.gathers(records, subject))
        return lambda record: record.id in own

    def text(self) -> dict[str, str]:
        """The conditions in words."""
        conditions = {
            "applies when": self.applies,
            "breached when": self.breached,
            "satisfied when": self.satisfied,
            "at risk when": self.at_risk,
            "due": self.due,
        }
        return {name: inspect.getdoc(each) or "" for name, each in conditions.items() if each is not never}
