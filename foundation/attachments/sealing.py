"""Seals files with AES-256-GCM under keys that are derived from the data key of their subject.

Every sealed thing has a key of its own: HKDF-SHA256 of the data key with a random salt of 32 bytes, which
stands first. What the tags authenticate besides the bytes is what the thing is and whose.

A message is sealed in one piece. A stream is cut into chunks of 64 KiB, each sealed under its number and
whether it is the last one (the STREAM construction of Hoang et al., 2015), so that chunks cannot be
exchanged, repeated or cut off. It begins with the length as 8 bytes and is padded to whole chunks: the
stored size tells little of the file.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from foundation.vault.data_keys import DataKey

VERSION = "returnwatch attachment v1"
SALT = 32
CHUNK = 1 << 16
TAG = 16
LENGTH = 8

KeyNow = Callable[[], DataKey]
"""Gives the key as it is now, and raises once its subject is erased."""


class DamagedError(Exception):
    """Sealed bytes do not open: they were changed, cut off, exchanged, or sealed with another key."""


def address(key: DataKey, sha256: str) -> str:
    """Where content with this hash is kept: a digest that nobody can compute or check without the key."""
    return key.digest(b"attachment\n" + sha256.encode())


def seal(key: DataKey, what: str, plain: bytes) -> bytes:
    """One sealed message; `what` is a text without line breaks."""
    salt = token_bytes(SALT)
    return salt + _cipher(key, salt).encrypt(_nonce(0, last=True), plain, _bound(key, what))


def unseal(key: DataKey, what: str, sealed: bytes) -> bytes:
    """The message again. Raises DamagedError."""
    return _decrypt(_cipher(key, sealed[:SALT]), _nonce(0, last=True), sealed[SALT:], _bound(key, what))


def seal_stream(key_now: KeyNow, what: str, size: int, plain: Iterable[bytes]) -> Iterator[bytes]:
    """A sealed stream of `size` bytes. What `plain` raises at its end comes before the last chunk."""
    salt = token_bytes(SALT)
    yield salt
    padded = -(-(LENGTH + size) // CHUNK) * CHUNK
    pieces = chain([size.to_bytes(LENGTH, "big")], plain, [bytes(padded - LENGTH - size)])
    for number, last, chunk in _numbered(pieces, CHUNK):
        key = key_now()
        yield _cipher(key, salt).encrypt(_nonce(number, last=last), chunk, _bound(key, what))


def open_stream(key_now: KeyNow, what: str, sealed: Iterable[bytes]) -> Iterator[bytes]:
    """The plain bytes, each given out only once its chunk is authenticated. Raises DamagedError."""
    pieces = iter(sealed)
    head = b""
    while len(head) < SALT and (piece := next(pieces, None)) is not None:
        head += piece
    salt, left = head[:SALT], -1
    for number, last, chunk in _numbered(chain([head[SALT:]], pieces), CHUNK + TAG):
        key = key_now()
        plain = _decrypt(_cipher(key, salt), _nonce(number, last=last), chunk, _bound(key, what))
        if left < 0:
            left, plain = int.from_bytes(plain[:LENGTH], "big"), plain[LENGTH:]
        yield plain[:left]
        left -= min(left, len(plain))
    if left:
        raise DamagedError("the stored bytes end too early")


def _numbered(pieces: Iterable[bytes], size: int) -> Iterator[tuple[int, bool, bytes]]:
    """The same bytes in chunks of one size, the last perhaps shorter: number, whether it is last, bytes."""
    buffer, number = bytearray(), 0
    for piece in pieces:
        buffer += piece
        while len(buffer) > size:
            yield number, False, bytes(buffer[:size])
            del buffer[:size]
            number += 1
    if buffer:
        yield number, True, bytes(buffer)


def _decrypt(cipher: AESGCM, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
    try:
        return cipher.decrypt(nonce, sealed, bound)
    except (InvalidTag, ValueError):
        raise DamagedError("the stored bytes were changed or belong elsewhere") from None


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _cipher(key: DataKey, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=salt, info=VERSION.encode()).derive(key.secret))


def _bound(key: DataKey, what: str) -> bytes:
    return "\n".join((VERSION, what, key.slot.subject, key.slot.sector, str(key.version))).encode()
