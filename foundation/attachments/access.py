"""Who may have the plain bytes of a file. The one place where that is decided."""

from collections.abc import Callable

from foundation.access.kinds import KIND_OF
from foundation.attachments.held import Description
from foundation.identity.caller import Caller

MayOpen = Callable[[Caller, Description | None], bool]
"""Asked before a byte is opened; whoever records accesses does it here. None for a file that was erased."""


def as_records(caller: Caller, description: Description | None) -> bool:
    """As with records: those who carry out returns have what their own body brought in, and nothing else.

    Nothing protected either way. The others need the id of the file, which only its uploader and the sealed
    part of a record know.
    """
    if KIND_OF[caller.role] != "enforcement":
        return True
    if description is None or description.announced.content_class == "protected":
        return False
    return caller.body is not None and caller.body == description.body
