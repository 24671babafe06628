"""Starts a service with attachments, ends it as hard as one likes, and speaks to it."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from deploy.local.ports import answers, free_port
from deploy.local.processes import wait_until
from events.codes.common import ActorRole
from foundation.clock import system_clock
from foundation.identity.caller import SCOPES, Scope
from foundation.identity.tokens import Grant, issue, load_token_key
from tests.integration.attachments.files import BODY, File

TOP = "/v1/attachments"
PART_TYPE = "application/offset+octet-stream"


@dataclass
class Served:
    """The process, and callers of it."""

    folder: Path
    attachments: str
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    clients: list[httpx.Client] = field(default_factory=list)

    def start(self) -> None:
        """Start the process and wait until it answers."""
        told = {"FOLDER": str(self.folder), "ATTACHMENTS": self.attachments, "PORT": str(self.port)}
        command = [sys.executable, "-m", "tests.integration.attachments.service_process"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env={**os.environ, **self.environment, **told}, stderr=log
            )
        assert wait_until(lambda: answers(self.port), 60), self.log.read_text()

    def kill(self) -> None:
        """End the process as a power cut would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        """End everything."""
        for client in self.clients:
            client.close()
        self.kill()

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What it writes."""
        return self.folder / "service.log"

    def token(
        self,
        role: ActorRole = "independent_monitor",
        body: str | None = BODY,
        scopes: frozenset[Scope] = SCOPES,
        user: str | None = None,
    ) -> str:
        """A token of a new user."""
        grant = Grant(user or f"USR-{uuid4()}", role, timedelta(hours=1), body=body, scopes=scopes)
        return issue(load_token_key(self.folder / "keys"), grant, system_clock())

    def client(self, role: ActorRole = "independent_monitor", **grant: Any) -> httpx.Client:
        """A caller who is a new user."""
        headers = {"Authorization": f"Bearer {self.token(role, **grant)}"}
        client = httpx.Client(base_url=self.url, headers=headers, timeout=60, trust_env=False)
        self.clients.append(client)
        return client


def announce(client: httpx.Client, file: File) -> str:
    """Announce a file; where it goes."""
    answer = client.post(TOP, json=file.announced.model_dump(mode="json", exclude_none=True))
    assert answer.status_code == 201, answer.text
    return str(answer.headers["location"])


def patch(client: httpx.Client, place: str, content: Any, offset: object = 0) -> httpx.Response:
    """Send some bytes."""
    headers = {"Content-Type": PART_TYPE, "Upload-Offset": str(offset)}
    return client.patch(place, content=content, headers=headers)


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    """The members of a problem."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    members: dict[str, Any] = answer.json()
    assert members["status"] == status
    assert members["detail"]
    return members
