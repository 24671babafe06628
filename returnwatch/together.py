"""`returnwatch up`: recording, views and log in one process on one address."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import ASGIApp, Receive, Scope, Send

from foundation.clock import system_clock
from projections.runner.poll import follow
from returnwatch.embedded import SERVICE, Embedded
from returnwatch.serving import CREATE, query_app
from services.return_operation.main import serve

READ_BELOW = ("/v1/views", "/log")
"""Addresses that the reading application answers; the others are the service's."""


class OneAddress:
    """Hands each request to recording or to reading, by its path."""

    def __init__(self, recording: ASGIApp, reading: ASGIApp) -> None:
        self._recording, self._reading = recording, reading

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        path = scope.get("path", "")
        reads = any(path == top or path.startswith(f"{top}/") for top in READ_BELOW)
        await (self._reading if reads else self._recording)(scope, receive, send)


def run_together(opened: Embedded, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT, with view and log following the store."""
    verifier = opened.verifier()
    recording = CREATE[SERVICE](opened.store, opened.vault, verifier, system_clock)
    reading = query_app(opened.views, opened.trail, verifier, system_clock)
    with following(opened):
        serve(OneAddress(recording, reading), host, port)


@contextmanager
def following(opened: Embedded) -> Iterator[None]:
    """Keep view and log up with the store, in threads of their own."""
    stop = threading.Event()
    threads = [
        threading.Thread(target=follow, args=(SERVICE, opened.store, runner, stop), name=runner.name)
        for runner in opened.runners()
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()
