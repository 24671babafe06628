"""What the language accepts and refuses."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from events.base import kebab
from events.canonical import canonical
from events.envelope import Statement
from events.ids import PREFIXES, kind_of, subject_id, uuid_of
from events.pre_return import ReturnCaseOpened
from events.return_operation import OperationFiguresReported, OperationPlanned
from events.upcasting import UnknownVersionError, lift

OPERATION = "O-018f6a2c-0000-7000-8000-000000000001"
FIGURES: dict[str, Any] = {
    "operation": OPERATION,
    "reference": "RO-1",
    "source_document": "sha256:0",
    "source_row": "2023!5",
}
CASE: dict[str, Any] = {
    "return_type": "forced",
    "host_country": "AT",
    "country_of_return": "NG",
    "nationality": ["NG"],
    "sex": "female",
    "age_band": "25_34",
    "child_status": "adult",
    "languages_understood": ["en"],
}
STATEMENT: dict[str, Any] = {
    "event_id": "EVT-018f6a2c-0000-7000-8000-000000000002",
    "subject_ids": [OPERATION],
    "occurred_at": "2025-03-04T09:15:00+01:00",
    "occurred_precision": "exact",
    "phase": "en_route",
    "country": "AT",
    "asserted_by_role": "authority",
    "source_kinds": ["document"],
}


def figures(**changes: Any) -> OperationFiguresReported:
    return OperationFiguresReported.model_validate_json(json.dumps(FIGURES | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"returnees": -1},
        {"returnees": 1.5},
        {"returnees": "12"},
        {"returnees": True},
        {"returnees": 2**53},
        {"departed_on": "31.12.2023"},
        {"departed_on": 1703980800},
        {"participating_country": "Germany"},
        {"participating_country": "ZZ"},
        {"participating_country": "de"},
        {"operation_type": "JRO (EXAMPLE)"},
        {"amount_paid": 12.5},
        {"amount_paid": "NaN"},
        {"amount_paid": "1e400"},
        {"currency": "EURO"},
        {"currency": "QQQ"},
        {"operation": "C-018f6a2c-0000-7000-8000-000000000001"},
        {"operation": "O-maria-example"},
        {"reference": "x" * 201},
        {"reference": "two\nlines"},
        {"reference": ""},
        {"remark": "not a field"},
    ],
)
def test_a_malformed_field_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        figures(**changes)
    assert {error["loc"][0] for error in refused.value.errors()} == set(changes)


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(ValidationError) as refused:
        OperationFiguresReported.model_validate_json('{"returnees": -1, "currency": 3}')
    places = {error["loc"][0] for error in refused.value.errors()}
    assert places == {"operation", "reference", "source_document", "source_row", "returnees", "currency"}


@pytest.mark.parametrize("code", ["XX", "XS", "XK", "NG"])
def test_unknown_and_stateless_stand_beside_the_countries_of_the_standard(code: str) -> None:
    assert figures(participating_country=code).participating_country == code


@pytest.mark.parametrize("tag", ["ar", "fa-AF", "kmr", "zh-Hant-TW"])
def test_languages_are_tags_of_bcp_47(tag: str) -> None:
    ReturnCaseOpened.model_validate_json(json.dumps(CASE | {"languages_understood": [tag]}))


@pytest.mark.parametrize("tag", ["english", "xx", "ar_SD!", ""])
def test_what_is_no_language_tag_is_refused(tag: str) -> None:
    with pytest.raises(ValidationError):
        ReturnCaseOpened.model_validate_json(json.dumps(CASE | {"languages_understood": [tag]}))


@pytest.mark.parametrize("point", ["IATA:VIE", "ICAO:LOWW", "UNLOCODE:ATVIE", "UNKNOWN"])
def test_a_transport_point_names_its_scheme(point: str) -> None:
    example = {
        "operation": OPERATION,
        "operation_type": "NRO",
        "transport_mode": "bus",
        "organizing_country": "AT",
        "participating_countries": ["AT"],
        "countries_of_return": ["RS"],
        "departure_point": point,
        "planned_departure_at": "2025-03-04T09:15:00Z",
        "planned_returnees": 3,
        "languages_needed": [],
    }
    assert OperationPlanned.model_validate_json(json.dumps(example)).departure_point == point
    with pytest.raises(ValidationError):
        OperationPlanned.model_validate_json(json.dumps(example | {"departure_point": point[-3:].lower()}))


def statement(**changes: Any) -> Statement:
    return Statement.model_validate_json(json.dumps(STATEMENT | changes))


def test_a_bare_uuid_from_a_device_becomes_an_event_id() -> None:
    assert statement(event_id=STATEMENT["event_id"][4:]) == statement()


@pytest.mark.parametrize(
    "changes",
    [
        {"occurred_at": "2025-03-04T09:15:00"},
        {"occurred_at": "2025-03-04"},
        {"event_id": "EVT-1"},
        {"event_id": "O-018f6a2c-0000-7000-8000-000000000002"},
        {"subject_ids": []},
        {"subject_ids": ["maria"]},
        {"source_kinds": []},
        {"asserted_by_role": "president"},
        {"standard_refs": ["UNNM 11"]},
    ],
)
def test_a_malformed_statement_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        statement(**changes)


@pytest.mark.parametrize("half", [{"amends": STATEMENT["event_id"]}, {"amendment_kind": "withdrawal"}])
def test_an_amendment_names_both_what_it_amends_and_how(half: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="together"):
        statement(**half)


def test_events_and_services_have_one_spelling_in_addresses() -> None:
    assert kebab("OperationFiguresReported") == "operation-figures-reported"
    assert kebab("RssAnswered") == "rss-answered"
    assert kebab("return_operation") == "return-operation"


@given(st.sampled_from(sorted(set(PREFIXES) - {"area"})), st.uuids())
def test_an_id_gives_back_its_kind_and_its_uuid(kind: str, value: Any) -> None:
    assert kind_of(subject_id(kind, value)) == kind
    assert uuid_of(subject_id(kind, value)) == value


@pytest.mark.parametrize("area", ["X-NG-LA", "X-GM-W"])
def test_an_area_is_named_by_its_public_code(area: str) -> None:
    assert statement(subject_ids=[area]).subject_ids == (area,)
    assert kind_of(area) == "area"


@pytest.mark.parametrize("area", ["X-Lagos", "X-NG", "X-018f6a2c-0000-7000-8000-000000000001"])
def test_an_area_has_no_other_form(area: str) -> None:
    with pytest.raises(ValidationError):
        statement(subject_ids=[area])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(alphabet="abcxyz_"), inner),
    max_leaves=20,
)


@given(st.dictionaries(st.text(alphabet="abcxyz_", min_size=1), JSON), st.randoms())
def test_the_canonical_form_does_not_depend_on_the_order_of_keys(value: dict[str, Any], random: Any) -> None:
    shuffled = list(value.items())
    random.shuffle(shuffled)
    assert canonical(dict(shuffled)) == canonical(value)
    assert json.loads(canonical(value)) == value


def test_old_data_are_lifted_step_by_step() -> None:
    steps = {("x", 1): lambda raw: raw | {"b": 1}, ("x", 2): lambda raw: raw | {"c": raw["b"] + 1}}
    assert lift("x", 1, 3, {"a": 0}, steps) == {"a": 0, "b": 1, "c": 2}


@pytest.mark.parametrize(("version", "newest"), [(1, 2), (3, 2)])
def test_a_version_without_a_way_to_today_is_named(version: int, newest: int) -> None:
    with pytest.raises(UnknownVersionError):
        lift("x", version, newest, {}, {})
