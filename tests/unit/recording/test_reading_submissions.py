"""A submission is read whole or refused with every fault, and no fault repeats what was submitted."""

import copy
import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.catalogue import BY_KEBAB, EVENTS
from events.cloudevents import ATTRIBUTES, LISTS
from events.submission import Submission
from foundation.recording.cloud_event_form import read_cloud_event
from foundation.recording.faults import MOST, Fault, RefusedError
from foundation.recording.forms import read_own
from foundation.recording.json_input import read_json

EXAMPLES = sorted((Path(__file__).parents[3] / "contracts" / "examples").rglob("*.json"))
NEW_ID = UUID("018f6a2c-0000-7000-8000-00000000a1d1")
PLANTED = "Ngozi Plantedname"


def new_id() -> UUID:
    return NEW_ID


def example(name: str) -> dict[str, Any]:
    path = next(path for path in EXAMPLES if path.name.startswith(name))
    raw: dict[str, Any] = json.loads(path.read_text())
    return raw


def as_cloud_event(record: dict[str, Any], kind: str) -> dict[str, Any]:
    attributes = {
        ATTRIBUTES[name]: " ".join(value) if name in LISTS else value
        for name, value in record.items()
        if name != "data"
    }
    fixed = {"specversion": "1.0", "source": "/device", "type": BY_KEBAB[kind].wire_type()}
    return attributes | fixed | {"data": record["data"]}


def faults_of(document: Any, kind: str = "observation-filed") -> dict[str, str]:
    with pytest.raises(RefusedError) as refused:
        read_own(document, BY_KEBAB[kind], new_id)
    return {fault.pointer: fault.what for fault in refused.value.faults}


def cloud_event_faults(document: Any) -> dict[str, str]:
    with pytest.raises(RefusedError) as refused:
        read_cloud_event(document, EVENTS, new_id)
    return {fault.pointer: fault.what for fault in refused.value.faults}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_both_forms_of_a_record_are_read_as_the_same_submission(path: Path) -> None:
    kind = path.name.split(".")[0]
    record = json.loads(path.read_text())
    own = read_own(record, BY_KEBAB[kind], new_id)
    assert read_cloud_event(as_cloud_event(record, kind), EVENTS, new_id) == own
    assert own.event == BY_KEBAB[kind].model_validate_json(json.dumps(record["data"]))


def test_a_record_without_an_id_gets_one() -> None:
    record = example("observation-filed")
    del record["event_id"]
    submission = read_own(record, BY_KEBAB["observation-filed"], new_id)
    assert submission.statement.event_id == f"EVT-{NEW_ID}"
    assert isinstance(submission, Submission)


def test_every_fault_is_named_at_once_with_its_place() -> None:
    record = example("observation-filed.v1.with")
    del record["phase"]
    record["country"] = "AUT"
    record["data"]["answers"][1]["answer"] = "maybe"
    record["data"]["urgent"] = "no"
    record["data"]["colour"] = "red"
    assert faults_of(record) == {
        "/phase": "is required",
        "/country": "is too long",
        "/data/answers/1/answer": "is not one of the allowed codes",
        "/data/urgent": "must be true or false",
        "/data/colour": "is not a field of this record",
    }


def test_faults_of_a_cloud_event_name_its_attributes() -> None:
    event = as_cloud_event(example("observation-filed.v1.with"), "observation-filed")
    del event["phase"], event["specversion"]
    event |= {"asserteddbyrole": "x", "confidence": "some", "sequence": 4, "sourcekinds": ["seen"]}
    event["subject"] = "O-018f6a2c-0000-7000-8000-00000000ffff"
    assert set(cloud_event_faults(event)) == {
        *(
            "/phase",
            "/specversion",
            "/asserteddbyrole",
            "/confidence",
            "/sequence",
            "/sourcekinds",
            "/subject",
        )
    }


@pytest.mark.parametrize(
    "wire_type", [None, 5, "", "x.v1", "org.returnwatch.return-operation.observation-filed.v²"]
)
def test_an_unknown_type_is_refused(wire_type: Any) -> None:
    event = as_cloud_event(example("observation-filed"), "observation-filed") | {"type": wire_type}
    assert cloud_event_faults(event) == {"/type": "is not an event of the catalogue"}


def test_a_type_newer_than_this_service_is_refused() -> None:
    event = as_cloud_event(example("observation-filed"), "observation-filed")
    event["type"] = event["type"].replace(".v1", ".v2")
    assert cloud_event_faults(event) == {"/type": "has a version that this service does not know"}


@pytest.mark.parametrize("place", ["account", "positive_practice", "answers"])
def test_a_sealed_value_is_refused_wherever_it_stands(place: str) -> None:
    record = example("observation-filed.v1.with")
    for value in ("v1.aaaa.bbbb", 5, None):
        record["data"][place] = {"sealed": value}
        with pytest.raises(RefusedError) as refused:
            read_own(record, BY_KEBAB["observation-filed"], new_id)
        assert (f"/data/{place}", "is a sealed value") in [(f.pointer, f.what) for f in refused.value.faults]


@pytest.mark.parametrize("document", [None, 1, "x", [], [1], True])
def test_what_is_not_an_object_is_refused(document: Any) -> None:
    assert faults_of(document) == {"": "must be an object"}
    assert cloud_event_faults(document) == {"": "must be an object"}


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b'{"a": NaN}', "is not JSON"),
        (b'{"a": 1e999}', "is not JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}", "is not JSON"),
        (b'{"a": 1} x', "is not JSON"),
        (b'\xff{"a": 1}', "is not UTF-8"),
        ('{"a": 1}'.encode("utf-16"), "is not UTF-8"),
        (b'{"a": 1, "a": 2}', "has the key a more than once in one object"),
        (b'{"b": [{"a": 1, "\\u0061": 2}]}', "has the key a more than once in one object"),
        (b"[" * 21 + b"]" * 21, "is nested more than 20 levels deep"),
        (b"[" * 9_000, "is nested more than 20 levels deep"),
        (b'{"a":' * 9_000, "is nested more than 20 levels deep"),
        (b"[" * 100_000, "holds more than 10000 values"),
        (b"[" + b"0," * 10_000 + b"0]", "holds more than 10000 values"),
        (b'{"a":"' + b",[{" * 9_000 + b'","b":[' + b"0," * 10_000 + b"0]}", "holds more than 10000 values"),
    ],
)
def test_what_is_not_plain_json_is_refused(raw: bytes, what: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read_json(raw)
    assert [fault.what for fault in refused.value.faults] == [what]


def test_twenty_levels_are_read() -> None:
    assert read_json(b"[" * 20 + b"]" * 20)


def test_separators_inside_texts_are_no_values() -> None:
    text = ',[{ \\" \\\\' * 20_000
    assert read_json(json.dumps({"a": text, "b": [0] * 9_000}).encode())["a"] == text


def test_ten_thousand_names_given_twice_are_found_at_once() -> None:
    with pytest.raises(RefusedError) as refused:
        read_json(b"{" + b",".join(b'"%d":0' % (number // 2) for number in range(9_998)) + b"}")
    assert len(refused.value.faults) == MOST + 1


def test_text_that_is_not_unicode_is_refused() -> None:
    record = example("observation-filed.v1.with")
    record["data"]["account"] = "\ud800"
    assert faults_of(record) == {"": "holds text that is not Unicode"}


def test_an_answer_names_no_more_faults_than_it_can_hold() -> None:
    record = example("observation-filed.v1.with")
    record["data"]["answers"] = [{}] * MOST
    with pytest.raises(RefusedError) as refused:
        read_own(record, BY_KEBAB["observation-filed"], new_id)
    assert len(refused.value.faults) == MOST + 1
    assert refused.value.faults[-1] == Fault("", f"{MOST} more faults", "put these right first")


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from places(inner, (*path, key))


WRONG: list[Any] = [
    *(PLANTED, f"{PLANTED}\n", PLANTED * 2000, [PLANTED], {PLANTED: PLANTED}, {"sealed": PLANTED}),
    *([[PLANTED] * 300], {"a": {"b": PLANTED}}, f"2025-13-01T{PLANTED}", f"EVT-{PLANTED}", f"1.{PLANTED}"),
]
ALL_PLACES = [(path, place) for path in EXAMPLES for place in places(json.loads(path.read_text()))]


@given(st.sampled_from(ALL_PLACES), st.sampled_from(WRONG), st.booleans())
def test_no_fault_repeats_what_was_submitted(place: tuple[Path, Any], wrong: Any, as_event: Any) -> None:
    path, (*outer, last) = place
    record = json.loads(path.read_text())
    holder = record
    for key in outer:
        holder = holder[key]
    holder[last] = copy.deepcopy(wrong)
    kind = path.name.split(".")[0]
    try:
        if as_event and all(isinstance(record[name], list) for name in LISTS & set(record)):
            kinds = {**record, **{n: [str(i) for i in record[n]] for n in LISTS & set(record)}}
            read_cloud_event(as_cloud_event(kinds, kind), EVENTS, new_id)
        else:
            read_own(record, BY_KEBAB[kind], new_id)
    except RefusedError as refused:
        told = " ".join(f"{fault.pointer} {fault.what} {fault.remedy}" for fault in refused.faults)
        assert "Planted" not in told
        assert "Ngozi" not in told


def test_ids_are_asked_for_only_when_needed() -> None:
    asked = count()

    def counting() -> UUID:
        next(asked)
        return NEW_ID

    read_own(example("observation-filed"), BY_KEBAB["observation-filed"], counting)
    assert next(asked) == 0
