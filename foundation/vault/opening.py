"""Opens the vault that an address names."""

from pathlib import Path

from foundation.vault.sectors import load_or_create_sector_keys, load_sector_keys
from foundation.vault.sql_key_rows import postgres_key_rows, sqlite_key_rows
from foundation.vault.vault import Vault

SQLITE = "sqlite:///"
POSTGRES = ("postgresql://", "postgres://")
SECTOR_KEYS = "sectors.json"


def open_vault(url: str, keys: Path, *, may_create_keys: bool = False) -> Vault:
    """The vault with its key rows at `sqlite:///path` or `postgresql://…` and its sector keys in a folder.

    Raises ValueError for another kind of address, SectorKeysError when the key file is missing, open to
    others or damaged, and VaultUnavailableError when the database does not answer.
    """
    load = load_or_create_sector_keys if may_create_keys else load_sector_keys
    sectors = load(keys / SECTOR_KEYS)
    if url.startswith(POSTGRES):
        return Vault(postgres_key_rows(url.replace("postgres://", "postgresql://", 1)), sectors)
    if url.startswith(SQLITE) and len(url) > len(SQLITE):
        return Vault(sqlite_key_rows(Path(url.removeprefix(SQLITE))), sectors)
    raise ValueError("the vault's address starts with sqlite:/// and a path, or with postgresql://")
