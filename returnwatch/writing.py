"""Where a command writes its lines: to a file, which appears when it is whole, or to standard output."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from returnwatch.faults import UserFaultError

STANDARD = Path("-")
"""Names standard input or output."""


@contextmanager
def written(out: Path | None) -> Iterator[BinaryIO]:
    """A stream to write to. Raises UserFaultError when the file cannot be written."""
    if out is None or out == STANDARD:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(out)
    except OSError as error:
        raise UserFaultError(f"{out}: cannot be written ({error.strerror or type(error).__name__})") from None
