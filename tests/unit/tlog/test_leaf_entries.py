"""Leaf entries are canonical, and key files belong to their owner."""

import json
import stat
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.tlog.keys import KeyFileError, create_key, load_key, load_or_create_key
from foundation.tlog.leaf import Leaf, LeafError, leaf_of, parse_leaf

BODY = json.dumps(
    {"id": "EVT-1", "type": "org.example.filed.v1", "recordedtime": "2024-05-01T10:00:00Z"}
).encode()


def test_a_leaf_commits_to_the_stored_bytes() -> None:
    leaf = leaf_of("return_operation", 7, BODY)
    assert leaf.sha256 == sha256(BODY).hexdigest()
    assert leaf.entry() == (
        b'{"id":"EVT-1","recordedtime":"2024-05-01T10:00:00Z","sequence":7,"service":"return_operation",'
        b'"sha256":"' + leaf.sha256.encode() + b'","type":"org.example.filed.v1","v":1}'
    )


@given(st.text(min_size=1), st.integers(1, 2**62), st.text(min_size=1))
def test_an_entry_is_read_back_and_is_canonical_json(service: str, sequence: int, event: str) -> None:
    leaf = Leaf(service, sequence, event, "t", "2024-05-01", "0" * 64)
    canonical = json.dumps(
        json.loads(leaf.entry()), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert leaf.entry() == canonical.encode()
    assert parse_leaf(leaf.entry()) == leaf


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"\xff",
        b"{}",
        b'{"id":1,"type":"t","recordedtime":"r"}',
        b'{"id":"","type":"t","recordedtime":"r"}',
    ],
)
def test_no_leaf_is_made_of_what_is_no_event(body: bytes) -> None:
    with pytest.raises(LeafError):
        leaf_of("return_operation", 1, body)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"v":1', b'"v":2'),
        (b":7", b':"7"'),
        (b",", b", "),
        (b'"id"', b'"Id"'),
        (b'"sha256":"', b'"sha256":"x'),
    ],
)
def test_what_is_no_leaf_is_refused(old: bytes, new: bytes) -> None:
    with pytest.raises(LeafError):
        parse_leaf(leaf_of("return_operation", 7, BODY).entry().replace(old, new, 1))


def test_a_key_file_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "log.key"
    first = load_or_create_key(path, "returnwatch.example/log")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    create_key(path, "returnwatch.example/log")
    assert load_or_create_key(path, "returnwatch.example/log").verifier == first.verifier
    assert list(path.parent.iterdir()) == [path]


def test_an_unfit_key_file_is_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "log.key"
    with pytest.raises(KeyFileError, match="cannot be read"):
        load_key(path)
    create_key(path, "returnwatch.example/log")
    with pytest.raises(KeyFileError, match="another log"):
        load_or_create_key(path, "other.example/log")
    path.chmod(0o640)
    with pytest.raises(KeyFileError, match="chmod 600"):
        load_key(path)
    path.chmod(0o600)
    path.write_text("rubbish")
    with pytest.raises(KeyFileError, match="begins with"):
        load_key(path)
