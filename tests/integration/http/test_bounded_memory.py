"""Bodies made to fill the memory of a service: refused in clear words, within a fixed bound, not stored."""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from foundation.event_store.opening import open_store
from tests.integration.http.serving import Service, an_observation

MIB = 1024 * 1024
BOUND = 64 * MIB
"""What all of these bodies together may add to the process at its highest."""
BOMB = 256 * MIB
RECORD, BATCH = 1024 * 1024, 8 * 1024 * 1024
"""Most bytes of a record and of a batch."""
OBSERVATIONS, MANY = "/v1/records/observation-filed", "/v1/records"
FORMS = {
    OBSERVATIONS: {"content-type": "application/json"},
    MANY: {"content-type": "application/cloudevents-batch+json"},
}


@dataclass(frozen=True)
class Hostile:
    """A body that must not be taken in."""

    what: str
    path: str
    content: bytes | Iterable[bytes]
    status: int
    encoding: str = "identity"


def endless(piece: bytes) -> Iterator[bytes]:
    """A body in chunks, whose length nobody states and which is longer than any bound."""
    piece *= 65_536 // len(piece)
    return (piece for _ in range(BOMB // len(piece)))


def filled(begin: bytes, piece: bytes, end: bytes, size: int) -> bytes:
    """As many pieces as fit into so many bytes."""
    return begin + piece * ((size - len(begin) - len(end)) // len(piece)) + end


def numbered(most: int, form: str) -> bytes:
    """An object with as many members as fit."""
    members = ",".join(form % (n, n) for n in range(most // (2 * len(form) + 8)))
    return f"{{{members}}}".encode()


def an_answered(piece: bytes, size: int) -> bytes:
    """An observation whose answers are one small value again and again."""
    empty = an_observation()
    empty["data"]["answers"] = []
    begin, end = json.dumps(empty).encode().split(b'"answers": []')
    return filled(begin + b'"answers": [', piece, b"0]" + end, size)


def hostile() -> Iterator[Hostile]:
    """Beyond the limits, and within them but grown by reading."""
    for path, limit in ((OBSERVATIONS, RECORD), (MANY, BATCH)):
        for piece in (b" ", b"[", b'{"a":', b"0,"):
            yield Hostile(f"endless {piece!r}", path, endless(piece), 413)
        yield Hostile("too long by one", path, b" " * (limit + 1), 413)
        yield Hostile("a gzip bomb", path, gzip.compress(bytes(BOMB), 1)[:limit], 415, "gzip")
        yield Hostile("an open list", path, b"[" * limit, 422)
        yield Hostile("an open object", path, filled(b"", b'{"a":', b"", limit), 422)
        yield Hostile("empty objects", path, filled(b"[", b"{},", b"{}]", limit), 422)
        yield Hostile("numbers", path, filled(b"[", b"0,", b"0]", limit), 422)
        yield Hostile("one name", path, filled(b"{", b'"a":0,', b'"a":0}', limit), 422)
        yield Hostile("every name twice", path, numbered(limit, '"%d":0,"%d":0'), 422)
        yield Hostile("no end of a text", path, filled(b'{"a":"', b'\\"', b"", limit), 422)
        yield Hostile("half characters", path, filled(b'["', b"\\ud800", b'"]', limit)[:-1], 422)
        yield Hostile("not a number", path, filled(b"[", b"NaN,", b"Infinity]", limit), 422)
        yield Hostile("digits", path, filled(b"[", b"9", b"]", limit), 422)
        yield Hostile("UTF-16", path, json.dumps(" " * (limit // 2 - 3)).encode("utf-16"), 422)
    for piece in (b"{},", b"[],", b"0,", b'"",'):
        yield Hostile(f"answers {piece!r}", OBSERVATIONS, an_answered(piece, RECORD), 422)
    yield Hostile("half characters", OBSERVATIONS, filled(b'{"a":"', b"\\ud800", b'"}', RECORD), 422)
    subjects = json.dumps(an_observation(subject_ids=["C-x"] * 9_000)).encode()
    yield Hostile("subjects", OBSERVATIONS, subjects, 422)
    kinds = b'{"specversion":"1.0","type":"nothing","a":['
    yield Hostile("wide items", MANY, filled(b"[" + kinds, b"{},", b"0]}]", BATCH), 422)


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Service]:
    """A service whose memory one test looks at."""
    if not Path("/proc/self/clear_refs").exists():
        pytest.skip("the peak of a process's memory is read as Linux tells it")
    opened = Service(f"sqlite:///{tmp_path}/events.sqlite", f"sqlite:///{tmp_path}/vault.sqlite", tmp_path)
    opened.start()
    yield opened
    opened.close()


def test_no_body_takes_more_memory_than_a_fixed_bound(alone: Service) -> None:
    # given
    assert alone.process is not None
    caller, status = alone.client(), Path(f"/proc/{alone.process.pid}/status")
    assert caller.post(OBSERVATIONS, json=an_observation()).status_code == 201
    before = kept(status, "VmRSS")
    # when, then
    for body in hostile():
        headers = FORMS[body.path] | {"content-encoding": body.encoding}
        answer = caller.post(body.path, content=body.content, headers=headers)
        assert answer.status_code == body.status, f"{body.what} at {body.path}: {answer.text[:500]}"
        assert answer.headers["content-type"] == "application/problem+json"
        assert len(answer.content) < 100_000, body.what
        grown = kept(status, "VmHWM") - before
        assert grown < BOUND, f"{body.what} at {body.path}: {grown // MIB} MiB"
    assert caller.post(OBSERVATIONS, json=an_observation()).status_code == 201
    with_two = open_store(alone.events)
    assert with_two.head() == 2
    with_two.close()
    assert "unexpected" not in alone.log.read_text()


def test_a_wide_item_of_a_batch_is_refused_alone(alone: Service) -> None:
    wide = b'{"type":"nothing","data":[' + b"0," * 11_000 + b"0]}"
    content = b"[" + b",".join([wide, b"0"] * 8) + b"]"
    answer = alone.client().post(MANY, content=content, headers=FORMS[MANY])
    assert answer.status_code == 207
    told = [result["problem"]["errors"][0]["detail"] for result in answer.json()]
    assert told == ["holds more than 10000 values", "must be an object"] * 8


def kept(status: Path, name: str) -> int:
    """Bytes of memory, as the kernel counts them."""
    line = next(line for line in status.read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) * 1024
