"""A process that answers over HTTP on loopback: started, ended as hard as one likes, and spoken to."""

import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from events.codes.common import ActorRole
from foundation.clock import system_clock
from foundation.identity.caller import SCOPES, Scope
from foundation.identity.tokens import Grant, issue, load_token_key
from tests.asking import is_well

OWN = "own"
"""Stands for the body of the callers."""


class ServedProcess:
    """The process, and callers of it. What runs, and with which keys, is said by who takes this over."""

    folder: Path
    """Where it writes its log."""
    port: int
    process: subprocess.Popen[bytes] | None
    clients: list[httpx.Client]
    body: str
    """The body of its callers."""
    user: str | None = None
    """Who calls; somebody new each time where nobody is named."""

    @property
    def keys(self) -> Path:
        """The folder of its keys."""
        return self.folder

    def run(self, module: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start a module and wait until it is ready."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([sys.executable, "-m", *module], env=environment, stderr=log)
        deadline = time.monotonic() + 200
        while time.monotonic() < deadline and self.process.poll() is None:
            if is_well(f"{self.url}/health/ready"):
                return
            time.sleep(0.05)
        raise AssertionError(f"the service did not start: {self.log.read_text()}")

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
        body: str | None = OWN,
        scopes: frozenset[Scope] = SCOPES,
        user: str | None = None,
        lifetime: timedelta = timedelta(hours=1),
    ) -> str:
        """A token of one user in this role; of the body of its callers unless another, or none, is named."""
        who = user or self.user or f"USR-{uuid4()}"
        grant = Grant(who, role, lifetime, body=self.body if body == OWN else body, scopes=scopes)
        return issue(load_token_key(self.keys), grant, system_clock())

    def client(self, role: ActorRole = "independent_monitor", **grant: Any) -> httpx.Client:
        """A caller in this role."""
        headers = {"Authorization": f"Bearer {self.token(role, **grant)}"}
        client = httpx.Client(base_url=self.url, headers=headers, timeout=60, trust_env=False)
        self.clients.append(client)
        return client

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End the process; its exit code."""
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(60)

    def kill(self) -> None:
        """End the process as a power cut would."""
        self.stop(signal.SIGKILL)

    def close(self) -> None:
        """End whatever still runs."""
        for client in self.clients:
            client.close()
        if self.process is not None and self.process.poll() is None:
            self.kill()
