"""Who may read a record at this service. Values that are not open stay sealed for everyone."""

from events.envelope import Envelope
from foundation.identity.caller import Caller

ENFORCEMENT = frozenset({"authority", "escort", "carrier", "receiving_authority"})
"""Roles of those who carry out returns: they see what their own body asserted, and nothing else."""


def may_see(caller: Caller, envelope: Envelope) -> bool:
    """Whether the caller learns that this record exists."""
    if caller.role not in ENFORCEMENT:
        return True
    return caller.body is not None and caller.body == envelope.asserted_by_body
