"""The checklists and instruments there are, found by the id and version that events name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

from events.instruments import checklists
from events.instruments.forms import Checklist, Instrument
from events.instruments.rss_unofficial import RSS_UNOFFICIAL

T = TypeVar("T")

CHECKLISTS: Mapping[str, Checklist] = MappingProxyType(
    {listed.versioned_id: listed for listed in checklists.ALL}
)
"""`id@version` to checklist, in the order of a return."""

INSTRUMENTS: Mapping[str, Instrument] = MappingProxyType({RSS_UNOFFICIAL.versioned_id: RSS_UNOFFICIAL})
"""`id@version` to survey instrument."""


class NotListedError(LookupError):
    """No checklist or instrument has this id and version."""


def checklist(versioned_id: str) -> Checklist:
    """The checklist of an `id@version`. Raises NotListedError."""
    return _listed(versioned_id, CHECKLISTS, "checklist")


def instrument(versioned_id: str) -> Instrument:
    """The survey instrument of an `id@version`. Raises NotListedError."""
    return _listed(versioned_id, INSTRUMENTS, "instrument")


def _listed(versioned_id: str, known: Mapping[str, T], what: str) -> T:
    try:
        return known[versioned_id]
    except KeyError:
        raise NotListedError(
            f"no {what} has this id and version; name one of: {', '.join(sorted(known))}"
        ) from None
