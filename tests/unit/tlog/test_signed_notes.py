"""Notes, checkpoints and proof files: what is well formed, what is signed, and that nothing else passes."""

import base64
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.tlog.checkpoint import Checkpoint, CheckpointError, open_checkpoint, parse_checkpoint
from foundation.tlog.merkle import ProofError, leaf_hash, root_of
from foundation.tlog.notes import (
    KeyFormatError,
    NoteError,
    NoteSigner,
    NoteVerifier,
    open_note,
    sign_note,
    split_note,
)
from foundation.tlog.proof_file import ProofFile, ProofFileError, parse_proof_file

ORIGIN = "returnwatch.example/log"
LOG = NoteSigner(ORIGIN, b"\x01" * 32)
WITNESS = NoteSigner("witness.example", b"\x02" * 32)
TEXT = "Twelve were on board.\n\nTwo monitors were present.\n"


def test_a_note_carries_its_text_to_those_who_know_the_key() -> None:
    note = open_note(sign_note(TEXT, [LOG]), [LOG.verifier])
    assert note.text == TEXT
    assert [signature.name for signature in note.verified] == [ORIGIN]


def test_signatures_by_unknown_keys_are_ignored_but_kept() -> None:
    note = open_note(sign_note(TEXT, [WITNESS, LOG]), [LOG.verifier])
    assert [signature.name for signature in note.unknown] == ["witness.example"]


def test_same_name_with_another_key_is_an_unknown_key() -> None:
    impostor = NoteSigner(ORIGIN, b"\x03" * 32)
    with pytest.raises(NoteError, match="no known key"):
        open_note(sign_note(TEXT, [impostor]), [LOG.verifier])


def test_a_wrong_signature_by_a_known_key_spoils_the_note() -> None:
    note = sign_note(TEXT, [LOG, WITNESS]).replace("Twelve", "Eleven")
    with pytest.raises(NoteError, match="not valid"):
        open_note(note, [LOG.verifier])


@given(st.data())
def test_no_changed_character_of_a_note_passes(data: st.DataObject) -> None:
    note = sign_note("origin\n1\n", [LOG])
    at = data.draw(st.integers(0, len(note) - 1))
    other = data.draw(st.characters(codec="utf-8").filter(lambda one: one != note[at]))
    with pytest.raises(NoteError):
        open_note(note[:at] + other + note[at + 1 :], [LOG.verifier])


GARBAGE = [
    "",
    "\n",
    "\n\n",
    "text",
    "text\n\n",
    "text\n\n— name\n",
    "text\n\n— name AAAA\n",
    "text\n\n— na+me AAAAAAAA\n",
    "text\n\n—  AAAAAAAA\n",
    "text\n\n- name AAAAAAAA\n",
    "text\n\n— name AAAAAAAA",
    "text\n\n— name AAAAAAAA\n\n",
    "text\n\n— name AAAAAAAA\nmore\n",
    "te\rxt\n\n— name AAAAAAAA\n",
    "te\x00xt\n\n— name AAAAAAAA\n",
    "text\n\n— na\tme AAAAAAAA\n",
    "text\n\n— name AAAAAA==\n",
    "text\n\n— name AAAAAAB=\n",
    "text\n\n— name AAAA AAAA\n",
    "te\ud800xt\n\n— name AAAAAAAA\n",
    "text\n\n" + "— name AAAAAAAA\n" * 101,
    "x" * 1_000_001 + "\n\n— name AAAAAAAA\n",
]


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_is_no_note(garbage: str) -> None:
    with pytest.raises(NoteError):
        split_note(garbage)


@given(st.text())
def test_random_text_is_refused_without_surprise(text: str) -> None:
    with pytest.raises(NoteError):
        open_note(text, [LOG.verifier])


def test_sixteen_signatures_are_accepted() -> None:
    signers = [NoteSigner(f"witness{number}.example", bytes([number]) * 32) for number in range(1, 16)]
    assert len(open_note(sign_note(TEXT, [LOG, *signers]), [LOG.verifier]).unknown) == 15


def test_keys_are_written_and_read_back() -> None:
    assert NoteSigner.from_skey(LOG.skey).verifier == LOG.verifier
    assert NoteVerifier.from_vkey(LOG.verifier.vkey) == LOG.verifier


@pytest.mark.parametrize("number", range(len(LOG.verifier.vkey)))
def test_a_changed_verification_key_is_refused(number: int) -> None:
    vkey = LOG.verifier.vkey
    with pytest.raises(KeyFormatError):
        NoteVerifier.from_vkey(vkey[:number] + chr(ord(vkey[number]) + 1) + vkey[number + 1 :])
    with pytest.raises(KeyFormatError):
        NoteVerifier.from_vkey(vkey[:number])


@pytest.mark.parametrize(
    "key", ["", "PRIVATE+KEY+", LOG.verifier.vkey, LOG.skey[:-4], LOG.skey.replace("log", "lag")]
)
def test_what_is_no_signing_key_is_refused(key: str) -> None:
    with pytest.raises(KeyFormatError):
        NoteSigner.from_skey(key)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\u2003b", "a\nb"])
def test_a_key_name_without_plus_and_spaces_is_required(name: str) -> None:
    with pytest.raises(KeyFormatError):
        NoteSigner(name, b"\x01" * 32)


def test_openssl_accepts_the_signature_of_our_note(tmp_path: Path) -> None:
    note = open_note(sign_note(TEXT, [LOG]), [LOG.verifier])
    (tmp_path / "text").write_text(note.text)
    (tmp_path / "signature").write_bytes(note.verified[0].signature)
    spki = bytes.fromhex("302a300506032b6570032100") + LOG.verifier.public_key
    (tmp_path / "key.pem").write_text(
        f"-----BEGIN PUBLIC KEY-----\n{base64.b64encode(spki).decode()}\n-----END PUBLIC KEY-----\n",
    )
    command = [
        "openssl",
        "pkeyutl",
        "-verify",
        "-rawin",
        "-pubin",
        "-inkey",
        "key.pem",
        "-in",
        "text",
        "-sigfile",
        "signature",
    ]
    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    (tmp_path / "text").write_text(note.text.replace("Twelve", "Eleven"))
    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode != 0


def test_a_checkpoint_is_three_lines() -> None:
    checkpoint = Checkpoint(ORIGIN, 3, b"\x00" * 32)
    assert checkpoint.text == f"{ORIGIN}\n3\n{'A' * 43}=\n"
    assert open_checkpoint(checkpoint.signed(LOG), [LOG.verifier], ORIGIN) == checkpoint
    with pytest.raises(CheckpointError, match="another log"):
        open_checkpoint(checkpoint.signed(LOG), [LOG.verifier], "other.example/log")


def test_extension_lines_are_accepted() -> None:
    assert parse_checkpoint(f"{ORIGIN}\n3\n{'A' * 43}=\nmore\n").size == 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "log\n1\n",
        f"log\n01\n{'A' * 43}=\n",
        f"log\n-1\n{'A' * 43}=\n",
        f"log\n1_0\n{'A' * 43}=\n",
        f"log\n\u0661\n{'A' * 43}=\n",
        f"log\n1\n{'A' * 43}\n",
        "log\n1\nAAAA\n",
        f"log\n1\n{'A' * 43}=",
        f"\n1\n{'A' * 43}=\n",
        f"log\n1\n{'A' * 43}=\n\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(CheckpointError):
        parse_checkpoint(text)


ENTRIES = [b"first", b"second"]
PROOF = ProofFile(
    1,
    (leaf_hash(b"first"),),
    Checkpoint(ORIGIN, 2, root_of(map(leaf_hash, ENTRIES))).signed(LOG),
    b"second",
)


def test_a_proof_file_is_written_read_and_verified() -> None:
    assert PROOF.text.startswith("c2sp.org/tlog-proof@v1\nextra c2Vjb25k\nindex 1\n")
    read = parse_proof_file(PROOF.text)
    assert read == PROOF
    assert read.verify(b"second", [LOG.verifier], ORIGIN).size == 2
    assert parse_proof_file(replace(PROOF, extra=b"").text) == replace(PROOF, extra=b"")


def test_a_proof_of_another_entry_or_place_fails() -> None:
    with pytest.raises(ProofError):
        PROOF.verify(b"first", [LOG.verifier], ORIGIN)
    with pytest.raises(ProofError):
        replace(PROOF, index=0).verify(b"second", [LOG.verifier], ORIGIN)
    with pytest.raises(NoteError):
        PROOF.verify(b"second", [WITNESS.verifier], ORIGIN)


def test_the_proof_of_the_only_entry_has_no_hashes() -> None:
    alone = ProofFile(0, (), Checkpoint(ORIGIN, 1, leaf_hash(b"one")).signed(LOG))
    assert parse_proof_file(alone.text).verify(b"one", [LOG.verifier], ORIGIN).size == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("@v1", "@v2"),
        ("index 1", "index 01"),
        ("index 1\n", ""),
        ("extra c2Vjb25k", "extra c2Vjb25l="),
        ("extra ", "Extra "),
        ("\n\n", "\n"),
        ("\nindex 1\n", "\nindex 1\nAAAA\n"),
        ("— ", "- "),
    ],
)
def test_a_malformed_proof_file_is_refused(old: str, new: str) -> None:
    with pytest.raises(ProofFileError):
        parse_proof_file(PROOF.text.replace(old, new, 1))
