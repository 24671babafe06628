"""What every local server needs of the operating system."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

_PROC = Path("/proc")


class LocalServerError(Exception):
    """A local server cannot run here; the text says what is missing and what to do."""


def run(command: Sequence[str | Path], cwd: Path, purpose: str) -> str:
    """Standard output of a command that has to succeed."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed programs, arguments of our own making
            [str(part) for part in command],
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as fault:
        raise LocalServerError(f"{purpose}: {command[0]} cannot be started ({fault.strerror})") from fault
    if done.returncode:
        raise LocalServerError(
            f"{purpose}: {Path(command[0]).name} failed\n{(done.stderr or done.stdout)[-2000:]}"
        )
    return done.stdout


def start_detached(command: Sequence[str | Path], cwd: Path, log: Path) -> int:
    """Process id of a server that outlives this process and ignores its terminal."""
    with (
        log.open("ab") as output,
        subprocess.Popen(  # noqa: S603 - fixed programs, arguments of our own making
            ["/bin/sh", "-c", '"$@" >&2 & echo $!', "sh", *map(str, command)],
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=output,
            start_new_session=True,
        ) as shell,
    ):
        return int(shell.communicate()[0])


def is_running(pid: int, mark: str) -> bool:
    """Whether the process is alive and has `mark` in its command line: a process id alone may be reused."""
    if _PROC.joinpath("self").exists():
        try:
            words = _PROC.joinpath(str(pid), "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            return False
        return bool(words) and mark in words  # a dead process that nobody has waited for has no words
    with contextlib.suppress(PermissionError):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
    return True


def kill_with_children(pid: int) -> None:
    """SIGKILL to a process and those it started, as a power cut would end them; returns when all are dead."""
    family = [pid, *children(pid)]
    for member in family:
        with contextlib.suppress(ProcessLookupError):
            os.kill(member, signal.SIGKILL)
    if not wait_until(lambda: not any(is_running(member, "") for member in family), 10):
        raise LocalServerError(f"process {pid} or one of its children did not end after SIGKILL")


def children(pid: int) -> Iterator[int]:
    """Process ids whose parent is `pid`, where the operating system lists them."""
    for stat in _PROC.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == pid:
                yield int(stat.parent.name)


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether the condition became true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
