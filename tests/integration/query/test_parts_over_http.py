"""Over HTTP an audience of a part is given its own rows of a view, and nothing tells of the others."""

import csv
import io
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from events.codes.common import ActorRole
from foundation.clock import system_clock
from foundation.identity.tokens import Grant, issue, load_token_key
from projections.query.views import BY_NAME, monitoring_views
from projections.runner.opening import open_database
from projections.safeguards.scenario.loading import platform_id
from projections.viewing.means import Means
from projections.viewing.opened import Opener, unopened
from returnwatch.embedded import embedded
from returnwatch.serving import query_app
from tests.view_audiences import (
    ANNA,
    ANNA_HERSELF,
    BEKA,
    BORDER_GUARD,
    BY_BORDER_GUARD,
    BY_POLICE,
    CLEO,
    COUNSELLORS,
    MONITOR,
    POLICE,
    RECORDS,
    SHELTER,
)
from tests.view_records import apply

USER = "USR-018f6a2c-0000-7000-8000-000000000001"
NOBODY = platform_id("ORG-nobody")
NOT_THERE = platform_id("C-not-there")
V1, V5, V6, V7, V9 = (
    "case-file",
    "discrepancies",
    "complaints-incidents-recommendations",
    "follow-up-calendar",
    "country-risk-feedback",
)


OPENING: Opener = partial(unopened)
"""Any opener besides the one by which a process tells that it opens nothing; these records are not sealed."""


class Asking:
    """Asks the reading application with tokens of many holders."""

    def __init__(self, client: httpx.Client, keys: Path) -> None:
        self.client, self._keys = client, keys

    def __call__(
        self, view: str, role: ActorRole, body: str | None = None, *acts: str, **given: str
    ) -> httpx.Response:
        read, acts_for = frozenset({"read"}), frozenset(acts)
        grant = Grant(USER, role, timedelta(hours=1), body, scopes=read, acts_for=acts_for)
        token = issue(load_token_key(self._keys), grant, datetime.now(UTC) - timedelta(minutes=5))
        headers = {"Authorization": f"Bearer {token}"}
        return self.client.get(f"/v1/views/{view}", params=given, headers=headers)

    def rows(
        self, view: str, role: ActorRole, body: str | None = None, *acts: str, **given: str
    ) -> list[Any]:
        answer = self(view, role, body, *acts, **given)
        assert answer.status_code == 200, answer.text
        rows: list[dict[str, Any]] = answer.json()["rows"]
        return rows


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('views') / 'views.sqlite'}")
    apply(engine, monitoring_views(), RECORDS)
    with embedded(tmp_path_factory.mktemp("data")) as opened:
        opened.catch_up()
        load_token_key(opened.folder / "keys", may_create=True)
        logs = opened.trail, opened.verifier(), system_clock, opened.changes.log
        app = query_app(engine, *logs, Means(opener=OPENING))
        with socket.create_server(("127.0.0.1", 0)) as listening:
            server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
            thread.start()
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            with httpx.Client(base_url=address, trust_env=False) as client:
                yield Asking(client, opened.folder / "keys")
            server.should_exit = True
            thread.join()
    engine.dispose()


def number(name: str) -> str:
    return platform_id(f"N-{name}")


@pytest.mark.parametrize(
    ("body", "case", "operation"), [(POLICE, ANNA, BY_POLICE), (BORDER_GUARD, BEKA, BY_BORDER_GUARD)]
)
def test_an_authority_is_given_the_discrepancies_of_its_own_operations(
    ask: Asking, body: str, case: str, operation: str
) -> None:
    [row] = ask.rows(V5, "authority", body)

    assert (row["subject"], row["field"]) == (case, "receiver_kind")
    assert ask.rows(V5, "authority", body, operation=operation) == [row]
    everything = ask.rows(V5, "nhri")
    assert {one["subject"] for one in everything} >= {ANNA, BEKA, CLEO}


def test_an_authority_is_shown_no_account_that_came_after_the_arrival(ask: Asking) -> None:
    later = platform_id("EVT-anna-later")

    assert later in ask(V5, "nhri").text
    assert later not in ask(V5, "authority", POLICE).text
    assert later not in ask(V5, "authority", POLICE, about=ANNA).text
    services = {each["service"] for each in ask(V5, "authority", POLICE).json()["positions"]}
    assert services <= {"pre_return", "return_operation"}


@pytest.mark.parametrize("about", [BEKA, CLEO, NOT_THERE])
def test_what_is_not_ones_own_is_answered_as_what_is_not_there(ask: Asking, about: str) -> None:
    def answered(view: str, role: ActorRole, body: str | None, *acts: str, **given: str) -> str:
        answer = ask(view, role, body, *acts, **given)
        assert answer.status_code == 200
        return str(answer.json() | {"positions": []})

    for view, role, body, acts in (
        (V5, "authority", POLICE, ()),
        (V7, "case_manager", COUNSELLORS, ()),
        (V1, "lawyer", None, (ANNA,)),
    ):
        for name in ("about", "case"):
            asked = answered(view, role, body, *acts, **{name: about})
            assert asked == answered(view, role, body, *acts, **{name: platform_id("C-nor-there")})
            assert "'rows': []" in asked


def test_a_page_begins_after_any_place_without_showing_what_lies_there(ask: Asking) -> None:
    everything = ask(V5, "nhri", limit="1").json()
    while everything["next"]:
        given = ask.rows(V5, "authority", POLICE, after=everything["next"])
        assert {row["subject"] for row in given} <= {ANNA}
        everything = ask(V5, "nhri", limit="1", after=everything["next"]).json()


def test_a_recommendation_is_given_to_its_addressee_alone(ask: Asking) -> None:
    def numbers(role: ActorRole, body: str) -> set[str]:
        return {row["number"] for row in ask.rows(V6, role, body)}

    assert numbers("authority", POLICE) == {number("to-police")}
    assert numbers("receiving_authority", POLICE) == {number("to-police")}
    assert numbers("authority", BORDER_GUARD) == {number("to-border-guard")}
    assert numbers("service_provider", SHELTER) == {number("to-shelter")}
    assert numbers("service_provider", POLICE) == {number("to-police"), number("to-police-later")}
    assert numbers("authority", NOBODY) == set()


def test_who_handles_a_complaint_is_not_given_it_with_what_was_recommended(ask: Asking) -> None:
    assert platform_id("M-1") in ask(V6, "nhri").text
    assert platform_id("M-1") not in ask(V6, "authority", POLICE).text
    [row] = ask.rows(V6, "authority", POLICE)
    assert not {"cases", "retaliation", "fear_of_retaliation", "findings"} & set(row)


@pytest.mark.parametrize(
    "asked", [{"by": "handler"}, {"case": ANNA}, {"handler": BORDER_GUARD}, {"authority": POLICE}]
)
def test_a_part_is_not_asked_by_what_it_leaves_out(ask: Asking, asked: dict[str, str]) -> None:
    answer = ask(V6, "authority", POLICE, **asked)

    assert answer.status_code == 400
    assert BORDER_GUARD not in answer.text


@pytest.mark.parametrize(
    ("role", "body", "case"),
    [("case_manager", COUNSELLORS, ANNA), ("independent_monitor", MONITOR, BEKA), ("nhri", MONITOR, BEKA)],
)
def test_the_calendar_is_of_own_cases_in_every_form(
    ask: Asking, role: ActorRole, body: str, case: str
) -> None:
    rows = ask.rows(V7, role, body)
    assert rows
    assert {each for row in rows for each in row["cases"]} == {case}
    assert ask.rows(V7, role, body, about=case) == rows
    written = list(csv.DictReader(io.StringIO(ask(V7, role, body, format="csv").text)))
    assert {row["cases"] for row in written} == {case}
    calendar = ask(V7, role, body, format="ics").text
    assert calendar.count("BEGIN:VEVENT") == len(rows)
    assert not any(other in calendar for other in {ANNA, BEKA} - {case})
    assert ask.rows(V7, role, NOBODY) == []


def test_pages_of_own_rows_follow_each_other(ask: Asking) -> None:
    whole = ask.rows(V7, "case_manager", COUNSELLORS)
    first = ask(V7, "case_manager", COUNSELLORS, limit="1").json()
    rest = ask.rows(V7, "case_manager", COUNSELLORS, after=first["next"])

    assert first["rows"] + rest == whole
    assert len(whole) > 1


def test_authorities_are_given_findings_that_hold_and_no_number(ask: Asking) -> None:
    [row] = ask.rows(V9, "authority", POLICE)

    assert row["finding"] == platform_id("Y-many")
    counted = {
        "cases_counted",
        "harmed",
        "harmed_by_confidence",
        "harmed_by_foreseen",
        "decisions",
        "considered",
    }
    assert not counted & set(row)
    everything = ask.rows(V9, "court")
    assert {one["finding"] for one in everything} > {row["finding"]}
    assert all(one["harmed"] == 7 for one in everything)


@pytest.mark.parametrize("acts_for", [ANNA, ANNA_HERSELF])
@pytest.mark.parametrize("role", ["lawyer", "guardian"])
def test_who_acts_for_a_person_is_given_their_file_in_a_reduced_form(
    ask: Asking, role: ActorRole, acts_for: str
) -> None:
    rows = ask.rows(V1, role, None, acts_for)
    whole = ask.rows(V1, "nhri", case=ANNA)

    assert [row["record"] for row in rows] == [row["record"] for row in whole]
    assert not {"hidden", "linked", "findings", "confidence"} & set(rows[0])
    assert ask.rows(V1, role, None, acts_for, about=ANNA) == rows
    assert ask.rows(V1, role, None, ANNA, ANNA_HERSELF) == rows


def test_nobody_is_given_a_part_without_what_makes_rows_their_own(ask: Asking) -> None:
    refused = [
        ask(V1, "lawyer"),
        ask(V1, "returnee", None, ANNA),
        ask(V5, "authority"),
        ask(V5, "escort", POLICE),
        ask(V6, "service_provider"),
        ask(V6, "escort", POLICE),
        ask(V7, "case_manager"),
        ask(V7, "nhri"),
        ask(V7, "authority", POLICE),
        ask(V9, "escort", POLICE),
        ask(V9, "receiving_authority", POLICE),
    ]
    assert {answer.status_code for answer in refused} == {403}


def test_the_contract_tells_of_every_part(ask: Asking) -> None:
    paths = ask.client.get("/openapi.json").json()["paths"]
    for name, view in BY_NAME.items():
        for part in view.parts:
            assert part.meaning in paths[f"/v1/views/{name}"]["get"]["description"]
