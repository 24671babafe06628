"""What a distributed installation gives to its views."""

from projections.viewing.means import Means
from projections.viewing.opened import Opener
from projections.viewing.row_seal import row_seal
from returnwatch.parameters import installed_parameters
from returnwatch.settings import Settings


def installed_means(settings: Settings, opener: Opener) -> Means:
    """What a process opens, the seal of rows, and the numbers of the body. Raises PrivateFileError."""
    return Means(opener, row_seal(settings.keys, may_create=True), installed_parameters())
