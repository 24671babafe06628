"""Uses of force as a rule reads them: each use with the accounts of it, their beginning, end and means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from events.base import Event
from events.codes.operation import ForceJustification, InjuryLevel, RestraintMeans
from events.return_operation.force import RestraintApplied, RestraintRemoved, UseOfForceObserved
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.matching import matched_uses
from projections.safeguards.judging.record import Record
from projections.safeguards.terms.values import plain

E = TypeVar("E", bound=Event)

Applied = Record[RestraintApplied]
Observed = Record[UseOfForceObserved]
Removed = Record[RestraintRemoved]
ForceAccount = Applied | Observed

MOMENTARY: frozenset[RestraintMeans] = frozenset(
    {
        "self_defence_technique",
        "carried_on_board",
        "blow_or_kick",
        "pain_compliance",
        "weapon_shown",
        "weapon_used",
    }
)
"""Means and techniques that do not last; every other one lasts until it is taken off."""


@dataclass(frozen=True)
class Use:
    """One use of force: what counts for the account that is judged, and what anybody tells of it."""

    applied: tuple[Applied, ...]
    observed: tuple[Observed, ...]
    removed: tuple[Removed, ...]
    by_anyone: "Use | None" = None
    """The same use as all tell it; none where this is that."""

    @property
    def accounts(self) -> tuple[ForceAccount, ...]:
        """The records that tell of force being used; a removal tells only of its end."""
        return (*self.applied, *self.observed)

    @property
    def whole(self) -> "Use":
        """The same use as all tell it."""
        return self.by_anyone or self

    @property
    def only_observed(self) -> bool:
        """Whether this account knows it from observers alone."""
        return not self.applied and not self.removed

    @property
    def lasts(self) -> bool:
        """Whether a lasting means was used."""
        return any(has_lasting_means(record) for record in self.accounts)

    @property
    def started_at(self) -> datetime:
        """The earliest beginning that any of its accounts tells."""
        return min(began(record) for record in self.accounts)


def began(record: ForceAccount) -> datetime:
    """When force began, or was first seen, by one account."""
    told = record.data
    return told.started_at if isinstance(told, RestraintApplied) else told.seen_from


def ceased(record: ForceAccount) -> datetime | None:
    """When force ended, or was last seen, by one account."""
    told = record.data
    return told.ended_at if isinstance(told, RestraintApplied) else told.seen_until


def reason(record: ForceAccount) -> ForceJustification:
    """Why force was used, or seemed to be."""
    told = record.data
    return told.justification if isinstance(told, RestraintApplied) else told.justification_perceived


def injury(record: ForceAccount) -> InjuryLevel | None:
    """The injury that one account tells; none where it cannot be opened."""
    return plain(record.data.injury)


def lasting(means: Iterable[RestraintMeans]) -> frozenset[RestraintMeans]:
    """Those of the means that last until they are taken off."""
    return frozenset(means) - MOMENTARY


def has_lasting_means(record: ForceAccount) -> bool:
    """Whether an account names a lasting means."""
    return bool(lasting(record.data.means))


def force_accounts(h: History) -> list[ForceAccount]:
    """Every record of the subject that tells of force being used, in the order of the facts."""
    told: list[ForceAccount] = [*h.of(RestraintApplied), *h.of(UseOfForceObserved)]
    return sorted(told, key=lambda record: record.order)


@term
def uses(h: History) -> list[Use]:
    """Each use of force about the subject. Which accounts tell of one use is settled by all records."""
    names = matched_uses(h.whole)
    by_anyone = _by_name(h.whole, names)
    if h is h.whole:
        return list(by_anyone.values())
    return [
        Use(use.applied, use.observed, use.removed, by_anyone[name])
        for name, use in _by_name(h, names).items()
    ]


def _by_name(h: History, names: Mapping[str, str]) -> dict[str, Use]:
    def named(kind: type[E], name: str) -> tuple[Record[E], ...]:
        return tuple(record for record in h.of(kind) if names[record.id] == name)

    return {
        name: Use(
            named(RestraintApplied, name), named(UseOfForceObserved, name), named(RestraintRemoved, name)
        )
        for name in dict.fromkeys(names[record.id] for record in force_accounts(h))
    }
