"""Where a command puts key material: a new private file, or standard output that is no terminal."""

import sys
from collections.abc import Callable
from pathlib import Path

from foundation.private_file import create_private
from returnwatch.faults import UserFaultError


def secret_output(out: Path | None) -> Callable[[bytes], None]:
    """What writes it, looked at before anything is done that needs it. Raises UserFaultError."""
    if out is None:
        if sys.stdout.isatty():
            raise UserFaultError(
                "keys are not shown on a terminal: name a new file with --out, or use a pipe"
            )
        return _print
    if out.exists():
        raise UserFaultError(f"{out}: is there already; name a new file")
    return lambda content: create_private(out, content)


def _print(content: bytes) -> None:
    sys.stdout.write(content.decode())
    sys.stdout.flush()
