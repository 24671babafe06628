"""Every event at every service that accepts it: recorded, read back, and refused for each kind of fault."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import httpx
import pytest

from events.base import SERVICES, Event, kebab
from events.base import Service as Name
from events.catalogue import EVENTS, accepted_at
from events.codes.common import ActorRole
from events.data_classes import DataClass, data_class_of
from foundation.clock import system_clock
from foundation.identity.caller import SCOPES
from foundation.identity.tokens import Grant, issue, load_token_key
from tests.integration.http.every_event import SPOILING, Record, Spoilt, examples, unfit_role
from tests.integration.http.serving import USER, Service

PAIRS = [(name, event) for name in SERVICES for event in accepted_at(name)]
everywhere = pytest.mark.parametrize(
    ("name", "event"),
    PAIRS,
    ids=[f"{event.__name__}-at-{kebab(name)}" for name, event in PAIRS],
)


class Phase:
    """The running service of one phase, with one connection for callers of every role."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._client = httpx.Client(base_url=service.url, timeout=30, trust_env=False)
        self._tokens: dict[tuple[ActorRole, str | None], str] = {}

    def record(self, event: type[Event], record: Record) -> httpx.Response:
        """File a record in the role that it names."""
        caller = self._as(record["asserted_by_role"], record.get("asserted_by_body"))
        return self._client.post(f"/v1/records/{kebab(event.__name__)}", json=record, headers=caller)

    def show(self, event_id: str) -> httpx.Response:
        """A record as somebody sees it who may see all."""
        return self._client.get(f"/v1/records/{event_id}", headers=self._as("nhri", None))

    def close(self) -> None:
        self._client.close()
        self._service.close()

    def _as(self, role: ActorRole, body: str | None) -> dict[str, str]:
        if (role, body) not in self._tokens:
            grant = Grant(USER, role, timedelta(hours=1), body=body, scopes=SCOPES)
            self._tokens[role, body] = issue(load_token_key(self._service.folder), grant, system_clock())
        return {"Authorization": f"Bearer {self._tokens[role, body]}"}


class Phases(dict[Name, Phase]):
    """One running service for everything that is tried at it, started when it is first asked for."""

    def __init__(self, folders: pytest.TempPathFactory) -> None:
        super().__init__()
        self._folders = folders

    def __missing__(self, name: Name) -> Phase:
        folder = self._folders.mktemp(name)
        events, vault = (f"sqlite:///{folder}/{what}.sqlite" for what in ("events", "vault"))
        service = Service(events, vault, folder, name)
        service.start()
        return self.setdefault(name, Phase(service))


@pytest.fixture(scope="module")
def phases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Phases]:
    opened = Phases(tmp_path_factory)
    yield opened
    for phase in opened.values():
        phase.close()


def test_every_event_is_tried_somewhere() -> None:
    assert {event for _, event in PAIRS} == set(EVENTS)


@everywhere
def test_every_example_is_recorded_and_read_back(phases: Phases, name: Name, event: type[Event]) -> None:
    records = examples(event)
    assert len(records) >= 2
    for record in records:
        answer = phases[name].record(event, record)
        assert answer.status_code == 201, answer.text
        stored = phases[name].show(record["event_id"]).json()
        assert (stored["id"], stored["type"]) == (record["event_id"], event.wire_type())
        assert stored["sequence"] == answer.json()["sequence"]
        assert stored["source"] == f"/services/{kebab(name)}"
        assert_shown(event, record["data"], stored["data"])


def assert_shown(event: type[Event], sent: Record, shown: Record) -> None:
    """What is open is shown as it was sent, in canonical form; everything else is sealed."""
    expected = event.model_validate_json(json.dumps(sent)).model_dump(mode="json", exclude_none=True)
    assert shown.keys() == expected.keys()
    for field, value in expected.items():
        if data_class_of(event.model_fields[field]) is DataClass.OPEN:
            assert shown[field] == value or '"sealed"' in json.dumps(shown[field]), field
        else:
            assert shown[field].keys() == {"sealed"}, field


@everywhere
@pytest.mark.parametrize("spoiling", SPOILING, ids=lambda spoiling: spoiling.__name__)
def test_a_spoilt_record_is_refused_at_the_place_of_the_fault(
    phases: Phases, name: Name, event: type[Event], spoiling: Callable[[type[Event]], Spoilt]
) -> None:
    spoilt = list(spoiling(event))
    for pointer, record in spoilt:
        answer = phases[name].record(event, record)
        assert answer.status_code == 422, (pointer, answer.text)
        assert pointer in {error["pointer"] for error in answer.json()["errors"]}, answer.text
    assert phases[name].show(spoilt[-1][1]["event_id"]).status_code == 404


@everywhere
def test_an_author_whose_role_may_not_record_it_is_refused(
    phases: Phases, name: Name, event: type[Event]
) -> None:
    record = examples(event)[0] | {"asserted_by_role": unfit_role(event), "asserted_by_body": None}
    answer = phases[name].record(event, record)
    assert answer.status_code == 403, answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/asserted_by_role"]
    assert phases[name].show(record["event_id"]).status_code == 404


@pytest.mark.parametrize("name", SERVICES)
def test_an_event_of_another_service_has_no_address(phases: Phases, name: Name) -> None:
    foreign = [event for event in EVENTS if (name, event) not in PAIRS]
    assert foreign
    for event in foreign:
        assert phases[name].record(event, examples(event)[0]).status_code == 405
