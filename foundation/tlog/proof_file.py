"""Proof files (C2SP tlog-proof, `.tlog-proof`): what is needed to check offline that an entry is logged."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass

from foundation.tlog.checkpoint import Checkpoint, CheckpointError, decimal, open_checkpoint, read_unverified
from foundation.tlog.merkle import HASH_SIZE, leaf_hash, verify_inclusion
from foundation.tlog.notes import NoteError, NoteVerifier, decode64

_HEADER = "c2sp.org/tlog-proof@v1"


class ProofFileError(ValueError):
    """The text is no proof file."""


@dataclass(frozen=True, slots=True)
class ProofFile:
    """The entry at `index` stands under the root of a checkpoint."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    """The signed note, verbatim."""
    extra: bytes = b""
    """What the writer adds for convenience; nothing vouches for it."""

    @property
    def text(self) -> str:
        """The content of the file."""
        extra = [f"extra {_encode64(self.extra)}"] if self.extra else []
        hashes = [_encode64(one) for one in self.hashes]
        return "\n".join([_HEADER, *extra, f"index {self.index}", *hashes, "", self.checkpoint])

    def verify(self, entry: bytes, verifiers: Iterable[NoteVerifier], origin: str) -> Checkpoint:
        """The checkpoint under which the entry is proven.

        Raises NoteError, CheckpointError or ProofError when signature, log or proof does not hold.
        """
        checkpoint = open_checkpoint(self.checkpoint, verifiers, origin)
        verify_inclusion(leaf_hash(entry), self.index, checkpoint.size, self.hashes, checkpoint.root)
        return checkpoint


def parse_proof_file(text: str) -> ProofFile:
    """Read a proof file. Form alone is checked; `verify` says whether it proves anything."""
    head, separator, checkpoint = text.partition("\n\n")
    header, *lines = head.split("\n")
    if header != _HEADER or not separator or not lines:
        raise ProofFileError("a proof file begins with its version and an index, then a checkpoint")
    try:
        extra = decode64(lines.pop(0).removeprefix("extra ")) if lines[0].startswith("extra ") else b""
        index = decimal(_index(lines))
        hashes = tuple(decode64(line) for line in lines[1:])
        read_unverified(checkpoint)
    except (NoteError, CheckpointError) as error:
        raise ProofFileError(f"the proof file is malformed: {error}") from None
    if any(len(one) != HASH_SIZE for one in hashes):
        raise ProofFileError("every hash of a proof file has 32 bytes")
    return ProofFile(index, hashes, checkpoint, extra)


def _index(lines: list[str]) -> str:
    if not lines or not lines[0].startswith("index "):
        raise ProofFileError("the proof file has no index")
    return lines[0].removeprefix("index ")


def _encode64(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")
