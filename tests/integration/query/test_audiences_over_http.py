"""Over HTTP a view is given to its audience, and to others not even what it would say."""

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import uvicorn

from contracts.access_matrix import ROLES
from events.codes.common import ActorRole
from foundation.access.deciding import decide_among
from foundation.access.kinds import KINDS
from foundation.clock import system_clock
from foundation.identity.caller import Caller
from foundation.identity.tokens import Grant, issue, load_token_key
from projections.query.shown import every_part, every_view
from returnwatch.embedded import embedded
from returnwatch.serving import query_app

USER = "USR-018f6a2c-0000-7000-8000-000000000001"
BODY = "ORG-018f6a2c-0000-7000-8000-000000000002"
CASE = "C-018f6a2c-0000-7000-8000-000000000003"
VIEWS = {one.name: one for one in every_view().values()}
ADDRESSES = {name: f"/v1/views/{name}" for name in VIEWS} | {"changes of findings": "/v1/findings/changes"}


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, Path]]:
    with embedded(tmp_path_factory.mktemp("data")) as opened:
        opened.catch_up()
        app = query_app(opened.views, opened.trail, opened.verifier(), system_clock, opened.changes.log)
        with socket.create_server(("127.0.0.1", 0)) as listening:
            server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
            thread.start()
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            with httpx.Client(base_url=address, trust_env=False) as client:
                yield client, opened.folder
            server.should_exit = True
            thread.join()


def statuses(asking: tuple[httpx.Client, Path], role: ActorRole) -> dict[str, int]:
    client, folder = asking
    key = load_token_key(folder / "keys", may_create=True)
    grant = Grant(
        USER, role, timedelta(hours=1), BODY, scopes=frozenset({"read"}), acts_for=frozenset({CASE})
    )
    token = issue(key, grant, datetime.now(UTC) - timedelta(minutes=5))
    headers = {"Authorization": f"Bearer {token}"}
    return {name: client.get(address, headers=headers).status_code for name, address in ADDRESSES.items()}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_given_the_views_of_which_it_is_the_audience(
    asking: tuple[httpx.Client, Path], role: ActorRole
) -> None:
    read, acts_for = frozenset({"read"}), frozenset({CASE})
    caller = Caller(USER, role, BODY, frozenset(), read, "test", acts_for=acts_for)
    may = {
        name: decide_among(caller, "read_view", [view, *every_part().get(name, [])]) is not None
        for name, view in VIEWS.items()
    }
    may["changes of findings"] = may["safeguard-findings"]

    assert statuses(asking, role) == {name: 200 if may[name] else 403 for name in ADDRESSES}


@pytest.mark.parametrize("role", KINDS["enforcement"])
def test_those_who_carry_out_returns_are_given_at_most_parts_and_the_coverage_of_operations(
    asking: tuple[httpx.Client, Path], role: ActorRole
) -> None:
    addressed = {"complaints-incidents-recommendations"}
    expected = {
        "authority": {"operation-coverage", "discrepancies", "country-risk-feedback"} | addressed,
        "receiving_authority": addressed,
    }
    given = {name for name, status in statuses(asking, role).items() if status == 200}
    assert given == expected.get(role, set())


def test_monitors_are_given_every_view(asking: tuple[httpx.Client, Path]) -> None:
    for role in KINDS["oversight"]:
        assert set(statuses(asking, role).values()) == {200}
