"""Where the distributed parts find one another, from the environment."""

import os
from dataclasses import dataclass
from pathlib import Path

from deploy.databases import AUDIT, EVENTS, FINDINGS, VAULT, VIEWS
from deploy.postgres_url import database_url
from events.base import Service
from foundation.broker_login import BrokerLoginError, broker_login
from foundation.vault.sector_source import GivenKeys, given_keys
from returnwatch.faults import UserFaultError

NAMES = {"vault": VAULT, "views": VIEWS, "audit": AUDIT, "findings": FINDINGS}
DEFAULT_ORIGIN = "returnwatch.local/log"


@dataclass(frozen=True, slots=True)
class Settings:
    """Addresses and folders of one installation."""

    postgres: str
    """Server, as URL or connection string."""
    kafka: str
    """Bootstrap servers, host:port separated by commas."""
    keys: Path
    """Folder with the key files."""
    origin: str
    """Name of the audit log."""
    host: str
    port: int
    oidc: Path | None = None
    """File that says whose access tokens are accepted; None for local tokens."""
    given: GivenKeys | None = None
    """Sector keys that are not in the folder."""

    def events(self, service: Service) -> str:
        """Address of the event store of a service; RETURNWATCH_EVENTS goes before the server's."""
        return self._address("RETURNWATCH_EVENTS", EVENTS[service])

    def database(self, name: str) -> str:
        """Address of `vault`, `views`, `audit` or `findings`; RETURNWATCH_<NAME> goes before the server's."""
        return self._address(f"RETURNWATCH_{name.upper()}", NAMES[name])

    def _address(self, variable: str, name: str) -> str:
        try:
            return os.environ.get(variable) or database_url(self.postgres, name)
        except ValueError as error:
            raise UserFaultError(f"environment: RETURNWATCH_POSTGRES: {error}") from None


def from_environment(*needed: str) -> Settings:
    """The settings, or one fault per needed variable that is missing."""
    missing = [name for name in needed if not os.environ.get(name)]
    if missing:
        raise UserFaultError(
            *(f"environment: {name} is not set; see README, 'Distributed'" for name in missing)
        )
    try:
        broker_login(os.environ)
    except BrokerLoginError as error:
        raise UserFaultError(str(error)) from None
    listen = os.environ.get("RETURNWATCH_LISTEN", "127.0.0.1:8080")
    host, port = address(listen, "environment: RETURNWATCH_LISTEN")
    return Settings(
        postgres=os.environ.get("RETURNWATCH_POSTGRES", ""),
        kafka=os.environ.get("RETURNWATCH_KAFKA", ""),
        keys=Path(os.environ.get("RETURNWATCH_KEYS", "keys")),
        origin=os.environ.get("RETURNWATCH_LOG_ORIGIN", DEFAULT_ORIGIN),
        host=host,
        port=port,
        oidc=Path(os.environ["RETURNWATCH_OIDC"]) if os.environ.get("RETURNWATCH_OIDC") else None,
        given=given_keys(os.environ),
    )


def address(listen: str, where: str) -> tuple[str, int]:
    """Host and port of `host:port`."""
    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise UserFaultError(f"{where}: write host:port, for example 127.0.0.1:8080")
    return host.strip("[]"), int(port)
