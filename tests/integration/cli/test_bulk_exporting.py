"""`returnwatch export events`: the log as it is stored, in parts that fit together; `returnwatch sample`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from events.cloudevents import decode
from foundation.event_store.opening import open_store
from returnwatch.embedded import address
from returnwatch.sample.histories import histories

Run = Callable[..., Any]


@pytest.fixture
def data(run: Run, tmp_path: Path) -> Path:
    """A data directory with the records of a few cases."""
    file = tmp_path / "sample.jsonl"
    assert run("sample", "--cases", 6, "--seed", 21, "--out", file).status == 0
    assert run("import", "events", file, "--data-dir", tmp_path / "data").status == 0
    return tmp_path / "data"


def exported(run: Run, data: Path, *more: object) -> tuple[list[dict[str, Any]], str]:
    """The lines, and the position stated at the end."""
    ran = run("export", "events", "--data-dir", data, *more)
    assert ran.status == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()], ran.err.rpartition("position: ")[2].strip()


def test_every_stored_event_is_written_as_stored_with_its_sequence(run: Run, data: Path) -> None:
    events, position = exported(run, data)
    expected = []
    for service in ("pre_return", "return_operation", "post_return", "data_protection"):
        store = open_store(address(data, service))
        records = store.read(0, 10_000)
        expected += [orjson.loads(record.body) | {"sequence": record.sequence} for record in records]
        assert f"{service.replace('_', '-')}={len(records)}" in position
        store.close()
    assert events == expected
    assert len(events) == len(list(histories(6, 21)))
    assert all(decode(orjson.dumps(event)) for event in events)


def test_personal_values_stay_sealed(run: Run, data: Path) -> None:
    events, _ = exported(run, data)
    assert " Example" not in json.dumps(events)
    assert any(event["sealed"] != "recordedby" for event in events)


def test_parts_that_begin_where_the_last_one_ended_make_the_whole(
    run: Run, data: Path, tmp_path: Path
) -> None:
    first, position = exported(run, data)
    more = tmp_path / "more.jsonl"
    run("sample", "--cases", 5, "--seed", 22, "--out", more)
    run("import", "events", more, "--data-dir", data)
    rest, last = exported(run, data, "--after", position)
    whole, end = exported(run, data)
    assert last == end
    assert len(rest) == len(list(histories(5, 22)))
    assert sorted(map(orjson.dumps, first + rest)) == sorted(map(orjson.dumps, whole))


def test_one_service_may_be_named_and_its_position_be_a_plain_number(run: Run, data: Path) -> None:
    whole, position = exported(run, data, "--service", "return-operation")
    rest, _ = exported(run, data, "--service", "return-operation", "--after", "10")
    assert {event["source"] for event in whole} == {"/services/return-operation"}
    assert rest == whole[10:]
    assert position == f"return-operation={len(whole)}"


def test_a_file_appears_under_its_name_when_it_is_whole(run: Run, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "events.jsonl"
    ran = run("export", "events", "--data-dir", data, "--out", out)
    assert ran.out == ""
    assert out.read_bytes().count(b"\n") == len(exported(run, data)[0])
    assert [path.name for path in tmp_path.glob("events.jsonl*")] == ["events.jsonl"]


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ("soon", "write a position"),
        ("return-operation=x", "write a position"),
        ("elsewhere=3", "write a position"),
        ("return-operation=99999999", "ends at"),
        ("7", "write a position"),
    ],
)
def test_a_position_that_cannot_be_is_refused(run: Run, data: Path, after: str, told: str) -> None:
    ran = run("export", "events", "--data-dir", data, "--after", after)
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err


def test_an_export_put_back_adds_nothing_and_says_what_is_sealed(
    run: Run, data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "events.jsonl"
    run("export", "events", "--data-dir", data, "--out", out)
    same = json.loads(run("import", "events", out, "--data-dir", data, "--json").out)
    other = json.loads(run("import", "events", out, "--data-dir", tmp_path / "other", "--json").out)
    assert same["recorded"] == 0
    assert same["already_known"] == other["recorded"] > 0
    assert same["refused"] == other["refused"] > 0
    assert {problem["what"] for problem in same["problems"] + other["problems"]} == {"is a sealed value"}
    pointers = {problem["pointer"].split("/")[1] for problem in same["problems"]}
    assert pointers == {"assertedbyperson", "data"}


def test_a_sample_is_the_same_for_the_same_seed(run: Run) -> None:
    first, again = run("sample", "--cases", 3, "--seed", 5), run("sample", "--cases", 3, "--seed", 5)
    assert first.out == again.out
    assert first.out != run("sample", "--cases", 3, "--seed", 6).out
    assert f"{len(first.out.splitlines())} records of 3 cases" in first.err
