"""What can keep the vault from sealing. No text names a person or repeats a value."""


class VaultError(Exception):
    """The vault did not seal."""


class VaultUnavailableError(VaultError):
    """The key store did not answer; nothing was sealed or stored, so repeat the same call."""


class SubjectFencedError(VaultError):
    """The keys of a subject of this record are to be or were destroyed, and are never made again."""


class SectorClosedError(VaultError):
    """This process does not hold the key of a sector that the record needs."""


class StaleSectorKeysError(SectorClosedError):
    """A sector key was rotated while this process still wrapped with the one before."""
