"""Starts the service as its users do: the very command, a real database, a port on loopback."""

import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from deploy.local.ports import free_port
from events.base import SERVICES
from events.base import Service as Name
from foundation.clock import uuid7
from foundation.identity.tokens import load_token_key
from foundation.private_file import read_or_create_private
from foundation.vault.sectors import new_sector_keys
from tests.served_process import ServedProcess

EXAMPLES = Path(__file__).parents[3] / "contracts" / "examples"
BODY = "ORG-018f6a2c-0000-7000-8000-000000000004"
OTHER_BODY = "ORG-018f6a2c-0000-7000-8000-00000000ffff"
USER = "USR-018f6a2c-0000-7000-8000-00000000beef"


def an_observation(**changes: Any) -> dict[str, Any]:
    """A monitor's observation with notes and an account, under a new id."""
    path = EXAMPLES / "return_operation" / "observation-filed.v1.with-notes-and-account.json"
    record: dict[str, Any] = json.loads(path.read_text())
    return record | {"event_id": f"EVT-{uuid7()}"} | changes


@dataclass
class Service(ServedProcess):
    """The process, and what a caller needs to speak to it."""

    events: str
    vault: str
    folder: Path
    name: Name = "return_operation"
    logs: dict[Name, str] = field(default_factory=dict)
    module: str = ""
    """What runs instead of the service itself."""
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    clients: list[httpx.Client] = field(default_factory=list)
    body: str = BODY
    user: str | None = USER

    def start(self) -> None:
        """Start the process and wait until it is ready."""
        read_or_create_private(self.folder / "sectors.json", new_sector_keys)
        load_token_key(self.folder, may_create=True)
        self.port = free_port()
        self.run((self.module or f"services.{self.name}.main").split(), self.environment())

    def environment(self) -> dict[str, str]:
        """The variables that the process is told."""
        return {
            **os.environ,
            "RETURNWATCH_EVENTS": self.events,
            "RETURNWATCH_VAULT": self.vault,
            "RETURNWATCH_KEYS": str(self.folder),
            **self.others,
            "RETURNWATCH_LISTEN": f"127.0.0.1:{self.port}",
            "RETURNWATCH_ATTACHMENTS": (self.folder / "attachments").as_uri(),
        }

    @property
    def others(self) -> dict[str, str]:
        """Where the events of the other services are: each in a file of its own, unless one is named."""
        return {
            f"RETURNWATCH_EVENTS_{name.upper()}": self.logs.get(
                name, f"sqlite:///{self.folder}/{name}.sqlite"
            )
            for name in SERVICES
            if name != self.name
        }
