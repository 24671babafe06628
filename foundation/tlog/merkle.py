"""Merkle tree hashes (RFC 6962, section 2.1) and the checks of proofs (RFC 9162, sections 2.1.3 and 2.1.4).

A hash is 32 bytes. Leaves are counted from 0; a proof is a list of hashes, the leaf's neighbour first.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()

_LEAF = b"\x00"
_NODE = b"\x01"


class ProofError(ValueError):
    """The proof does not lead to the root it was checked against."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry; it can never equal the hash of an inner node."""
    return sha256(_LEAF + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node over its two children."""
    return sha256(_NODE + left + right).digest()


def perfect_root(hashes: bytes) -> bytes:
    """The root over 1, 2, 4, 8 … hashes given as one run of bytes."""
    while len(hashes) > HASH_SIZE:
        hashes = b"".join(
            [sha256(_NODE + hashes[at : at + 64]).digest() for at in range(0, len(hashes), 64)],
        )
    return hashes


def fold(subtrees: Sequence[bytes]) -> bytes:
    """The root over subtree roots given from left to right, each larger than the next."""
    if not subtrees:
        return EMPTY_ROOT
    root = subtrees[-1]
    for left in reversed(subtrees[:-1]):
        root = node_hash(left, root)
    return root


class Frontier:
    """The perfect subtrees of a growing tree: the least one must keep to know its root at every size."""

    def __init__(self, leaf_hashes: Iterable[bytes] = ()) -> None:
        self.size = 0
        self._subtrees: list[bytes] = []
        for one in leaf_hashes:
            self.append(one)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash at the right."""
        self._subtrees.append(leaf)
        rest = self.size
        while rest & 1:
            right = self._subtrees.pop()
            self._subtrees[-1] = node_hash(self._subtrees[-1], right)
            rest >>= 1
        self.size += 1

    def extended(self, leaf_hashes: Iterable[bytes]) -> "Frontier":
        """The tree with more leaves; this one stays as it is."""
        longer = Frontier()
        longer.size, longer._subtrees = self.size, list(self._subtrees)
        for one in leaf_hashes:
            longer.append(one)
        return longer

    def root(self) -> bytes:
        """The root of the tree as it is now."""
        return fold(self._subtrees)


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    """The root of the tree with these leaf hashes."""
    return Frontier(leaf_hashes).root()


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Raise ProofError unless the leaf hash stands at `index` in the tree of `size` leaves with this root."""
    if not 0 <= index < size:
        raise ProofError(f"there is no leaf {index} in a tree of {size} leaves")
    _require_hashes((leaf, root, *proof))
    place, last, seen = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofError("the inclusion proof is longer than the way to the root")
        if place & 1 or place == last:
            seen = node_hash(sibling, seen)
            place, last = _up_to_left_child(place, last)
        else:
            seen = node_hash(seen, sibling)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise ProofError("the inclusion proof is shorter than the way to the root")
    if seen != root:
        raise ProofError("the inclusion proof leads to another root")


def verify_consistency(
    old_size: int,
    new_size: int,
    old_root: bytes,
    new_root: bytes,
    proof: Sequence[bytes],
) -> None:
    """Raise ProofError unless the tree of `old_size` leaves is the beginning of the tree of `new_size`.

    The empty tree is the beginning of every tree, and every tree of itself; both take an empty proof.
    """
    if not 0 <= old_size <= new_size:
        raise ProofError(f"a tree of {new_size} leaves does not begin with one of {old_size}")
    _require_hashes((old_root, new_root, *proof))
    if old_size in (0, new_size):
        expected = EMPTY_ROOT if old_size == 0 else new_root
        if proof or old_root != expected:
            raise ProofError("the trees differ, or a proof was given where none is needed")
        return
    first = [old_root] if old_size & (old_size - 1) == 0 else []
    _climb_both(old_size, new_size, [*first, *proof], (old_root, new_root))


def _climb_both(old_size: int, new_size: int, path: Sequence[bytes], roots: tuple[bytes, bytes]) -> None:
    """Follow one path to both roots at once (RFC 9162, section 2.1.4.2, steps 3 to 7)."""
    if not path:
        raise ProofError("the consistency proof is empty")
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ProofError("the consistency proof is longer than the way to the root")
        if place & 1 or place == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            place, last = _up_to_left_child(place, last)
        else:
            new = node_hash(new, sibling)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise ProofError("the consistency proof is shorter than the way to the root")
    if (old, new) != roots:
        raise ProofError("the consistency proof leads to other roots")


def _up_to_left_child(place: int, last: int) -> tuple[int, int]:
    """Skip the levels on which the last node has no sibling."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _require_hashes(hashes: Iterable[bytes]) -> None:
    if any(len(one) != HASH_SIZE for one in hashes):
        raise ProofError("every hash of a proof has 32 bytes")
