"""Writes the log as static files, so that any web server or a stick can carry it to those who verify.

A file appears whole or not at all, a full path never holds a partial tile, and the checkpoint comes last, so
every published checkpoint finds its tiles.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from foundation.tlog.checkpoint import CheckpointError, read_unverified
from foundation.tlog.notes import NoteError
from foundation.tlog.tiles import ENTRIES, TILE_BYTES, Tile, bundles_of, decode_bundle, tiles_of
from projections.audit_trail.reading import TrailReader


class ExportError(Exception):
    """The directory holds another log, or a longer one; nothing was published."""


def export(trail: TrailReader, directory: Path) -> int:
    """Write checkpoint, tiles and entry bundles below the directory and give the size published.

    Only what is missing is written. Raises ExportError rather than publish a checkpoint that is not
    consistent with the one published before.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with _alone(directory):
        note = trail.checkpoint()
        published = read_unverified(note)
        _require_continuation(trail, directory / "checkpoint", published.size)
        for tile in (*tiles_of(published.size), *bundles_of(published.size)):
            _publish(trail, directory, tile)
        _write(directory / "checkpoint", note.encode())
        return published.size


def _require_continuation(trail: TrailReader, path: Path, size: int) -> None:
    """Refuse to follow a published checkpoint that is not the beginning of this log."""
    if not path.exists():
        return
    try:
        before = read_unverified(path.read_text(encoding="utf-8"))
    except (NoteError, CheckpointError, UnicodeDecodeError) as error:
        raise ExportError(f"{path}: this is no checkpoint ({error}); choose another directory") from None
    if before.size > size or trail.root_at(before.size) != before.root:
        raise ExportError(f"{path}: the published checkpoint is not part of this log; verify the trail")


def _publish(trail: TrailReader, directory: Path, tile: Tile) -> None:
    path = directory / tile.path
    if path.exists():
        return
    content = trail.tile(tile.path)
    if tile.full and not _is_full(tile, content):
        raise ExportError(f"{tile.path}: the tile is not full; verify the trail")
    _write(path, content)
    if tile.full:
        shutil.rmtree(path.with_name(f"{path.name}.p"), ignore_errors=True)


def _is_full(tile: Tile, content: bytes) -> bool:
    if tile.level == ENTRIES:
        return len(decode_bundle(content)) == tile.width
    return len(content) == TILE_BYTES


def _write(path: Path, content: bytes) -> None:
    """Put the file in place once it is on disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as draft:
        draft.write(content)
        draft.flush()
        os.fsync(draft.fileno())
        Path(draft.name).chmod(0o644)
    Path(draft.name).replace(path)
    _sync(path.parent)


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Keep a second export out, which could put an older checkpoint over a newer one."""
    with (directory / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
