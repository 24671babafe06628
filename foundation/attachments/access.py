"""Who may have the plain bytes of a file. The one place where that is decided."""

from collections.abc import Callable
from dataclasses import dataclass

from events.base import Service
from events.data_classes import DataClass
from events.return_operation import ObservationFiled
from foundation.access.asking import OfRecord, Use
from foundation.access.deciding import decide
from foundation.access.kinds import KIND_OF
from foundation.attachments.held import Description
from foundation.identity.caller import Caller

WALLED: Service = "data_protection"
"""Where a file counts as taken in of which that is not known, so that no wall is missing."""


@dataclass(frozen=True, slots=True)
class Why:
    """What a file is asked for."""

    use: Use
    consent: str | None = None
    """`Q-…`, when the ground is consent."""
    case: str | None = None
    """`C-…` for whose sake it is opened, of a file that belongs to no single case."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a file may be opened."""

    allowed: bool
    note: Callable[[], None]
    """Records the access, or that it was denied; returns when that is on disk."""


MayOpen = Callable[[Caller, Description | None, Why | None], Answer]
"""Asked before a byte is opened. None for the description of a file that was erased."""


def nothing() -> None:
    """Record nothing."""


def nobody(_caller: Caller, _description: Description | None, _why: Why | None) -> Answer:
    """Where files are only taken in."""
    return Answer(allowed=False, note=nothing)


def may_open(caller: Caller, description: Description, why: Why | None) -> bool:
    """By the policies, as with the values of this class in a record. What is not open needs a reason.

    Those who carry out returns thus have open copies that their own body brought in, and nothing else.
    """
    announced = description.announced
    held = OfRecord(
        ObservationFiled,  # no policy on reading looks at the event
        description.service or WALLED,
        description.role,
        description.body,
        DataClass(announced.content_class),
        about=frozenset({announced.subject}),
    )
    if held.data_class is DataClass.OPEN:
        return decide(caller, "read_open_fields", held).allowed
    return why is not None and decide(caller, "open_fields", held, why.use).allowed


def may_know_of_erased(caller: Caller) -> bool:
    """Whether the caller is told that a file was erased, of which nothing else is known any more."""
    return KIND_OF[caller.role] != "enforcement"
