"""Checkpoints (C2SP tlog-checkpoint): a signed statement of how long the log is and what its root is."""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass

from foundation.tlog.merkle import HASH_SIZE
from foundation.tlog.notes import (
    NoteError,
    NoteSigner,
    NoteVerifier,
    decode64,
    open_note,
    sign_note,
    split_note,
)

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


class CheckpointError(ValueError):
    """The text is no checkpoint, or not one of this log."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log called `origin` has `size` leaves under `root`."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode('ascii')}\n"

    def signed(self, signer: NoteSigner) -> str:
        """The checkpoint as a note signed by the log, whose key is named after the origin."""
        return sign_note(self.text, [signer])


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint. Extension lines are accepted and left out of the result."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
        raise CheckpointError("a checkpoint has origin, size and root, each on its line, and no empty line")
    origin, size, root = lines[:3]
    count = decimal(size)
    try:
        value = decode64(root)
    except NoteError as error:
        raise CheckpointError(f"root of the checkpoint: {error}") from None
    if len(value) != HASH_SIZE:
        raise CheckpointError("the root of a checkpoint has 32 bytes")
    return Checkpoint(origin, count, value)


def open_checkpoint(note: str, verifiers: Iterable[NoteVerifier], origin: str) -> Checkpoint:
    """The checkpoint of the log called `origin`, signed by at least one of the known keys."""
    checkpoint = parse_checkpoint(open_note(note, verifiers).text)
    if checkpoint.origin != origin:
        raise CheckpointError("the checkpoint is of another log")
    return checkpoint


def read_unverified(note: str) -> Checkpoint:
    """What a checkpoint says, without any look at its signatures."""
    return parse_checkpoint(split_note(note)[0])


def decimal(text: str) -> int:
    """A number as checkpoints and proofs write it; CheckpointError for any other spelling."""
    if not _DECIMAL.fullmatch(text):
        raise CheckpointError("size and index are decimal numbers without leading zeroes")
    return int(text)
