"""`returnwatch import events`: every line on its own, checked as over HTTP, repeatable at any moment."""

import json
import os
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson
import pytest

from deploy.local.ports import free_port
from events.base import SERVICES
from events.catalogue import EVENTS
from foundation.event_store.opening import open_store
from foundation.recording.bulk import LINE_BYTES, lines, record_lines
from foundation.recording.outcomes import Conflicting
from returnwatch.embedded import address
from returnwatch.sample.histories import histories
from tests.asking import is_well

Run = Callable[..., Any]
OTHERS = [orjson.dumps(document) for document in histories(2, 13)]
GOOD = [orjson.dumps(document) for document in histories(5, 11)]


def written(path: Path, *content: bytes, end: bytes = b"\n") -> Path:
    path.write_bytes(b"\n".join(content) + end)
    return path


def stored(data: Path) -> int:
    """How many events the data directory holds."""
    total = 0
    for service in SERVICES:
        store = open_store(address(data, service))
        total += store.head()
        store.close()
    return total


def imported(run: Run, file: Path, data: Path, *more: str) -> dict[str, Any]:
    ran = run("import", "events", file, "--data-dir", data, "--json", *more)
    assert ran.status == 0, ran.err
    summary: dict[str, Any] = json.loads(ran.out)
    return summary


def counts(summary: dict[str, Any]) -> tuple[int, int, int, int]:
    return summary["lines"], summary["recorded"], summary["already_known"], summary["refused"]


def changed(raw: bytes, **attributes: Any) -> bytes:
    return orjson.dumps(orjson.loads(raw) | attributes)


def test_every_line_is_recorded_once_however_often_the_file_is_imported(run: Run, tmp_path: Path) -> None:
    file, data = written(tmp_path / "all.jsonl", *GOOD), tmp_path / "data"
    assert counts(imported(run, file, data)) == (len(GOOD), len(GOOD), 0, 0)
    assert counts(imported(run, file, data)) == (len(GOOD), 0, len(GOOD), 0)
    assert stored(data) == len(GOOD)
    assert run("audit", "verify", "--data-dir", data).status == 0


def test_a_file_in_parts_and_in_another_order_gives_the_same_set(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "data"
    imported(run, written(tmp_path / "second.jsonl", *reversed(GOOD[40:])), data)
    imported(run, written(tmp_path / "first.jsonl", *GOOD[:60]), data)
    assert stored(data) == len(GOOD)


BAD: tuple[tuple[bytes, str, str], ...] = (
    (b"not json", "", "is not JSON"),
    (b"[]", "", "must be an object"),
    (b"{}", "/type", "is not an event"),
    (b"\xff\xfe{\x00}\x00", "", "is not UTF-8"),
    (GOOD[0].decode().encode("utf-16-le"), "", "is not JSON"),
    (b"[" * 500_000, "", "holds more than 10000 values"),
    (b"[" * 5_000, "", "is nested"),
    (b'{"a":' * 30 + b"1" + b"}" * 30, "", "is nested"),
    (b'{"type":"a","type":"b"}', "", "more than once"),
    (b'{"n":' + b"9" * 10_000 + b"}", "", "is not JSON"),
    (b'{"x":"' + b"y" * LINE_BYTES + b'"}', "", "is longer than"),
    (changed(GOOD[0], colour="red"), "/colour", "is not an attribute"),
    (changed(GOOD[0], recordedtime="2025-01-01T00:00:00Z"), "/recordedtime", "is set by the platform"),
    (changed(GOOD[0], time="yesterday"), "/time", "is not a date and time"),
    (
        changed(GOOD[0], assertedbyrole="court", id="EVT-018f6a2c-0000-7000-8000-00000000aaaa"),
        "/assertedbyrole",
        "",
    ),
    (changed(GOOD[1], country="ZZ"), "/country", "ISO 3166-1"),
)


def test_a_bad_line_is_named_and_holds_up_no_other(run: Run, tmp_path: Path) -> None:
    mixed = [line for pair in zip(GOOD, (bad for bad, _, _ in BAD), strict=False) for line in pair]
    file = written(tmp_path / "mixed.jsonl", *mixed)
    summary = imported(run, file, tmp_path / "data")
    good = min(len(GOOD), len(BAD))
    assert counts(summary) == (len(mixed), good, 0, len(BAD))
    found = {problem["line"]: problem for problem in summary["problems"]}
    for number, (_, pointer, what) in enumerate(BAD):
        problem = found[2 * number + 2]
        assert problem["pointer"] == pointer
        assert what in problem["what"]
        assert problem["remedy"]


def test_problems_never_repeat_what_was_submitted(run: Run, tmp_path: Path) -> None:
    secret = "Planted Example"
    spoilt = [
        changed(GOOD[0], **{secret: secret}),
        changed(GOOD[1], country=secret),
        changed(GOOD[2], data=secret),
    ]
    ran = run(
        "import", "events", written(tmp_path / "x.jsonl", *spoilt), "--data-dir", tmp_path / "data", "--json"
    )
    assert json.loads(ran.out)["refused"] == 3
    assert secret not in ran.out + ran.err


def test_a_last_line_that_is_cut_off_is_told_from_a_bad_one(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path / "cut.jsonl", GOOD[0], GOOD[1][:-30], end=b"")
    (problem,) = imported(run, file, tmp_path / "data")["problems"]
    assert (problem["line"], problem["what"]) == (2, "is cut off at the end of the file")


def test_a_last_line_without_line_end_a_byte_order_mark_and_blank_lines_do_no_harm(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "editor.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD[0] + b"\r\n\r\n  \n" + GOOD[1] + b"\r\n" + GOOD[2])
    assert counts(imported(run, file, tmp_path / "data")) == (3, 3, 0, 0)


def test_other_content_under_a_known_id_is_a_problem_and_the_first_stays(run: Run, tmp_path: Path) -> None:
    other = changed(GOOD[0], occurredprecision="year")
    (problem,) = imported(run, written(tmp_path / "x.jsonl", GOOD[0], other), tmp_path / "data")["problems"]
    assert (problem["line"], problem["pointer"]) == (2, "/id")
    assert stored(tmp_path / "data") == 1


def test_a_record_without_id_is_known_again_by_its_line(run: Run, tmp_path: Path) -> None:
    nameless = {name: value for name, value in orjson.loads(GOOD[0]).items() if name != "id"}
    file = written(tmp_path / "nameless.jsonl", orjson.dumps(nameless))
    assert counts(imported(run, file, tmp_path / "data")) == (1, 1, 0, 0)
    assert counts(imported(run, file, tmp_path / "data")) == (1, 0, 1, 0)


def test_only_one_service_is_asked_when_one_is_named(run: Run, tmp_path: Path) -> None:
    file, data = written(tmp_path / "all.jsonl", *GOOD), tmp_path / "data"
    summary = imported(run, file, data, "--service", "return-operation")
    assert summary["recorded"] + summary["refused"] == len(GOOD)
    assert {problem["pointer"] for problem in summary["problems"]} == {"/type"}
    store = open_store(address(data, "return_operation"))
    assert store.head() == summary["recorded"] == stored(data)
    store.close()


@pytest.mark.parametrize("name", ["nowhere.jsonl", "."])
def test_a_file_that_cannot_be_read_ends_with_status_2_and_makes_nothing(
    run: Run, tmp_path: Path, name: str
) -> None:
    ran = run("import", "events", tmp_path / name, "--data-dir", tmp_path / "data", "--json")
    assert (ran.status, ran.out) == (2, "")
    assert "cannot be read" in ran.err
    assert not (tmp_path / "data").exists()


def test_all_problems_are_in_the_json_and_the_first_in_the_text(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path / "bad.jsonl", *[b"bad"] * 4000, GOOD[0])
    assert len(imported(run, file, tmp_path / "data")["problems"]) == 4000
    text = run("import", "events", file, "--data-dir", tmp_path / "data").out
    assert "line 20: is not JSON" in text
    assert "line 21:" not in text
    assert "and 3980 more" in text


def test_memory_does_not_grow_with_the_file_nor_with_a_line() -> None:
    def peak(stream: BytesIO) -> int:
        tracemalloc.start()
        count = sum(
            1 for _ in record_lines(lines(stream), EVENTS, lambda many: [Conflicting("")] * len(many))
        )
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert count
        return most

    peak(BytesIO(b"\n".join(GOOD)))
    short, long = BytesIO(b"\n".join(GOOD * 10)), BytesIO(b"\n".join(GOOD * 40))
    assert peak(long) < 1.5 * peak(short)
    assert peak(BytesIO(b"x" * 64 * LINE_BYTES)) < 8 * LINE_BYTES


def test_an_import_that_is_killed_goes_on_when_it_is_run_again(run: Run, tmp_path: Path) -> None:
    documents = [orjson.dumps(document) for document in histories(60, 12)]
    file, data = written(tmp_path / "many.jsonl", *documents), tmp_path / "data"
    command = [
        sys.executable,
        "-m",
        "returnwatch.main",
        "import",
        "events",
        str(file),
        "--data-dir",
        str(data),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while process.poll() is None and not ((data / "audit.sqlite").exists() and stored(data)):
            time.sleep(0.05)
    finally:
        process.kill()
        process.wait()
    before = stored(data)
    summary = imported(run, file, data)
    assert before > 0
    assert counts(summary) == (len(documents), len(documents) - before, before, 0)
    assert stored(data) == len(documents)


def test_over_http_the_same_lines_give_the_same_outcomes(run: Run, tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    bad = changed(GOOD[3], country="ZZ")
    file = written(tmp_path / "some.jsonl", *GOOD, bad, changed(GOOD[0], occurredprecision="year"))
    elsewhere = written(tmp_path / "others.jsonl", *OTHERS)
    roles = sorted({orjson.loads(line)["assertedbyrole"] for line in GOOD + OTHERS})
    grants = [part for role in roles for part in ("--may-assert", role)]
    token = run("token", "--role", "authority", *grants, "--transcribes", "any", "--data-dir", data).out
    (tmp_path / "token").write_text(token)
    command = [
        sys.executable,
        "-m",
        "returnwatch.main",
        "up",
        "--listen",
        f"127.0.0.1:{port}",
        "--data-dir",
        str(data),
    ]
    with (tmp_path / "server.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=dict(os.environ))
    url = f"http://127.0.0.1:{port}"
    more = ("--url", url, "--token-file", tmp_path / "token", "--json")
    try:
        _wait(process, f"{url}/health/ready", tmp_path / "server.log")
        first = json.loads(run("import", "events", file, *more).out)
        again = json.loads(run("import", "events", file, *more).out)
        chosen = ("--url", f"post-return={url}/services/post-return", *more[2:])
        at_one = json.loads(run("import", "events", elsewhere, *chosen).out)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
    assert counts(first) == (len(GOOD) + 2, len(GOOD), 0, 2)
    assert counts(again) == (len(GOOD) + 2, 0, len(GOOD), 2)
    assert [problem["pointer"] for problem in first["problems"]] == ["/country", "/id"]
    assert {problem["pointer"] for problem in at_one["problems"]} == {"/type"}
    assert 0 < at_one["recorded"] < at_one["lines"] == len(OTHERS)
    assert stored(data) == len(GOOD) + at_one["recorded"]


def test_a_service_over_http_is_named_with_its_address(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path / "all.jsonl", *GOOD)
    ran = run("import", "events", file, "--url", "http://127.0.0.1:9", "--service", "post-return")
    assert ran.status == 2
    assert "post-return=http://" in ran.err


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + 200
    while time.monotonic() < deadline and process.poll() is None:
        if is_well(url):
            return
        time.sleep(0.1)
    raise AssertionError(f"the service did not start: {log.read_text()}")
