"""What may be announced, and what is wrong with anything else."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.attachments.announcing import TooLargeError, read_announced
from foundation.attachments.limits import MOST_BYTES
from foundation.attachments.uploads import in_order
from foundation.recording.faults import RefusedError
from foundation.vault.key_rows import Slot
from foundation.vault.sectors import Sector

CASE = "C-018f6a2c-0000-7000-8000-000000000001"
ORIGINAL = "ATT-9a2b6a0e-58c1-4e64-9d3c-0d5b1f6f2a11"
FILE = {"sha256": "ab" * 32, "size": 5, "media_type": "image/jpeg", "subject": CASE}


def announce(**changes: Any) -> Any:
    fields = {name: value for name, value in (FILE | changes).items() if value is not ...}
    return read_announced(json.dumps(fields).encode())


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"sha256": ...}, "/sha256"),
        ({"sha256": "AB" * 32}, "/sha256"),
        ({"sha256": "ab" * 31}, "/sha256"),
        ({"size": 0}, "/size"),
        ({"size": -1}, "/size"),
        ({"size": "5"}, "/size"),
        ({"size": 5.5}, "/size"),
        ({"size": 10**40}, "/size"),
        ({"media_type": "text/html"}, "/media_type"),
        ({"media_type": "image/svg+xml"}, "/media_type"),
        ({"media_type": "../../etc"}, "/media_type"),
        ({"subject": "C-maria"}, "/subject"),
        ({"subject": f"{CASE}/../x"}, "/subject"),
        ({"subject": "../../../etc/passwd"}, "/subject"),
        ({"attachment_id": "../../etc/passwd"}, "/attachment_id"),
        ({"attachment_id": f"{ORIGINAL}\n"}, "/attachment_id"),
        ({"attachment_id": f"{ORIGINAL}/.."}, "/attachment_id"),
        ({"working_copy_of": "original"}, "/working_copy_of"),
        ({"content_class": "secret"}, "/content_class"),
        ({"content_class": "open"}, "/working_copy_of"),
        ({"name": "report.pdf"}, "/name"),
    ],
)
def test_what_is_not_as_declared_is_refused_at_its_place(changes: dict[str, Any], pointer: str) -> None:
    with pytest.raises(RefusedError) as refused:
        announce(**changes)
    assert {fault.pointer for fault in refused.value.faults} == {pointer}
    assert all("passwd" not in fault.what + fault.remedy for fault in refused.value.faults)


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b'{"a":1,"a":2}', b"\xff", b'"\\ud800"', b"[" * 5000])
def test_what_is_no_object_is_refused(raw: bytes) -> None:
    with pytest.raises(RefusedError):
        read_announced(raw)


@pytest.mark.parametrize(("media_type", "most"), MOST_BYTES.items())
def test_each_type_has_its_limit(media_type: str, most: int) -> None:
    assert announce(media_type=media_type, size=most).size == most
    with pytest.raises((TooLargeError, RefusedError)):
        announce(media_type=media_type, size=most + 1)


@pytest.mark.parametrize(
    ("content_class", "sector"),
    [("personal", "identity"), ("special", "special"), ("protected", "services"), ("open", "identity")],
)
def test_the_class_of_the_content_decides_the_sector_of_the_key(content_class: str, sector: str) -> None:
    announced = announce(content_class=content_class, working_copy_of=ORIGINAL)
    assert announced.slot == Slot(CASE, Sector(sector))


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=12))
def test_the_parts_that_count_make_the_longest_run_without_holes(extents: list[tuple[int, int]]) -> None:
    there = {byte for offset, length in extents for byte in range(offset, offset + length)}
    run = next(byte for byte in range(100) if byte not in there)
    parts = in_order(extents)
    counted = [byte for one in parts for byte in range(one.offset + one.skipped, one.end)]
    assert counted == list(range(run))
    assert {(one.offset, one.length) for one in parts} <= set(extents)
