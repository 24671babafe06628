"""Opens the vault that an address names."""

from pathlib import Path

from foundation.vault.sector_source import GivenKeys
from foundation.vault.sectors import load_or_create_sector_keys, load_sector_keys
from foundation.vault.sql_engines import engine_of
from foundation.vault.sql_key_rows import SqlKeyRows
from foundation.vault.vault import Vault

SECTOR_KEYS = "sectors.json"


def open_vault(
    url: str, keys: Path, *, may_create_keys: bool = False, given: GivenKeys | None = None
) -> Vault:
    """The vault with its key rows at `sqlite:///path` or `postgresql://…` and its sector keys in a folder.

    Keys that the environment gives go before the folder, which is then not looked at.

    Raises ValueError for another kind of address, SectorKeysError when the keys are missing, open to
    others or damaged, and VaultUnavailableError when the database does not answer.
    """
    load = load_or_create_sector_keys if may_create_keys else load_sector_keys
    sectors = given.load() if given else load(keys / SECTOR_KEYS)
    return Vault(SqlKeyRows(engine_of(url)), sectors)
