"""Signed notes (C2SP signed-note) with Ed25519 keys, as `golang.org/x/mod/sumdb/note` reads and writes them.

A note is text ending in a newline, an empty line, and signature lines. Signatures by keys that the reader
does not know are kept but not judged, so that witnesses may add theirs.
"""

import base64
import binascii
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

MAX_NOTE_LENGTH = 1_000_000
MAX_SIGNATURES = 100

_ED25519 = b"\x01"
_KEY_SIZE = 32
_ID_SIZE = 4
_DASH = "\N{EM DASH} "


class NoteError(ValueError):
    """The text is no note, or it is not signed by a known key."""


class KeyFormatError(ValueError):
    """The text is no Ed25519 note key."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line."""

    name: str
    key_id: bytes
    signature: bytes

    @property
    def line(self) -> str:
        """The line as it stands in a note, with its newline."""
        return f"{_DASH}{self.name} {_encode64(self.key_id + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A note of which at least one signature was verified."""

    text: str
    verified: tuple[Signature, ...]
    unknown: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class NoteVerifier:
    """The public half of a note key."""

    name: str
    public_key: bytes

    @classmethod
    def from_vkey(cls, vkey: str) -> Self:
        """Read `name+id+key` as C2SP writes it."""
        name, key_id, key = _key_parts(vkey, "the verification key")
        verifier = cls(name, key)
        if verifier.key_id.hex() != key_id:
            raise KeyFormatError("the verification key does not match its key id")
        return verifier

    @property
    def key_id(self) -> bytes:
        """Four bytes that, with the name, tell which key signed."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public_key).digest()[:_ID_SIZE]

    @property
    def vkey(self) -> str:
        """The key in the form that is given to those who verify."""
        return f"{self.name}+{self.key_id.hex()}+{_encode64(_ED25519 + self.public_key)}"

    def accepts(self, text: str, signature: bytes) -> bool:
        """Say whether this key signed the text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


class NoteSigner:
    """A signing key with its name. It never shows its secret except through `skey`."""

    def __init__(self, name: str, seed: bytes) -> None:
        _require_name(name)
        self._seed = seed
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = NoteVerifier(name, self._key.public_key().public_bytes_raw())

    @classmethod
    def generate(cls, name: str, random: Callable[[int], bytes]) -> Self:
        """Make a new key from 32 random bytes."""
        return cls(name, random(_KEY_SIZE))

    @classmethod
    def from_skey(cls, skey: str) -> Self:
        """Read `PRIVATE+KEY+name+id+seed`."""
        head = "PRIVATE+KEY+"
        if not skey.startswith(head):
            raise KeyFormatError("a signing key begins with PRIVATE+KEY+")
        name, key_id, seed = _key_parts(skey.removeprefix(head), "the signing key")
        signer = cls(name, seed)
        if signer.verifier.key_id.hex() != key_id:
            raise KeyFormatError("the signing key does not match its key id")
        return signer

    @property
    def name(self) -> str:
        """The key's name; for a log it equals the origin."""
        return self.verifier.name

    @property
    def skey(self) -> str:
        """The secret in its written form, for the key file alone."""
        return f"PRIVATE+KEY+{self.name}+{self.verifier.key_id.hex()}+{_encode64(_ED25519 + self._seed)}"

    def signature(self, text: str) -> Signature:
        """This key's signature of a text."""
        return Signature(self.name, self.verifier.key_id, self._key.sign(text.encode()))


def sign_note(text: str, signers: Sequence[NoteSigner]) -> str:
    """The note with a signature line per signer."""
    _require_text(text)
    return text + "\n" + "".join(signer.signature(text).line for signer in signers)


def open_note(note: str, verifiers: Iterable[NoteVerifier]) -> Note:
    """The text of a note that at least one known key signed and no known key signed wrongly."""
    text, signatures = split_note(note)
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    verified, unknown = dict[tuple[str, bytes], Signature](), list[Signature]()
    for signature in signatures:
        key = (signature.name, signature.key_id)
        if key not in known:
            unknown.append(signature)
        elif not known[key].accepts(text, signature.signature):
            raise NoteError("a signature by a known key is not valid")
        else:
            verified[key] = signature
    if not verified:
        raise NoteError("no known key signed the note")
    return Note(text, tuple(verified.values()), tuple(unknown))


def split_note(note: str) -> tuple[str, list[Signature]]:
    """Text and signature lines of a note; nothing is verified."""
    text, separator, lines = note.rpartition("\n\n")
    if not separator or not lines.endswith("\n"):
        raise NoteError("a note is a text, an empty line and signature lines, each ending in a newline")
    if len(note) > MAX_NOTE_LENGTH or lines.count("\n") > MAX_SIGNATURES:
        raise NoteError(f"a note has at most {MAX_NOTE_LENGTH} characters and {MAX_SIGNATURES} signatures")
    _require_text(text + "\n")
    return text + "\n", [_parse_line(line) for line in lines[:-1].split("\n")]


def decode64(text: str) -> bytes:
    """Standard base64 in its one canonical spelling (RFC 4648, section 4)."""
    try:
        value = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise NoteError("a value is not base64") from None
    if _encode64(value) != text:
        raise NoteError("a value is not base64 in canonical form")
    return value


def _encode64(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def _parse_line(line: str) -> Signature:
    if any(character < " " for character in line):
        raise NoteError("a note holds no control characters")
    name, separator, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not separator or not _is_name(name):
        raise NoteError("a signature line is an em dash, a key name and a base64 value")
    value = decode64(encoded)
    if len(value) <= _ID_SIZE:
        raise NoteError("a signature line holds no signature")
    return Signature(name, value[:_ID_SIZE], value[_ID_SIZE:])


def _key_parts(key: str, what: str) -> tuple[str, str, bytes]:
    parts = key.split("+", 2)
    try:
        name, key_id, value = parts[0], parts[1], decode64(parts[2])
    except (IndexError, NoteError):
        raise KeyFormatError(f"{what} does not have the form name+id+base64") from None
    if not _is_name(name) or value[:1] != _ED25519 or len(value) != 1 + _KEY_SIZE:
        raise KeyFormatError(f"{what} is no Ed25519 key with a name")
    return name, key_id, value[1:]


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(character.isspace() for character in name)


def _require_name(name: str) -> None:
    if not _is_name(name) or any(character < " " for character in name):
        raise KeyFormatError("a key name is not empty and holds no spaces, plus signs or control characters")


def _require_text(text: str) -> None:
    if not text.endswith("\n") or any(character < " " and character != "\n" for character in text):
        raise NoteError("the text of a note ends in a newline and holds no other control characters")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise NoteError("the text of a note is valid UTF-8") from None
