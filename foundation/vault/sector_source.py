"""Sector keys that the environment gives: in a variable, or through a command that asks a key service.

Both give the document that a key file holds, as JSON or as base64 of it. No text here repeats a value, a
command or what a command printed, for each may hold a key or a password.
"""

import os
import shlex
import signal
import subprocess
import time
from base64 import b64decode
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from foundation.vault.sectors import SectorKeys, SectorKeysError, parse_sector_keys

VARIABLE = "RETURNWATCH_SECTOR_KEYS"
COMMAND = "RETURNWATCH_SECTOR_KEYS_COMMAND"
PATIENCE = 30.0
"""Seconds that the command may take."""
PAUSE = 5.0
"""Seconds between two questions to the key service, however many records wait for a key that it lacks."""


@dataclass(frozen=True, slots=True)
class GivenKeys:
    """A source of the document. Its text form shows neither document nor command."""

    name: str
    """The variable, for faults."""
    read: Callable[[], bytes] = field(repr=False)
    changes: bool
    """Whether it may be asked again while the process runs."""

    def document(self) -> bytes:
        """The document as JSON. Raises SectorKeysError when there is none that keys can be read from."""
        try:
            content = _plain(self.read())
            parse_sector_keys(content)
        except SectorKeysError as error:
            raise SectorKeysError(f"{self.name}: {error}") from None
        return content

    def load(self, monotonic: Callable[[], float] = time.monotonic) -> SectorKeys:
        """The keys. Raises SectorKeysError."""
        keys = parse_sector_keys(self.document())
        if self.changes:
            keys.read_again = _seldom(self.load, monotonic)
        return keys


def given_keys(environment: Mapping[str, str]) -> GivenKeys | None:
    """What the environment gives, None when keys are in a file. Raises SectorKeysError for two sources."""
    document, command = environment.get(VARIABLE), environment.get(COMMAND)
    if document and command:
        raise SectorKeysError(f"{VARIABLE} and {COMMAND}: set one of them, not both")
    if document:
        return GivenKeys(VARIABLE, document.encode, changes=False)
    if command:
        return GivenKeys(COMMAND, lambda: _printed(command, environment), changes=True)
    return None


def _plain(content: bytes) -> bytes:
    """The JSON itself, or what base64 stood for."""
    content = content.strip()
    if content.startswith(b"{"):
        return content
    with suppress(ValueError):
        return b64decode(b"".join(content.split()), validate=True)
    raise SectorKeysError("neither JSON nor base64 of it; `returnwatch keys new` prints the form")


def _printed(command: str, environment: Mapping[str, str]) -> bytes:
    """Standard output of the command, which runs without a shell, in a process group of its own."""
    try:
        process = subprocess.Popen(  # noqa: S603 - whoever configures this process chose the command
            shlex.split(command),
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError, IndexError) as error:
        raise SectorKeysError(
            f"the command cannot be started ({type(error).__name__}); run it yourself to see why"
        ) from None
    with process:
        try:
            content, _ = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            # What the command started holds its output open as well.
            os.killpg(process.pid, signal.SIGKILL)
            raise SectorKeysError(f"the command did not end within {PATIENCE:g} seconds") from None
    if process.returncode:
        raise SectorKeysError(
            f"the command ended with status {process.returncode}; run it yourself to see why"
        )
    return content


def _seldom(load: Callable[[], SectorKeys], monotonic: Callable[[], float]) -> Callable[[], SectorKeys]:
    """Load, unless that was done a moment ago."""
    last = float("-inf")

    def again() -> SectorKeys:
        nonlocal last
        if monotonic() - last < PAUSE:
            raise SectorKeysError("the key service was asked a moment ago")
        last = monotonic()
        return load()

    return again
