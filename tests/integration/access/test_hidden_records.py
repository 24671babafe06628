"""For those who carry out returns, what is behind the wall is not there, by answer, header or work done."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import httpx
import pytest

from events.catalogue import BY_KEBAB, EVENTS
from events.codes.common import ActorRole
from events.ids import uuid_of
from events.submission import Submission
from foundation.access.kinds import KINDS
from foundation.clock import system_clock, uuid7
from foundation.event_store.port import EventStore, StoredRecord
from foundation.identity.caller import ANY_BODY, SCOPES, USUAL_SCOPES, Caller, Scope
from foundation.identity.tokens import Grant, issue, load_token_key
from foundation.recording import reading_record
from foundation.recording.forms import read_own
from foundation.recording.outcomes import Recorded
from returnwatch.embedded import Embedded, embedded
from returnwatch.together import OneAddress, one_address

EXAMPLES = Path(__file__).parents[3] / "contracts" / "examples"
USER = "USR-018f6a2c-0000-7000-8000-00000000beef"
BODY, OTHER_BODY = "ORG-018f6a2c-0000-7000-8000-000000000004", "ORG-018f6a2c-0000-7000-8000-00000000ffff"
EVERYONE = frozenset(get_args(ActorRole))
NOTHING = "EVT-018f6a2c-0000-7000-8000-00000000dead"
BEHIND = ("post_return", "data_protection")
ENFORCEMENT = KINDS["enforcement"]


def examples() -> Iterator[Submission]:
    """One record of every event, each asserted by the body whose employees ask for it."""
    for event in EVENTS:
        folder = EXAMPLES / event.about.service
        path = next(path for path in sorted(folder.iterdir()) if BY_KEBAB[path.name.split(".")[0]] is event)
        record: dict[str, Any] = json.loads(path.read_text())
        record |= {"event_id": f"EVT-{uuid7()}", "asserted_by_body": BODY}
        yield read_own(record, event, uuid7)


@dataclass(frozen=True)
class Installation:
    """An open data directory with a record of every event."""

    opened: Embedded
    ids: dict[str, str]
    """Event name to id."""

    @cached_property
    def app(self) -> OneAddress:
        """The application that `returnwatch up` serves; making its contract takes seconds."""
        return one_address(self.opened, self.opened.verifier())

    def headers(
        self, role: ActorRole, body: str | None = BODY, scopes: frozenset[Scope] = USUAL_SCOPES
    ) -> dict[str, str]:
        key = load_token_key(self.opened.folder / "keys", may_create=True)
        grant = Grant(USER, role, timedelta(hours=1), body=body, scopes=scopes)
        return {"Authorization": f"Bearer {issue(key, grant, system_clock())}"}

    def get(
        self,
        role: ActorRole,
        paths: Sequence[str],
        body: str | None = BODY,
        scopes: frozenset[Scope] = USUAL_SCOPES,
    ) -> list[httpx.Response]:
        """The answers to one caller, from the application that `returnwatch up` serves."""

        async def ask() -> list[httpx.Response]:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
                return await asyncio.gather(
                    *(client.get(p, headers=self.headers(role, body, scopes)) for p in paths)
                )

        return asyncio.run(ask())


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with embedded(tmp_path_factory.mktemp("data")) as opened:
        filer = Caller(USER, "platform", None, EVERYONE, SCOPES, "test", frozenset({ANY_BODY}))
        submissions = list(examples())
        outcomes = list(opened.record_many(filer, submissions))
        assert all(isinstance(outcome, Recorded) for outcome in outcomes)
        opened.catch_up()
        yield Installation(opened, {type(s.event).__name__: s.statement.event_id for s in submissions})


def told(answer: httpx.Response) -> tuple[int, bytes, dict[str, str]]:
    return answer.status_code, answer.content, dict(answer.headers)


@pytest.mark.parametrize("role", ENFORCEMENT)
def test_no_record_behind_the_wall_is_told_from_one_that_is_not_there(
    installation: Installation, role: ActorRole
) -> None:
    hidden = [event.__name__ for event in EVENTS if event.about.service in BEHIND]
    for below in ("", *(f"/services/{service.replace('_', '-')}" for service in BEHIND)):
        paths = [f"{below}/v1/records/{installation.ids[name]}" for name in hidden]
        absent, *answers = installation.get(role, [f"{below}/v1/records/{NOTHING}", *paths])
        assert absent.status_code == 404
        assert {
            name for name, answer in zip(hidden, answers, strict=True) if told(answer) != told(absent)
        } == set()


@pytest.mark.parametrize("role", ENFORCEMENT)
def test_they_read_what_their_own_body_said_elsewhere_and_of_others_nothing(
    installation: Installation, role: ActorRole
) -> None:
    open_to_them = [event.__name__ for event in EVENTS if event.about.service not in BEHIND]
    paths = [f"/v1/records/{installation.ids[name]}" for name in open_to_them]
    assert {answer.status_code for answer in installation.get(role, paths)} == {200}
    assert {answer.status_code for answer in installation.get(role, paths, OTHER_BODY)} == {404}
    assert {answer.status_code for answer in installation.get(role, paths, None)} == {404}


def test_everybody_else_reads_every_record(installation: Installation) -> None:
    paths = [f"/v1/records/{event_id}" for event_id in installation.ids.values()]
    assert {answer.status_code for answer in installation.get("nhri", paths, None)} == {200}


@pytest.mark.parametrize("role", ENFORCEMENT)
def test_the_log_shows_them_hashes_and_no_event(installation: Installation, role: ActorRole) -> None:
    size = len(installation.ids)
    shown = ["/log/checkpoint", f"/log/tile/0/000.p/{size}"]
    hidden = [
        f"/log/tile/entries/000.p/{size}",
        "/log/tile/entries/000.p/1",
        "/log/tile/entries//000",
        "/log/tile/%65ntries/000.p/1",
        "/log/proof/" + installation.ids["DeathRecorded"],
        f"/log/proof/{NOTHING}",
    ]
    assert [answer.status_code for answer in installation.get(role, shown)] == [200, 200]
    refused = installation.get(role, hidden)
    assert all(told(answer) == told(refused[0]) for answer in refused)
    assert refused[0].status_code == 403
    assert [answer.status_code for answer in installation.get("nhri", [*shown, hidden[0]])] == [200] * 3


@dataclass
class Counting:
    """A store that counts how often it is asked."""

    store: EventStore
    asked: list[UUID] = field(default_factory=list)

    def find(self, event_id: UUID) -> StoredRecord | None:
        self.asked.append(event_id)
        return self.store.find(event_id)


def test_looking_for_what_is_hidden_takes_the_same_steps_as_for_what_is_not_there(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    stores = [Counting(store) for store in installation.opened.stores.values()]
    steps: list[str] = []
    for name in ("decode", "may_see"):
        taken = getattr(reading_record, name)
        monkeypatch.setattr(
            reading_record, name, lambda *given, _n=name, _t=taken: (steps.append(_n), _t(*given))[1]
        )
    caller = Caller(USER, "escort", BODY, frozenset({"escort"}), USUAL_SCOPES, "test")
    for event_id in (NOTHING, installation.ids["DeathRecorded"], installation.ids["ConsentGiven"]):
        steps.clear()
        assert reading_record.read_record(stores, caller, uuid_of(event_id)) is None  # type: ignore[arg-type]  # finds only
        assert steps == ["decode", "may_see"]
    assert [len(store.asked) for store in stores] == [3] * len(stores)
