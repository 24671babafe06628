"""Keeps sealed bytes in a folder: written beside, forced to disk, and named at last."""

import os
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from foundation.attachments.port import BlobsUnavailableError, NoBlobError

NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*", re.ASCII)
DRAFTS = ".drafts"
DAY = 86_400
PIECE = 1 << 16


class FolderBlobs:
    """One private file for each name. No file that stands under a name is ever incomplete."""

    def __init__(self, root: Path) -> None:
        self._root, self._drafts = root, root / DRAFTS
        with _answering():
            self._drafts.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._clear_old_drafts()

    def put(self, name: str, content: Iterable[bytes]) -> None:
        """Keep these bytes under this name."""
        path, draft = self._path(name), self._drafts / token_hex(16)
        try:
            with _answering():
                handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                for piece in content:
                    with _answering():
                        file.write(piece)
                with _answering():
                    file.flush()
                    os.fsync(file.fileno())
            with _answering():
                self._name(draft, path)
        finally:
            draft.unlink(missing_ok=True)

    def read(self, name: str) -> Iterator[bytes]:
        """The bytes of a name."""
        pieces = _pieces(self._path(name))
        next(pieces)
        return pieces

    def exists(self, name: str) -> bool:
        """Whether there is something under this name."""
        with _answering():
            return self._path(name).is_file()

    def names(self, folder: str) -> Iterator[str]:
        """Every name below a folder, in order."""
        with _answering():
            walk = os.walk(self._path(folder), onerror=_unless_gone)
            found = [Path(place, name) for place, _, names in walk for name in names]
        return iter(sorted(path.relative_to(self._root).as_posix() for path in found))

    def delete(self, names: Iterable[str]) -> None:
        """Remove files, and folders that become empty."""
        with _answering():
            for name in names:
                path = self._path(name)
                path.unlink(missing_ok=True)
                with suppress(OSError):
                    path.parent.rmdir()

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise ValueError("not a name of this store")
        return self._root / name

    def _name(self, draft: Path, path: Path) -> None:
        for _ in range(3):
            made = [folder for folder in path.parents if self._root in folder.parents and not folder.exists()]
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with suppress(FileNotFoundError):  # another process removed the folder while it was empty
                draft.replace(path)
                for folder in {path.parent, *(one.parent for one in made)}:
                    _force(folder)
                return
        raise BlobsUnavailableError("the folder of attachments changes all the time; try again")

    def _clear_old_drafts(self) -> None:
        """Remove what processes left that died while writing; none writes a single file for a day."""
        for draft in self._drafts.iterdir():
            with suppress(FileNotFoundError):
                if draft.stat().st_mtime < time.time() - DAY:
                    draft.unlink()


def _pieces(path: Path) -> Iterator[bytes]:
    """An empty piece once the file is open, then its bytes; whoever lets go of them closes the file."""
    with _answering():
        try:
            file = path.open("rb")
        except FileNotFoundError:
            raise NoBlobError("there is no such file") from None
        with file:
            yield b""
            while piece := file.read(PIECE):
                yield piece


def _unless_gone(fault: OSError) -> None:
    """Raise what went wrong in a listing, but for a folder that another process removed meanwhile."""
    if not isinstance(fault, FileNotFoundError):
        raise fault


def _force(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BlobsUnavailableError(
            f"the folder of attachments cannot be used ({type(error).__name__}, errno {error.errno})"
        ) from None
