"""A sealed file opens whole and unchanged at its own place, or not at all, and its size tells little."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from secrets import token_bytes
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.attachments.sealing import (
    CHUNK,
    LENGTH,
    SALT,
    TAG,
    DamagedError,
    address,
    open_stream,
    seal,
    seal_stream,
    unseal,
)
from foundation.vault.data_keys import DataKey
from foundation.vault.key_rows import Slot
from foundation.vault.sectors import Sector

CASE = "C-018f6a2c-0000-7000-8000-000000000001"
KEY = DataKey(uuid4(), Slot(CASE, Sector.IDENTITY), 1, token_bytes(32))
OTHERS = (
    replace(KEY, secret=token_bytes(32)),
    replace(KEY, slot=Slot(CASE, Sector.SPECIAL)),
    replace(KEY, slot=Slot(CASE[:-1] + "2", Sector.IDENTITY)),
    replace(KEY, version=2),
)
SIZES = st.sampled_from(
    [1, 2, CHUNK - LENGTH - 1, CHUNK - LENGTH, CHUNK - LENGTH + 1, CHUNK, 2 * CHUNK - LENGTH, 3 * CHUNK + 7]
)


def cut(content: bytes, at: list[int]) -> Iterator[bytes]:
    bounds = [0, *sorted(place % (len(content) + 1) for place in at), len(content)]
    return (content[begin:end] for begin, end in pairwise(bounds))


def sealed_of(content: bytes, what: str = "content x") -> bytes:
    return b"".join(seal_stream(lambda: KEY, what, len(content), [content]))


def opened(sealed: bytes, key: DataKey = KEY, what: str = "content x") -> bytes:
    return b"".join(open_stream(lambda: key, what, [sealed]))


@given(
    SIZES, st.lists(st.integers(0, 4 * CHUNK), max_size=5), st.lists(st.integers(0, 4 * CHUNK), max_size=5)
)
def test_a_file_is_the_same_again_however_it_comes_in_pieces(
    size: int, before: list[int], after: list[int]
) -> None:
    content = token_bytes(size)
    sealed = b"".join(seal_stream(lambda: KEY, "content x", size, cut(content, before)))
    assert b"".join(open_stream(lambda: KEY, "content x", cut(sealed, after))) == content


@given(SIZES)
def test_the_sealed_size_is_that_of_whole_chunks(size: int) -> None:
    chunks = -(-(size + LENGTH) // CHUNK)
    assert len(sealed_of(bytes(size))) == SALT + chunks * (CHUNK + TAG)


@given(st.integers(0, SALT + 3 * (CHUNK + TAG) - 1), st.integers(1, 255))
def test_any_changed_byte_keeps_a_file_shut(place: int, change: int) -> None:
    sealed = bytearray(sealed_of(bytes(2 * CHUNK + 5)))
    sealed[place] ^= change
    with pytest.raises(DamagedError):
        opened(bytes(sealed))


@given(st.integers(0, SALT + 3 * (CHUNK + TAG) - 1))
def test_a_file_that_was_cut_off_is_damaged(length: int) -> None:
    with pytest.raises(DamagedError):
        opened(sealed_of(bytes(2 * CHUNK + 5))[:length])


def test_chunks_cannot_be_exchanged_dropped_or_repeated() -> None:
    sealed = sealed_of(bytes(3 * CHUNK))
    salt, step = sealed[:SALT], CHUNK + TAG
    first, second, third, last = (sealed[SALT + step * n : SALT + step * (n + 1)] for n in range(4))
    assert opened(salt + first + second + third + last) == bytes(3 * CHUNK)
    for wrong in (
        [second, first, third, last],
        [first, third, last],
        [first, second, second, third, last],
        [first, second, third],
        [first, second, third, last, last],
    ):
        with pytest.raises(DamagedError):
            opened(salt + b"".join(wrong))


@pytest.mark.parametrize("key", OTHERS)
def test_no_other_key_opens_anything(key: DataKey) -> None:
    with pytest.raises(DamagedError):
        opened(sealed_of(b"content"), key)
    with pytest.raises(DamagedError):
        unseal(key, "part", seal(KEY, "part", b"content"))


def test_what_is_sealed_at_one_place_does_not_open_at_another() -> None:
    with pytest.raises(DamagedError):
        opened(sealed_of(b"content"), what="content y")
    message = seal(KEY, "part ATT-1 0 7", b"content")
    assert unseal(KEY, "part ATT-1 0 7", message) == b"content"
    with pytest.raises(DamagedError):
        unseal(KEY, "part ATT-1 7 7", message)


def test_the_same_file_is_never_sealed_to_the_same_bytes() -> None:
    assert sealed_of(b"content") != sealed_of(b"content")


def test_an_address_tells_nothing_to_who_has_the_file_but_not_the_key() -> None:
    digest = sha256(b"content").hexdigest()
    assert address(KEY, digest) == address(KEY, digest)
    assert address(KEY, digest) != address(OTHERS[0], digest)
    assert digest not in address(KEY, digest)


def test_a_key_that_is_spent_on_the_way_ends_the_reading() -> None:
    class SpentError(Exception):
        pass

    asked = 0

    def key_now() -> DataKey:
        nonlocal asked
        asked += 1
        if asked > 2:
            raise SpentError
        return KEY

    pieces = open_stream(key_now, "content x", [sealed_of(bytes(5 * CHUNK))])
    assert len(next(pieces)) + len(next(pieces)) == 2 * CHUNK - LENGTH
    with pytest.raises(SpentError):
        next(pieces)
