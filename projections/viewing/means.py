"""What an installation gives to its views: what is opened, how rows are sealed, the numbers of its body."""

from dataclasses import dataclass

from projections.safeguards.judging.docket import DEFAULTS
from projections.safeguards.judging.parameters import Parameters
from projections.viewing.opened import Opener, unopened
from projections.viewing.row_seal import IN_CLEAR, RowSeal


@dataclass(frozen=True)
class Means:
    """Without any of them nothing is opened, rows lie in the open, and the platform's own numbers hold."""

    opener: Opener = unopened
    seal: RowSeal = IN_CLEAR
    parameters: Parameters = DEFAULTS


NO_MEANS = Means()
