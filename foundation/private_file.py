"""Files that only their owner can read, such as keys: written whole or not at all, and never twice."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex


class PrivateFileError(Exception):
    """The file cannot be used; the message says what to do and repeats nothing of its content."""


def read_private(path: Path) -> bytes:
    """The content of a file; one that others may read is refused."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read()
    except OSError as error:
        raise PrivateFileError(f"{path}: cannot be read ({type(error).__name__})") from None
    if stat.S_IMODE(mode) & 0o077:
        raise PrivateFileError(f"{path}: others may read this file; run chmod 600 on it")
    return content


def read_or_create_private(path: Path, content: Callable[[], bytes]) -> bytes:
    """The content of a file, made first when it is missing; processes that start at once get the same."""
    if not path.exists():
        create_private(path, content())
    return read_private(path)


def create_private(path: Path, content: bytes) -> None:
    """Write a new file with mode 0600, on disk when this returns; a file already there stays as it is."""
    draft = path.with_name(f".{path.name}.{token_hex(8)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise PrivateFileError(f"{path}: cannot be written ({type(error).__name__})") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _name(draft, path)
    finally:
        draft.unlink()


def _name(draft: Path, path: Path) -> None:
    """Give the finished file its name, unless another process was first."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
