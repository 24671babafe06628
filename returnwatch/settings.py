"""Where the distributed parts find one another, from the environment."""

import os
from dataclasses import dataclass
from pathlib import Path

from returnwatch.faults import UserFaultError

DATABASES = {
    "return_operation": "returnwatch_return_operation",
    "vault": "returnwatch_vault",
    "views": "returnwatch_views",
    "audit": "returnwatch_audit",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """Addresses and folders of one installation."""

    postgres: str
    """Server without database: postgresql://user:password@host:port."""
    kafka: str
    """Bootstrap servers, host:port separated by commas."""
    keys: Path
    """Folder with the key files of this process."""
    host: str
    port: int

    def database(self, name: str) -> str:
        """Address of one of the databases in DATABASES."""
        return f"{self.postgres.rstrip('/')}/{DATABASES[name]}"


def from_environment(*needed: str) -> Settings:
    """The settings, or one fault per needed variable that is missing."""
    missing = [name for name in needed if not os.environ.get(name)]
    if missing:
        raise UserFaultError(
            *(f"environment: {name} is not set; see README, 'Distributed'" for name in missing)
        )
    host, _, port = os.environ.get("RETURNWATCH_LISTEN", "127.0.0.1:8080").rpartition(":")
    if not port.isdigit():
        raise UserFaultError("environment: RETURNWATCH_LISTEN must be host:port, for example 127.0.0.1:8080")
    return Settings(
        postgres=os.environ.get("RETURNWATCH_POSTGRES", ""),
        kafka=os.environ.get("RETURNWATCH_KAFKA", ""),
        keys=Path(os.environ.get("RETURNWATCH_KEYS", "keys")),
        host=host,
        port=int(port),
    )
