"""Copies hold what the policies give to whom they are made for: by export and by reading one back."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from events.catalogue import BY_KEBAB, BY_NAME, EVENTS
from events.cloudevents import decode
from events.codes.common import ActorRole
from events.submission import Submission
from foundation.access.kinds import KINDS
from foundation.clock import uuid7
from foundation.identity.caller import USUAL_SCOPES, Scope
from foundation.recording.forms import read_own
from returnwatch.embedded import embedded
from tests.integration.access.test_hidden_records import BODY, OTHER_BODY, Installation, examples
from tests.integration.cli.conftest import Ran
from tests.integration.vault import lives

Run = Callable[..., Ran]
BEHIND = ("post_return", "data_protection")
PROTECTED = {"sector", "state", "status_data_passed_to_enforcement"}


def a_report(*, protected: bool) -> Submission:
    """What a crew member reported; under protection, nobody is to know who."""
    document = lives.example("return_operation/incident-reported.v1.by-crew-who-must-not-be-named")
    document |= {
        "event_id": f"EVT-{uuid7()}",
        "asserted_by_body": BODY,
        "asserted_by_person": "Plant3d Purser",
        "reporter_protected": protected,
    }
    document["data"]["reporter_protected"] = protected
    return read_own(document, BY_KEBAB["incident-reported"], uuid7)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with a record of every event by one body, and two reports of a crew."""
    folder = tmp_path_factory.mktemp("copies") / "data"
    with embedded(folder) as opened:
        reports = [a_report(protected=True), a_report(protected=False)]
        lives.record(opened, *examples(), *reports)
        opened.verifier()
        opened.catch_up()
    return folder


@pytest.fixture
def installation(data: Path) -> Iterator[Installation]:
    with embedded(data) as opened:
        ids = {
            "protected": next(
                one["id"]
                for one in stored(opened)
                if one.get("reporterprotected") and "assertedbyperson" in one
            ),
            "named": next(
                one["id"]
                for one in stored(opened)
                if one.get("reporterprotected") is False and "assertedbyperson" in one
            ),
        }
        yield Installation(opened, ids)


def stored(opened: Any) -> list[dict[str, Any]]:
    return [json.loads(one.body) for store in opened.stores.values() for one in store.read(0, 1000)]


def exported(run: Run, data: Path, *options: str) -> tuple[list[dict[str, Any]], str]:
    ran = run("export", "events", "--data-dir", data, *options)
    assert ran.status == 0, ran.err
    events = [json.loads(line) for line in ran.out.splitlines()]
    assert all(decode(json.dumps(event).encode()) for event in events), "a copy still has its form"
    return events, ran.err.rpartition("position: ")[2].strip()


def without_sequence(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in one.items() if name != "sequence"} for one in events]


@pytest.mark.parametrize("role", KINDS["enforcement"])
def test_those_who_carry_out_returns_get_copies_of_their_own_account_before_the_wall(
    run: Run, data: Path, role: str
) -> None:
    events, position = exported(run, data, "--role", role, "--body", BODY)
    types = {one["type"] for one in events}
    owned = {event.wire_type() for event in EVENTS if event.about.service not in BEHIND}
    assert types == owned
    assert {one["assertedbybody"] for one in events} == {BODY}
    assert [part.partition("=")[0] for part in position.split(",")] == ["pre-return", "return-operation"]
    assert exported(run, data, "--role", role, "--body", OTHER_BODY)[0] == []
    assert exported(run, data, "--role", role)[0] == []
    ran = run("export", "events", "--data-dir", data, "--role", role, "--after", "post-return=99999")
    assert (ran.status, "post-return" in ran.err) == (2, False)


def test_of_protected_fields_they_do_not_even_get_what_is_sealed(run: Run, data: Path) -> None:
    every = {one["id"]: one for one in exported(run, data)[0]}
    theirs = exported(run, data, "--role", "authority", "--body", BODY)[0]
    changed = [one for one in theirs if one != every[one["id"]]]
    (services,) = (one for one in changed if not one.get("reporterprotected"))
    assert {name for name, value in services["data"].items() if value == {"sealed": "withheld"}} == PROTECTED
    assert services["type"] == BY_NAME["ServiceAccessRecorded"].wire_type()
    tokens = [one for one in theirs if "sealed" in json.dumps(one["data"]) and one not in changed]
    assert tokens, "what is personal or special stays as it is sealed"


def test_monitoring_bodies_get_copies_of_everything_and_others_of_their_own_account(
    run: Run, data: Path
) -> None:
    every = exported(run, data)[0]
    assert len(every) == len(EVENTS) + 2
    assert without_sequence(exported(run, data, "--role", "nhri")[0]) == without_sequence(every)
    assert exported(run, data, "--role", "lawyer", "--body", OTHER_BODY)[0] == []
    assert len(exported(run, data, "--role", "lawyer", "--body", BODY)[0]) == len(every)


@pytest.mark.parametrize(
    ("options", "known"),
    [
        ((), False),
        (("--intake",), False),
        (("--role", "nhri"), False),
        (("--role", "nhri", "--intake"), True),
        (("--role", "independent_monitor", "--intake"), True),
        (("--role", "carrier", "--body", BODY), False),
        (("--role", "lawyer", "--body", BODY, "--intake"), False),
    ],
)
def test_a_protected_reporter_is_in_the_copies_of_the_intake_alone(
    run: Run,
    data: Path,
    options: tuple[str, ...],
    known: bool,  # noqa: FBT001 - a column of the table
) -> None:
    events, _ = exported(run, data, *options)
    reports = [one for one in events if "assertedbyperson" in one and "incident-reported" in one["type"]]
    (hidden,) = (one for one in reports if one["reporterprotected"])
    (named,) = (one for one in reports if not one["reporterprotected"])
    for attribute in ("assertedbyperson", "recordedby"):
        assert (hidden[attribute] != "withheld") is known
        assert named[attribute] != "withheld"


def test_a_bad_role_or_body_is_told(run: Run, data: Path) -> None:
    for options, told in (
        (("--role", "king"), "--role: write one of"),
        (("--body", "us"), "--body: write ORG-"),
    ):
        ran = run("export", "events", "--data-dir", data, *options)
        assert (ran.status, ran.out) == (2, "")
        assert told in ran.err


# Over HTTP


def ask(
    at: Installation, role: ActorRole, name: str, scopes: frozenset[Scope] = USUAL_SCOPES
) -> dict[str, Any]:
    (answer,) = at.get(role, [f"/v1/records/{at.ids[name]}"], scopes=scopes)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize("role", ["nhri", "carrier", "lawyer", "independent_monitor"])
def test_reading_a_record_back_names_no_protected_reporter_but_to_the_intake(
    installation: Installation, role: ActorRole
) -> None:
    hidden, named = (ask(installation, role, name) for name in ("protected", "named"))
    assert (hidden["assertedbyperson"], hidden["recordedby"]) == ("withheld", "withheld")
    assert "withheld" not in (named["assertedbyperson"], named["recordedby"])
    intake = ask(installation, role, "protected", USUAL_SCOPES | {"intake"})
    assert (intake["recordedby"] != "withheld") is (role in KINDS["oversight"])


@pytest.mark.parametrize("role", ["authority", "nhri"])
def test_positions_tell_of_no_service_behind_the_wall(installation: Installation, role: ActorRole) -> None:
    def services(answer: httpx.Response) -> set[str]:
        return {one["service"] for one in answer.json()["positions"]}

    address = "/v1/views/operation-coverage"
    table, written = installation.get(role, [address, f"{address}?format=csv"])
    every = {"pre_return", "return_operation", "post_return", "data_protection"}
    assert services(table) == (every if role == "nhri" else every - set(BEHIND))
    named = {part.partition("=")[0].strip() for part in written.headers["Returnwatch-Position"].split(",")}
    assert len(named) == len(services(table))
