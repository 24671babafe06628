"""How rows lie in the database: sealed, since some are made from values that are never stored in the open.

AES-SIV (RFC 5297) gives the same bytes for the same row, so rows can be compared byte by byte; the view and
the key of the row are bound to it. Rows go with what they were made from: an erasure makes them anew.
"""

from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from foundation.private_file import read_or_create_private, read_private

KEY_FILE = "views.key"
KEY_BITS = 512


class RowsUnreadableError(Exception):
    """Rows were sealed with another key; build the views anew with the key there is."""


@dataclass(frozen=True)
class RowSeal:
    """Seals and opens rows with one key; without a key they lie in the open, for tests and tools."""

    key: bytes | None = field(default=None, repr=False)

    def seal(self, view: str, key: str, row: bytes) -> bytes:
        """The bytes to store."""
        return AESSIV(self.key).encrypt(row, [view.encode(), key.encode()]) if self.key is not None else row

    def open(self, view: str, key: str, stored: bytes) -> bytes:
        """The row. Raises RowsUnreadableError."""
        if self.key is None:
            return stored
        try:
            return AESSIV(self.key).decrypt(stored, [view.encode(), key.encode()])
        except (InvalidTag, ValueError):
            raise RowsUnreadableError(
                f"rows of {view} were sealed with another {KEY_FILE}; run returnwatch rebuild"
            ) from None


IN_CLEAR = RowSeal()


def row_seal(keys: Path, *, may_create: bool) -> RowSeal:
    """The seal of an installation, its key in the key folder. Raises PrivateFileError."""
    path = keys / KEY_FILE
    if may_create:
        return RowSeal(read_or_create_private(path, lambda: AESSIV.generate_key(KEY_BITS)))
    return RowSeal(read_private(path))
