"""The port to the list of erasures under way. It lives in the vault's database and is restored with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from events.codes.common import Phase
from foundation.erasure.decisions import Decided, Erasure


class Step(StrEnum):
    """How far an erasure has come; each step may be repeated."""

    DECIDED = "decided"
    FENCED = "fenced"
    DESTROYED = "destroyed"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class Progress:
    """One erasure and how far it has come."""

    erasure: Erasure
    phase: Phase
    """Stage of the return to which its records belong."""
    step: Step
    destroyed_at: datetime | None
    decided_at: datetime | None = None
    """When the decision was recorded; None for one that was taken over before this was kept."""


class Erasures(Protocol):
    """Safe to call from many processes. VaultUnavailableError means that the database does not answer."""

    def position(self) -> int:
        """The last sequence of the log up to which decisions were taken over."""

    def take_over(self, found: Iterable[Decided], position: int) -> None:
        """Add decisions that are not yet known and keep the position, in one transaction."""

    def unfinished(self) -> Sequence[Progress]:
        """What is not recorded yet, oldest first."""

    def advance(self, erasure: Erasure, step: Step, at: datetime) -> None:
        """State that a step was taken."""
