"""Starts a service with attachments, ends it as hard as one likes, and speaks to it."""

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from deploy.local.ports import free_port
from tests.integration.attachments.files import BODY, File
from tests.served_process import ServedProcess

TOP = "/v1/attachments"
PART_TYPE = "application/offset+octet-stream"


@dataclass
class Served(ServedProcess):
    """A service with attachments; each of its callers is a new user."""

    folder: Path
    attachments: str
    settings: dict[str, str] = field(default_factory=dict)
    """More of what its environment says."""
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    clients: list[httpx.Client] = field(default_factory=list)
    body: str = BODY

    @property
    def keys(self) -> Path:
        """The folder of its keys."""
        return self.folder / "keys"

    def start(self) -> None:
        """Start the process, again at the same address, and wait until it is ready."""
        told = {"FOLDER": str(self.folder), "ATTACHMENTS": self.attachments, "PORT": str(self.port)}
        self.run(["tests.integration.attachments.service_process"], {**os.environ, **self.settings, **told})


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
