"""What the process of a service is told by its environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from events.base import SERVICES, Service
from foundation.vault.sector_source import GivenKeys, given_keys
from foundation.vault.sectors import SectorKeysError

VAULT_DATABASE = "returnwatch_vault"
LISTEN = "127.0.0.1:8080"
OIDC = "RETURNWATCH_OIDC"
ATTACHMENTS = "RETURNWATCH_ATTACHMENTS"
DECIDES: Service = "data_protection"
"""The service whose log says what is to be erased."""
STORES = ("file:///", "s3://")


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
    """Folder with `sectors.json` and `tokens.json`; not looked at where the environment gives everything."""
    host: str
    port: int
    oidc: Path | None
    """File that says whose access tokens are accepted; None for local tokens."""
    attachments: str
    """Address of the store of attachments."""
    logs: Mapping[Service, str]
    """Addresses of the other services' events that this one reads."""
    given: GivenKeys | None = None
    """Sector keys that are not in the folder."""


def events_database(service: Service) -> str:
    """Name of the database with the events of a service, and with how far its relay has come."""
    return f"returnwatch_{service}"


def read_settings(environment: Mapping[str, str], service: Service) -> Settings:
    """Read `RETURNWATCH_KEYS`, `RETURNWATCH_LISTEN` and where the databases are.

    `RETURNWATCH_POSTGRES` names a PostgreSQL server (`postgresql://user:password@host:port`);
    `RETURNWATCH_EVENTS` and `RETURNWATCH_VAULT` name one database each, for roles of their own, and go
    before it. Every service also reads the events of data protection, and data protection those of all:
    `RETURNWATCH_EVENTS_DATA_PROTECTION` and so on. `RETURNWATCH_OIDC` names the file on the issuer of access
    tokens, in production.
    `RETURNWATCH_ATTACHMENTS` names the store of attachments, the same for all services; without it they are
    in the folder `attachments` beside the keys. `RETURNWATCH_SECTOR_KEYS` or
    `RETURNWATCH_SECTOR_KEYS_COMMAND` give the sector keys instead of the folder; see
    `foundation.vault.sector_source`.

    Raises SettingsError with every fault.
    """
    faults: list[str] = []
    events = _database(environment, "RETURNWATCH_EVENTS", events_database(service), faults)
    vault = _database(environment, "RETURNWATCH_VAULT", VAULT_DATABASE, faults)
    logs = {
        name: _database(environment, f"RETURNWATCH_EVENTS_{name.upper()}", events_database(name), faults)
        for name in (SERVICES if service == DECIDES else (DECIDES,))
        if name != service
    }
    given = _given(environment, faults)
    keys = environment.get("RETURNWATCH_KEYS", "")
    if not keys and not (given and environment.get(OIDC) and environment.get(ATTACHMENTS)):
        faults.append("RETURNWATCH_KEYS: name the folder with sectors.json and tokens.json")
    host, _, port = environment.get("RETURNWATCH_LISTEN", LISTEN).rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        faults.append("RETURNWATCH_LISTEN: write host:port, for example 0.0.0.0:8080")
    oidc = Path(environment[OIDC]) if environment.get(OIDC) else None
    beside = (Path(keys).absolute().parent / "attachments").as_uri()
    attachments = environment.get(ATTACHMENTS) or beside
    if not attachments.startswith(STORES):
        faults.append(f"{ATTACHMENTS}: write file:///folder or s3://bucket/prefix")
    if faults:
        raise SettingsError("\n".join(faults))
    return Settings(events, vault, Path(keys), host.strip("[]"), int(port), oidc, attachments, logs, given)


def _given(environment: Mapping[str, str], faults: list[str]) -> GivenKeys | None:
    try:
        return given_keys(environment)
    except SectorKeysError as error:
        faults.append(str(error))
        return None


def _database(environment: Mapping[str, str], variable: str, name: str, faults: list[str]) -> str:
    """Address of one database: its own variable, else a database of this name on the server."""
    own, server = environment.get(variable, ""), environment.get("RETURNWATCH_POSTGRES", "")
    if own:
        return own
    if not server.startswith(("postgresql://", "postgres://")):
        faults.append(f"{variable}: name a database, or a server in RETURNWATCH_POSTGRES (postgresql://…)")
        return ""
    return urlsplit(server)._replace(path=f"/{name}").geturl()
