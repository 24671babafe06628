"""The file of sector keys while a key is rotated: replaced whole, by one process at a time."""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_bytes, token_hex
from typing import Any

from foundation.private_file import read_private
from foundation.vault.sectors import KEY, Sector, load_sector_keys


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
    content = json.loads(read_private(path))
    entry = content[sector]
    if len(entry["keys"]) == 1:
        entry["current"] += 1
        entry["keys"][str(entry["current"])] = random(KEY).hex()
        _replace(path, content)
    return int(entry["current"])


def drop_old_versions(path: Path, sector: Sector) -> None:
    """Leave the current key of a sector alone in the file."""
    content = json.loads(read_private(path))
    entry = content[sector]
    entry["keys"] = {str(entry["current"]): entry["keys"][str(entry["current"])]}
    _replace(path, content)


def _replace(path: Path, content: dict[str, Any]) -> None:
    """Put new content in place of the file: readers, also after a crash, see the old or the new one."""
    draft = path.with_name(f".{path.name}.{token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write((json.dumps(content, indent=2) + "\n").encode())
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
