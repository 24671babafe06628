"""What a rule found about one subject."""

from dataclasses import dataclass, field
from datetime import datetime

from events.sides import Side
from projections.safeguards.judging.rule import RULES_VERSION, Outcome, Rule


@dataclass(frozen=True)
class Finding:
    """The outcome of one rule for one subject as of one moment, as known at one moment.

    A finding never tells anybody what to do; `not_evidenced` accuses nobody.
    """

    rule: Rule
    subject: str
    as_of: datetime
    known_at: datetime
    outcome: Outcome
    sides: dict[Side, Outcome] = field(default_factory=dict)
    """Outcome by each side that speaks on the matter; empty when nobody does."""
    evidence: tuple[str, ...] = ()
    """Ids of the records on which the outcome rests."""
    explanation: tuple[str, ...] = ()
    """The conditions that matched, in words, without personal data."""
    due: datetime | None = None
    done_late: datetime | None = None
    next_change: datetime | None = None
    """The first later moment at which the outcome may be another without any new record."""
    first_held: datetime | None = None
    """Since when the outcome has held without a break, judged by what was known at `known_at`."""
    frozen: bool = False
    """Made for the last time when the personal data of the case were erased."""
    parameters_version: str = ""
    platform_defaults: tuple[str, ...] = ()
    """Numbers on which the rule rests that no source states and no monitoring body has confirmed."""
    supporting_records: int = 0
    direct: bool = False
    """Whether any record that supports it is at first hand."""
    rule_version: str = RULES_VERSION

    @property
    def contested(self) -> bool:
        """Whether the sides' accounts lead to different outcomes."""
        return len(set(self.sides.values())) > 1
