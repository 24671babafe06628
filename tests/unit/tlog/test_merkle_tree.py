"""Roots and proofs against a second, recursive reading of RFC 6962 and its eight well-known leaves."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.tlog.merkle import (
    EMPTY_ROOT,
    Frontier,
    ProofError,
    leaf_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from foundation.tlog.proving import consistency_ranges, inclusion_ranges

EIGHT_ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS_BY_SIZE = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def recursive_root(hashes: list[bytes]) -> bytes:
    """MTH as RFC 6962 defines it, on leaf hashes."""
    if len(hashes) == 0:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return sha256(b"\x01" + recursive_root(hashes[:split]) + recursive_root(hashes[split:])).digest()


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(str(index).encode()) for index in range(count)]


def inclusion(hashes: list[bytes], index: int) -> list[bytes]:
    return [recursive_root(hashes[low:high]) for low, high in inclusion_ranges(index, len(hashes))]


def consistency(hashes: list[bytes], old_size: int) -> list[bytes]:
    return [recursive_root(hashes[low:high]) for low, high in consistency_ranges(old_size, len(hashes))]


@pytest.mark.parametrize(("size", "root"), ROOTS_BY_SIZE.items())
def test_the_eight_well_known_leaves_have_their_well_known_roots(size: int, root: str) -> None:
    assert root_of(map(leaf_hash, EIGHT_ENTRIES[:size])).hex() == root


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert (
        root_of([])
        == EMPTY_ROOT
        == bytes.fromhex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    )


def test_a_growing_tree_has_at_every_size_the_root_of_the_definition() -> None:
    frontier, hashes = Frontier(), leaves(300)
    for size, one in enumerate(hashes):
        assert frontier.root() == recursive_root(hashes[:size])
        frontier.append(one)
    assert frontier.size == 300


def test_every_leaf_of_every_small_tree_is_proven() -> None:
    for size in range(1, 66):
        hashes = leaves(size)
        root = recursive_root(hashes)
        for index, one in enumerate(hashes):
            verify_inclusion(one, index, size, inclusion(hashes, index), root)


def test_every_small_tree_is_the_beginning_of_every_larger_one() -> None:
    hashes = leaves(64)
    roots = [recursive_root(hashes[:size]) for size in range(65)]
    for new_size in range(65):
        for old_size in range(new_size + 1):
            proof = consistency(hashes[:new_size], old_size)
            verify_consistency(old_size, new_size, roots[old_size], roots[new_size], proof)


@settings(max_examples=150, deadline=None)
@given(size=st.integers(2, 400), data=st.data())
def test_a_mutated_inclusion_proof_fails(size: int, data: st.DataObject) -> None:
    hashes = leaves(size)
    index = data.draw(st.integers(0, size - 1))
    proof, root = inclusion(hashes, index), recursive_root(hashes)
    verify_inclusion(hashes[index], index, size, proof, root)
    for mutated in mutations(proof):
        with pytest.raises(ProofError):
            verify_inclusion(hashes[index], index, size, mutated, root)
    with pytest.raises(ProofError):
        verify_inclusion(leaf_hash(b"other"), index, size, proof, root)
    with pytest.raises(ProofError):
        verify_inclusion(hashes[index], index, size, proof, flipped(root))
    for other in {index - 1, index + 1, index ^ 1, size, -1} - {index}:
        with pytest.raises(ProofError):
            verify_inclusion(hashes[index], other, size, proof, root)


@settings(max_examples=150, deadline=None)
@given(new_size=st.integers(2, 400), data=st.data())
def test_a_mutated_consistency_proof_fails(new_size: int, data: st.DataObject) -> None:
    hashes = leaves(new_size)
    old_size = data.draw(st.integers(1, new_size - 1))
    proof = consistency(hashes, old_size)
    old_root, new_root = recursive_root(hashes[:old_size]), recursive_root(hashes)
    verify_consistency(old_size, new_size, old_root, new_root, proof)
    for mutated in mutations(proof):
        with pytest.raises(ProofError):
            verify_consistency(old_size, new_size, old_root, new_root, mutated)
    for old, new in ((flipped(old_root), new_root), (old_root, flipped(new_root)), (new_root, old_root)):
        with pytest.raises(ProofError):
            verify_consistency(old_size, new_size, old, new, proof)


def test_a_tree_rewritten_in_its_past_is_not_consistent() -> None:
    hashes = leaves(200)
    forged = [leaf_hash(b"forged"), *hashes[1:]]
    for old_size in range(1, 200):
        with pytest.raises(ProofError):
            verify_consistency(
                old_size,
                200,
                recursive_root(hashes[:old_size]),
                recursive_root(forged),
                consistency(forged, old_size),
            )


@pytest.mark.parametrize(
    ("old_size", "new_size", "old_root", "new_root", "proof"),
    [
        (0, 1, b"\x01" * 32, leaf_hash(b""), []),
        (0, 1, EMPTY_ROOT, leaf_hash(b""), [EMPTY_ROOT]),
        (1, 1, leaf_hash(b""), leaf_hash(b"0"), []),
        (2, 1, leaf_hash(b""), leaf_hash(b""), []),
        (-1, 1, EMPTY_ROOT, leaf_hash(b""), []),
        (1, 2, leaf_hash(b""), leaf_hash(b""), []),
        (1, 2, b"short", leaf_hash(b""), [EMPTY_ROOT]),
    ],
)
def test_impossible_consistency_claims_fail(
    old_size: int,
    new_size: int,
    old_root: bytes,
    new_root: bytes,
    proof: list[bytes],
) -> None:
    with pytest.raises(ProofError):
        verify_consistency(old_size, new_size, old_root, new_root, proof)


def mutations(proof: list[bytes]) -> list[list[bytes]]:
    chosen = len(proof) // 2
    changed = [*proof[:chosen], flipped(proof[chosen]), *proof[chosen + 1 :]]
    return [
        changed,
        proof[1:],
        proof[:-1],
        [*proof, EMPTY_ROOT],
        [EMPTY_ROOT, *proof],
        [*proof, b"short"],
        [],
    ]


def flipped(value: bytes) -> bytes:
    return bytes([value[0] ^ 1]) + value[1:]
