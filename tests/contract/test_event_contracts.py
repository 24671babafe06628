"""Contracts, golden examples and classes say the same of every event."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from contracts.event_schema import event_schema
from contracts.generate import artifacts, differences, write
from events.base import Event, kebab
from events.catalogue import BY_KEBAB, EVENTS
from events.cloudevents import BY_STEM
from events.data_classes import DataClass, data_class_of
from events.envelope import Statement
from events.upcasting import lift

EXAMPLES = sorted((Path(__file__).parents[2] / "contracts" / "examples").rglob("*.json"))


def _named(path: Path) -> tuple[type[Event], int]:
    name, version, _case, _json = path.name.split(".")
    return BY_KEBAB[name], int(version.removeprefix("v"))


def _example(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    statement = json.loads(path.read_text())
    return statement, statement.pop("data")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_golden_example_of_every_version_can_still_be_read(path: Path) -> None:
    event, version = _named(path)
    statement, data = _example(path)
    lifted = lift(event.wire_type().rpartition(".v")[0], version, event.about.version, data)
    assert event.model_validate_json(json.dumps(lifted))
    assert Statement.model_validate_json(json.dumps(statement))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_golden_example_of_the_newest_version_meets_its_contract(path: Path) -> None:
    event, version = _named(path)
    assert version == event.about.version
    jsonschema.Draft202012Validator(event_schema(event)).validate(_example(path)[1])


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_every_field_of_every_event_stands_in_some_example(event: type[Event]) -> None:
    stated = {name for path in EXAMPLES if _named(path)[0] is event for name in _example(path)[1]}
    assert stated == set(event.model_fields)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_no_example_lies_in_the_folder_of_a_service_that_does_not_own_it(event: type[Event]) -> None:
    owners = {path.parent.name for path in EXAMPLES if _named(path)[0] is event}
    assert owners == {event.about.service}


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_the_contract_states_name_service_and_the_class_of_every_field(event: type[Event]) -> None:
    schema = event_schema(event)
    assert schema["title"] == event.__name__
    assert schema["x-type"] == f"org.returnwatch.{kebab(event.about.service)}.{kebab(event.__name__)}.v1"
    classes = {name: field["x-data-class"] for name, field in schema["properties"].items()}
    assert classes == {name: data_class_of(field).value for name, field in event.model_fields.items()}


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_only_fields_that_are_not_open_may_hold_a_sealed_value(event: type[Event]) -> None:
    for name, field in event_schema(event)["properties"].items():
        may_be_sealed = {"$ref": "#/$defs/Sealed"} in field.get("oneOf", [])
        assert may_be_sealed == (field["x-data-class"] != DataClass.OPEN), name


def test_the_stored_name_of_an_event_leads_back_to_its_class() -> None:
    assert {BY_STEM[event.wire_type().rpartition(".v")[0]] for event in EVENTS} == set(EVENTS)


def test_the_check_reports_missing_different_and_left_over_files(tmp_path: Path) -> None:
    texts = artifacts()
    list(write(tmp_path, texts))
    assert list(differences(tmp_path, texts)) == []
    missing, different = sorted(texts)[:2]
    (tmp_path / missing).unlink()
    (tmp_path / different).write_text("{}")
    (tmp_path / "contracts/events/old-event.v1.json").write_text("{}")
    assert sorted(line.split(":")[0] for line in differences(tmp_path, texts)) == [
        "different",
        "left over",
        "missing",
    ]
