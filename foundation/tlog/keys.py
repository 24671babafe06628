"""The signing key of the log in a file that only its owner can read."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from secrets import token_bytes

from foundation.tlog.notes import KeyFormatError, NoteSigner


class KeyFileError(Exception):
    """The key file cannot be used; the message says what to do."""


def load_or_create_key(path: Path, origin: str, random: Callable[[int], bytes] = token_bytes) -> NoteSigner:
    """The key in the file, or a new one named after the log's origin when there is no file yet."""
    if not path.exists():
        create_key(path, origin, random)
    signer = load_key(path)
    if signer.name != origin:
        raise KeyFileError(
            f"{path}: the key belongs to another log; name the log {signer.name} or use another file"
        )
    return signer


def create_key(path: Path, origin: str, random: Callable[[int], bytes] = token_bytes) -> None:
    """Write a new key with mode 0600; one already there stays, even when two processes start at once."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{random(8).hex()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(NoteSigner.generate(origin, random).skey + "\n")
            file.flush()
            os.fsync(file.fileno())
        _link(draft, path)
    finally:
        draft.unlink()


def load_key(path: Path) -> NoteSigner:
    """Read a key file; one that others may read is refused."""
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise KeyFileError(f"{path}: the signing key cannot be read ({type(error).__name__})") from None
    if stat.S_IMODE(mode) & 0o077:
        raise KeyFileError(f"{path}: others may read the signing key; run chmod 600 on it")
    try:
        return NoteSigner.from_skey(text.removesuffix("\n"))
    except KeyFormatError as error:
        raise KeyFileError(f"{path}: {error}") from None


def _link(draft: Path, path: Path) -> None:
    """Give the finished file its name, unless another process was first."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
