"""Commands for the store's tests, and a process that stores them and says what was acknowledged.

As a program: `load.py URL WRITER COMMANDS`. It stores the commands of one numbered writer from four threads
and prints `command first-sequence` for each as soon as it is acknowledged.
"""

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID, uuid5

ROOT = Path(__file__).parents[3]
NAMESPACE = UUID("6a1d7f0e-6e2c-4b3f-9a53-1f2e8d2b7c11")
SHARED = 5
"""Every so many commands are the same for all writers, as when two of them import one document."""

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from foundation.event_store.opening import open_store  # noqa: E402 - a program finds the project first
from foundation.event_store.port import (  # noqa: E402 - the same
    AlreadyStored,
    Appended,
    Command,
    ProposedEvent,
)


def event_id(name: str) -> UUID:
    return uuid5(NAMESPACE, name)


def event(name: str, stream: str = "C-1", content: str = "") -> ProposedEvent:
    """An event whose id follows from its name, and whose fingerprint follows from its content."""
    body = f'{{"name":"{name}","content":"{content}"}}'.encode()
    return ProposedEvent(event_id(name), stream, "opened.v1", body, hashlib.sha256(body).digest())


def command(*names: str, stream: str = "C-1", expecting: int | None = None, content: str = "") -> Command:
    return Command(tuple(event(name, stream, content) for name in names), expecting)


def numbered(writer: int, number: int) -> Command:
    """The command that a writer stores under a number: one to three events of a stream that all share."""
    owner = "all" if number % SHARED == 0 else str(writer)
    names = [f"{owner}/{number}/{part}" for part in range(1 + number % 3)]
    return command(*names, stream=f"C-{number % 7}")


def start_writer(url: str, writer: int, commands: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, __file__, url, str(writer), str(commands)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


def acknowledged(lines: list[str]) -> dict[int, int]:
    """Command number to first sequence; a line that was cut off by the end of its process does not count."""
    return {int(line.split()[0]): int(line.split()[1]) for line in lines if line.endswith("\n")}


def main(url: str, writer: int, commands: int) -> None:
    store = open_store(url)

    def append(number: int) -> None:
        outcome = store.append(numbered(writer, number))
        if not isinstance(outcome, Appended | AlreadyStored):
            raise TypeError(f"command {number} was refused")
        os.write(sys.stdout.fileno(), f"{number} {outcome.records[0].sequence}\n".encode())

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(append, range(commands)))
    store.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
