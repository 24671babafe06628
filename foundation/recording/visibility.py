"""Who may read a record. Values that are not open stay sealed for everyone."""

from events.cloudevents import Recorded
from foundation.access.asking import stored
from foundation.access.deciding import decide
from foundation.access.kinds import KINDS
from foundation.identity.caller import Caller

ENFORCEMENT = frozenset(KINDS["enforcement"])
"""Roles of those who decide on or carry out returns."""


def may_see(caller: Caller, recorded: Recorded) -> bool:
    """Whether the caller learns that this record exists."""
    return decide(caller, "read_record", stored(recorded)).allowed
