"""What a checklist and a survey instrument consist of.

Numbers are decimals, as scores are on the wire, so that nothing is lost by computing with them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from events.codes.common import ChecklistAnswerCode, Phase, ReintegrationDimension


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One question to a monitor."""

    id: str
    """Unique in the checklist; answers name it."""
    question: str
    good: ChecklistAnswerCode
    """The answer that gives no cause for concern."""


@dataclass(frozen=True, slots=True)
class Checklist:
    """The questions of one stage of a return."""

    id: str
    version: int
    phase: Phase
    items: tuple[ChecklistItem, ...]

    @property
    def versioned_id(self) -> str:
        """As events name it, for example `operation-core@1`."""
        return f"{self.id}@{self.version}"


@dataclass(frozen=True, slots=True)
class InstrumentItem:
    """One question of a survey, with the score of each answer that may be chosen."""

    id: str
    dimension: ReintegrationDimension
    topic: str
    weight: Decimal
    """Share in the score of its dimension."""
    composite_weight: Decimal
    """Share in the composite score."""
    options: Mapping[str, Decimal | None]
    """Option to score, 0 to 1. None: the question does not apply, which is no refusal to answer."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A survey and how its answers become scores.

    The score of a dimension is the sum of weight times score over its answers that have a score, divided by
    the sum of their weights. The composite score is the mean of the dimension scores, and absent when one of
    them is.
    """

    id: str
    version: int
    title: str
    status: Literal["official", "unofficial"]
    warning: str | None
    """What must be said wherever a score of this version is shown."""
    source: str
    lowest_score: Decimal
    highest_score: Decimal
    missing_policy: Literal["exclude_and_renormalise"]
    """Answers without a score are left out, and the other weights made to sum to 1 again."""
    minimum_scored_share_per_dimension: Decimal
    """A dimension of which a smaller share was answered with a score has none."""
    low_threshold: Decimal
    """A score strictly below is low."""
    high_threshold: Decimal
    """A score strictly above is high."""
    dont_know_flag_above: int
    """More unanswered questions than this call for attention."""
    frequency: str
    """Time from one survey to the next, an ISO 8601 duration."""
    stored_decimals: int
    """Thresholds are compared with the score as stored."""
    shown_decimals: int
    items: tuple[InstrumentItem, ...]

    @property
    def versioned_id(self) -> str:
        """As events name it, for example `rss-unofficial@0`."""
        return f"{self.id}@{self.version}"

    @property
    def official(self) -> bool:
        """Whether these are the published weights, scores and wording."""
        return self.status == "official"

    @property
    def dimensions(self) -> dict[ReintegrationDimension, tuple[InstrumentItem, ...]]:
        """The items of each dimension, in the order of the survey."""
        names = dict.fromkeys(item.dimension for item in self.items)
        return {name: tuple(item for item in self.items if item.dimension == name) for name in names}
