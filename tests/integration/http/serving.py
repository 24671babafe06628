"""Starts the service as its users do: the very command, a real database, a port on loopback."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from deploy.local.ports import free_port
from events.base import SERVICES
from events.base import Service as Name
from events.codes.common import ActorRole
from foundation.clock import system_clock, uuid7
from foundation.identity.caller import SCOPES, Scope
from foundation.identity.tokens import Grant, issue, load_token_key
from foundation.private_file import read_or_create_private
from foundation.vault.sectors import new_sector_keys
from tests.asking import is_well

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
class Service:
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

    def start(self) -> None:
        """Start the process and wait until it is ready."""
        read_or_create_private(self.folder / "sectors.json", new_sector_keys)
        load_token_key(self.folder, may_create=True)
        self.port = free_port()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *(self.module or f"services.{self.name}.main").split()],
                env=self.environment(),
                stderr=log,
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            if is_well(f"{self.url}/health/ready"):
                return
            time.sleep(0.05)
        raise AssertionError(f"the service did not start: {self.log.read_text()}")

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

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What the process writes."""
        return self.folder / "service.log"

    def token(
        self,
        role: ActorRole = "independent_monitor",
        body: str | None = BODY,
        scopes: frozenset[Scope] = SCOPES,
        lifetime: timedelta = timedelta(hours=1),
    ) -> str:
        """A token of one user in this role."""
        grant = Grant(USER, role, lifetime, body=body, scopes=scopes)
        return issue(load_token_key(self.folder), grant, system_clock())

    def client(self, role: ActorRole = "independent_monitor", **grant: Any) -> httpx.Client:
        """A caller in this role."""
        headers = {"Authorization": f"Bearer {self.token(role, **grant)}"}
        client = httpx.Client(base_url=self.url, headers=headers, timeout=30, trust_env=False)
        self.clients.append(client)
        return client

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End the process; its exit code."""
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(60)

    def close(self) -> None:
        """End whatever still runs."""
        for client in self.clients:
            client.close()
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
