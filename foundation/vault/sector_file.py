"""The file of sector keys while a key is rotated: replaced whole, by one process at a time."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_bytes, token_hex

from foundation.private_file import read_private
from foundation.vault.sector_document import with_new_version, without_old_versions
from foundation.vault.sectors import Sector, load_sector_keys


@contextmanager
def alone_with(path: Path) -> Iterator[None]:
    """Keep other processes from rotating keys of this file at the same time."""
    handle = os.open(path.with_name(f".{path.name}.lock"), os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def begin_version(path: Path, sector: Sector, random: Callable[[int], bytes] = token_bytes) -> int:
    """The new current version of a sector's key; an unfinished rotation goes on with the one it made."""
    load_sector_keys(path)
    before = read_private(path)
    content, version = with_new_version(before, sector, random)
    if content != before:
        _replace(path, content)
    return version


def drop_old_versions(path: Path, sector: Sector) -> None:
    """Leave the current key of a sector alone in the file."""
    _replace(path, without_old_versions(read_private(path), sector))


def _replace(path: Path, content: bytes) -> None:
    """Put new content in place of the file: readers, also after a crash, see the old or the new one."""
    draft = path.with_name(f".{path.name}.{token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
