"""However two devices bring home what was written offline, the same records are stored."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.clock import system_clock, uuid7
from foundation.event_store.opening import open_store
from foundation.event_store.port import EventStore, StoredRecord
from foundation.identity.caller import SCOPES
from foundation.identity.tokens import Grant, Verifier, issue, load_token_key
from foundation.recording.desk import desk_of
from foundation.recording_http.app import create_app
from foundation.vault.opened import Plain
from foundation.vault.opening import open_vault
from foundation.vault.vault import Vault
from services.return_operation.main import PROFILE
from tests.integration.http.asgi_calls import Answer, post
from tests.integration.http.offline_devices import USERS, Page, Sending, journeys, notebooks
from tests.integration.http.serving import BODY
from tests.servers import PostgresServer

MEDIA = {
    "own": "application/json",
    "cloud event": "application/cloudevents+json",
    "batch": "application/cloudevents-batch+json",
}
PIECES = 3
MOST = 1000
"""Records that one upload never reaches."""


@dataclass(frozen=True)
class Place:
    """A store, and the service over it."""

    store: EventStore
    app: FastAPI


@dataclass(frozen=True)
class Platform:
    """Two stores under the same keys: one for the plain way home, one for any other."""

    keys: Path
    vault: Vault
    plain: Place
    other: Place

    def tokens(self) -> tuple[str, ...]:
        key, lifetime = load_token_key(self.keys), timedelta(hours=1)
        grants = (Grant(user, "independent_monitor", lifetime, BODY, scopes=SCOPES) for user in USERS)
        return tuple(issue(key, grant, system_clock()) for grant in grants)

    def settled(self, record: StoredRecord) -> bytes:
        """The stored bytes without what differs each time: the time of recording, and nonces of seals."""
        members = json.loads(record.body)
        del members["recordedtime"]
        for pointer, opened in self.vault.open_record(record.body).items():
            assert isinstance(opened, Plain), pointer
            _put(members, pointer, opened.value)
        return json.dumps(members, sort_keys=True).encode()


@dataclass
class Upload:
    """One coming home of all devices, and what the service said."""

    app: FastAPI
    tokens: tuple[str, ...]
    acknowledged: set[str] = field(default_factory=set)
    """Ids whose answers reached their device."""
    answers: defaultdict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    """Every answer for an id, whether it reached the device or not: status and receipt."""

    async def take(self, rounds: list[list[Sending]]) -> None:
        for together in rounds:
            await asyncio.gather(*(self.send(one) for one in together))

    async def send(self, one: Sending) -> None:
        whole, body = one.fate != "cut off", one.body()
        pieces = [body[len(body) * n // PIECES : len(body) * (n + 1) // PIECES] for n in range(PIECES)]
        path = "/v1/records" if one.form == "batch" else f"/v1/records/{one.pages[0].kind}"
        headers = {"authorization": f"Bearer {self.tokens[one.author]}", "content-type": MEDIA[one.form]}
        answer = await post(self.app, path, headers, pieces if whole else pieces[:-1], whole=whole)
        if not whole:
            assert answer.status == 0
            return
        for page, status, receipt in _results(one, answer):
            assert (status, receipt["event_id"]) in {(200, page.id), (201, page.id)}
            self.answers[page.id].append((status, json.dumps(receipt)))
            if one.fate == "answered":
                self.acknowledged.add(page.id)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def platform(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    folder = tmp_path_factory.mktemp("platform")
    addresses = [f"sqlite:///{folder}/{name}.sqlite" for name in ("plain", "other")]
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        addresses = [server.fresh_database("upload") for _ in addresses]
    load_token_key(folder, may_create=True)
    with ExitStack() as closed:
        vault = open_vault(f"sqlite:///{folder}/vault.sqlite", folder, may_create_keys=True)
        closed.enter_context(closing(vault))
        stores = [closed.enter_context(closing(open_store(address))) for address in addresses]
        verifier = Verifier(load_token_key(folder))
        apps = [create_app(desk_of(PROFILE, store, vault, system_clock), verifier) for store in stores]
        yield Platform(folder, vault, *map(Place, stores, apps))


@given(data=st.data())
@settings(max_examples=40)
def test_any_interleaving_repetition_and_splitting_stores_the_same(
    platform: Platform, data: st.DataObject
) -> None:
    # given
    pages = data.draw(notebooks(uuid7()), label="pages")
    rounds = data.draw(journeys(pages), label="rounds")
    rest = data.draw(st.permutations(pages), label="the rest, in this order")
    size = data.draw(st.integers(1, 4), label="pages in a batch of the rest")

    async def at_last(upload: Upload) -> None:
        await upload.take(rounds)
        await upload.take(_again([page for page in rest if page.id not in upload.acknowledged], size))

    # when
    plainly, _ = _stored(platform, platform.plain, lambda upload: upload.take(_one_by_one(pages)))
    anyhow, upload = _stored(platform, platform.other, at_last)
    # then
    assert anyhow == plainly
    assert anyhow.keys() == {page.id for page in pages} == upload.acknowledged
    for told in upload.answers.values():
        assert [status for status, _ in told].count(201) == 1
        assert len({receipt for _, receipt in told}) == 1


def _stored(
    platform: Platform, place: Place, bring: Callable[[Upload], Coroutine[Any, Any, None]]
) -> tuple[dict[str, bytes], Upload]:
    """What a store holds more after an upload, by event id."""
    before, upload = place.store.head(), Upload(place.app, platform.tokens())
    asyncio.run(bring(upload))
    records = place.store.read(before, MOST)
    assert [record.sequence for record in records] == [before + 1 + at for at in range(len(records))]
    assert len(records) == len({record.event_id for record in records})
    return {f"EVT-{record.event_id}": platform.settled(record) for record in records}, upload


def _one_by_one(pages: tuple[Page, ...]) -> list[list[Sending]]:
    return [[Sending(page.author, "own", (page,), "answered", 0)] for page in pages]


def _again(pages: list[Page], size: int) -> list[list[Sending]]:
    """Batches of what was not acknowledged, from all devices at the same time."""
    batches = []
    for author in range(len(USERS)):
        own = [page for page in pages if page.author == author]
        parts = [tuple(own[at : at + size]) for at in range(0, len(own), size)]
        batches += [Sending(author, "batch", part, "answered", 0) for part in parts]
    return [batches]


def _results(one: Sending, answer: Answer) -> Iterator[tuple[Page, int, dict[str, Any]]]:
    """Every page that was sent, with status and receipt."""
    found = json.loads(answer.body)
    if one.form != "batch":
        yield one.pages[0], answer.status, found
        return
    assert answer.status == 207, answer.body
    if one.spoilt:
        assert found.pop(0)["status"] == 422
    for page, result in zip(one.pages, found, strict=True):
        yield page, result["status"], result["receipt"]


def _put(members: dict[str, Any], pointer: str, value: Any) -> None:
    *path, last = pointer.removeprefix("/").split("/")
    holder: Any = members
    for part in path:
        holder = holder[int(part) if isinstance(holder, list) else part]
    holder[int(last) if isinstance(holder, list) else last] = value
