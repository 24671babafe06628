"""Questions to the view, in process and over HTTP."""

import asyncio
import csv
import io
from datetime import date, timedelta
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from foundation.identity.caller import Caller
from foundation.problems.problem import NOT_ALLOWED, Problem, ProblemError
from projections.operation_coverage.http import router
from projections.operation_coverage.projection import OperationCoverage
from projections.operation_coverage.view import QuestionError, coverage
from projections.query.app import create_app
from projections.runner.reading import ask
from projections.runner.runner import Runner
from tests.integration.projections.views import feed, rows
from tests.unit.coverage.said import figures, operation, presence

LOG = [
    figures(
        1, 1, row="1", operation_type="NRO", departed_on=date(2023, 5, 1), returnees=5, monitors_national=1
    ),
    figures(2, 2, row="2", operation_type="JRO", departed_on=date(2023, 4, 1)),
    figures(3, 2, row="3", participating_country="DE", returnees=3, team_counts={"escort": 4}),
    figures(
        4, 2, row="4", participating_country="FR", returnees=1, fundamental_rights_monitors=1, reference="=RO"
    ),
    figures(5, 3, row="5", returnees=2),
    presence(6, 4),
]
KEYS = ["operations", "returnees", "monitored_forced_return", "monitored_any", "escorts"]


def allowed() -> Caller:
    """Whoever asks, as a monitoring body."""
    return Caller(f"USR-{UUID(int=1)}", "nhri", None, frozenset(), frozenset({"read"}), "test")


class Client:
    """Asks an application in this process."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def get(self, address: str, method: str = "GET") -> httpx.Response:
        return asyncio.run(self._ask(method, address))

    async def _ask(self, method: str, address: str) -> httpx.Response:
        transport = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://views") as client:
            return await client.request(method, address)


@pytest.fixture
def client(engine: Engine) -> Client:
    feed(engine, LOG)
    return Client(create_app([router(engine, allowed)]))


def test_totals_have_these_keys_in_this_order(engine: Engine) -> None:
    feed(engine, LOG)
    assert [list(row.values()) for row in rows(engine, "type")] == [
        ["JRO", 1, 4, 0, 1, 4],
        ["NRO", 1, 5, 1, 1, 0],
        ["not_stated", 2, 2, 1, 1, 0],
    ]
    for by in ("type", "state", "destination", "year"):
        assert all(list(row) == [by, *KEYS] for row in rows(engine, by))


def test_every_dimension_can_be_asked_for_and_chosen_by(engine: Engine) -> None:
    feed(engine, LOG)
    assert [row["state"] for row in rows(engine, "state")] == ["DE", "FR", "not_stated"]
    assert [row["year"] for row in rows(engine, "year")] == ["2023", "not_stated"]
    assert [row["type"] for row in rows(engine, "type", year="2023")] == ["JRO", "NRO"]
    assert [row["operation"] for row in rows(engine, None, state="DE")] == [operation(2)]
    assert rows(engine, "year", state="DE", type="NRO") == []
    with pytest.raises(QuestionError, match="type, state, destination, year"):
        rows(engine, "weather")
    with pytest.raises(QuestionError, match="type, state, destination, year"):
        rows(engine, None, weather="good")


def test_an_answer_states_the_position_it_rests_on(engine: Engine) -> None:
    feed(engine, LOG)
    answer = ask(engine, coverage)
    assert [(p.source, p.place, p.sequence) for p in answer.positions] == [("return_operation", 6, 6)]


def test_a_view_without_records_is_empty(engine: Engine) -> None:
    Runner(engine, OperationCoverage())
    assert rows(engine, "type") == []
    assert rows(engine) == []


def test_operations_come_by_day_of_departure_page_by_page(engine: Engine) -> None:
    departures = [date(2023, 1, 1) + timedelta(days=number % 7) for number in range(20)]
    feed(engine, [figures(n, n, row=str(n), departed_on=day) for n, day in enumerate(departures, start=1)])
    found, after = [], None
    while True:
        answer = ask(engine, lambda connection, after=after: coverage(connection, after=after, limit=3))
        found += answer.rows
        after = answer.next
        if after is None:
            break
    assert len(found) == 20
    assert found == rows(engine)
    assert found == sorted(found, key=lambda row: (row["departed_on"], row["operation"]))


def test_the_view_answers_over_http(client: Client) -> None:
    answer = client.get("/v1/views/operation-coverage?by=type&year=2023")
    assert answer.status_code == 200
    assert [row["type"] for row in answer.json()["rows"]] == ["JRO", "NRO"]
    assert answer.json()["positions"] == [
        {"source": "return_operation", "service": "return_operation", "place": 6, "sequence": 6}
    ]


def test_the_view_answers_in_csv_without_formulas(client: Client) -> None:
    answer = client.get("/v1/views/operation-coverage?format=csv")
    table = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["reference"] for row in table] == ["RO-00003", "", "'=RO", "RO-00001"]
    assert answer.headers["returnwatch-position"] == "return_operation=6"


@pytest.mark.parametrize(
    ("question", "listed"),
    [
        ("by=weather", "'type', 'state', 'destination' or 'year'"),
        ("format=xml", "'json' or 'csv'"),
        ("weather=good", "by, format, type, state, destination, year, after, limit"),
        ("limit=0", "greater than or equal to 1"),
        ("after=O-1", "not in the view"),
    ],
)
def test_an_unknown_question_is_a_problem_that_lists_what_can_be_asked(
    client: Client, question: str, listed: str
) -> None:
    answer = client.get(f"/v1/views/operation-coverage?{question}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert listed in answer.text
    assert "good" not in answer.text


def test_other_failures_are_problems_too(client: Client) -> None:
    statuses = [
        client.get("/nowhere"),
        client.get("/v1/views/operation-coverage", "POST"),
        client.get("/health"),
    ]
    assert [answer.status_code for answer in statuses] == [404, 405, 200]
    assert statuses[0].json()["type"].endswith("not-found")


def test_those_who_may_not_read_get_no_rows(engine: Engine) -> None:
    feed(engine, LOG)

    def nobody() -> None:
        raise ProblemError(Problem(NOT_ALLOWED, "no"))

    answer: httpx.Response = Client(create_app([router(engine, nobody)])).get("/v1/views/operation-coverage")
    assert (answer.status_code, answer.json()["detail"]) == (403, "no")


def test_a_view_that_is_not_built_is_unavailable(engine: Engine) -> None:
    answer = Client(create_app([router(engine, allowed)])).get("/v1/views/operation-coverage")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
