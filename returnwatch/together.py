"""`returnwatch up`: recording at every service, views and log in one process on one address."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from events.base import kebab
from foundation.attachments.keeping_swept import kept_swept
from foundation.erasure.opening import RECORDS
from foundation.identity.tokens import Verifier
from foundation.recording.desk import Desk, desk_of
from foundation.recording_http.app import create_app
from foundation.recording_http.requests import Door
from foundation.service_process.running import serve
from projections.finding_changes.following import keeping_told
from projections.runner.poll import follow
from projections.viewing.keeping_time import keeping_time
from projections.viewing.renewing import renewing
from returnwatch.embedded import Embedded
from returnwatch.persons import persons
from returnwatch.serving import PROFILES, query_app
from services.data_protection.api.routes import add_persons
from services.data_protection.application.persons import Persons

READ_BELOW = ("/v1/views", "/v1/findings", "/log")
"""Addresses that the reading application answers."""
SERVICES_BELOW = "/services"
"""Below it, the name of a service chooses where to record; without it a record goes to its owner."""


class OneAddress:
    """Hands each request on by its path: to reading, to a service chosen by name, else to the owners."""

    def __init__(self, owners: ASGIApp, below: Mapping[str, ASGIApp]) -> None:
        self._owners, self._below = owners, below

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        path = scope.get("path", "")
        for top, application in self._below.items():
            if path == top or path.startswith(f"{top}/"):
                rooted = {"root_path": top} if top.startswith(SERVICES_BELOW) else {}
                await application({**scope, **rooted}, receive, send)
                return
        await self._owners(scope, receive, send)


def one_address(opened: Embedded, verifier: Verifier, asked: Persons | None = None) -> OneAddress:
    """Everything that an open data directory answers over HTTP; what persons may ask only when given."""
    services = {
        f"{SERVICES_BELOW}/{kebab(name)}": create_app(
            desk_of(profile, opened.stores[name], opened.vault, opened.clock),
            verifier,
            opened.clock,
            attachments=opened.attachments(name),
        )
        for name, profile in PROFILES.items()
    }
    below: dict[str, ASGIApp] = {**services}
    reading = query_app(
        *(opened.views, opened.trail, verifier, opened.clock, opened.changes.log, opened.means()),
        opened.changed,
    )
    below |= dict.fromkeys(READ_BELOW, reading)
    owners = Desk(
        "Returnwatch",
        "Every record, taken in by the service that owns its event.",
        opened.owners(),
        tuple(opened.stores.values()),
    )
    recording = create_app(owners, verifier, opened.clock, attachments=opened.attachments())
    if asked is not None:
        for app in (recording, services[f"{SERVICES_BELOW}/{kebab(RECORDS)}"]):
            add_persons(app, asked, Door(verifier, opened.clock))
    own = recording.openapi
    # Made when somebody asks for it: it takes seconds.
    recording.openapi = cache(lambda: _of_both(own(), reading.openapi()))  # type: ignore[method-assign]  # FastAPI's own way
    return OneAddress(recording, below)


def _of_both(recording: Mapping[str, Any], reading: Mapping[str, Any]) -> dict[str, Any]:
    """One document on all that the address answers."""
    parts = (recording["components"], reading["components"])
    read = {path: one for path, one in reading["paths"].items() if _is_below(path)}
    return {
        **recording,
        "paths": {**recording["paths"], **read},
        "components": {
            name: {**parts[1].get(name, {}), **parts[0].get(name, {})} for name in {**parts[0], **parts[1]}
        },
    }


def _is_below(path: str) -> bool:
    return any(path == top or path.startswith(f"{top}/") for top in READ_BELOW)


def run_together(opened: Embedded, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT, with view and log following the stores."""
    swept = kept_swept(opened.blobs, opened.keys, opened.clock)
    with persons(opened) as asked, following(opened), swept:
        serve(one_address(opened, opened.verifier(), asked), host, port)


@contextmanager
def following(opened: Embedded) -> Iterator[None]:
    """Keep view and log up with every store, each pair in a thread of its own."""
    stop = threading.Event()
    threads = [
        threading.Thread(target=follow, args=(name, store, runner, stop), name=f"{runner.name} of {name}")
        for runner, logs in opened.fed()
        for name, store in logs.items()
    ]
    taking_in = opened.changes.runner()
    told = keeping_told(opened.changes, lambda: opened.taken_in(taking_in))
    for thread in threads:
        thread.start()
    try:
        limits = keeping_time(opened.views, opened.monitored(), opened.clock)
        with limits, told, renewing(opened.making()):
            yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()
