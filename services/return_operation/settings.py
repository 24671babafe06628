"""What the process is told by its environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

EVENTS_DATABASE = "returnwatch_return_operation"
VAULT_DATABASE = "returnwatch_vault"
LISTEN = "127.0.0.1:8080"


class SettingsError(Exception):
    """The environment is not complete; one line for each variable. Values are not repeated."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are."""

    events: str
    """Address of the event store."""
    vault: str
    """Address of the key rows."""
    keys: Path
    """Folder with `sectors.json` and `tokens.json`."""
    host: str
    port: int


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read `RETURNWATCH_KEYS`, `RETURNWATCH_LISTEN` and where the databases are.

    Either `RETURNWATCH_POSTGRES` names a PostgreSQL server (`postgresql://user:password@host:port`) or
    `RETURNWATCH_DATA` a folder for SQLite files. Raises SettingsError with every fault.
    """
    faults: list[str] = []
    events, vault = _databases(environment, faults)
    keys = environment.get("RETURNWATCH_KEYS", "")
    if not keys:
        faults.append("RETURNWATCH_KEYS: name the folder with sectors.json and tokens.json")
    host, _, port = environment.get("RETURNWATCH_LISTEN", LISTEN).rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        faults.append("RETURNWATCH_LISTEN: write host:port, for example 0.0.0.0:8080")
    if faults:
        raise SettingsError("\n".join(faults))
    return Settings(events, vault, Path(keys), host.strip("[]"), int(port))


def _databases(environment: Mapping[str, str], faults: list[str]) -> tuple[str, str]:
    server, folder = environment.get("RETURNWATCH_POSTGRES", ""), environment.get("RETURNWATCH_DATA", "")
    if bool(server) == bool(folder):
        faults.append("RETURNWATCH_POSTGRES: name a server, or a folder in RETURNWATCH_DATA instead")
    elif folder:
        return f"sqlite:///{folder}/return_operation.sqlite", f"sqlite:///{folder}/vault.sqlite"
    elif server.startswith(("postgresql://", "postgres://")):
        parts = urlsplit(server)
        return (
            parts._replace(path=f"/{EVENTS_DATABASE}").geturl(),
            parts._replace(path=f"/{VAULT_DATABASE}").geturl(),
        )
    else:
        faults.append("RETURNWATCH_POSTGRES: write postgresql://user:password@host:port")
    return "", ""
